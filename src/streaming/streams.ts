/** One function for each kind of event. */
import type { TolokaClient } from "../client.ts";
import type { Assignment, AssignmentFilters } from "../types/assignments.ts";
import type {
  MessageThread,
  MessageThreadQuery,
} from "../types/message_threads.ts";
import type { Operation, OperationQuery } from "../types/operations.ts";
import type { Pool } from "../types/pools.ts";
import type { Task, TaskQuery } from "../types/tasks.ts";
import type { UserBonus, UserBonusQuery } from "../types/user_bonuses.ts";
import type {
  UserRestriction,
  UserRestrictionQuery,
} from "../types/user_restrictions.ts";
import type { UserSkill, UserSkillQuery } from "../types/user_skills.ts";
import { EventStream, type StreamOptions } from "./event_stream.ts";
import { type Listed, type Source, sourceOf, withPool } from "./sources.ts";

/** Type of an assignment's event. */
export type AssignmentEventType =
  | "CREATED"
  | "SUBMITTED"
  | "ACCEPTED"
  | "REJECTED"
  | "SKIPPED"
  | "EXPIRED";

/** Selection of assignments, and the types of their events to stream. */
export type AssignmentEventQuery =
  & AssignmentFilters
  & ({ pool_id: string } | { task_suite_id: string } | { task_id: string })
  & {
    /** Types of events. @default all of them */
    types?: readonly AssignmentEventType[] | undefined;
  };

/**
 * Creates a stream of the events of assignments.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 * @param toloka Client; its pools are asked whether the pool is closed.
 * @param query Filters of assignments, and types of events.
 * @param options Store, name, and settings of reading.
 * @returns The stream; nothing is read before it is iterated.
 * @throws {TypeError} If a type of events is not known, or the name is missing.
 * @throws {RangeError} If a number is out of its bounds.
 *
 * @example Take answers as they come; a restart resumes where this ended
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { assignmentEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore(); // or await sqliteStore("review.db")
 * const submitted = assignmentEvents(
 *   toloka,
 *   { pool_id: "12345", types: ["SUBMITTED"] },
 *   { store, name: "review", until: "CAUGHT_UP" },
 * );
 * for await (const { item, operationId } of submitted) {
 *   console.log(operationId, item.solutions);
 * }
 * ```
 */
export function assignmentEvents<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
>(
  toloka: Pick<TolokaClient, "assignments" | "pools">,
  query: AssignmentEventQuery,
  options: StreamOptions,
): EventStream<Assignment<Input, Output>, AssignmentEventType> {
  const { assignments } = toloka;
  const { types, ...filters } = query;
  const source: Source<Assignment<Input, Output>> = {
    ...withPool(
      sourceOf<Assignment<Input, Output>>(
        "assignments",
        assignments as never,
        filters,
        {
          CREATED: "created",
          SUBMITTED: "submitted",
          ACCEPTED: "accepted",
          REJECTED: "rejected",
          SKIPPED: "skipped",
          EXPIRED: "expired",
        },
      ),
      toloka,
    ),
    review: (id, patch, options) => assignments.patch(id, patch, options),
  };
  return new EventStream(source, types, options);
}

/**
 * Creates a stream of tasks as they are created.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 * @param toloka Client.
 * @param query Filters of tasks.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { taskEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = taskEvents(toloka, { pool_id: "12345" }, {
 *   store,
 *   name: "tasks",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function taskEvents<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
>(
  toloka: Pick<TolokaClient, "tasks" | "assignments" | "pools">,
  query: TaskQuery,
  options: StreamOptions,
): EventStream<Task<Input, Output>, "CREATED"> {
  const tasks = toloka.tasks as never;
  const fields = { CREATED: "created" };
  const source = sourceOf<Task<Input, Output>>("tasks", tasks, query, fields);
  return new EventStream(withPool(source, toloka), undefined, options);
}

/**
 * Creates a stream of bonuses as they are paid.
 *
 * @param toloka Client.
 * @param query Filters of bonuses.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { userBonusEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = userBonusEvents(toloka, {}, {
 *   store,
 *   name: "bonuses",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function userBonusEvents(
  toloka: Pick<TolokaClient, "userBonuses">,
  query: UserBonusQuery,
  options: StreamOptions,
): EventStream<UserBonus, "CREATED"> {
  const fields = { CREATED: "created" };
  return streamOf("user bonuses", toloka.userBonuses, query, fields, options);
}

/**
 * Creates a stream of values of skills, set for the first time and changed. Each
 * change that a read meets is an event of its own; of changes between two
 * reads, the last one is.
 *
 * @param toloka Client.
 * @param query Filters of values, and types of events.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { userSkillEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = userSkillEvents(toloka, { types: ["MODIFIED"] }, {
 *   store,
 *   name: "skills",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function userSkillEvents(
  toloka: Pick<TolokaClient, "userSkills">,
  query: UserSkillQuery & {
    /** Types of events. @default both */
    types?: readonly ("CREATED" | "MODIFIED")[] | undefined;
  },
  options: StreamOptions,
): EventStream<UserSkill, "CREATED" | "MODIFIED"> {
  const fields = { CREATED: "created", MODIFIED: "modified" };
  return streamOf("user skills", toloka.userSkills, query, fields, options);
}

