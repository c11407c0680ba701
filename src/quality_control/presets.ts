/** The usual quality control rules, ready to fill in. @module */
import type {
  QualityControlConfig,
  TrainingRequirement,
} from "../types/quality_control.ts";
import { actions, type RestrictOptions } from "./actions.ts";
import { collectors, type HistoryOptions } from "./collectors.ts";
import { conditions } from "./conditions.ts";
import { qualityControl, rule } from "./rules.ts";

/** Restriction by the share of right answers. */
export interface RestrictBelowOptions extends RestrictOptions {
  /** Share of right answers, 0 to 100, below which the Toloker is restricted. */
  correctRate: number;
}

/**
 * Consequences of a Toloker's right and wrong answers: a skill, a restriction,
 * or both.
 */
export interface AnswerQualityOptions extends HistoryOptions {
  /** Number of answers before the rule acts, at least 1. */
  minAnswers: number;
  /** Id of the skill that takes the share of right answers. */
  skillId?: string | undefined;
  /** Restriction of Tolokers who are wrong too often. */
  restrictBelow?: RestrictBelowOptions | undefined;
}

/** Options of {@linkcode Presets.majorityVote}. */
export interface MajorityVoteRuleOptions extends AnswerQualityOptions {
  /**
   * Number of Tolokers who must give the same answer for it to be right:
   * ideally more than half of the overlap, and less than all of it.
   */
  answerThreshold: number;
}

/** Options of {@linkcode Presets.fastAnswers}. */
export interface FastAnswersOptions extends HistoryOptions {
  /** A task suite submitted in less time than this, in seconds, is fast. */
  thresholdSeconds: number;
  /** Number of fast task suites that leads to the restriction, at least 1. */
  fastCount: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode Presets.skippedInRow}. */
export interface SkippedInRowOptions {
  /**
   * Number of task suites skipped in a row that leads to the restriction, at
   * least 1.
   */
  skippedCount: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode Presets.incomeLimit}. */
export interface IncomeLimitOptions {
  /** Earnings in 24 hours that lead to the restriction, in US dollars. */
  dollarsPerDay: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode Presets.answerLimit}. */
export interface AnswerLimitOptions {
  /** Accepted assignments that lead to the restriction. At least 1. */
  acceptedCount: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode Presets.captcha}. */
export interface CaptchaOptions extends HistoryOptions {
  /** Number of captchas before the rule acts, at least 1. */
  minShown: number;
  /** Share of solved captchas, 0 to 100, below which the Toloker is restricted. */
  successRate: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode Presets.acceptanceRate}. */
export interface AcceptanceRateOptions extends HistoryOptions {
  /** Number of reviewed assignments before the rule acts, at least 1. */
  minAssignments: number;
  /** Share of rejected ones, 0 to 100, above which the Toloker is restricted. */
  rejectedRate: number;
  /** Scope, duration and reason of the restriction. */
  restrict: RestrictOptions;
}

/** Options of reissuing work. */
export interface ReissueOptions {
  /**
   * Number of additional Tolokers.
   *
   * @default 1
   */
  delta?: number | undefined;
  /**
   * `true` to reopen a closed pool for it.
   *
   * @default true
   */
  openPool?: boolean | undefined;
}

/** Options of {@linkcode reissueRevoked}. */
export interface ReissueRevokedOptions extends ReissueOptions {
  /**
   * Id of the skill that no longer passes the pool's filter. Without it, work
   * is done again after a restriction.
   */
  skillId?: string | undefined;
}

/** Options of {@linkcode trainingRequirement}. */
export interface TrainingRequirementOptions {
  /** Id of the training. */
  trainingId: string;
  /** Minimum share of right first answers in it, 0 to 100; useless below 5. */
  passingRate: number;
}

/**
 * Members of {@linkcode presets}. Each gives one collector with its rules, and
 * throws a `RangeError` if a number is out of bounds.
 */
