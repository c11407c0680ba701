import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Operation } from "../types/operations.ts";
import type {
  TaskSuite,
  TaskSuiteInput,
  TaskSuiteOverlapPatch,
  TaskSuitePatch,
  TaskSuiteQuery,
  TaskSuiteSortField,
} from "../types/task_suites.ts";
import {
  createMany,
  createOne,
  type CreationCode,
  startCreateMany,
} from "../creation/lazy.ts";
import type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  StartCreateOptions,
} from "../creation/options.ts";

const LISTING: Listing = {
  noun: "task suites",
  path: "/api/v1/task-suites",
  cursor: "id",
  maxPageSize: 100_000,
};

/** Options of a method that changes a task suite. */
export interface TaskSuitePatchOptions extends RequestOptions {
  /** `true` to open the pool afterwards (`open_pool`). @default false */
  openPool?: boolean | undefined;
}

/**
 * Task suites: the pages of tasks that Tolokers take. They are created for
 * pools without smart mixing; where there is smart mixing, the server makes
 * them. Reached as `toloka.taskSuites`.
 *
 * @example Create a page of two tasks
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const suite = await toloka.taskSuites.create({
 *   pool_id: "12345",
 *   overlap: 3,
 *   tasks: [
 *     { input_values: { image: "https://example.com/1.png" } },
 *     { input_values: { image: "https://example.com/2.png" } },
 *   ],
 * });
 * console.log(suite.id);
 * ```
 */
