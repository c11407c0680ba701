/** Quality control: what is counted, compared and done about it. */

import type {
  CollectorType,
  RuleConditionKey,
} from "../../types/quality_control.ts";
import { canonical } from "../engine/canonical.ts";
import { own } from "../engine/own.ts";
import { Random } from "../engine/random.ts";
import { parseTime, SECOND } from "../engine/time.ts";
import { compare, isEligible, isRestricted } from "../issuing/eligibility.ts";
import { hasSeen } from "../issuing/seen.ts";
import { correctness } from "../tolokers/answers.ts";
import { rulesOf } from "../world/history.ts";
import type { CollectorRules } from "../world/pool_settings.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  RestrictionRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Habit } from "../world/habits.ts";
import type { Reaction, World } from "../world/world.ts";
import { act, type Case } from "./actions.ts";
import { COLLECT, type Facts } from "./collectors.ts";

/** Applies the quality control rules of pools and projects to an event. */
export const applyRules: Reaction = (world, event) => {
  const { history } = world;
  switch (event.type) {
    case "SUBMITTED":
      collectSubmitted(world, event.assignment);
      break;
    case "SKIPPED":
      history.skipped(event.assignment);
      evaluate(world, event.assignment, ["SKIPPED_IN_ROW_ASSIGNMENTS"]);
      break;
    case "ACCEPTED":
    case "REJECTED":
    case "ACCEPTED_AFTER_REJECT":
      if (event.assignment.automerged) break;
      history.assessed(event.assignment, event.type);
      collectAssessed(world, event.assignment, event.type);
      break;
    case "RESTRICTED":
      checkAccess(world, event.toloker, {
        pool_access_revoked_reason: "RESTRICTION",
      });
      break;
    case "SKILL_CHANGED":
      checkAccess(world, event.toloker, {
        pool_access_revoked_reason: "SKILL_CHANGE",
        skill_id: event.skillId,
      });
      break;
    case "RESTRICTION_ENDED":
      // Only a restriction that expires clears the history.
      if (event.expired) forget(world, event.toloker, event.restriction);
      checkAccess(world, event.toloker, undefined);
      break;
  }
};

/** Forgets a Toloker's work in the pools that a restriction concerned. */
function forget(
  world: World,
  toloker: TolokerRecord,
  { view }: RestrictionRecord,
): void {
  world.history.forget(toloker, (poolId) => {
    if (view.scope === "POOL") return poolId === view.pool_id;
    if (view.scope !== "PROJECT") return true;
    return world.pools.get(poolId)?.project.view.id === view.project_id;
  });
}

function uses(pool: PoolRecord, type: string): boolean {
  return rulesOf(pool).some((rules) => rules.type === type);
}

function collectSubmitted(world: World, assignment: AssignmentRecord): void {
  const { history } = world;
  const { pool, tasks, answers, declined, automerged } = assignment;
  // An answer taken over from another pool says nothing about the Toloker.
  if (!automerged) {
    history.submitted(assignment);
    const types: CollectorType[] = [
      "ASSIGNMENT_SUBMIT_TIME",
      "SKIPPED_IN_ROW_ASSIGNMENTS",
    ];
    history.add("ASSIGNMENT_SUBMIT_TIME", assignment, {
      score: (parseTime(assignment.submitted)! -
        parseTime(assignment.created)!) / SECOND,
      control: false,
    });
    const checked = tasks.filter((task, index) => {
      if (task.kind === "GENERAL") return false;
      const score = correctness(task, declined?.[index] ?? answers![index]!);
      const control = task.kind === "GOLDEN";
      history.add("GOLDEN_SET", assignment, { score, control });
      if (!control) history.add("TRAINING", assignment, { score, control });
      return true;
    });
    if (checked.length > 0) types.push("GOLDEN_SET");
    if (checked.some(({ kind }) => kind === "TRAINING")) types.push("TRAINING");
    if (solveCaptchas(world, assignment)) types.push("CAPTCHA");
    evaluate(world, assignment, types, {
      next_assignment_available: hasMoreTraining(assignment),
    });
  }
  if (uses(pool, "MAJORITY_VOTE")) {
    for (const task of tasks) vote(world, task);
  }
}

/** Tells whether training tasks are left for the Toloker. */
function hasMoreTraining({ pool, toloker }: AssignmentRecord): boolean {
  return pool.waiting.TRAINING.items.some((task) => !hasSeen(toloker, task));
}

/** Captchas come after a number of tasks; tells whether there was any. */
function solveCaptchas(
  world: World,
  assignment: AssignmentRecord,
): boolean {
  const { pool, tasks, toloker, id } = assignment;
  const { captchaEvery } = pool.settings;
  if (captchaEvery === undefined) return false;
  let done = 0;
  for (const count of toloker.done.get(pool.view.id)?.values() ?? []) {
    done += count;
  }
  const captchas = Math.floor(done / captchaEvery) -
    Math.floor((done - tasks.length) / captchaEvery);
  const random = new Random(`${world.seed}/captcha/${id}`);
  for (let i = 0; i < captchas; i++) {
    const solved = random.chance(CAPTCHA_SUCCESS[toloker.habit] ?? 1);
    const score = solved ? 1 : 0;
    world.history.add("CAPTCHA", assignment, { score, control: false });
  }
  return captchas > 0;
}

