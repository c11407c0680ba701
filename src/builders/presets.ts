/** The usual quality control rules, ready to fill in. @module */
import type {
  QualityControlConfig,
  TrainingRequirement,
} from "../types/quality_control.ts";
import { action, type RestrictOptions } from "./actions.ts";
import { collector, type HistoryOptions } from "./collectors.ts";
import { condition } from "./conditions.ts";
import { qualityControl, rule } from "./rules.ts";

/** When a rule about right answers restricts a Toloker. */
export interface RestrictBelowOptions extends RestrictOptions {
  /** Share of right answers, 0 to 100, below which the Toloker is restricted. */
  correctRate: number;
}

/** What follows from a Toloker's right and wrong answers; at least one of the two. */
export interface AnswerQualityOptions extends HistoryOptions {
  /** How many answers must be counted first. At least 1. */
  minAnswers: number;
  /** Id of the skill that takes the share of right answers. */
  skillId?: string | undefined;
  /** When to restrict the Toloker, and how. */
  restrictBelow?: RestrictBelowOptions | undefined;
}

/** Options of {@linkcode majorityVote}. */
export interface MajorityVoteRuleOptions extends AnswerQualityOptions {
  /**
   * How many Tolokers must give the same answer for it to be right. Best more
   * than half of the overlap, and less than the whole.
   */
  answerThreshold: number;
}

/** Options of {@linkcode fastAnswers}. */
export interface FastAnswersOptions extends HistoryOptions {
  /** A task suite submitted in less time than this, in seconds, is fast. */
  thresholdSeconds: number;
  /** How many fast ones lead to the restriction. At least 1. */
  fastCount: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode skippedInRow}. */
export interface SkippedInRowOptions {
  /** How many task suites skipped in a row lead to the restriction. At least 1. */
  skippedCount: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode incomeLimit}. */
export interface IncomeLimitOptions {
  /** Earnings in 24 hours that lead to the restriction, in US dollars. */
  dollarsPerDay: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode answerLimit}. */
export interface AnswerLimitOptions {
  /** Accepted assignments that lead to the restriction. At least 1. */
  acceptedCount: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode captcha}. */
