/** Scores of a pool. @module */
import { accuracy, type Rate } from "../aggregation/accuracy.ts";
import { krippendorffAlpha } from "../aggregation/agreement.ts";
import type { Answer, Label } from "../aggregation/answers.ts";
import { indexAnswers } from "../aggregation/answer_index.ts";
import { uncertainty } from "../aggregation/certainty.ts";
import { answersOf, rightLabelOf } from "../aggregation/from_assignments.ts";
import { majorityVote } from "../aggregation/majority_vote.ts";
import { workerReport } from "../aggregation/worker_report.ts";
import type { TolokaClient } from "../client.ts";
import { sumMoney } from "../money.ts";
import type { RequestOptions } from "../options.ts";
import { parseTime } from "../time.ts";
import type { PlainPoolMetric } from "../types/analytics.ts";
import type { Assignment } from "../types/assignments.ts";
import type { Pool } from "../types/pools.ts";
import type { AutoQualityParameters } from "./parameters.ts";
import { BAN_GROUPS } from "./pool_settings.ts";
import { pick, type RandomSource } from "./random.ts";

/** The parts of the client that scoring reads. */
export type ScoringClient = Pick<
  TolokaClient,
  "analytics" | "assignments" | "tasks" | "taskSuites" | "userRestrictions"
>;

/** Input of a scoring function. */
export interface ScoreContext {
  /** Client. */
  client: ScoringClient;
  /** The pool. */
  pool: Pool;
  /** Settings that were drawn for it. */
  parameters: AutoQualityParameters;
  /** Output field that is the label. */
  labelField: string;
  /** Source of random numbers that follow from the experiment's seed. */
  random: RandomSource;
  /** Options of the requests. */
  request: RequestOptions;
}

/** Scores of a pool. A score that cannot be computed is absent. */
export interface PoolScores {
  /**
   * Expected accuracy of the labels, 0 to 1: how often the majority vote of as
   * many answers to a control task as the overlap asks for is right.
   */
  accuracy_labels?: number;
  /**
   * Accuracy of single answers to control tasks, 0 to 1: the lower end of
   * Wilson's 95% interval, so that few answers count for less.
   */
  accuracy_golden?: number;
  /** Accuracy of single answers to control tasks, with its interval. */
  golden?: Rate;
  /**
   * Share of other Tolokers' answers to the same general task that equal a
   * Toloker's, 0 to 1.
   */
  agreement?: number;
  /** Krippendorff's alpha of the answers to general tasks, at most 1. */
  alpha_krippendorff?: number;
  /**
   * Mean entropy of the labels of a general task, in nats, from 0, full
   * agreement; answers weigh by the Toloker's agreement with the majority.
   */
  uncertainty?: number;
  /** Time from the first to the last submission, in seconds. */
  time_spent_seconds?: number;
  /** Number of Tolokers who submitted answers. */
  unique_submitters_count: number;
  /**
   * Money spent, in US dollars, without fee; of a pool with manual review also
   * that for answers that wait.
   */
  spent_budget: number;
  /** Mean time for a task suite, in milliseconds. */
  avg_submit_assignment_millis?: number;
  /** Number of Tolokers whom the experiment's rules restricted. */
  num_bans: number;
  /** Number of Tolokers restricted in the pool by hand or by other rules. */
  num_other_bans: number;
  /** Share of restricted Tolokers among those who submitted, 0 to 1. */
  bans_ratio?: number;
  /** Number of Tolokers restricted by each group of settings. */
  ban_reason_counts: Record<string, number>;
  /** Money for a general task, in US dollars. */
  spending_per_task?: number;
  /** General tasks answered in a second. */
  tasks_per_second?: number;
  /** Number of answers to general tasks. */
  answers: number;
  /** Number of general tasks answered. */
  tasks: number;
}

/** Draws of answers to each control task. */
const DRAWS = 200;

