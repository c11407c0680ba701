import type { TolokaClient } from "../client.ts";
import type { Store } from "../store/store.ts";
import type { Assignment } from "../types/assignments.ts";
import type { Pool } from "../types/pools.ts";
import { Bell } from "./bell.ts";
import type { StreamEvent, StreamOptions } from "./event_stream.ts";
import {
  assignmentEvents,
  type AssignmentEventType,
  poolStatusEvents,
  type PoolStatusEventType,
} from "./streams.ts";

/** Surroundings that a pipeline gives to its observers. */
export interface PipelineContext {
  /** The pipeline's store. */
  store: Store;
  /** Prefix for names of streams. */
  name: string;
  /** Signal that aborts when the pipeline is to end. */
  signal: AbortSignal;
}

/** Unit of work that a {@linkcode Pipeline} polls repeatedly. */
export interface Observer {
  /** Name under which the observer's state is kept: unique in its pipeline, and the same after a restart. */
  readonly name: string;
  /** `true` if the pipeline is to remove the observer. */
  readonly isDeleted?: boolean;
  /** Reads new events once, and handles them. */
  poll(context: PipelineContext): Promise<void>;
  /** Tells whether more events may come. */
  shouldResume(): Promise<boolean>;
}

/** Options of a {@linkcode Pipeline}. */
export interface PipelineOptions {
  /** Store in which the observers keep their state. */
  store: Store;
  /** Name of the pipeline in the store: the same after a restart. */
  name: string;
  /** Milliseconds from the start of one poll of an observer to the next. @default 60_000 */
  period?: number | undefined;
  /**
   * Condition for polling an observer again after a poll: its own period is over
   * (`"FIRST_COMPLETED"`), or all observers have finished their polls.
   *
   * @default "FIRST_COMPLETED"
   */
  mode?: "FIRST_COMPLETED" | "ALL_COMPLETED" | undefined;
  /** Ends the pipeline after the polls under way. */
  signal?: AbortSignal | undefined;
  /**
   * Called with an observer that failed and its error. The observer is polled
   * again with exponential backoff of up to eight periods; the others continue.
   *
   * @default writes to the console
   */
  onError?: ((error: unknown, observer: Observer) => void) | undefined;
}

interface Worker {
  observer: Observer;
  due: number;
  running: Promise<void> | undefined;
  resumes: boolean;
  failures: number;
}

/** Longest pause of an observer that fails, as a multiple of the period. */
const MOST_PERIODS = 8;