export interface CaptchaOptions extends HistoryOptions {
  /** How many captchas must be shown first. At least 1. */
  minShown: number;
  /** Share of solved captchas, 0 to 100, below which the Toloker is restricted. */
  successRate: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** Options of {@linkcode acceptanceRate}. */
export interface AcceptanceRateOptions extends HistoryOptions {
  /** How many assignments must be reviewed first. At least 1. */
  minAssignments: number;
  /** Share of rejected ones, 0 to 100, above which the Toloker is restricted. */
  rejectedRate: number;
  /** What the Toloker loses access to, for how long and why. */
  restrict: RestrictOptions;
}

/** How many more Tolokers do the work again. */
export interface ReissueOptions {
  /**
   * How many more Tolokers do it.
   *
   * @default 1
   */
  delta?: number | undefined;
  /**
   * Whether a closed pool opens again for it.
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
  /** Least share of right first answers in it, 0 to 100; below 5 it is no use. */
  passingRate: number;
}

/**
 * Judges Tolokers by their answers to control and training tasks: sets a
 * skill, restricts those who are wrong too often, or both.
 *
 * @param options When and what.
 * @returns The rules of one collector.
 * @throws {RangeError} If neither a skill nor a restriction is asked for.
 *
 * @example Usage
 * ```ts
 * import { goldenSet } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = goldenSet({
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
export function goldenSet(
  options: AnswerQualityOptions,
): QualityControlConfig<"GOLDEN_SET"> {
  const golden = collector.goldenSet(options);
  return answerQuality(
    options,
    (conditions, action) => rule(golden, conditions, action),
  );
}

/**
 * Judges Tolokers by how often they agree with the majority: sets a skill,
 * restricts those who differ too often, or both. Counts general tasks whose
 * overlap is complete.
 *
 * @param options When and what.
 * @returns The rules of one collector.
 * @throws {RangeError} If neither a skill nor a restriction is asked for.
 *
 * @example Usage
 * ```ts
 * import { majorityVote } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = majorityVote({ answerThreshold: 2, minAnswers: 5, skillId: "20" });
 *
 * assertEquals(config.collector_config.parameters, { answer_threshold: 2 });
 * ```
 */
export function majorityVote(
  options: MajorityVoteRuleOptions,
): QualityControlConfig<"MAJORITY_VOTE"> {
  const majority = collector.majorityVote(options);
  return answerQuality(
    options,
    (conditions, action) => rule(majority, conditions, action),
  );
}

/**
 * Restricts Tolokers who submit too fast to have read the tasks.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example Three of the last ten task suites in less than 15 seconds
 * ```ts
 * import { fastAnswers } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = fastAnswers({
 *   thresholdSeconds: 15,
 *   historySize: 10,
 *   fastCount: 3,
 *   restrict: { scope: "PROJECT", duration: { days: 10 }, privateComment: "Fast answers" },
 * });
 *
 * assertEquals(config.rules[0]?.conditions, [
 *   { key: "fast_submitted_count", operator: "GTE", value: 3 },
 * ]);
 * ```
 */
export function fastAnswers(
  options: FastAnswersOptions,
): QualityControlConfig<"ASSIGNMENT_SUBMIT_TIME"> {
  return rule(
    collector.assignmentSubmitTime({
      ...options,
      fastSubmitThresholdSeconds: options.thresholdSeconds,
    }),
    [condition.fastSubmittedCount.gte(options.fastCount)],
    action.restrict(options.restrict),
  );
}

/**
 * Restricts Tolokers who skip task suites in search of easier ones.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { skippedInRow } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = skippedInRow({
 *   skippedCount: 10,
 *   restrict: { scope: "PROJECT", duration: { hours: 8 }, privateComment: "Skips" },
 * });
 *
 * assertEquals(config.collector_config.type, "SKIPPED_IN_ROW_ASSIGNMENTS");
 * ```
 */
export function skippedInRow(
  options: SkippedInRowOptions,
): QualityControlConfig<"SKIPPED_IN_ROW_ASSIGNMENTS"> {
  return rule(
    collector.skippedInRowAssignments(),
    [condition.skippedInRowCount.gte(options.skippedCount)],
    action.restrict(options.restrict),
  );
}

/**
 * Ends a Toloker's work for now once he earned enough in a day, so that more
 * Tolokers take part.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { incomeLimit } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = incomeLimit({
 *   dollarsPerDay: 20,
 *   restrict: { scope: "PROJECT", duration: { days: 1 }, privateComment: "Daily income" },
 * });
 *
 * assertEquals(config.rules[0]?.conditions[0]?.value, 20);
 * ```
 */
export function incomeLimit(
  options: IncomeLimitOptions,
): QualityControlConfig<"INCOME"> {
  return rule(
    collector.income(),
    [condition.incomeSumForLast24Hours.gte(options.dollarsPerDay)],
    action.restrict(options.restrict),
  );
}

/**
 * Ends a Toloker's work once enough of his assignments are accepted, so that
 * more Tolokers take part.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example One task suite each
 * ```ts
 * import { answerLimit } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = answerLimit({
 *   acceptedCount: 1,
 *   restrict: { scope: "POOL", duration: "PERMANENT", privateComment: "One survey each" },
 * });
 *
 * assertEquals(config.collector_config.type, "ANSWER_COUNT");
 * ```
 */
export function answerLimit(
  options: AnswerLimitOptions,
): QualityControlConfig<"ANSWER_COUNT"> {
  return rule(
    collector.answerCount(),
    [condition.assignmentsAcceptedCount.gte(options.acceptedCount)],
    action.restrict(options.restrict),
  );
}

/**
 * Restricts Tolokers who fail captchas.
 *
 * @deprecated Captchas are out of use: Toloka shows them by itself.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { captcha } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = captcha({
 *   historySize: 5,
 *   minShown: 3,
 *   successRate: 60,
 *   restrict: { scope: "PROJECT", duration: { days: 15 }, privateComment: "Captchas" },
 * });
 *
 * assertEquals(config.rules[0]?.conditions.length, 2);
 * ```
 */
export function captcha(
  options: CaptchaOptions,
): QualityControlConfig<"CAPTCHA"> {
  return rule(
    collector.captcha(options),
    [
      condition.storedResultsCount.gte(options.minShown),
      condition.successRate.lt(options.successRate),
    ],
    action.restrict(options.restrict),
  );
}

/**
 * Restricts Tolokers whose assignments are rejected too often. Needs manual
 * review.
 *
 * @param options When and how.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { acceptanceRate } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const config = acceptanceRate({
 *   minAssignments: 3,
 *   rejectedRate: 35,
 *   restrict: { scope: "PROJECT", duration: { days: 15 }, privateComment: "Rejected work" },
 * });
 *
 * assertEquals(config.collector_config.type, "ACCEPTANCE_RATE");
 * ```
 */
export function acceptanceRate(
  options: AcceptanceRateOptions,
): QualityControlConfig<"ACCEPTANCE_RATE"> {
  return rule(
    collector.acceptanceRate(options),
    [
      condition.totalAssignmentsCount.gte(options.minAssignments),
      condition.rejectedAssignmentsRate.gt(options.rejectedRate),
    ],
    action.restrict(options.restrict),
  );
}

/**
 * Gives rejected work to others. Needs manual review.
 *
 * @param options How many others, and whether to open the pool.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { reissueRejected } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reissueRejected().rules[0]?.action, {
 *   type: "CHANGE_OVERLAP",
 *   parameters: { delta: 1, open_pool: true },
 * });
 * ```
 */
export function reissueRejected(
  options: ReissueOptions = {},
): QualityControlConfig<"ASSIGNMENTS_ASSESSMENT"> {
  return rule(
    collector.assignmentsAssessment(),
    [condition.assessmentEvent.eq("REJECT")],
    reissue(options),
  );
}

/**
 * Gives the work of Tolokers who lost access to others: of restricted ones,
 * or of those whose skill changed. Adds to the cost, and must not be used
 * with dynamic overlap.
 *
 * @param options Why access was lost, and how many others.
 * @returns The rule.
 *
 * @example Usage
 * ```ts
 * import { reissueRevoked } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reissueRevoked({ skillId: "20" }).rules[0]?.conditions, [
 *   { key: "pool_access_revoked_reason", operator: "EQ", value: "SKILL_CHANGE" },
 *   { key: "skill_id", operator: "EQ", value: "20" },
 * ]);
 * ```
 */
export function reissueRevoked(
  options: ReissueRevokedOptions = {},
): QualityControlConfig<"USERS_ASSESSMENT"> {
  const { skillId } = options;
  return rule(
    collector.usersAssessment(),
    skillId === undefined
      ? [condition.poolAccessRevokedReason.eq("RESTRICTION")]
      : [
        condition.poolAccessRevokedReason.eq("SKILL_CHANGE"),
        condition.skillId.eq(skillId),
      ],
    reissue(options),
  );
}

/**
 * Opens a pool only to Tolokers who passed a training.
 *
 * @param options Which training, and how well.
 * @returns What goes into {@linkcode qualityControl} as `trainingRequirement`.
 * @throws {RangeError} If the share is not between 0 and 100.
 *
 * @example Usage
 * ```ts
 * import { qualityControl, trainingRequirement } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * const control = qualityControl([], {
 *   trainingRequirement: trainingRequirement({ trainingId: "12345", passingRate: 80 }),
 * });
 *
 * assertEquals(control.training_requirement?.training_passing_skill_value, 80);
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
  return action.changeOverlap({ delta, openPool });
}

type QualityConditions = ReturnType<
  | typeof condition.totalAnswersCount.gte
  | typeof condition.correctAnswersRate.lt
>[];

function answerQuality<Config extends QualityControlConfig>(
  { minAnswers, skillId, restrictBelow }: AnswerQualityOptions,
  make: (
    conditions: QualityConditions,
    then: ReturnType<typeof action.restrict | typeof action.setSkillFrom>,
  ) => Config,
): Config {
  const enough = condition.totalAnswersCount.gte(minAnswers);
  const made: Config[] = [];
  if (skillId !== undefined) {
    made.push(make([enough], action.setSkillFrom({ skillId })));
  }
  if (restrictBelow !== undefined) {
    made.push(make(
      [enough, condition.correctAnswersRate.lt(restrictBelow.correctRate)],
      action.restrict(restrictBelow),
    ));
  }
  if (made.length === 0) {
    throw new RangeError(
      "Cannot build the rules as 'skillId' or 'restrictBelow' is needed",
    );
  }
  return qualityControl(made).configs![0] as Config;
}