/**
 * Scores a pool by its answers, restrictions and analytics. It is the scoring
 * function of an experiment that has none of its own.
 *
 * @returns The scores. Without control tasks there is no accuracy, and with one
 *     answer a task no agreement.
 * @throws {RangeError} If there is no answer to a general task, or the label
 *     field holds lists or objects.
 *
 * @example Score control tasks alone
 * ```ts
 * import {
 *   AutoQuality,
 *   type AutoQualityOptions,
 *   scorePool,
 * } from "@toloka/client/autoquality";
 * import { TolokaClient } from "@toloka/client";
 *
 * const score: AutoQualityOptions["score"] = async (context) => {
 *   const { agreement: _, alpha_krippendorff: __, ...scores } =
 *     await scorePool(context);
 *   return scores;
 * };
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * new AutoQuality(toloka, {
 *   basePoolId: "12345",
 *   trainingPoolId: "12345",
 *   score,
 * });
 * ```
 */
export async function scorePool(context: ScoreContext): Promise<PoolScores> {
  const { client, pool, labelField, request } = context;
  const assignments = await Array.fromAsync(
    client.assignments.list({
      pool_id: pool.id,
      status: ["SUBMITTED", "ACCEPTED"],
    }, request),
  );
  const controls = await readControls(context);
  const all = [...answersOf(assignments, { output: labelField })];
  const general = all.filter(({ task }) => !controls.has(task));
  const golden = all.filter(({ task }) => controls.get(task) !== undefined);
  if (general.length === 0) {
    throw new RangeError(
      `Cannot score pool "${pool.id}" as it has no answers to general tasks`,
    );
  }
  const [metrics, bans] = await Promise.all([
    readMetrics(context),
    countBans(context),
  ]);
  const submitters = metrics.unique_submitters_count ??
    new Set(assignments.map(({ user_id }) => user_id)).size;
  const spent = spentOn(pool, assignments, metrics.spent_budget);
  const tasks = new Set(general.map(({ task }) => task)).size;
  const seconds = secondsBetween(assignments);
  return {
    ...goldenScores(context, golden, controls),
    ...agreementScores(general),
    time_spent_seconds: seconds,
    unique_submitters_count: submitters,
    spent_budget: spent,
    ...defined(
      "avg_submit_assignment_millis",
      metrics.avg_submit_assignment_millis,
    ),
    ...bans,
    ...defined("bans_ratio", bans.num_bans / submitters),
    spending_per_task: spent / tasks,
    ...defined("tasks_per_second", tasks / seconds),
    answers: general.length,
    tasks,
  };
}

/** A member, unless its value is no finite number. */
function defined<Name extends string>(
  name: Name,
  value: number | undefined,
): { [Key in Name]?: number } {
  return Number.isFinite(value)
    ? { [name]: value } as { [Key in Name]: number }
    : {};
}

/** Right labels of control tasks; those of training tasks and of tasks with several right answers are `undefined`. */
async function readControls(
  { client, pool, labelField, request }: ScoreContext,
): Promise<Map<string, Label | undefined>> {
  const controls = new Map<string, Label | undefined>();
  for await (const task of tasksOf(client, pool, request)) {
    if (!task.known_solutions?.length || task.id === undefined) continue;
    controls.set(task.id, rightLabelOf(task, labelField));
  }
  return controls;
}

async function* tasksOf(
  client: ScoringClient,
  { id: pool_id, mixer_config }: Pool,
  request: RequestOptions,
) {
  if (mixer_config != null) {
    yield* client.tasks.list({ pool_id }, request);
    return;
  }
  for await (const suite of client.taskSuites.list({ pool_id }, request)) {
    yield* suite.tasks;
  }
}

function goldenScores(
  { pool, random }: ScoreContext,
  golden: Answer[],
  controls: ReadonlyMap<string, Label | undefined>,
): Partial<PoolScores> {
  if (golden.length === 0) return {};
  const gold = controls as ReadonlyMap<string, Label>;
  const { value, low, high, correct, total } = accuracy(golden, gold);
  return {
    accuracy_labels: accuracyOfLabels(golden, gold, overlapOf(pool), random),
    accuracy_golden: low,
    golden: { value, low, high, correct, total },
  };
}

function overlapOf({ defaults, mixer_config }: Pool): number {
  const { default_overlap_for_new_tasks, default_overlap_for_new_task_suites } =
    defaults;
  return (mixer_config == null ? undefined : default_overlap_for_new_tasks) ??
    default_overlap_for_new_task_suites;
}

