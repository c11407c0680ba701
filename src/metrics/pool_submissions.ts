/** Submitted assignments of pools, kept for metrics of quality and speed. @module */
import {
  answersOf,
  type LabelSource,
  rightLabelOf,
} from "../aggregation/from_assignments.ts";
import { accuracy, type Rate } from "../aggregation/accuracy.ts";
import { krippendorffAlpha } from "../aggregation/agreement.ts";
import { type AnswerIndex, indexAnswers } from "../aggregation/answer_index.ts";
import type { Answer, Label } from "../aggregation/answers.ts";
import {
  type WorkerReport,
  workerReport,
} from "../aggregation/worker_report.ts";
import { checkInteger } from "../checks.ts";
import type { TolokaClient } from "../client.ts";
import type { StreamEvent } from "../streaming/event_stream.ts";
import { assignmentEvents } from "../streaming/streams.ts";
import { parseTime } from "../time.ts";
import type { Assignment } from "../types/assignments.ts";
import { EventFeed, type FeedListener } from "./event_feed.ts";
import { checkPools } from "./metric.ts";
import type { MetricReading } from "./reading.ts";

/** Options of {@linkcode PoolSubmissions}. */
export interface PoolSubmissionsOptions {
  /**
   * Output field whose values are compared for accuracy and agreement, or a
   * function that returns the label.
   *
   * @default nothing is compared
   */
  output?: LabelSource<Record<string, unknown>> | undefined;
  /**
   * Right labels by task, besides those that tasks carry themselves
   * (`known_solutions`).
   */
  gold?: ReadonlyMap<string, Label> | undefined;
  /** Submissions kept of each pool, the newest ones. @default 10_000 */
  maxSubmissions?: number | undefined;
  /** Submissions from this moment on count. @default all */
  from?: Date | undefined;
}

/** A submitted assignment, as far as metrics need it. */
export interface Submission {
  /** Id of the assignment. */
  readonly id: string;
  /** Id of the Toloker. */
  readonly user_id: string;
  /** Time when the Toloker received the assignment. */
  readonly created: Date;
  /** Time when they submitted it. */
  readonly submitted: Date;
  /** Their answers to its tasks. */
  readonly answers: readonly Answer[];
}

/** Submissions of a pool, with the results computed from them. */
interface PoolRecord {
  submissions: Submission[];
  gold: Map<string, Label>;
  /** `true` if a submission has an answer with a label. */
  answered: boolean;
  /** Results that hold until the next submission. */
  computed?: Computed | undefined;
}

interface Computed {
  index: AnswerIndex | undefined;
  gold: ReadonlyMap<string, Label>;
  reports?: ReadonlyMap<string, WorkerReport>;
}

const MAX_SUBMISSIONS = 10_000;

/** Statuses of the assignments that are read. */
const STATUSES = ["SUBMITTED", "ACCEPTED", "REJECTED"];

/**
 * Submitted assignments of pools, which metrics of quality and speed share: they
 * are read once for all of them, one listing for each pool, eight at a time.
 *
 * @example Quality of a pool
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   agreementMetric,
 *   goldenAccuracyMetric,
 *   PoolSubmissions,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submissions = new PoolSubmissions(toloka, ["12345"], {
 *   output: "animal",
 * });
 * const samples = await readMetrics([
 *   goldenAccuracyMetric(submissions),
 *   agreementMetric(submissions),
 * ]);
 * for (const { metric, points } of samples) console.log(metric.name, points);
 * console.log(submissions.reports("12345"));
 * ```
 */
export class PoolSubmissions {
  /** Ids of the pools. */
  readonly pools: readonly string[];
  readonly #records: Map<string, PoolRecord>;
  readonly #options: PoolSubmissionsOptions;
  readonly #feed: EventFeed<Assignment>;
  readonly #listener: FeedListener<Assignment>;

