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
import { type Action, clone, run, start } from "./life_cycle.ts";
import type { WaitOptions } from "./operations.ts";

const LISTING: Listing = {
  noun: "trainings",
  path: "/api/v1/trainings",
  cursor: "id",
  most: 300,
};

/**
 * Trainings: unpaid tasks with hints that teach Tolokers a project and measure
 * how well they have learned it. Reached as `toloka.trainings`.
 *
 * @example Open a training and close it again
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your-token", environment: "SANDBOX" });
 * const training = await toloka.trainings.open("12345");
 * console.log(training.status); // OPEN
 * await toloka.trainings.close(training.id);
 * ```
 */
export class Trainings {
  readonly #transport: Transport;

  /** Made by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes a training, closed and without tasks.
   *
   * @returns The training as the server has it.
   * @throws {TolokaValidationError} If a field breaks a rule.
   */
  create(training: TrainingInput, options?: RequestOptions): Promise<Training> {
    return this.#transport.request(
      "POST",
      LISTING.path,
      { body: training },
      options,
    );
  }

  /**
   * Reads a training.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(trainingId: string, options?: RequestOptions): Promise<Training> {
    return this.#transport.request(
      "GET",
      path`/api/v1/trainings/${trainingId}`,
      {},
      options,
    );
  }

  /** One page of the trainings that match a query, as the API answers it. */
  find(
    query: TrainingQuery & PageQuery<TrainingSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Training>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /** Every training that matches a query. */
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
   */
  update(
    trainingId: string,
    training: TrainingInput,
    options?: RequestOptions,
  ): Promise<Training> {
    return this.#transport.request(
      "PUT",
      path`/api/v1/trainings/${trainingId}`,
      { body: training },
      options,
    );
  }

  /**
   * Opens a training for Tolokers and waits until it is open.
   *
   * @returns The open training.
   * @throws {TolokaIncorrectActionError} If it cannot be opened: `EMPTY_POOL`, ...
   * @throws {TolokaOperationError} If opening fails.
   */
  open(trainingId: string, options?: WaitOptions): Promise<Training> {
    return run(this.#transport, action(trainingId, "open"), options);
  }

  /** Starts opening a training. @returns The operation, or `undefined` if the training is open already. */
  startOpen(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(trainingId, "open"), options);
  }

  /**
   * Closes a training and waits until it is closed. Tolokers who have a task suite may still finish it.
   *
   * @returns The closed training.
   * @throws {TolokaOperationError} If closing fails.
   */
  close(trainingId: string, options?: WaitOptions): Promise<Training> {
    return run(this.#transport, action(trainingId, "close"), options);
  }

  /** Starts closing a training. @returns The operation, or `undefined` if the training is closed already. */
  startClose(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(trainingId, "close"), options);
  }

  /**
   * Closes a training for a change of its settings. The server opens it again after
   * 15 minutes, without the usual checks, unless that is done before.
   *
   * @returns The closed training.
   * @throws {TolokaOperationError} If closing fails.
   */
  closeForUpdate(trainingId: string, options?: WaitOptions): Promise<Training> {
    return run(
      this.#transport,
      action(trainingId, "close-for-update"),
      options,
    );
  }

  /** Starts closing a training for a change of its settings. @returns The operation, or `undefined` if the training is closed already. */
  startCloseForUpdate(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(
      this.#transport,
      action(trainingId, "close-for-update"),
      options,
    );
  }

  /**
   * Archives a closed training: it can be read but no longer changed, opened or reviewed.
   *
   * @returns The archived training.
   * @throws {TolokaIncorrectActionError} With code `TRAINING_ARCHIVE_CONFLICT` while a pool that needs it is not archived.
   * @throws {TolokaOperationError} If archiving fails.
   */
  archive(trainingId: string, options?: WaitOptions): Promise<Training> {
    return run(this.#transport, action(trainingId, "archive"), options);
  }

  /** Starts archiving a training. @returns The operation, or `undefined` if the training is archived already. */
  startArchive(
    trainingId: string,
    options?: RequestOptions,
  ): Promise<Operation | undefined> {
    return start(this.#transport, action(trainingId, "archive"), options);
  }

  /**
   * Makes an empty training with the settings of another one.
   *
   * @returns The new training.
   * @throws {TolokaOperationError} If cloning fails.
   */
  clone(trainingId: string, options?: WaitOptions): Promise<Training> {
    const source = { collection: LISTING.path, id: trainingId };
    return clone(this.#transport, source, "training_id", options);
  }

  /** Starts making an empty training with the settings of another one. @returns The operation; its `details` will name the new training. */
  startClone(trainingId: string, options?: RequestOptions): Promise<Operation> {
    const cloning = action(trainingId, "clone");
    return start(this.#transport, cloning, options) as Promise<Operation>;
  }
}

function action(id: string, verb: Action["verb"]): Action {
  return { collection: LISTING.path, id, verb };
}
