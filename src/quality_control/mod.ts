/**
 * Quality control of pools and projects, typed: collectors, conditions and
 * actions that fit together when they compile, and presets of the usual rules.
 * The result is plain wire data, for this client or any other.
 *
 * ```ts
 * import {
 *   actions,
 *   collectors,
 *   conditions,
 *   presets,
 *   qualityControl,
 *   rule,
 * } from "@toloka/client/quality-control";
 *
 * console.log(qualityControl([
 *   presets.goldenSet({ historySize: 10, minAnswers: 3, skillId: "12345" }),
 *   rule(
 *     collectors.skippedInRowAssignments(),
 *     [conditions.skippedInRowCount.gte(5)],
 *     actions.restrict({ scope: "POOL", duration: { hours: 8 } }),
 *   ),
 * ]));
 * ```
 *
 * Needs no permission. The wire's types come from `@toloka/client/types`.
 *
 * @module
 */
export {
  type Actions,
  actions,
  type ChangeOverlapOptions,
  type RejectAllOptions,
  type RestrictDaysOptions,
  type RestrictionDuration,
  type RestrictOptions,
  type SetSkillFromOptions,
  type SetSkillOptions,
} from "./actions.ts";
export {
  type AssignmentSubmitTimeOptions,
  type CollectorOptions,
  type Collectors,
  collectors,
  type HistoryOptions,
  type MajorityVoteOptions,
} from "./collectors.ts";
export type { CompareRule, IdentityRule } from "./condition_builders.ts";
export { type Conditions, conditions } from "./conditions.ts";
export {
  type AcceptanceRateOptions,
  type AnswerLimitOptions,
  type AnswerQualityOptions,
  type CaptchaOptions,
  type FastAnswersOptions,
  type IncomeLimitOptions,
  type MajorityVoteRuleOptions,
  type Presets,
  presets,
  type ReissueOptions,
  type ReissueRevokedOptions,
  type RestrictBelowOptions,
  type SkippedInRowOptions,
  trainingRequirement,
  type TrainingRequirementOptions,
} from "./presets.ts";
export {
  type CollectorActions,
  qualityControl,
  type QualityControlOptions,
  rule,
} from "./rules.ts";