export interface Presets {
  /**
   * Judges Tolokers by their answers to control and training tasks: sets a
   * skill, restricts those who are wrong too often, or both. Throws a
   * `RangeError` if neither is asked for.
   *
   * @example A skill for all, and a restriction for some
   * ```ts
   * import { presets } from "@toloka/client/quality-control";
   * import { assertEquals } from "@std/assert";
   *
   * const config = presets.goldenSet({
   *   historySize: 10,
   *   minAnswers: 3,
   *   skillId: "20",
   *   restrictBelow: {
   *     correctRate: 60,
   *     scope: "PROJECT",
   *     duration: { days: 10 },
   *     privateComment: "Control tasks",
   *   },
   * });
   *
   * assertEquals(config.rules.map((rule) => rule.action.type), [
   *   "SET_SKILL_FROM_OUTPUT_FIELD",
   *   "RESTRICTION_V2",
   * ]);
   * ```
   */
  goldenSet(options: AnswerQualityOptions): QualityControlConfig<"GOLDEN_SET">;
  /**
   * Judges Tolokers by how often they agree with the majority: sets a skill,
   * restricts those who differ too often, or both. Counts general tasks whose
   * overlap is complete. Throws a `RangeError` if neither is asked for.
   */
  majorityVote(
    options: MajorityVoteRuleOptions,
  ): QualityControlConfig<"MAJORITY_VOTE">;
  /** Restricts Tolokers who submit too fast to have read the tasks. */
  fastAnswers(
    options: FastAnswersOptions,
  ): QualityControlConfig<"ASSIGNMENT_SUBMIT_TIME">;
  /** Restricts Tolokers who skip task suites in search of easier ones. */
  skippedInRow(
    options: SkippedInRowOptions,
  ): QualityControlConfig<"SKIPPED_IN_ROW_ASSIGNMENTS">;
  /**
   * Restricts Tolokers who earned enough in a day, so that more Tolokers take
   * part.
   */
  incomeLimit(options: IncomeLimitOptions): QualityControlConfig<"INCOME">;
  /**
   * Restricts Tolokers once enough of their assignments are accepted, so that
   * more Tolokers take part.
   */
  answerLimit(
    options: AnswerLimitOptions,
  ): QualityControlConfig<"ANSWER_COUNT">;
  /**
   * Restricts Tolokers who fail captchas.
   *
   * @deprecated Toloka shows captchas by itself.
   */
  captcha(options: CaptchaOptions): QualityControlConfig<"CAPTCHA">;
  /**
   * Restricts Tolokers whose assignments are rejected too often. Requires
   * manual review.
   */
  acceptanceRate(
    options: AcceptanceRateOptions,
  ): QualityControlConfig<"ACCEPTANCE_RATE">;
  /** Gives rejected work to other Tolokers. Requires manual review. */
  reissueRejected(
    options?: ReissueOptions,
  ): QualityControlConfig<"ASSIGNMENTS_ASSESSMENT">;
  /**
   * Gives the work of Tolokers who lost access to others: of restricted
   * Tolokers, or of those whose skill changed. Adds to the cost, and must not
   * be used with dynamic overlap.
   *
   * @example The work of Tolokers whose skill fell
   * ```ts
   * import { presets } from "@toloka/client/quality-control";
   * import { assertEquals } from "@std/assert";
   *
   * const { rules } = presets.reissueRevoked({ skillId: "20" });
   *
   * assertEquals(rules[0]?.action, {
   *   type: "CHANGE_OVERLAP",
   *   parameters: { delta: 1, open_pool: true },
   * });
   * ```
   */
  reissueRevoked(
    options?: ReissueRevokedOptions,
  ): QualityControlConfig<"USERS_ASSESSMENT">;
}

/**
 * The usual quality control rules, ready to fill in.
 *
 * @example Three of the last ten task suites in less than 15 seconds
 * ```ts
 * import { presets } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * const config = presets.fastAnswers({
 *   thresholdSeconds: 15,
 *   historySize: 10,
 *   fastCount: 3,
 *   restrict: {
 *     scope: "PROJECT",
 *     duration: { days: 10 },
 *     privateComment: "Fast answers",
 *   },
 * });
 *
 * assertEquals(config.rules[0]?.conditions, [
 *   { key: "fast_submitted_count", operator: "GTE", value: 3 },
 * ]);
 * ```
 */
