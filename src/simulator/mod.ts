/**
 * A Toloka server without Toloka: the simulator keeps projects, pools, tasks
 * and all the rest in memory, and simulated Tolokers do the tasks. Programs
 * can be developed, tested and rehearsed without an account, a network or
 * money.
 *
 * ```ts
 * import { Simulator } from "@toloka/client/simulator";
 * import { assertEquals } from "@std/assert";
 *
 * const simulator = new Simulator({ seed: 1, balance: 10 });
 * const response = await simulator.fetch(
 *   `${simulator.url}/api/v1/requester`,
 *   {
 *     headers: { Authorization: "ApiKey any" },
 *   },
 * );
 * assertEquals((await response.json()).balance, 10);
 * ```
 *
 * Give `simulator.fetch` and `simulator.url` to a client to use it in the same
 * process, or call {@linkcode Simulator.serve} for others. Only the latter
 * needs a permission: `--allow-net=127.0.0.1` on Deno.
 *
 * ## How Tolokers answer
 *
 * They read the task page. Of a page of Template Builder, they fill in each
 * field that is shown, with one of its options or whatever else its kind, its
 * `validation` and the project's output fields allow; of a page in HTML, the
 * fields in its markup. A field behind `helper.if` is answered where it is
 * shown, or where the project's output field is required all the same. What is
 * optional and no choice stays empty. Careful Tolokers agree on one answer for
 * each task: {@linkcode SimulatorOptions.truth}, otherwise the known solutions,
 * otherwise one that follows from the seed and the input values. Scripts of a
 * page are not run, and `plugin.trigger` sets nothing.
 *
 * When nobody is left who could do what waits in a pool,
 * {@linkcode Simulator.shortages} says why.
 *
 * ## What nobody documents
 *
 * Where the API's behaviour is not documented, the simulator had to choose. A
 * program should not depend on what this table says; options let it be tried
 * against the other choice.
 *
 * | Question | What the simulator does | Option |
 * | --- | --- | --- |
 * | A `limit` above the maximum | 400, `VALUE_OUT_OF_BOUNDS` | `largePages` |
 * | Payload of a 429 | `interval` for a quota, nothing for requests a second | `faults` |
 * | `Retry-After` of a 429 | left out | `quotas.retryAfter` |
 * | When a quota starts over | with the minute, hour or day of UTC; refused requests do not count | |
 * | Which requests count | all to the endpoint, whether they succeed or not; of tasks and suites, the items | `quotas.quotas` |
 * | How long an `operation_id` is remembered | for ever | |
 * | An `operation_id` again, with another body | 409, as with the same body | |
 * | An `operation_id` without `async_mode` | not looked at; for bonuses it is | |
 * | `POST /tasks` in a pool without mixer | 409, `MIXER_CONFIG_REQUIRED` | |
 * | `POST /task-suites` in a pool with mixer | 409, `POOL_TASK_TYPE_CONFLICT` | |
 * | Webhooks: repeats, time limit | three immediate repeats, 10 s | `webhooks` |
 * | Webhooks: order, events in a delivery | in order to each address, one | `webhooks` |
 * | Values of a wrong type | coerced where the platform is known to; named in the request log | `strict` |
 * | Unknown fields of a body | dropped, also within objects; named in the request log | `strict` |
 * | Unknown fields of an item in a list | as above, but the operation's log tells them | `strict` |
 * | Fee on rewards and bonuses | none | `fee` |
 * | Money reserved for a rejected answer | free immediately; taken again if it is accepted later | |
 * | Dawid-Skene | at most 100 rounds, until the log-likelihood changes by less than 1e-5; smoothing 1e-10 | |
 * | Equal confidence in weighted aggregation | the answer that came first | |
 * | A Toloker without a value in the weighing skill | counts as 50 of 100 | |
 * | Dynamic overlap over several fields | they count together as one answer, with all combinations possible | |
 * | Dynamic overlap and manual review | decides when all answers are reviewed; a pool that closed as complete opens again | |
 * | Quality in the balance of speed and quality | how often the simulated Toloker is right | `population` |
 * | Days of `window_days` | begin at midnight UTC; today is the last of them | |
 * | Answers taken over by automerge | pools' rules do not look at them, but majority votes count them | |
 * | `CLEAN_ASSIGNMENTS_HISTORY`, `CLEAN_COLLECTOR` | forget what was counted of the Toloker in the pool: all of it, or what the rule's collector counted | |
 * | `SET_POOL_COMPLETE` | closes the pool as complete | |
 * | A restriction that is lifted early | forgets nothing; one that ends forgets what was done in its scope | |
 * | Answers that nobody reviews in time | accepted; whether a pool is for an exam is not in the API | `rejectUnreviewed` |
 * | Which suite on a map | any at first, then the nearest one to the last | |
 * | A blocked account | its pools close and none can be opened: 403, `ACCESS_DENIED` | `Simulator.block()` |
 * | Skills set by hand | any Toloker can get them | `skillsByHand` |
 * | Appeals of Tolokers | a message about the assignment in the week after; none unless asked for | `population.appeals` |
 * | `baseline_solutions` | count as one more answer, of the quality `confidence_weight` | |
 * | A skipped or expired suite | goes back immediately; the same Toloker does not get it again | |
 * | Size of files, ranges of them | 2,000 to 20,000 bytes, no ranges; they are kept for ever | `attachments` |
 * | The same restriction again | takes the place of the old one and keeps its id | |
 * | First answers in a training, where some were right | `first_declined_solution_attempt` has empty `output_values` there | |
 * | Times | to the millisecond; `event_time` of webhooks to the second | |
 * | An account the token may not act in | 403, `ACCESS_DENIED` | `accounts` |
 * | Reads right after a write | see it | `faults`: `STALE` |
 *
 * @module
 */

export type {
  CutFault,
  DelayFault,
  DuplicateFault,
  ErrorFault,
  Fault,
  FaultCounts,
  FaultScope,
  FaultType,
  LimitFault,
  RefuseFault,
  ResetFault,
  StaleFault,
  TrickleFault,
} from "./server/faults.ts";
export { type Quota, type QuotaOptions, QUOTAS } from "./server/quotas.ts";
export {
  type EndpointSummary,
  formatRequest,
  type SimulatedRequest,
} from "./server/request_log.ts";
export type { SimulatedApp, SimulatedAppField } from "./entities/apps/apps.ts";
export type { WebhookOptions } from "./server/deliveries.ts";
export type { SavedSimulator } from "./saving.ts";
export { type PoolShortage, Simulator } from "./simulator.ts";
export type {
  AccountOptions,
  AttachmentOptions,
  RealTime,
  RunOptions,
  ServiceOptions,
  SimulatorOptions,
} from "./options.ts";
export type {
  AssignmentEvent,
  DynamicOverlapEvent,
  PoolEvent,
  ShortageEvent,
  SimulatorEvent,
  TolokerEvent,
} from "./events.ts";
export type {
  SimulatedAssignment,
  SimulatedDelivery,
  SimulatedPool,
  SimulatedTask,
  SimulatedToloker,
} from "./world/simulated.ts";
export type {
  BellCurve,
  Choice,
  Device,
  HeavyTail,
  PopulationOptions,
  Spread,
} from "./tolokers/population.ts";
export type { ServeOptions, SimulatorServer } from "./server/serve.ts";
export type { Habit } from "./world/habits.ts";
export type { Confusion, EffortKind, Shortage } from "./world/tolokers.ts";
