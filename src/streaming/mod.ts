/**
 * Events without loss and durable jobs: streams of the platform's events, read
 * by polling and by webhooks and shared by any number of workers; pipelines of
 * observers; payments, uploads and reviews that resume after a crash and do
 * nothing twice. State is kept in a store of
 * `@toloka/client/store`.
 *
 * Each event is handed out until it is acknowledged. Effects in the same store,
 * given to `event.ack()`, and effects under an idempotency key, such as
 * `event.operationId`, happen exactly once; all other effects happen at least
 * once.
 *
 * @example Review answers as they come in
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { assignmentEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore(); // in a program: await sqliteStore("state.db")
 * const stream = assignmentEvents(
 *   toloka,
 *   { pool_id: "12345", types: ["SUBMITTED"] },
 *   { store, name: "count", until: "CAUGHT_UP" },
 * );
 * let count = 0;
 * for await (const event of stream) {
 *   // in the same commit as the acknowledgement: exactly once
 *   await event.ack({ set: { count: ++count } });
 * }
 * ```
 *
 * @module
 */
export type {
  EventStream,
  StreamEnd,
  StreamEvent,
  StreamOptions,
} from "./event_stream.ts";
export {
  type AssignmentEventQuery,
  assignmentEvents,
  type AssignmentEventType,
  messageThreadEvents,
  operationEvents,
  poolStatusEvents,
  type PoolStatusEventType,
  taskEvents,
  userBonusEvents,
  userRestrictionEvents,
  userSkillEvents,
} from "./streams.ts";
export {
  type AssignmentsHandler,
  AssignmentsObserver,
  type Observer,
  type ObserverOptions,
  Pipeline,
  type PipelineContext,
  type PipelineOptions,
  type PoolObserver,
  PoolStatusObserver,
} from "./pipeline.ts";
export { terminationSignal } from "./termination.ts";
export {
  BonusLedger,
  bonusLedger,
  type BonusLedgerOptions,
  type BonusLedgerReport,
  type BonusLedgerRow,
  type BonusPayOptions,
} from "./ledger.ts";
export {
  type UploadOptions,
  type UploadProgress,
  type UploadReport,
  type UploadRow,
  uploadTasks,
  uploadTaskSuites,
} from "./uploads.ts";
export {
  review,
  type ReviewOptions,
  type ReviewReport,
  type Verdict,
} from "./review.ts";
