/**
 * Types of Toloka's wire: entities, queries, events and error payloads, as the
 * API reads and writes them. Types only; nothing here exists at run time.
 *
 * ```ts
 * import type { Pool, PoolInput } from "@toloka/client/types";
 *
 * function copyOf({ project_id, will_expire }: Pool): Partial<PoolInput> {
 *   return { project_id, will_expire };
 * }
 * ```
 *
 * The main entry point has the same types. Those of the Template Builder come
 * from `@toloka/client/template-builder`.
 *
 * @module
 */
export type * from "./aggregated_solutions.ts";
export type * from "./analytics.ts";
export type * from "./app_batches.ts";
export type * from "./app_items.ts";
export type * from "./app_projects.ts";
export type * from "./apps.ts";
export type * from "./assignments.ts";
export type * from "./attachments.ts";
export type * from "./common.ts";
export type * from "./errors.ts";
export type * from "./filters.ts";
export type * from "./listing.ts";
export type * from "./message_threads.ts";
export type * from "./operations.ts";
export type * from "./pools.ts";
export type * from "./projects.ts";
export type * from "./quality_control.ts";
export type * from "./requester.ts";
export type * from "./skills.ts";
export type * from "./task_suites.ts";
export type * from "./tasks.ts";
export type * from "./trainings.ts";
export type * from "./user_bonuses.ts";
export type * from "./user_restrictions.ts";
export type * from "./user_skills.ts";
export type * from "./users.ts";
export type * from "./webhook_subscriptions.ts";
