/**
 * Makes labels out of answers that Tolokers gave, and says how far labels and
 * Tolokers can be trusted. It stands alone: importing it loads neither the
 * client nor the network.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. It needs no permission.
 *
 * Answers are objects with `task`, `worker` and `label`, in any iterable or
 * async iterable; {@linkcode answersOf} reads them from assignments. With an
 * async iterable a function returns a promise. {@linkcode indexAnswers} prepares
 * answers for several functions.
 *
 * Begin with {@linkcode majorityVote}. {@linkcode compareMethods} shows on gold
 * what would do better.
 *
 * @example Labels of a pool
 * ```ts
 * import { answersOf, majorityVote } from "@toloka/client/aggregation";
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const accepted = toloka.assignments.list({
 *   pool_id: "12345",
 *   status: "ACCEPTED",
 * });
 * const answers = await Array.fromAsync(
 *   answersOf(accepted, { output: "animal" }),
 * );
 * if (answers.length > 0) {
 *   for (const [task, label] of majorityVote(answers).labels) {
 *     console.log(task, label);
 *   }
 * }
 * ```
 *
 * @module
 */
export {
  type Accuracy,
  accuracy,
  type IntervalOptions,
  type Rate,
  wilsonInterval,
} from "./accuracy.ts";
export type { Aggregation } from "./aggregation.ts";
export {
  cohenKappa,
  type CohenKappaOptions,
  fleissKappa,
  krippendorffAlpha,
  type KrippendorffAlphaOptions,
  type MeasurementLevel,
} from "./agreement.ts";
export type { Answer, Label } from "./answers.ts";
export {
  type AnswerIndex,
  indexAnswers,
  type IndexOptions,
} from "./answer_index.ts";
export {
  bradleyTerry,
  type BradleyTerryOptions,
  type BradleyTerryResult,
  type Comparison,
} from "./bradley_terry.ts";
export {
  type Certainty,
  consistency,
  type ConsistencyOptions,
  uncertainty,
  type UncertaintyOptions,
} from "./certainty.ts";
export {
  compareMethods,
  type CompareMethodsOptions,
  type LabelMethod,
  type MethodComparison,
  type MethodsComparison,
} from "./compare_methods.ts";
export {
  dawidSkene,
  type DawidSkeneOptions,
  type DawidSkeneResult,
  oneCoinDawidSkene,
  type OneCoinDawidSkeneOptions,
  type PriorAggregation,
} from "./dawid_skene.ts";
export {
  type AnsweredAssignment,
  type AnsweredTask,
  answersOf,
  type AnswersOfOptions,
  goldOf,
  type LabelFrom,
  type LabelIn,
  type LabelSource,
  type TaskWithGold,
} from "./from_assignments.ts";
export {
  type SkillVote,
  skillVote,
  type SkillVoteOptions,
} from "./skill_vote.ts";
export type { FitOptions } from "./expectation_maximization.ts";
export { glad, type GladOptions, type GladResult } from "./glad.ts";
export {
  IncrementalVote,
  type IncrementalVoteOptions,
  type OverlapDecision,
  type OverlapReason,
} from "./incremental.ts";
export {
  type DrivenDecision,
  driveOverlap,
  type DriveOverlapOptions,
  type OverlapSetter,
} from "./overlap.ts";
export { rover, type RoverOptions, type RoverResult } from "./rover.ts";
export {
  type Box,
  boxVote,
  maskVote,
  type ShapeVote,
  type ShapeVoteOptions,
  type ValueAnswer,
} from "./shapes.ts";
export {
  majorityVote,
  type VoteOptions,
  wawa,
  zeroBasedSkill,
} from "./majority_vote.ts";
export type { AggregationWarning, AggregationWarningCode } from "./warnings.ts";
export {
  type WorkerReport,
  workerReport,
  type WorkerReportOptions,
} from "./worker_report.ts";
