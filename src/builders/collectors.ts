/** Builders of collectors. @module */
import type {
  CollectorConfig,
  CollectorType,
} from "../types/quality_control.ts";
import { atLeast } from "./at_least.ts";

/** Options of every collector. */
export interface CollectorOptions {
  /**
   * Id of the collector, a UUID. Collectors with the same id count together,
   * also in different pools.
   *
   * @default a new one, given by the server
   */
  uuid?: string | undefined;
}

/** Options of collectors that can look at the last answers only. */
export interface HistoryOptions extends CollectorOptions {
  /**
   * How many of the Toloker's last answers count, over all pools of the
   * project whose rule sets it too. At least 1.
   *
   * @default all of this pool
   */
  historySize?: number | undefined;
}

/** Options of the collector of agreement with the majority. */
export interface MajorityVoteOptions extends HistoryOptions {
  /** How many Tolokers must give the same answer for it to be right. */
  answerThreshold: number;
}

/** Options of the collector of fast answers. */
export interface AssignmentSubmitTimeOptions extends HistoryOptions {
  /** An assignment submitted in less time than this, in seconds, is fast. */
  fastSubmitThresholdSeconds: number;
}

/** Builders of collectors, named after their types. */
export interface Collectors {
  /**
   * Share of accepted and rejected assignments; needs manual review.
   *
   * @example The last 20 assignments
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.acceptanceRate({ historySize: 20 }), {
   *   type: "ACCEPTANCE_RATE",
   *   parameters: { history_size: 20 },
   * });
   * ```
   */
  acceptanceRate(options?: HistoryOptions): CollectorConfig<"ACCEPTANCE_RATE">;
  /**
   * How many assignments of a Toloker were accepted.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.answerCount(), { type: "ANSWER_COUNT" });
   * ```
   */
  answerCount(options?: CollectorOptions): CollectorConfig<"ANSWER_COUNT">;
  /**
   * Outcome of manual review, per task suite.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.assignmentsAssessment(), {
   *   type: "ASSIGNMENTS_ASSESSMENT",
   * });
   * ```
   */
  assignmentsAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"ASSIGNMENTS_ASSESSMENT">;
  /**
   * Suspiciously fast answers.
   *
   * @example Less than 20 seconds is fast
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.assignmentSubmitTime({
   *     fastSubmitThresholdSeconds: 20,
   *     historySize: 10,
   *   }),
   *   {
   *     type: "ASSIGNMENT_SUBMIT_TIME",
   *     parameters: { fast_submit_threshold_seconds: 20, history_size: 10 },
   *   },
   * );
   * ```
   */
  assignmentSubmitTime(
    options: AssignmentSubmitTimeOptions,
  ): CollectorConfig<"ASSIGNMENT_SUBMIT_TIME">;
  /**
   * Answers to captchas.
   *
   * @deprecated Captchas are out of use.
   *
   * @example The last five captchas
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.captcha({ historySize: 5 }), {
   *   type: "CAPTCHA",
   *   parameters: { history_size: 5 },
   * });
   * ```
   */
  captcha(options?: HistoryOptions): CollectorConfig<"CAPTCHA">;
  /**
   * Answers to control and training tasks.
   *
   * @example The last ten control tasks
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.goldenSet({ historySize: 10 }), {
   *   type: "GOLDEN_SET",
   *   parameters: { history_size: 10 },
   * });
   * ```
   */
  goldenSet(options?: HistoryOptions): CollectorConfig<"GOLDEN_SET">;
  /**
   * Earnings of a Toloker.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.income(), { type: "INCOME" });
   * ```
   */
  income(options?: CollectorOptions): CollectorConfig<"INCOME">;
  /**
   * Agreement with the majority, in general tasks with complete overlap.
   *
   * @example Two of the same answer are right
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.majorityVote({ answerThreshold: 2, historySize: 10 }),
   *   {
   *     type: "MAJORITY_VOTE",
   *     parameters: { answer_threshold: 2, history_size: 10 },
   *   },
   * );
   * ```
   */
  majorityVote(options: MajorityVoteOptions): CollectorConfig<"MAJORITY_VOTE">;
  /**
   * Task suites skipped in a row.
   *
   * @example Counted together with another pool
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   collector.skippedInRowAssignments({
   *     uuid: "6b5f1b1c-2d3a-4c5e-8f70-112233445566",
   *   }),
   *   {
   *     type: "SKIPPED_IN_ROW_ASSIGNMENTS",
   *     uuid: "6b5f1b1c-2d3a-4c5e-8f70-112233445566",
   *   },
   * );
   * ```
   */
  skippedInRowAssignments(
    options?: CollectorOptions,
  ): CollectorConfig<"SKIPPED_IN_ROW_ASSIGNMENTS">;
  /**
   * Answers in a training.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.training(), { type: "TRAINING" });
   * ```
   */
  training(options?: CollectorOptions): CollectorConfig<"TRAINING">;
  /**
   * Tolokers who lost access to the pool.
   *
   * @example Usage
   * ```ts
   * import { collector } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(collector.usersAssessment(), { type: "USERS_ASSESSMENT" });
   * ```
   */
  usersAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"USERS_ASSESSMENT">;
}

/**
 * Builders of collectors.
 *
 * @example Usage
 * ```ts
 * import { collector } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(collector.goldenSet({ historySize: 10 }), {
 *   type: "GOLDEN_SET",
 *   parameters: { history_size: 10 },
 * });
 * ```
 */
export const collector: Collectors = {
  acceptanceRate: (options) => history("ACCEPTANCE_RATE", options),
  answerCount: (options) => plain("ANSWER_COUNT", options),
  assignmentsAssessment: (options) => plain("ASSIGNMENTS_ASSESSMENT", options),
  assignmentSubmitTime: (options) => ({
    type: "ASSIGNMENT_SUBMIT_TIME",
    ...uuidOf(options),
    parameters: {
      fast_submit_threshold_seconds: atLeast(
        1,
        "fastSubmitThresholdSeconds",
        options.fastSubmitThresholdSeconds,
      ),
      ...historyOf(options),
    },
  }),
  captcha: (options) => history("CAPTCHA", options),
  goldenSet: (options) => history("GOLDEN_SET", options),
  income: (options) => plain("INCOME", options),
  majorityVote: (options) => ({
    type: "MAJORITY_VOTE",
    ...uuidOf(options),
    parameters: {
      answer_threshold: atLeast(1, "answerThreshold", options.answerThreshold),
      ...historyOf(options),
    },
  }),
  skippedInRowAssignments: (options) =>
    plain("SKIPPED_IN_ROW_ASSIGNMENTS", options),
  training: (options) => plain("TRAINING", options),
  usersAssessment: (options) => plain("USERS_ASSESSMENT", options),
};

function uuidOf({ uuid }: CollectorOptions): { uuid?: string } {
  return uuid === undefined ? {} : { uuid };
}

function historyOf({ historySize }: HistoryOptions): { history_size?: number } {
  return historySize === undefined
    ? {}
    : { history_size: atLeast(1, "historySize", historySize) };
}

function plain<Type extends CollectorType>(
  type: Type,
  options: CollectorOptions = {},
): { type: Type; uuid?: string } {
  return { type, ...uuidOf(options) };
}

function history<Type extends CollectorType>(
  type: Type,
  options: HistoryOptions = {},
): { type: Type; uuid?: string; parameters?: { history_size?: number } } {
  const parameters = historyOf(options);
  return {
    type,
    ...uuidOf(options),
    ...(parameters.history_size === undefined ? {} : { parameters }),
  };
}
