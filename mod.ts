/**
 * The Toloka crowdsourcing API for Deno, Node and Bun: create labelling
 * projects, open pools of paid tasks, follow Tolokers' answers, accept or reject
 * them, and collect results.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. The only permission it needs is the network to
 * its one server: `deno run --allow-net=toloka.dev`.
 *
 * @example Print the open pools
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * for await (const pool of toloka.pools.list({ status: "OPEN" })) {
 *   console.log(pool.id, pool.private_name, pool.reward_per_assignment);
 * }
 * ```
 *
 * Other entry points, none of which loads the client unless it needs it:
 *
 * - `@toloka/client/types`: the types of the wire alone.
 * - `@toloka/client/filters`: filters of Tolokers.
 * - `@toloka/client/quality-control`: rules that fit together, and presets.
 * - `@toloka/client/template-builder`: task pages as typed functions.
 * - `@toloka/client/planning`: mistakes and costs of a pool, before they are
 *   made.
 * - `@toloka/client/data`: tasks from files, checked; results to files.
 * - `@toloka/client/aggregation`: one answer from many, skills and agreement.
 * - `@toloka/client/metrics`: numbers of pools over time: progress, money.
 * - `@toloka/client/dashboard`: a web page that shows pools while they run.
 * - `@toloka/client/autoquality`: pools tuned by experiment.
 * - `@toloka/client/webhooks`: signatures and handlers.
 * - `@toloka/client/store`: durable state, in memory or in a database.
 * - `@toloka/client/streaming`: events without loss, jobs that survive.
 * - `@toloka/client/simulator`: a Toloka server in memory, with Tolokers.
 * - `@toloka/client/cli`: the command `toloka`.
 *
 * The API itself is described in
 * [Toloka's documentation](https://toloka.ai/docs/api/).
 *
 * @module
 */
export { type ProjectScope, TolokaClient } from "./src/client.ts";
export {
  type CheckedField,
  type CheckedFields,
  type CheckedProject,
  type CheckedSettings,
  type CheckedView,
  type DefinedFields,
  type DefinedProject,
  defineProject,
  type InputOf,
  type NamesOf,
  type OutputOf,
  type ProjectSpec,
  type UncheckedFields,
  type UncheckedProject,
  type ValuesOf,
} from "./src/define_project.ts";
export type { FormulaOptions, Formulas } from "./src/formulas.ts";
export {
  type AuthScheme,
  type BonusLimits,
  type ClientOptions,
  type Environment,
  type EnvironmentPreset,
  ENVIRONMENTS,
  type FailedAttempt,
  type Hooks,
  type ListOptions,
  type Logger,
  type LogLevel,
  type RateLimit,
  type RequestInfo,
  type RequestOptions,
  type ResponseInfo,
  type RetryInfo,
  type RetryPolicy,
  type RetryPolicyOptions,
  type Span,
  type Telemetry,
  type Timeouts,
  type Tracer,
  type TracerProvider,
} from "./src/options.ts";
export {
  TolokaAccessDeniedError,
  TolokaApiError,
  type TolokaApiErrorOptions,
  TolokaAuthenticationError,
  TolokaConflictError,
  TolokaConnectionError,
  TolokaError,
  type TolokaErrorOptions,
  TolokaIdempotencyError,
  type TolokaIdempotencyErrorOptions,
  TolokaIncompleteError,
  TolokaIncorrectActionError,
  TolokaInternalError,
  TolokaNotFoundError,
  TolokaOperationError,
  TolokaPermissionError,
  TolokaRateLimitError,
  TolokaRequestError,
  type TolokaRequestErrorOptions,
  TolokaTimeoutError,
  TolokaUnavailableError,
  TolokaValidationError,
} from "./src/errors.ts";
export { sumMoney } from "./src/money.ts";
export { formatTime, parseTime, toNaiveUtc } from "./src/time.ts";
export { type WithResponse, withResponse } from "./src/with_response.ts";
export { Paginated } from "./src/paginator.ts";
export { DefaultRetryPolicy } from "./src/transport/retry_policy.ts";
export type { Method, RequestParts } from "./src/transport/transport.ts";
export type { AggregatedSolutions } from "./src/resources/aggregated_solutions.ts";
export type { Analytics } from "./src/resources/analytics.ts";
export type { AppBatches } from "./src/resources/app_batches.ts";
export type { AppItems } from "./src/resources/app_items.ts";
export type { AppProjects } from "./src/resources/app_projects.ts";
export type { Apps } from "./src/resources/apps.ts";
export type {
  Assignments,
  AssignmentTableRow,
} from "./src/resources/assignments.ts";
export type { Attachments } from "./src/resources/attachments.ts";
export type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  CreateProgress,
  StartCreateOptions,
} from "./src/creation/options.ts";
export type { Download, DownloadProgress } from "./src/transport/download.ts";
export type { MessageThreads } from "./src/resources/message_threads.ts";
export type { Operations } from "./src/resources/operations.ts";
export { type ItemResult, matchOperationLog } from "./src/operations/log.ts";
export type { WaitOptions } from "./src/operations/wait.ts";
export type { PoolCreateOptions, Pools } from "./src/resources/pools.ts";
export type {
  ProjectClone,
  ProjectCloneOptions,
} from "./src/creation/project_clone.ts";
export type { Projects } from "./src/resources/projects.ts";
export type { RequesterResource } from "./src/resources/requester.ts";
export type { Skills } from "./src/resources/skills.ts";
export type {
  TaskSuitePatchOptions,
  TaskSuites,
} from "./src/resources/task_suites.ts";
export type { TaskPatchOptions, Tasks } from "./src/resources/tasks.ts";
export type { Trainings } from "./src/resources/trainings.ts";
export type {
  UserBonusCreateManyOptions,
  UserBonusCreateManyResult,
  UserBonusCreateOptions,
  UserBonuses,
  UserBonusStartCreateOptions,
} from "./src/resources/user_bonuses.ts";
export type { UserRestrictions } from "./src/resources/user_restrictions.ts";
export type { UserSkills } from "./src/resources/user_skills.ts";
export type { Users } from "./src/resources/users.ts";
export type { WebhookSubscriptions } from "./src/resources/webhook_subscriptions.ts";
export type * from "./src/types/mod.ts";
