/** Builders of collectors. @module */
import { checkInteger } from "../checks.ts";
import type {
  CollectorConfig,
  CollectorType,
} from "../types/quality_control.ts";

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
   * Number of the Toloker's last answers that count, over all pools of the
   * project whose rule sets it too. At least 1.
   *
   * @default all of this pool
   */
  historySize?: number | undefined;
}

/** Options of the collector of agreement with the majority. */
export interface MajorityVoteOptions extends HistoryOptions {
  /** Number of Tolokers who must give the same answer for it to be right. */
  answerThreshold: number;
}

/** Options of the collector of fast answers. */
export interface AssignmentSubmitTimeOptions extends HistoryOptions {
  /** An assignment submitted in less time than this, in seconds, is fast. */
  fastSubmitThresholdSeconds: number;
}

/** Builders of collectors, named after their types. */
export interface Collectors {
  /** Share of accepted and rejected assignments; needs manual review. */
  acceptanceRate(options?: HistoryOptions): CollectorConfig<"ACCEPTANCE_RATE">;
  /** Number of a Toloker's accepted assignments. */
  answerCount(options?: CollectorOptions): CollectorConfig<"ANSWER_COUNT">;
  /** Outcome of manual review, per task suite. */
  assignmentsAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"ASSIGNMENTS_ASSESSMENT">;
  /** Suspiciously fast answers. */
  assignmentSubmitTime(
    options: AssignmentSubmitTimeOptions,
  ): CollectorConfig<"ASSIGNMENT_SUBMIT_TIME">;
  /**
   * Answers to captchas.
   *
   * @deprecated Toloka shows captchas by itself.
   */
  captcha(options?: HistoryOptions): CollectorConfig<"CAPTCHA">;
  /** Answers to control and training tasks. */
  goldenSet(options?: HistoryOptions): CollectorConfig<"GOLDEN_SET">;
  /** Earnings of a Toloker. */
  income(options?: CollectorOptions): CollectorConfig<"INCOME">;
  /** Agreement with the majority, in general tasks with complete overlap. */
  majorityVote(options: MajorityVoteOptions): CollectorConfig<"MAJORITY_VOTE">;
  /** Task suites skipped in a row. */
  skippedInRowAssignments(
    options?: CollectorOptions,
  ): CollectorConfig<"SKIPPED_IN_ROW_ASSIGNMENTS">;
  /** Answers in a training. */
  training(options?: CollectorOptions): CollectorConfig<"TRAINING">;
  /** Tolokers who lost access to the pool. */
  usersAssessment(
    options?: CollectorOptions,
  ): CollectorConfig<"USERS_ASSESSMENT">;
}

/**
 * Builders of collectors, the part of a rule that counts.
 *
 * @example The last ten control tasks
 * ```ts
 * import { collectors } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(collectors.goldenSet({ historySize: 10 }), {
 *   type: "GOLDEN_SET",
 *   parameters: { history_size: 10 },
 * });
 * ```
 */
export const collectors: Collectors = {
  acceptanceRate: (options) => history("ACCEPTANCE_RATE", options),
  answerCount: (options) => plain("ANSWER_COUNT", options),
  assignmentsAssessment: (options) => plain("ASSIGNMENTS_ASSESSMENT", options),
  assignmentSubmitTime: (options) => ({
    type: "ASSIGNMENT_SUBMIT_TIME",
    ...uuidOf(options),
    parameters: {
      fast_submit_threshold_seconds: checkInteger(
        "build the rule",
        "fastSubmitThresholdSeconds",
        options.fastSubmitThresholdSeconds,
        1,
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
      answer_threshold: checkInteger(
        "build the rule",
        "answerThreshold",
        options.answerThreshold,
        1,
      ),
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
  return historySize === undefined ? {} : {
    history_size: checkInteger(
      "build the rule",
      "historySize",
      historySize,
      1,
    ),
  };
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
