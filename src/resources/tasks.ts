import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Operation } from "../types/operations.ts";
import type {
  ExactTask,
  Task,
  TaskInput,
  TaskOverlapPatch,
  TaskPatch,
  TaskQuery,
  TaskSortField,
} from "../types/tasks.ts";
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
  noun: "tasks",
  path: "/api/v1/tasks",
  cursor: "id",
  maxPageSize: 100_000,
};

/** Options of a method that changes a task. */
export interface TaskPatchOptions extends RequestOptions {
  /** `true` to open the pool afterwards (`open_pool`). @default false */
  openPool?: boolean | undefined;
}

/**
 * Tasks of pools with smart mixing; the server builds task suites of them.
 * Reached as `toloka.tasks`.
 *
 * @example Upload tasks
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const images = ["https://example.com/1.png", "https://example.com/2.png"];
 * const { items } = await toloka.tasks.createMany(
 *   images.map((image) => ({ pool_id: "12345", input_values: { image } })),
 *   { allowDefaults: true },
 * );
 * console.log(`${Object.keys(items).length} tasks`);
 * ```
 */
export class Tasks<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  readonly #transport: Transport;
  readonly #kind = ({ taskCreation }: CreationCode) =>
    taskCreation<Input, Output>(this.#transport, LISTING);

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a task. Through an operation, by default, so that a repeat cannot
   * create it twice.
   *
   * @throws {TolokaValidationError} If the task breaks a rule.
   * @throws {TolokaIncompleteError} If it is not known whether it was created, or it was and another step, such as opening the pool, failed; its `done` is the task if it exists.
   * @throws {TolokaIncorrectActionError} With code `MIXER_CONFIG_REQUIRED` if the pool has no smart mixing.
   *
   * @example Create a control task, and open the pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const task = await toloka.tasks.create({
   *   pool_id: "12345",
   *   input_values: { image: "https://example.com/cat.png" },
   *   known_solutions: [{ output_values: { animal: "cat" } }],
   *   infinite_overlap: true,
   * }, { openPool: true });
   * console.log(task.id);
   * ```
   */
  create(
    task: TaskInput<Input, Output>,
    options?: CreateOptions,
  ): Promise<Task<Input, Output>> {
    return createOne(this.#transport, this.#kind, task, options);
  }

  /**
   * Creates any number of tasks, in as many requests as the API's limits ask
   * for, and reads them back. Each request is an operation of its own that a
   * repeat takes over, so no task is created twice.
   *
   * @param tasks The tasks; a list is checked as a whole before anything is sent.
   * @returns Created tasks and refused ones by their position in the input.
   * @throws {RangeError} If there are no tasks, or one is too large for a request.
   * @throws {TolokaValidationError} If no task is valid, or one is not and invalid ones are not to be skipped.
   * @throws {TolokaIdempotencyError} If `operationId` was used before for other items; nothing is sent then.
   * @throws {TolokaIncompleteError} If a request fails after some are created, or it is not known what became of some; its `done` is a {@linkcode CreateManyResult}.
   *
   * @example Upload what is valid, and see how far it is
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const images = ["https://example.com/3.png", "https://example.com/4.png"];
   * const tasks = images.map((image) => ({
   *   pool_id: "12345",
   *   overlap: 3,
   *   input_values: { image },
   * }));
   * const { validation_errors } = await toloka.tasks.createMany(tasks, {
   *   skipInvalidItems: true,
   *   onProgress: ({ created, total }) =>
   *     console.log(`${created} of ${total}`),
   * });
   * console.log(validation_errors);
   * ```
   */
  createMany<Given extends TaskInput<Input, Output>>(
    tasks:
      | readonly ExactTask<Given>[]
      | Iterable<ExactTask<Given>>
      | AsyncIterable<ExactTask<Given>>,
    options?: CreateManyOptions,
  ): Promise<CreateManyResult<Task<Input, Output>>> {
    return createMany(this.#transport, this.#kind, tasks, options);
  }

  /**
   * Starts creating tasks, at most 10,000, and does not wait.
   *
   * One call is one operation: calling again with the same `operationId` gives
   * the operation that exists, once it has ended and its items are compared, and
   * {@linkcode matchOperationLog} reads the result of each item from its log.
   *
   * @returns The operation; its log will have the result of each task.
   * @throws {RangeError} If there are no tasks, or too many for one request.
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
   * const started = await toloka.tasks.startCreateMany([
   *   {
   *     pool_id: "12345",
   *     overlap: 3,
   *     input_values: { image: "https://example.com/3.png" },
   *   },
   * ]);
   * const { id } = await toloka.operations.wait(started);
   * console.log(await toloka.operations.getLog(id));
   * ```
   */
  startCreateMany<Given extends TaskInput<Input, Output>>(
    tasks: readonly ExactTask<Given>[],
    options?: StartCreateOptions,
  ): Promise<Operation> {
    return startCreateMany(this.#transport, this.#kind, tasks, options);
  }

  /**
   * Reads a task.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(
    taskId: string,
    options?: RequestOptions,
  ): Promise<Task<Input, Output>> {
    return this.#transport.get(path`/api/v1/tasks/${taskId}`, options);
  }

  /**
   * Reads one page of the tasks that match a query, as the API answers it.
   */
  find(
    query: TaskQuery & PageQuery<TaskSortField>,
    options?: RequestOptions,
  ): Promise<Page<Task<Input, Output>>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every task that matches a query.
   *
   * @example Print tasks
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (const task of toloka.tasks.list({ pool_id: "12345" })) {
   *   console.log(task.id, task.input_values.image);
   * }
   * ```
   */
  list(
    query: TaskQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<Task<Input, Output>> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Changes a task's overlap, known solutions or hint.
   *
   * @example Ask two more Tolokers, in an open pool
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { id, overlap } = await toloka.tasks.get("0001a5f2c7--64d1dfa2");
   * await toloka.tasks.patch(id, { overlap: (overlap ?? 0) + 2 }, {
   *   openPool: true,
   * });
   * ```
   */
  patch(
    taskId: string,
    patch: TaskPatch<Output>,
    options: TaskPatchOptions = {},
  ): Promise<Task<Input, Output>> {
    const { openPool, ...rest } = options;
    const to = path`/api/v1/tasks/${taskId}`;
    const query = { open_pool: openPool };
    return this.#transport.patch(to, patch, rest, { query });
  }

  /**
   * Sets a task's overlap, or the least that is still possible: what has been
   * given out already stays. An overlap of 0 stops the task.
   *
   * @example Stop a task
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { overlap } = await toloka.tasks.setOverlapOrMin(
   *   "0001a5f2c7--64d1dfa2",
   *   { overlap: 0 },
   * );
   * console.log(`Given to ${overlap} Tolokers`);
   * ```
   */
  setOverlapOrMin(
    taskId: string,
    patch: TaskOverlapPatch,
    options: TaskPatchOptions = {},
  ): Promise<Task<Input, Output>> {
    const { openPool, ...rest } = options;
    const to = path`/api/v1/tasks/${taskId}/set-overlap-or-min`;
    const query = { open_pool: openPool };
    return this.#transport.patch(to, patch, rest, { query });
  }
}