/**
 * Polls observers until none of them expects more events, as toloka-kit's
 * pipelines do. It ends when no observer expects more, and another round of
 * polls confirms it.
 *
 * Several processes may run the pipeline of one name over one store: they share
 * the events.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { AssignmentsObserver, Pipeline } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const pipeline = new Pipeline({ store: memoryStore(), name: "verify" });
 * const answers = pipeline.register(
 *   new AssignmentsObserver(toloka, "12345"),
 * );
 * answers.on("SUBMITTED", "accept", async (events) => {
 *   for (const { id } of events) await toloka.assignments.accept(id);
 * });
 * console.log(pipeline.observers.length); // await pipeline.run()
 * ```
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #period: number;
  readonly #workers: Worker[] = [];

  /**
   * Creates a pipeline without observers.
   *
   * @throws {RangeError} If the period is not a number of milliseconds from 1.
   */
  constructor(options: PipelineOptions) {
    const { period = 60_000 } = options;
    if (!(period >= 1 && period <= 86_400_000)) {
      throw new RangeError(
        `Cannot create pipeline as 'period' must be between 1 and 86400000 milliseconds: current value is ${period}`,
      );
    }
    this.#options = options;
    this.#period = period;
  }

  /** The observers that are polled. */
  get observers(): readonly Observer[] {
    return this.#workers.map(({ observer }) => observer);
  }

  /**
   * Adds an observer, also while the pipeline runs.
   *
   * @typeParam T The observer.
   * @returns The observer.
   * @throws {TypeError} If the pipeline has an observer of the same name.
   */
  register<T extends Observer>(observer: T): T {
    if (this.observers.some(({ name }) => name === observer.name)) {
      throw new TypeError(
        `Cannot register observer as its name must be unique: current value is "${observer.name}"`,
      );
    }
    this.#workers.push({
      observer,
      due: 0,
      running: undefined,
      resumes: true,
      failures: 0,
    });
    return observer;
  }

  /**
   * Polls the observers until none expects more events, or the signal aborts.
   *
   * @throws {TypeError} If there is no observer.
   */
  async run(): Promise<void> {
    if (this.#workers.length === 0) {
      throw new TypeError("Cannot run pipeline as it must have an observer");
    }
    const { signal = new AbortController().signal, mode } = this.#options;
    const bell = new Bell();
    let confirming = false;
    while (!signal.aborted) {
      const now = performance.now();
      for (const worker of [...this.#workers]) {
        if (worker.running) continue;
        if (worker.observer.isDeleted) {
          this.#workers.splice(this.#workers.indexOf(worker), 1);
        } else if (confirming || worker.due <= now) {
          worker.running = this.#poll(worker, signal).finally(() => {
            worker.running = undefined;
            bell.ring();
          });
        }
      }
      if (this.#workers.length === 0) return;
      if (confirming || mode === "ALL_COMPLETED") {
        await Promise.all(this.#workers.map(({ running }) => running));
      } else if (this.#workers.some(({ running }) => running)) {
        await bell.wait(this.#untilDue(), signal);
        if (this.#workers.some(({ running }) => running)) continue;
      }
      if (this.#workers.some(({ resumes }) => resumes)) {
        confirming = false;
        await bell.wait(this.#untilDue(), signal);
      } else if (confirming) {
        return;
      } else {
        confirming = true;
      }
    }
    await Promise.all(this.#workers.map(({ running }) => running));
  }

  /** Milliseconds until the next observer is due; a long time if all are running. */
  #untilDue(): number {
    const due = this.#workers.filter(({ running }) => !running)
      .map(({ due }) => due);
    const next = Math.min(...due, performance.now() + this.#period);
    return Math.max(1, next - performance.now());
  }

  async #poll(worker: Worker, signal: AbortSignal): Promise<void> {
    const { store, name, onError = report } = this.#options;
    const { observer } = worker;
    const start = performance.now();
    let pause = this.#period;
    try {
      await observer.poll({ store, name, signal });
      worker.resumes = await observer.shouldResume();
      worker.failures = 0;
    } catch (error) {
      worker.resumes = true;
      pause *= Math.min(2 ** worker.failures++, MOST_PERIODS);
      if (!signal.aborted) onError(error, observer);
    }
    worker.due = start + pause;
  }
}

function report(error: unknown, { name }: Observer): void {
  console.error(`Observer "${name}" failed and will be polled again:`, error);
}

/** Options of an observer. */
export interface ObserverOptions
  extends Pick<StreamOptions, "overlap" | "lease" | "worker"> {
  /** Name of the observer. @default its kind and the pool's id */
  name?: string | undefined;
}

/** Base class of the observers of a pool. Custom observers implement {@linkcode Observer}. */
export abstract class PoolObserver implements Observer {
  /** Name of the observer. */
  readonly name: string;
  /** Id of the pool. */
  readonly poolId: string;
  /** Client. */
  protected readonly toloka: Pick<TolokaClient, "assignments" | "pools">;
  /** Options of its streams. */
  protected readonly options: ObserverOptions;
  #enabled = true;
  #deleted = false;

  /** Creates an observer of a pool. */
  constructor(
    toloka: Pick<TolokaClient, "assignments" | "pools">,
    poolId: string,
    kind: string,
    options: ObserverOptions,
  ) {
    this.toloka = toloka;
    this.poolId = poolId;
    this.options = options;
    this.name = options.name ?? `${kind} ${poolId}`;
  }

  /** `true` after a call of {@linkcode PoolObserver.delete}. */
  get isDeleted(): boolean {
    return this.#deleted;
  }

  /** Marks the observer for removal before its next poll. */
  delete(): void {
    this.#deleted = true;
  }

  /** Disables the observer: polls do nothing, and the pipeline does not wait for it. */
  disable(): void {
    this.#enabled = false;
  }

  /** Enables the observer again after {@linkcode PoolObserver.disable}. */
  enable(): void {
    this.#enabled = true;
  }

  /** Reads new events once, and handles them. */
  async poll(context: PipelineContext): Promise<void> {
    if (this.#enabled) await this.handle(context);
  }

  /** Tells whether the pool is open, or Tolokers still work in it. */
  async shouldResume(): Promise<boolean> {
    if (!this.#enabled) return false;
    const { status } = await this.toloka.pools.get(this.poolId);
    if (status === "OPEN") return true;
    const { items } = await this.toloka.assignments.find({
      pool_id: this.poolId,
      status: "ACTIVE",
      limit: 1,
    });
    return items.length > 0;
  }

  /** Handles the new events. */
  protected abstract handle(context: PipelineContext): Promise<void>;

  /** Options of the stream of one handler. */
  protected streamOptions(
    { store, name, signal }: PipelineContext,
    handler: string,
  ): StreamOptions {
    const { overlap, lease, worker } = this.options;
    return {
      store,
      name: `${name}/${this.name}/${handler}`,
      until: "CAUGHT_UP",
      signal,
      overlap,
      lease,
      worker: worker ?? (processName ??= crypto.randomUUID()),
    };
  }
}

/**
 * All observers of a process are one worker, so that a poll goes on with what the
 * last one left. Workers of Cloudflare allow no random values while they load.
 */
let processName: string | undefined;

/** Handler of the events of one poll, in several calls if there are many. */
export type AssignmentsHandler = (
  events: readonly StreamEvent<Assignment, AssignmentEventType>[],
) => unknown;

/** Most events that a handler gets in one call. */
const MOST_EVENTS = 100;

/**
 * Calls handlers with the events of a pool's assignments. Each handler has its
 * own stream: if one fails, only that one receives its events again.
 *
 * @example Two handlers
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { AssignmentsObserver } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const observer = new AssignmentsObserver(toloka, "12345")
 *   .on("SUBMITTED", "log", (events) => console.log(events.length))
 *   .on("ACCEPTED", "save", async (events) => {
 *     for (const { item } of events) await Promise.resolve(item.solutions);
 *   });
 * console.log(observer.name);
 * ```
 */
export class AssignmentsObserver extends PoolObserver {
  readonly #handlers = new Map<
    string,
    { type: AssignmentEventType; handler: AssignmentsHandler }
  >();

  /**
   * Creates an observer without handlers.
   *
   * @param toloka Client.
   * @param poolId Id of the pool.
   * @param options Name, and settings of its streams.
   */
  constructor(
    toloka: Pick<TolokaClient, "assignments" | "pools">,
    poolId: string,
    options: ObserverOptions = {},
  ) {
    super(toloka, poolId, "assignments", options);
  }

  /**
   * Registers a handler for events of a type.
   *
   * @param type Type of the events.
   * @param name Name under which the handler's state is kept: the same after a restart.
   * @param handler Handler of the events, which are acknowledged when it has finished.
   * @returns The observer.
   * @throws {TypeError} If the type has a handler of this name.
   */
  on(
    type: AssignmentEventType,
    name: string,
    handler: AssignmentsHandler,
  ): this {
    const key = `${type} ${name}`;
    if (this.#handlers.has(key)) {
      throw new TypeError(
        `Cannot add handler as its name must be unique for its type: current value is "${name}"`,
      );
    }
    this.#handlers.set(key, { type, handler });
    return this;
  }

  /** Calls each handler with the events that are new to it. */
  protected override async handle(context: PipelineContext): Promise<void> {
    const runs = [...this.#handlers].map(async ([key, { type, handler }]) => {
      try {
        await this.#run(context, key, type, handler);
      } catch (cause) {
        throw new Error(`Handler "${key}" failed`, { cause });
      }
    });
    await throwAll(await Promise.allSettled(runs));
  }

  async #run(
    context: PipelineContext,
    key: string,
    type: AssignmentEventType,
    handler: AssignmentsHandler,
  ): Promise<void> {
    const stream = assignmentEvents(
      this.toloka,
      { pool_id: this.poolId, types: [type] },
      this.streamOptions(context, key),
    );
    let batch: StreamEvent<Assignment, AssignmentEventType>[] = [];
    const flush = async () => {
      if (batch.length === 0) return;
      await handler([...batch]);
      for (const event of batch) await event.ack();
      batch = [];
    };
    try {
      // The stream ends when nothing waits, so the batch must not wait for it.
      for await (const event of stream.unacknowledged(flush)) {
        batch.push(event);
        if (batch.length >= MOST_EVENTS) await flush();
      }
      await flush();
    } finally {
      for (const event of batch) await event.release();
    }
  }
}

/**
 * Calls handlers with a pool's current status, and with each change of it.
 *
 * @example Open the next pool when this one closes
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { PoolStatusObserver } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const observer = new PoolStatusObserver(toloka, "12345")
 *   .on("CLOSED", "next", () => toloka.pools.open("12346"));
 * console.log(observer.poolId);
 * ```
 */
export class PoolStatusObserver extends PoolObserver {
  readonly #handlers = new Map<
    string,
    { type: PoolStatusEventType; handler: (pool: Pool) => unknown }
  >();

  /**
   * Creates an observer without handlers.
   *
   * @param toloka Client.
   * @param poolId Id of the pool.
   * @param options Name.
   */
  constructor(
    toloka: Pick<TolokaClient, "assignments" | "pools">,
    poolId: string,
    options: ObserverOptions = {},
  ) {
    super(toloka, poolId, "pool status", options);
  }

  /**
   * Registers a handler for a status of the pool.
   *
   * @param status The status.
   * @param name Name under which the handler's state is kept: the same after a restart.
   * @param handler Function that is called with the pool.
   * @returns The observer.
   * @throws {TypeError} If the status has a handler of this name.
   */
  on(
    status: PoolStatusEventType,
    name: string,
    handler: (pool: Pool) => unknown,
  ): this {
    const key = `${status} ${name}`;
    if (this.#handlers.has(key)) {
      throw new TypeError(
        `Cannot add handler as its name must be unique for its status: current value is "${name}"`,
      );
    }
    this.#handlers.set(key, { type: status, handler });
    return this;
  }

  /** Calls the handlers of a status that is new to them. */
  protected override async handle(context: PipelineContext): Promise<void> {
    const runs = [...this.#handlers].map(async ([key, { type, handler }]) => {
      const query = { pool_id: this.poolId, types: [type] };
      const options = this.streamOptions(context, key);
      try {
        for await (
          const { item } of poolStatusEvents(this.toloka, query, options)
        ) await handler(item);
      } catch (cause) {
        throw new Error(`Handler "${key}" failed`, { cause });
      }
    });
    await throwAll(await Promise.allSettled(runs));
  }
}

function throwAll(results: readonly PromiseSettledResult<void>[]): void {
  const errors = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason] : []
  );
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    throw new AggregateError(errors, `${errors.length} handlers failed`);
  }
}