/** Probability that a captcha is solved, where it is not 1. */
const CAPTCHA_SUCCESS: Readonly<Partial<Record<Habit, number>>> = {
  careful: 0.97,
  sloppy: 0.85,
  random: 0.4,
  colluding: 0.6,
};

function collectAssessed(
  world: World,
  assignment: AssignmentRecord,
  type: "ACCEPTED" | "REJECTED" | "ACCEPTED_AFTER_REJECT",
): void {
  if (type !== "REJECTED") {
    evaluate(world, assignment, ["ANSWER_COUNT", "INCOME"]);
  }
  // These two are about reviews; there is none where all is accepted.
  if (assignment.pool.settings.autoAccept) return;
  evaluate(world, assignment, ["ACCEPTANCE_RATE"]);
  evaluate(world, assignment, ["ASSIGNMENTS_ASSESSMENT"], {
    assessment_event: EVENTS[type],
  });
}

const EVENTS = {
  ACCEPTED: "ACCEPT",
  REJECTED: "REJECT",
  ACCEPTED_AFTER_REJECT: "ACCEPT_AFTER_REJECT",
} as const;

/** Takes the vote on a general task once all its answers are there. */
function vote(world: World, task: TaskRecord): void {
  if (task.kind !== "GENERAL" || task.voted) return;
  const answers = task.assignments.filter(({ status }) =>
    status === "SUBMITTED" || status === "ACCEPTED"
  );
  const overlap = task.view.overlap;
  if (typeof overlap !== "number" || answers.length < overlap) return;
  task.voted = true;
  const counts = new Map<string, number>();
  for (const assignment of answers) {
    const key = answerKey(task, assignment);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const max = Math.max(...counts.values());
  const own = answers.filter(({ automerged }) => !automerged);
  for (const assignment of own) {
    world.history.add("MAJORITY_VOTE", assignment, {
      score: counts.get(answerKey(task, assignment))!,
      control: false,
      max,
    });
  }
  for (const assignment of own) {
    evaluate(world, assignment, ["MAJORITY_VOTE"]);
  }
}

/** Writes the required output fields, which count together as one answer. */
function answerKey(
  task: TaskRecord,
  { tasks, answers }: AssignmentRecord,
): string {
  const values = answers![tasks.indexOf(task)]!;
  const required = Object.entries(task.pool.output)
    .filter(([, spec]) => spec.required !== false)
    .map(([name]) => values[name]);
  return canonical(required);
}

function evaluate(
  world: World,
  assignment: AssignmentRecord,
  types: readonly CollectorType[],
  more: Facts = {},
): void {
  const { pool, toloker } = assignment;
  for (const rules of rulesOf(pool)) {
    if (!types.includes(rules.type)) continue;
    const collected = COLLECT[rules.type]?.(world.history, assignment, rules);
    apply(rules, { ...more, ...collected }, {
      world,
      pool,
      toloker,
      collector: rules.type,
      assignments: [assignment],
    });
  }
}

function apply(rules: CollectorRules, facts: Facts, place: Case): void {
  for (const rule of rules.rules) {
    const holds = rule.conditions.every(({ key, operator, value }) =>
      isKnown(facts, key) && compare(facts[key], operator, value)
    );
    if (holds) act(rule.action, place, facts);
  }
}

/** A condition on what there is no fact about does not hold. */
function isKnown(facts: Facts, key: string): key is RuleConditionKey {
  return own(facts, key) !== undefined;
}

/**
 * Applies USERS_ASSESSMENT rules once a Toloker has lost a pool; without
 * facts, only notes the pools that they have regained.
 */
function checkAccess(
  world: World,
  toloker: TolokerRecord,
  facts: Facts | undefined,
): void {
  for (const poolId of toloker.seen.keys()) {
    const pool = world.pools.get(poolId)!;
    if (!uses(pool, "USERS_ASSESSMENT")) continue;
    const lost = facts?.pool_access_revoked_reason === "RESTRICTION"
      ? isRestricted(pool, toloker)
      : !isEligible(world, pool, toloker);
    if (!lost) toloker.lost.delete(poolId);
    if (!lost || facts === undefined || toloker.lost.has(poolId)) continue;
    toloker.lost.add(poolId);
    const assignments = pool.assignments.filter((assignment) =>
      assignment.toloker === toloker &&
      (assignment.status === "SUBMITTED" || assignment.status === "ACCEPTED")
    );
    for (const rules of rulesOf(pool)) {
      const collector = rules.type;
      if (collector !== "USERS_ASSESSMENT") continue;
      apply(rules, facts, { world, pool, toloker, collector, assignments });
    }
  }
}
