/**
 * Quality control: collectors, conditions and actions that fit together.
 *
 * @module
 */
import { canonical } from "../equality.ts";
import type {
  CaptchaFrequency,
  ChangeOverlapAction,
  CheckpointsConfig,
  CollectorConditionKeys,
  CollectorConfig,
  QualityControl,
  QualityControlConfig,
  RuleAction,
  RuleCondition,
  SetSkillFromOutputFieldAction,
  TrainingRequirement,
  UndescribedAction,
} from "../types/quality_control.ts";
import { COLLECTOR_KEYS } from "./collector_keys.ts";

/** Actions that the rules of each collector can take. */
export interface CollectorActions {
  /** All but changing the overlap. */
  ACCEPTANCE_RATE: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  ANSWER_COUNT: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** Changing the overlap. */
  ASSIGNMENTS_ASSESSMENT: ChangeOverlapAction | UndescribedAction;
  /** About the Toloker, but no skill from a statistic. */
  ASSIGNMENT_SUBMIT_TIME: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  CAPTCHA: Exclude<RuleAction, ChangeOverlapAction>;
  /** All but changing the overlap. */
  GOLDEN_SET: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  INCOME: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  MAJORITY_VOTE: Exclude<RuleAction, ChangeOverlapAction>;
  /** About the Toloker, but no skill from a statistic. */
  SKIPPED_IN_ROW_ASSIGNMENTS: Exclude<
    RuleAction,
    ChangeOverlapAction | SetSkillFromOutputFieldAction
  >;
  /** All but changing the overlap. */
  TRAINING: Exclude<RuleAction, ChangeOverlapAction>;
  /** Changing the overlap. */
  USERS_ASSESSMENT: ChangeOverlapAction | UndescribedAction;
}

/**
 * Builds a rule of a collector, conditions and an action. Conditions that the
 * collector does not feed and actions that it does not take do not compile.
 *
 * @typeParam Collector Type of the collector.
 * @param collector Collector of the statistics; see {@linkcode collectors}.
 * @param conditions Conditions that must all hold; see {@linkcode conditions}.
 * @param action Action that follows; see {@linkcode actions}.
 * @returns The collector with the rule, for `quality_control.configs`.
 * @throws {TypeError} If a condition is not the collector's.
 * @throws {RangeError} If there are no conditions.
 *
 * @example Usage
 * ```ts
 * import {
 *   actions,
 *   collectors,
 *   conditions,
 *   rule,
 * } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * const config = rule(
 *   collectors.goldenSet({ historySize: 10 }),
 *   [
 *     conditions.totalAnswersCount.gte(3),
 *     conditions.correctAnswersRate.lt(60),
 *   ],
 *   actions.restrict({
 *     scope: "PROJECT",
 *     duration: { days: 10 },
 *     privateComment: "Control tasks",
 *   }),
 * );
 *
 * assertEquals(config.rules.length, 1);
 * ```
 */
export function rule<Collector extends CollectorConfig>(
  collector: Collector,
  conditions: readonly RuleCondition<
    CollectorConditionKeys[Collector["type"]]
  >[],
  action: CollectorActions[Collector["type"]],
): QualityControlConfig<Collector["type"]> {
  const { type } = collector;
  const keys: readonly string[] = COLLECTOR_KEYS[type] ?? [];
  if (conditions.length === 0) {
    throw new RangeError(
      `Cannot build the rule as it needs at least one condition: collector is "${type}"`,
    );
  }
  for (const { key } of conditions) {
    if (!keys.includes(key)) {
      throw new TypeError(
        `Cannot build the rule as collector "${type}" has no condition "${key}"`,
      );
    }
  }
  return {
    collector_config: collector,
    rules: [{ conditions: [...conditions], action }],
    // The key check above is what the compiler cannot follow here.
  } as unknown as QualityControlConfig<Collector["type"]>;
}

/** Options of {@linkcode qualityControl}: parts besides rules. */
export interface QualityControlOptions {
  /** Training that Tolokers must pass first. */
  trainingRequirement?: TrainingRequirement | undefined;
  /** Selective checks by majority vote. */
  checkpointsConfig?: CheckpointsConfig | undefined;
  /**
   * Frequency of captchas.
   *
   * @deprecated Toloka shows captchas by itself.
   */
  captchaFrequency?: CaptchaFrequency | undefined;
}

/**
 * Builds the quality control of a pool or a project. Rules of equal collectors
 * are merged, so that the collector counts once for all of them.
 *
 * @param configs Rules, built here or read from a pool. They are not changed.
 * @param options Parts besides rules.
 * @returns The value of a pool's `quality_control`.
 *
 * @example Usage
 * ```ts
 * import {
 *   actions,
 *   collectors,
 *   conditions,
 *   qualityControl,
 *   rule,
 * } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * const skipped = collectors.skippedInRowAssignments();
 * const { configs } = qualityControl([
 *   rule(
 *     skipped,
 *     [conditions.skippedInRowCount.gte(5)],
 *     actions.restrict({ scope: "POOL", duration: { hours: 8 } }),
 *   ),
 *   rule(
 *     skipped,
 *     [conditions.skippedInRowCount.gte(10)],
 *     actions.restrict({ scope: "PROJECT", duration: { days: 7 } }),
 *   ),
 * ]);
 *
 * assertEquals(configs?.length, 1);
 * assertEquals(configs?.[0]?.rules.length, 2);
 * ```
 */
export function qualityControl(
  configs: readonly QualityControlConfig[],
  options: QualityControlOptions = {},
): QualityControl {
  const merged = new Map<string, QualityControlConfig>();
  for (const config of configs) {
    const { rules, ...collector } = config;
    const id = canonical(collector);
    const known = merged.get(id);
    merged.set(
      id,
      {
        ...config,
        rules: [...known?.rules ?? [], ...rules],
      } as QualityControlConfig,
    );
  }
  const { trainingRequirement, checkpointsConfig, captchaFrequency } = options;
  return {
    ...(trainingRequirement === undefined
      ? {}
      : { training_requirement: trainingRequirement }),
    ...(captchaFrequency === undefined
      ? {}
      : { captcha_frequency: captchaFrequency }),
    configs: [...merged.values()],
    ...(checkpointsConfig === undefined
      ? {}
      : { checkpoints_config: checkpointsConfig }),
  };
}