/**
 * Computes the share of right majority votes of `overlap` answers, on control
 * tasks: the mean over random draws without replacement. Where a task has fewer
 * answers, random ones to other control tasks with the same right label fill
 * up. A tie that the right label is part of is right as often as a random choice
 * among the tied labels.
 */
export function accuracyOfLabels(
  golden: readonly Answer[],
  gold: ReadonlyMap<string, Label>,
  overlap: number,
  random: RandomSource,
): number {
  const byTask = Map.groupBy(golden, ({ task }) => task);
  const byRight = Map.groupBy(golden, ({ task }) => gold.get(task)!);
  let sum = 0;
  for (const [task, answers] of byTask) {
    const right = gold.get(task)!;
    const alike = byRight.get(right)!;
    const labels = answers.map(({ label }) => label);
    for (let draw = 0; draw < DRAWS; draw++) {
      const votes = new Map<Label, number>();
      for (let i = 0; i < overlap; i++) {
        const label = i < labels.length
          ? takeOne(labels, i, random)
          : pick(random, alike).label;
        votes.set(label, (votes.get(label) ?? 0) + 1);
      }
      sum += shareOf(right, votes);
    }
  }
  return sum / (byTask.size * DRAWS);
}

/** Moves one of the items from a place on to this place, and gives it. */
function takeOne<T>(items: T[], from: number, random: RandomSource): T {
  const other = from + Math.floor(random() * (items.length - from));
  [items[from], items[other]] = [items[other]!, items[from]!];
  return items[from];
}

/** Probability that a label is chosen among those with the most votes. */
function shareOf(label: Label, votes: ReadonlyMap<Label, number>): number {
  const most = Math.max(...votes.values());
  if (votes.get(label) !== most) return 0;
  return 1 / [...votes.values()].filter((count) => count === most).length;
}

function agreementScores(general: Answer[]): Partial<PoolScores> {
  const index = indexAnswers(general);
  let [equal, compared] = [0, 0];
  for (const report of workerReport(index).values()) {
    if (report.comparisons === 0) continue;
    equal += report.agreement * report.comparisons;
    compared += report.comparisons;
  }
  const { skills } = majorityVote(index);
  return {
    ...defined("agreement", equal / compared),
    ...defined("alpha_krippendorff", krippendorffAlpha(index)),
    uncertainty: uncertainty(index, { skills }).mean,
  };
}

const METRICS = [
  "spent_budget",
  "avg_submit_assignment_millis",
  "unique_submitters_count",
] as const satisfies readonly PlainPoolMetric[];

async function readMetrics(
  { client, pool, request }: ScoreContext,
): Promise<Partial<Record<typeof METRICS[number], number>>> {
  const results = await client.analytics.get(
    METRICS.map((name) => ({ subject: "POOL", subject_id: pool.id, name })),
    request,
  );
  return Object.fromEntries(results.map(({ request, result }) => [
    request.name,
    typeof result === "number" ? result : result.value,
  ]));
}

/** Money that a pool has cost, and with manual review will cost. */
function spentOn(
  { auto_accept_solutions }: Pool,
  assignments: readonly Assignment[],
  spent: number | undefined,
): number {
  if (spent !== undefined && auto_accept_solutions !== false) return spent;
  return sumMoney(assignments.map(({ reward }) => reward));
}

async function countBans({ client, pool, request }: ScoreContext) {
  const reasons = new Map<string, string>();
  let others = 0;
  const restrictions = client.userRestrictions.list({
    scope: "POOL",
    pool_id: pool.id,
  }, request);
  for await (const { user_id, private_comment = "" } of restrictions) {
    const ours = (BAN_GROUPS as readonly string[]).includes(private_comment);
    if (ours) reasons.set(user_id, private_comment);
    else others++;
  }
  const counts: Record<string, number> = {};
  for (const reason of reasons.values()) {
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return {
    num_bans: reasons.size,
    num_other_bans: others,
    ban_reason_counts: counts,
  };
}

function secondsBetween(assignments: readonly Assignment[]): number {
  const times = assignments.flatMap(({ submitted }) =>
    submitted === undefined ? [] : [parseTime(submitted).getTime()]
  );
  const [first, last] = times.reduce(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Infinity, -Infinity],
  );
  return times.length === 0 ? 0 : (last - first) / 1000;
}