/**
 * Creates a stream of restrictions as they are set.
 *
 * @param toloka Client.
 * @param query Filters of restrictions.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { userRestrictionEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = userRestrictionEvents(toloka, {}, {
 *   store,
 *   name: "restrictions",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function userRestrictionEvents(
  toloka: Pick<TolokaClient, "userRestrictions">,
  query: UserRestrictionQuery,
  options: StreamOptions,
): EventStream<UserRestriction, "CREATED"> {
  const { userRestrictions } = toloka;
  const fields = { CREATED: "created" };
  const source = {
    ...sourceOf("user restrictions", userRestrictions, query, fields),
    // A restriction of a pool is none of the pool's work.
    poolId: undefined,
  };
  return new EventStream(source, undefined, options);
}

/**
 * Creates a stream of conversations as they begin.
 *
 * @param toloka Client.
 * @param query Filters of conversations.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { messageThreadEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = messageThreadEvents(toloka, { folder: "INBOX" }, {
 *   store,
 *   name: "threads",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function messageThreadEvents(
  toloka: Pick<TolokaClient, "messageThreads">,
  query: MessageThreadQuery,
  options: StreamOptions,
): EventStream<MessageThread, "CREATED"> {
  const { messageThreads } = toloka;
  const fields = { CREATED: "created" };
  return streamOf("message threads", messageThreads, query, fields, options);
}

/**
 * Creates a stream of operations as they are submitted and as they end.
 *
 * @param toloka Client.
 * @param query Filters of operations, and types of events.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { operationEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = operationEvents(toloka, { types: ["FINISHED"] }, {
 *   store,
 *   name: "operations",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function operationEvents(
  toloka: Pick<TolokaClient, "operations">,
  query: OperationQuery & {
    /** Types of events. @default both */
    types?: readonly ("SUBMITTED" | "FINISHED")[] | undefined;
  },
  options: StreamOptions,
): EventStream<Operation, "SUBMITTED" | "FINISHED"> {
  const fields = { SUBMITTED: "submitted", FINISHED: "finished" };
  return streamOf("operations", toloka.operations, query, fields, options);
}

/** Type of a pool's event: the status that it has taken. */
export type PoolStatusEventType = "OPEN" | "CLOSED" | "ARCHIVED" | "LOCKED";

/**
 * Creates a stream of a pool's status, beginning with the one it has. A pool
 * that was closed and opened between two reads is an event too, as it says when
 * it was started last.
 *
 * @param toloka Client.
 * @param query The pool, and the statuses to report.
 * @param options Store, name, and settings of reading.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { poolStatusEvents } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const store = memoryStore();
 * const until = "CAUGHT_UP";
 * const stream = poolStatusEvents(toloka, { pool_id: "12345" }, {
 *   store,
 *   name: "status",
 *   until,
 * });
 * for await (const { type, id } of stream) console.log(type, id);
 * ```
 */
export function poolStatusEvents(
  toloka: Pick<TolokaClient, "pools" | "assignments">,
  query: {
    /** Id of the pool. */
    pool_id: string;
    /** Statuses that are events. @default all of them */
    types?: readonly PoolStatusEventType[] | undefined;
  },
  options: StreamOptions,
): EventStream<Pool, PoolStatusEventType> {
  const { pool_id: poolId, types } = query;
  let last: { options: unknown; pool: Promise<Pool> } | undefined;
  const source: Source<Pool> = {
    noun: "pool status",
    types: ["OPEN", "CLOSED", "ARCHIVED", "LOCKED"],
    poolId,
    timeOf: (pool, type) => pool.status === type ? changedAt(pool) : undefined,
    async *pages(_type, _from, options) {
      // One read of all types has one object of options.
      if (last?.options !== options) {
        last = { options, pool: toloka.pools.get(poolId, options) };
      }
      yield [await last.pool];
    },
    newest: () => Promise.resolve(undefined),
    read: (id, options) => toloka.pools.get(id, options),
  };
  return new EventStream(withPool(source, toloka), types, options);
}

/** Returns the time of a pool's last change of status, as far as the pool shows it. */
function changedAt({ status, last_started, last_stopped, created }: Pool) {
  const changed = status === "OPEN" ? last_started : last_stopped;
  return changed ?? last_started ?? created;
}

/** Creates a stream of a listing, whose items have the time of each type of event in a field. */
function streamOf<Item extends { id: string }, Type extends string>(
  noun: string,
  resource: Listed<Item>,
  query: object,
  fields: Readonly<Record<Type, string>>,
  options: StreamOptions,
): EventStream<Item, Type> {
  const { types, ...filters } = query as { types?: readonly Type[] };
  return new EventStream(
    sourceOf(noun, resource, filters, fields),
    types,
    options,
  );
}