export const presets: Presets = {
  goldenSet: (options) => {
    const golden = collectors.goldenSet(options);
    return answerQuality(
      options,
      (conditions, action) => rule(golden, conditions, action),
    );
  },
  majorityVote: (options) => {
    const majority = collectors.majorityVote(options);
    return answerQuality(
      options,
      (conditions, action) => rule(majority, conditions, action),
    );
  },
  fastAnswers: (options) =>
    rule(
      collectors.assignmentSubmitTime({
        ...options,
        fastSubmitThresholdSeconds: options.thresholdSeconds,
      }),
      [conditions.fastSubmittedCount.gte(options.fastCount)],
      actions.restrict(options.restrict),
    ),
  skippedInRow: (options) =>
    rule(
      collectors.skippedInRowAssignments(),
      [conditions.skippedInRowCount.gte(options.skippedCount)],
      actions.restrict(options.restrict),
    ),
  incomeLimit: (options) =>
    rule(
      collectors.income(),
      [conditions.incomeSumForLast24Hours.gte(options.dollarsPerDay)],
      actions.restrict(options.restrict),
    ),
  answerLimit: (options) =>
    rule(
      collectors.answerCount(),
      [conditions.assignmentsAcceptedCount.gte(options.acceptedCount)],
      actions.restrict(options.restrict),
    ),
  captcha: (options) =>
    rule(
      collectors.captcha(options),
      [
        conditions.storedResultsCount.gte(options.minShown),
        conditions.successRate.lt(options.successRate),
      ],
      actions.restrict(options.restrict),
    ),
  acceptanceRate: (options) =>
    rule(
      collectors.acceptanceRate(options),
      [
        conditions.totalAssignmentsCount.gte(options.minAssignments),
        conditions.rejectedAssignmentsRate.gt(options.rejectedRate),
      ],
      actions.restrict(options.restrict),
    ),
  reissueRejected: (options = {}) =>
    rule(
      collectors.assignmentsAssessment(),
      [conditions.assessmentEvent.eq("REJECT")],
      reissue(options),
    ),
  reissueRevoked: ({ skillId, ...options } = {}) =>
    rule(
      collectors.usersAssessment(),
      skillId === undefined
        ? [conditions.poolAccessRevokedReason.eq("RESTRICTION")]
        : [
          conditions.poolAccessRevokedReason.eq("SKILL_CHANGE"),
          conditions.skillId.eq(skillId),
        ],
      reissue(options),
    ),
};

/**
 * Builds the requirement that opens a pool only to Tolokers who passed a
 * training.
 *
 * @param options The training, and the result to reach.
 * @returns The option `trainingRequirement` of {@linkcode qualityControl}.
 * @throws {RangeError} If the share is not between 0 and 100.
 *
 * @example Usage
 * ```ts
 * import {
 *   qualityControl,
 *   trainingRequirement,
 * } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * const control = qualityControl([], {
 *   trainingRequirement: trainingRequirement({
 *     trainingId: "12345",
 *     passingRate: 80,
 *   }),
 * });
 *
 * const { training_requirement: requirement } = control;
 * assertEquals(requirement?.training_passing_skill_value, 80);
 * ```
 */
export function trainingRequirement(
  { trainingId, passingRate }: TrainingRequirementOptions,
): TrainingRequirement {
  if (
    !Number.isInteger(passingRate) || passingRate < 0 || passingRate > 100
  ) {
    throw new RangeError(
      `Cannot build the requirement as 'passingRate' must be a whole number between 0 and 100: current value is ${passingRate}`,
    );
  }
  return {
    training_pool_id: trainingId,
    training_passing_skill_value: passingRate,
  };
}

function reissue({ delta = 1, openPool = true }: ReissueOptions) {
  return actions.changeOverlap({ delta, openPool });
}

type QualityConditions = ReturnType<
  | typeof conditions.totalAnswersCount.gte
  | typeof conditions.correctAnswersRate.lt
>[];

function answerQuality<Config extends QualityControlConfig>(
  { minAnswers, skillId, restrictBelow }: AnswerQualityOptions,
  make: (
    conditions: QualityConditions,
    then: ReturnType<typeof actions.restrict | typeof actions.setSkillFrom>,
  ) => Config,
): Config {
  const enough = conditions.totalAnswersCount.gte(minAnswers);
  const made: Config[] = [];
  if (skillId !== undefined) {
    made.push(make([enough], actions.setSkillFrom({ skillId })));
  }
  if (restrictBelow !== undefined) {
    made.push(make(
      [enough, conditions.correctAnswersRate.lt(restrictBelow.correctRate)],
      actions.restrict(restrictBelow),
    ));
  }
  if (made.length === 0) {
    throw new RangeError(
      "Cannot build the rules as 'skillId' or 'restrictBelow' is needed",
    );
  }
  return qualityControl(made).configs![0] as Config;
}