export class TaskSuites<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  readonly #transport: Transport;
  readonly #kind = ({ taskSuiteCreation }: CreationCode) =>
    taskSuiteCreation<Input, Output>(this.#transport, LISTING);

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a task suite. Through an operation, by default, so that a repeat cannot
   * create it twice.
   *
   * @throws {TolokaValidationError} If the task suite breaks a rule.
   * @throws {TolokaIncompleteError} If it is not known whether it was created, or it was and another step, such as opening the pool, failed; its `done` is the task suite if it exists.
   * @throws {TolokaIncorrectActionError} If the pool has smart mixing.
   *
   * @example Create a page for one Toloker only, and open the pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const suite = await toloka.taskSuites.create({
   *   pool_id: "12345",
   *   overlap: 1,
   *   reserved_for: ["1ad097faba0eff85a04fe30bc04d53db"],
   *   tasks: [{ input_values: { image: "https://example.com/3.png" } }],
   * }, { openPool: true });
   * console.log(suite.id);
   * ```
   */
  create(
    suite: TaskSuiteInput<Input, Output>,
    options?: CreateOptions,
  ): Promise<TaskSuite<Input, Output>> {
    return createOne(this.#transport, this.#kind, suite, options);
  }

  /**
   * Creates any number of task suites, in as many requests as the API's limits ask
   * for, and reads them back. Each request is an operation of its own that a
   * repeat takes over, so no task suite is created twice.
   *
   * @param suites The task suites; a list is checked as a whole before anything is sent.
   * @returns Created task suites and refused ones by their position in the input.
   * @throws {RangeError} If there are no task suites, or one is too large for a request.
   * @throws {TolokaValidationError} If no task suite is valid, or one is not and invalid ones are not to be skipped.
   * @throws {TolokaIdempotencyError} If `operationId` was used before for other items; nothing is sent then.
   * @throws {TolokaIncompleteError} If a request fails after some are created, or it is not known what became of some; its `done` is a {@linkcode CreateManyResult}.
   *
   * @example Create a page for each picture
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const images = ["https://example.com/3.png", "https://example.com/4.png"];
   * const { items, validation_errors } = await toloka.taskSuites.createMany(
   *   images.map((image) => ({
   *     pool_id: "12345",
   *     tasks: [{ input_values: { image } }],
   *   })),
   *   { allowDefaults: true, skipInvalidItems: true },
   * );
   * console.log(Object.keys(items).length, validation_errors);
   * ```
   */
  createMany(
    suites:
      | readonly TaskSuiteInput<Input, Output>[]
      | Iterable<TaskSuiteInput<Input, Output>>
      | AsyncIterable<TaskSuiteInput<Input, Output>>,
    options?: CreateManyOptions,
  ): Promise<CreateManyResult<TaskSuite<Input, Output>>> {
    return createMany(this.#transport, this.#kind, suites, options);
  }

  /**
   * Starts creating task suites, at most 10,000, and does not wait.
   *
   * One call is one operation: calling again with the same `operationId` gives
   * the operation that exists, once it has ended and its items are compared, and
   * {@linkcode matchOperationLog} reads the result of each item from its log.
   *
   * @returns The operation; its log will have the result of each task suite.
   * @throws {RangeError} If there are no task suites, or too many for one request.
   * @throws {TolokaIncompleteError} If it is not known whether the operation began; the message says how to find out.
   *
   * @example Create now, wait later
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const tasks = [{ input_values: { image: "https://example.com/3.png" } }];
   * const started = await toloka.taskSuites.startCreateMany([{
   *   pool_id: "12345",
   *   overlap: 3,
   *   tasks,
   * }]);
   * const { details } = await toloka.operations.wait(started);
   * console.log(details);
   * ```
   */
  startCreateMany(
    suites: readonly TaskSuiteInput<Input, Output>[],
    options?: StartCreateOptions,
  ): Promise<Operation> {
    return startCreateMany(this.#transport, this.#kind, suites, options);
  }

  /**
   * Reads a task suite.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(
    taskSuiteId: string,
    options?: RequestOptions,
  ): Promise<TaskSuite<Input, Output>> {
    return this.#transport.get(
      path`/api/v1/task-suites/${taskSuiteId}`,
      options,
    );
  }

  /**
   * Reads one page of the task suites that match a query, as the API answers it.
   */
  find(
    query: TaskSuiteQuery & PageQuery<TaskSuiteSortField>,
    options?: RequestOptions,
  ): Promise<Page<TaskSuite<Input, Output>>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every task suite that matches a query.
   *
   * @example Count what is still to be done
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * let left = 0;
   * for await (const suite of toloka.taskSuites.list({ pool_id: "12345" })) {
   *   left += suite.remaining_overlap ?? 0;
   * }
   * console.log(`${left} more assignments`);
   * ```
   */
  list(
    query: TaskSuiteQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<TaskSuite<Input, Output>> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Changes a task suite's overlap or its place in the order.
   *
   * @example Give out a page before others
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.taskSuites.patch("0001a5f2c9--64d1e1c4", {
   *   issuing_order_override: 10,
   * });
   * ```
   */
  patch(
    taskSuiteId: string,
    patch: TaskSuitePatch,
    options: TaskSuitePatchOptions = {},
  ): Promise<TaskSuite<Input, Output>> {
    const { openPool, ...rest } = options;
    const to = path`/api/v1/task-suites/${taskSuiteId}`;
    const query = { open_pool: openPool };
    return this.#transport.patch(to, patch, rest, { query });
  }

  /**
   * Sets a task suite's overlap, or the least that is still possible: what has been
   * given out already stays. An overlap of 0 stops the task suite.
   *
   * @example Take a page back from whoever has not got it yet
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { overlap } = await toloka.taskSuites.setOverlapOrMin(
   *   "0001a5f2c9--64d1e1c4",
   *   { overlap: 0 },
   * );
   * console.log(overlap);
   * ```
   */
  setOverlapOrMin(
    taskSuiteId: string,
    patch: TaskSuiteOverlapPatch,
    options: TaskSuitePatchOptions = {},
  ): Promise<TaskSuite<Input, Output>> {
    const { openPool, ...rest } = options;
    const to = path`/api/v1/task-suites/${taskSuiteId}/set-overlap-or-min`;
    const query = { open_pool: openPool };
    return this.#transport.patch(to, patch, rest, { query });
  }
}