  /**
   * Creates a record of pools; nothing is read before the first reading of a metric.
   *
   * @throws {TypeError} If there is no pool.
   * @throws {RangeError} If `maxSubmissions` is not a whole number from 1.
   */
  constructor(
    toloka: Pick<TolokaClient, "assignments" | "pools">,
    pools: string | readonly string[],
    options: PoolSubmissionsOptions = {},
  ) {
    const { maxSubmissions = MAX_SUBMISSIONS, from } = options;
    checkInteger("create PoolSubmissions", "maxSubmissions", maxSubmissions, 1);
    this.pools = checkPools(pools);
    this.#options = options;
    this.#records = new Map(
      this.pools.map((pool) => [
        pool,
        { submissions: [], gold: new Map(), answered: false },
      ]),
    );
    this.#feed = new EventFeed({
      name: "submissions",
      store: undefined,
      from,
      sources: this.pools.map((pool_id) => ({
        id: pool_id,
        open: (stream, submitted_gte) =>
          assignmentEvents(toloka, {
            pool_id,
            types: ["SUBMITTED"],
            submitted_gte,
          }, stream),
      })),
    });
    this.#listener = {
      name: "submissions",
      totalsWith: () => ({}),
      restore: () => {},
      take: ({ item }: StreamEvent<Assignment>) => this.#take(item),
    };
  }

  /**
   * Reads new submissions. Metrics do this themselves.
   *
   * @returns The errors of pools that could not be read.
   */
  read(reading: MetricReading): Promise<unknown[]> {
    return this.#feed.read(reading, this.#listener);
  }

  /** Returns the submissions of a pool that were read, in the order in which they were found. */
  submissions(pool: string): readonly Submission[] {
    return this.#recordOf(pool).submissions;
  }

  /** Returns the right labels of a pool's tasks, by task. */
  gold(pool: string): ReadonlyMap<string, Label> {
    const { gold } = this.#recordOf(pool);
    return new Map([...gold, ...this.#options.gold ?? []]);
  }

  /** Returns the share of right answers to control tasks; nothing without answers to them. */
  accuracy(pool: string): Rate | undefined {
    const { index, gold } = this.#computedOf(pool);
    const found = index && accuracy(index, gold);
    return found && found.total > 0 ? found : undefined;
  }

  /** Returns Krippendorff's alpha of the answers; nothing if no task has two. */
  agreement(pool: string): number | undefined {
    const { index } = this.#computedOf(pool);
    const alpha = index ? krippendorffAlpha(index) : NaN;
    return Number.isNaN(alpha) ? undefined : alpha;
  }

  /**
   * Reports on each Toloker of a pool: accuracy on control tasks, agreement,
   * speed. Empty without `output` or answers.
   */
  reports(pool: string): ReadonlyMap<string, WorkerReport> {
    const computed = this.#computedOf(pool);
    const { index, gold } = computed;
    return computed.reports ??= index
      ? workerReport(index, { gold })
      : new Map();
  }

  #computedOf(pool: string): Computed {
    const record = this.#recordOf(pool);
    const answers = () => record.submissions.flatMap(({ answers }) => answers);
    return record.computed ??= {
      index: record.answered ? indexAnswers(answers()) : undefined,
      gold: this.gold(pool),
    };
  }

  #recordOf(pool: string): PoolRecord {
    const record = this.#records.get(pool);
    if (record) return record;
    throw new RangeError(
      `Cannot read submissions as the pool must be one of ${
        this.pools.map((id) => `"${id}"`).join(", ")
      }: current value is "${pool}"`,
    );
  }

  #take(assignment: Assignment): void {
    const { maxSubmissions = MAX_SUBMISSIONS } = this.#options;
    const { id, pool_id, user_id, created, submitted } = assignment;
    const record = this.#recordOf(pool_id);
    const answers = this.#read(assignment, record.gold);
    record.submissions.push({
      id,
      user_id,
      created: parseTime(created),
      submitted: parseTime(submitted!),
      answers,
    });
    if (record.submissions.length > maxSubmissions) record.submissions.shift();
    record.answered ||= answers.length > 0;
    record.computed = undefined;
  }

  /** Reads the answers in an assignment, and the right labels that come with it. */
  #read(assignment: Assignment, gold: Map<string, Label>): Answer[] {
    const { output } = this.#options;
    if (output === undefined) return [];
    for (const task of assignment.tasks) {
      const label = rightLabelOf(task, output);
      if (label !== undefined && task.id !== undefined) {
        gold.set(task.id, label);
      }
    }
    return [...answersOf([assignment], { output, statuses: STATUSES })];
  }
}
