import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { Operation } from "../types/operations.ts";
import type {
  Training,
  TrainingInput,
  TrainingQuery,
  TrainingSortField,
} from "../types/trainings.ts";
import {
  change,
  clone,
  startChange,
  startClone,
  type StateChange,
  type Target,
} from "../operations/state_changes.ts";
import type { WaitOptions } from "../operations/wait.ts";

const LISTING: Listing = {
  noun: "trainings",
  path: "/api/v1/trainings",
  cursor: "id",
  maxPageSize: 300,
};

/**
 * Trainings: unpaid tasks with hints that teach Tolokers a project and measure
 * how well they have learned it. Reached as `toloka.trainings`.
 *
 * @example Open a training and close it again
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const training = await toloka.trainings.open("12345");
 * console.log(training.status); // OPEN
 * await toloka.trainings.close(training.id);
 * ```
 */
export class Trainings {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a training, closed and without tasks.
   *
   * @returns The training as the server has it.
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Create a training whose result expires after a month
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const training = await toloka.trainings.create({
   *   project_id: "12345",
   *   private_name: "Learn cats and dogs",
   *   inherited_instructions: true,
   *   may_contain_adult_content: false,
   *   assignment_max_duration_seconds: 600,
   *   mix_tasks_in_creation_order: true,
   *   shuffle_tasks_in_task_suite: true,
   *   training_tasks_in_task_suite_count: 5,
   *   retry_training_after_days: 30,
   * });
   * console.log(training.status); // CLOSED
   * ```
   */
  create(training: TrainingInput, options?: RequestOptions): Promise<Training> {
    return this.#transport.post(LISTING.path, training, options);
  }

  /**
   * Reads a training.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(trainingId: string, options?: RequestOptions): Promise<Training> {
    return this.#transport.get(path`/api/v1/trainings/${trainingId}`, options);
  }

  /**
   * Reads one page of the trainings that match a query, as the API answers it.
   */
  find(
    query: TrainingQuery & PageQuery<TrainingSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Training>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every training that matches a query.
   *
   * @example Print open trainings
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (const training of toloka.trainings.list({ status: "OPEN" })) {
   *   console.log(training.id, training.private_name);
   * }
   * ```
   */
  list(
    query: TrainingQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<Training> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Replaces a training's settings; what is left out goes back to its default.
   *
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Let Tolokers repeat a training every week
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const training = await toloka.trainings.get("12345");
   * await toloka.trainings.update(training.id, {
   *   ...training,
   *   retry_training_after_days: 7,
   * });
   * ```
   */
  update(
    trainingId: string,
    training: TrainingInput,
    options?: RequestOptions,
  ): Promise<Training> {
    return this.#transport.put(
      path`/api/v1/trainings/${trainingId}`,
      training,
      options,
    );
  }

  /**
   * Opens a training for Tolokers and waits until it is open.
   *
   * @returns The open training.
   * @throws {TolokaIncorrectActionError} If it cannot be opened: `EMPTY_POOL`, ...
   * @throws {TolokaOperationError} If opening fails.
   *
   * @example Open a training, or say what keeps it closed
   * ```ts
   * import { TolokaClient, TolokaIncorrectActionError } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * try {
   *   await toloka.trainings.open("12345", {
   *     signal: AbortSignal.timeout(60_000),
   *   });
   * } catch (error) {
   *   if (!(error instanceof TolokaIncorrectActionError)) throw error;
   *   console.log(error.code); // EMPTY_POOL, ...
   * }
   * ```
   */
  open(trainingId: string, options?: WaitOptions): Promise<Training> {
    return change(this.#transport, stateChange(trainingId, "open"), options);
  }

  /**
   * Starts opening a training.
   *
   * @returns The operation, or `undefined` if the training is open already.
   */
  startOpen(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(trainingId, "open"),
      options,
    );
  }

  /**
   * Closes a training and waits until it is closed. Tolokers who have a task suite may still finish it.
   *
   * @returns The closed training.
   * @throws {TolokaOperationError} If closing fails.
   *
   * @example Stop training Tolokers
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { status, last_close_reason } = await toloka.trainings.close(
   *   "12345",
   * );
   * console.log(status, last_close_reason);
   * ```
   */
  close(trainingId: string, options?: WaitOptions): Promise<Training> {
    return change(this.#transport, stateChange(trainingId, "close"), options);
  }

  /**
   * Starts closing a training.
   *
   * @returns The operation, or `undefined` if the training is closed already.
   */
  startClose(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(trainingId, "close"),
      options,
    );
  }

  /**
   * Closes a training for a change of its settings. The server opens it again after
   * 15 minutes, without the usual checks, unless that is done before.
   *
   * @returns The closed training.
   * @throws {TolokaOperationError} If closing fails.
   *
   * @example Change an open training
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.trainings.open("12345");
   * const training = await toloka.trainings.closeForUpdate("12345");
   * await toloka.trainings.update(training.id, {
   *   ...training,
   *   assignment_max_duration_seconds: 900,
   * });
   * await toloka.trainings.open(training.id);
   * ```
   */
  closeForUpdate(trainingId: string, options?: WaitOptions): Promise<Training> {
    return change(
      this.#transport,
      stateChange(trainingId, "close-for-update"),
      options,
    );
  }

  /**
   * Starts closing a training for a change of its settings.
   *
   * @returns The operation, or `undefined` if the training is closed already.
   */
  startCloseForUpdate(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(trainingId, "close-for-update"),
      options,
    );
  }

  /**
   * Archives a closed training: it can be read but no longer changed, opened or reviewed.
   *
   * @returns The archived training.
   * @throws {TolokaIncorrectActionError} With code `TRAINING_ARCHIVE_CONFLICT` while a pool that needs it is not archived.
   * @throws {TolokaOperationError} If archiving fails.
   *
   * @example Archive a training
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const training = await toloka.trainings.archive("12345", {
   *   maxWait: 60_000,
   * });
   * console.log(training.status); // ARCHIVED
   * ```
   */
  archive(trainingId: string, options?: WaitOptions): Promise<Training> {
    return change(this.#transport, stateChange(trainingId, "archive"), options);
  }

  /**
   * Starts archiving a training.
   *
   * @returns The operation, or `undefined` if the training is archived already.
   */
  startArchive(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return startChange(
      this.#transport,
      stateChange(trainingId, "archive"),
      options,
    );
  }

  /**
   * Creates an empty training with the settings of another one.
   *
   * @returns The new training.
   * @throws {TolokaOperationError} If cloning fails.
   *
   * @example Create a training like another one, with a name of its own
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const training = await toloka.trainings.clone("12345");
   * await toloka.trainings.update(training.id, {
   *   ...training,
   *   private_name: "Harder pictures",
   * });
   * ```
   */
  clone(trainingId: string, options?: WaitOptions): Promise<Training> {
    return clone(this.#transport, target(trainingId), "training_id", options);
  }

  /**
   * Starts making an empty training with the settings of another one.
   *
   * @returns The operation; its `details` will name the new training.
   *
   * @example Find the new training when it is there
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const started = await toloka.trainings.startClone("12345");
   * const operation = await toloka.operations.wait(started);
   * if (operation.type === "TRAINING.CLONE") {
   *   console.log(operation.details?.training_id);
   * }
   * ```
   */
  startClone(trainingId: string, options?: RequestOptions): Promise<Operation> {
    return startClone(this.#transport, target(trainingId), options);
  }
}

function target(id: string): Target {
  return { collection: LISTING.path, id };
}

function stateChange(id: string, verb: StateChange["verb"]): StateChange {
  return { ...target(id), verb };
}
