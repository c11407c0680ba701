/** Events without loss: read by polling, announced by webhooks, handled by any number of workers. */
import {
  TolokaApiError,
  TolokaPermissionError,
  TolokaRequestError,
} from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { Store, StoreCommit } from "../store/store.ts";
import type { WebhookEvent } from "../types/webhook_subscriptions.ts";
import { Bell } from "./bell.ts";
import { type Claim, Inbox } from "./inbox.ts";
import { Scanner } from "./scanner.ts";
import type { Source } from "./sources.ts";
import { operationIdOf, StreamKeys } from "./state.ts";

/** Condition under which a stream ends by itself. */
export type StreamEnd = "STOPPED" | "CAUGHT_UP" | "POOL_CLOSED";

/** Options of a stream. */
export interface StreamOptions {
  /** Store in which the stream keeps its seen and its waiting events. */
  store: Store;
  /** Name of the stream in the store. Streams with different names are independent. */
  name: string;
  /**
   * Name of this worker: a restarted worker with the same name immediately
   * resumes the events that it held; others wait for their leases to expire.
   * Two workers that run at the same time must not share a name.
   *
   * @default a random name
   */
  worker?: string | undefined;
  /** Milliseconds between two reads of the listing, by any worker. @default 15_000 */
  period?: number | undefined;
  /**
   * Longest delay with which the listing may show an item, in milliseconds: each
   * read overlaps the previous one by it. Only a sweep finds later items.
   *
   * @default 120_000
   */
  overlap?: number | undefined;
  /**
   * Milliseconds after which a worker that shows no sign of life loses its
   * events to others; they wait 1.5 times as long, by their own clocks.
   *
   * @default 60_000
   */
  lease?: number | undefined;
  /** Events that a worker takes at a time, 1 to 5. @default 5 */
  prefetch?: number | undefined;
  /** Events that may wait before the listing is not read further, 1 to 1,000. @default 1_000 */
  capacity?: number | undefined;
  /**
   * Condition under which iterating ends by itself: `"STOPPED"` never,
   * `"CAUGHT_UP"` when all events so far are handled, `"POOL_CLOSED"` when the
   * pool is closed, nobody works in it, everything was read again, and all
   * events are handled.
   *
   * @default "STOPPED"
   */
  until?: StreamEnd | undefined;
  /**
   * Memory of seen events. `"ALL"` keeps one small record for each, which a
   * sweep needs; `"WINDOW"` removes records behind the window, so that the store
   * does not grow, and disables sweeps.
   *
   * @default "ALL"
   */
  history?: "ALL" | "WINDOW" | undefined;
  /** Ends iterating: the current event is acknowledged if the loop asks for the next one, the rest is given back. */
  signal?: AbortSignal | undefined;
  /** Called with the error of a failed read, which is tried again after a period. */
  onError?: ((error: unknown) => void) | undefined;
}

/**
 * Event of an item.
 *
 * @typeParam Item The item.
 * @typeParam Type Types of events.
 */
export interface StreamEvent<Item, Type extends string = string> {
  /** Type of the event. */
  readonly type: Type;
  /** Id of the item. */
  readonly id: string;
  /** Time of the event as the item has it, in UTC. */
  readonly time: string;
  /** The item as it was when the event was found. */
  readonly item: Item;
  /**
   * A UUID that follows from the event and the stream's name: the same each
   * time the event is handed out. Pass it as an operation id, so that a
   * repeated handler does not act twice.
   */
  readonly operationId: string;
  /** Number of times that the event was handed out, this one included. */
  readonly attempt: number;
  /** Signal that aborts when another worker has taken the event over, as this one seemed dead. */
  readonly signal: AbortSignal;
  /**
   * Acknowledges the event: it is not handed out again. Writes to the store
   * that are passed to it are part of the same commit, so they happen exactly
   * once. Does nothing if the event was acknowledged before.
   *
   * An event whose `ack()` failed is given back when the loop asks for the next
   * one.
   *
   * @param changes Checks (at most 8), values and keys to delete.
   * @throws {StoreError} If another worker has taken the event over or a check fails; nothing is written in that case.
   */
  ack(changes?: StoreCommit): Promise<void>;
  /** Gives the event back, to be handed out again to the first worker that asks. */
  release(): Promise<void>;
}

const DEFAULTS = {
  period: 15_000,
  overlap: 120_000,
  lease: 60_000,
  prefetch: 5,
  capacity: 1_000,
};

/** Pause between two looks for events that other processes have found, in milliseconds. */
const POLL = 250;

/** Longest pause of a pass that failed, as a multiple of the period. */
const MOST_PERIODS = 8;

/** Parts of a stream that a review uses. */
interface Reviewing<Item> {
  store: Store;
  /** Key under which the verdict about the event is stored. */
  verdictKey: string;
  send: Source<Item>["review"];
  read: Source<Item>["read"];
}

/** Reaches into a stream for a review. */
export let reviewingOf: <Item extends { id: string }, Type extends string>(
  stream: EventStream<Item, Type>,
  event: StreamEvent<Item, Type>,
) => Reviewing<Item>;

/**
 * Events of one kind, each handed out until it is acknowledged. Created by
 * {@linkcode assignmentEvents} and its siblings.
 *
 * Iterating acknowledges an event when the loop asks for the next one. A loop
 * that is left by `break` or an error does not acknowledge its last event: call
 * `event.ack()` before. Several loops, processes and machines may iterate over
 * the stream of one name in one store: each event goes to one of them.
 *
 * @typeParam Item The item that changes.
 * @typeParam Type Types of events.
 *
 * @example Find events that the listing showed too late, when the work is done
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import {
 *   assignmentEvents,
 *   type EventStream,
 * } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const query = { pool_id: "12345" };
 * const options = { store: memoryStore(), name: "sweep" };
 * const stream = assignmentEvents(toloka, query, options);
 * const late = (stream: EventStream<{ id: string }>) => stream.sweep();
 * console.log(late.name, stream.name); // await late(stream)
 * ```
 */
export class EventStream<
  Item extends { id: string },
  Type extends string = string,
> implements AsyncIterable<StreamEvent<Item, Type>> {
  /** Name of the stream in its store. */
  readonly name: string;
  readonly #source: Source<Item>;
  readonly #types: readonly Type[];
  readonly #options: StreamOptions & typeof DEFAULTS;
  readonly #keys: StreamKeys;
  readonly #bell = new Bell();
  readonly #scanner: Scanner<Item>;
  readonly #inbox: Inbox;
  /** Events whose `ack()` failed: asking for the next one does not acknowledge them. */
  readonly #failed = new WeakSet<StreamEvent<Item, Type>>();

  /** Created by {@linkcode assignmentEvents} and its siblings. */
  constructor(
    source: Source<Item>,
    types: readonly Type[] | undefined,
    options: StreamOptions,
  ) {
    const set = { ...DEFAULTS, ...defined(options) } as
      & StreamOptions
      & typeof DEFAULTS;
    this.#types = checkTypes(source, types) as readonly Type[];
    checkOptions(source, set);
    this.name = set.name;
    this.#source = source;
    this.#options = set;
    this.#keys = new StreamKeys(set.name);
    this.#scanner = new Scanner({
      store: set.store,
      keys: this.#keys,
      source,
      types: this.#types,
      overlap: set.overlap,
      capacity: set.capacity,
      trims: set.history === "WINDOW",
      bell: this.#bell,
    });
    const worker = set.worker ?? crypto.randomUUID();
    this.#inbox = new Inbox(set.store, this.#keys, worker, set.lease);
  }

  /** Yields the events, each acknowledged when the next one is asked for. */
  async *[Symbol.asyncIterator](): AsyncGenerator<
    StreamEvent<Item, Type>,
    void,
    void
  > {
    for await (const event of this.unacknowledged()) {
      try {
        yield event;
        const failed = this.#failed.has(event);
        if (!failed && !event.signal.aborted) await event.ack();
      } finally {
        await event.release();
      }
    }
  }

  /**
   * Yields the events, each acknowledged only by its `ack()` or given back by its
   * `release()`: for programs that work on several at a time. The loop gets
   * the next event whether or not the ones before are acknowledged. After the
   * loop their leases are not renewed any more.
   *
   * @param onIdle Called and awaited when no event is ready.
   */
  async *unacknowledged(onIdle?: () => unknown): AsyncGenerator<
    StreamEvent<Item, Type>,
    void,
    void
  > {
    const { store, prefetch, lease } = this.#options;
    const stop = new AbortController();
    const { signal: outer } = this.#options;
    const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
    const reading = new Reading();
    const read = this.#read(reading, signal);
    const ready: Claim[] = [];
    const timer = setInterval(() => {
      this.#inbox.renew().catch((error) => reading.fail(error, this.#bell));
    }, lease / 3);
    try {
      while (!signal.aborted) {
        reading.check();
        if (ready.length === 0) {
          const claims = await this.#inbox.claim(prefetch);
          ready.push(...claims);
        }
        const claim = ready.shift();
        if (claim) {
          if (claim.lost.signal.aborted) continue;
          const stored = await store.get<Item>(this.#keys.item(claim.event));
          const item = stored?.value ??
            await this.#source.read(claim.entry.id, { signal });
          yield await this.#eventOf(claim, item);
          continue;
        }
        await onIdle?.();
        if (reading.ended && await this.#inbox.isEmpty()) {
          return;
        } else {
          await this.#bell.wait(POLL, signal);
        }
      }
    } catch (error) {
      if (!outer?.aborted || error !== outer.reason) throw error;
    } finally {
      clearInterval(timer);
      stop.abort();
      this.#bell.ring();
      await read;
      for (const claim of ready) await this.#inbox.release(claim, false);
    }
  }

  /**
   * Reads the whole listing again, and puts events that were never seen into the
   * inbox: no event is lost, however late the listing showed it.
   *
   * @returns Number of events that the stream had not seen.
   * @throws {TypeError} If the stream remembers only its window.
   */
  async sweep(options: RequestOptions = {}): Promise<number> {
    if (this.#options.history === "WINDOW") {
      throw new TypeError(
        `Cannot sweep stream "${this.name}" as 'history' must be "ALL": current value is "WINDOW"`,
      );
    }
    return await this.#scanner.scan(true, options);
  }

  /**
   * Takes an event that a webhook delivered, so that it is handled without
   * waiting for the next read: give it to `webhookHandler` as one of its
   * functions. The assignment is read from the server, and its event is handed
   * out once, whether the webhook or the listing shows it first. A deliverer
   * need not iterate: the store brings the event to the workers.
   *
   * @param event Event as `webhookHandler` gives it.
   * @returns `true` if the event is new; `false` also for events of other types and pools.
   * @throws {TolokaError} If the assignment cannot be read; the delivery then fails and is repeated.
   *
   * @example Usage
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   * import { memoryStore } from "@toloka/client/store";
   * import { assignmentEvents } from "@toloka/client/streaming";
   * import { webhookHandler } from "@toloka/client/webhooks";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const stream = assignmentEvents(toloka, {
   *   pool_id: "12345",
   *   types: ["SUBMITTED"],
   * }, {
   *   store: memoryStore(),
   *   name: "review",
   * });
   * const handler = webhookHandler({
   *   secret: "12345",
   *   onEvent: (event) => stream.deliver(event),
   * });
   * console.log(handler); // Deno.serve(handler)
   * ```
   */
  async deliver(event: WebhookEvent): Promise<boolean> {
    const { poolId, noun } = this.#source;
    if (poolId !== undefined && event.pool_id !== poolId) return false;
    if (event.type === "POOL_CLOSED") this.#bell.ring();
    const type = /^ASSIGNMENT_(\w+)$/.exec(event.type)?.[1]
      ?.replace("APPROVED", "ACCEPTED") as Type | undefined;
    if (noun !== "assignments" || !type || !this.#types.includes(type)) {
      return false;
    }
    const { assignment_id: id } = event as { assignment_id: string };
    const item = await this.#source.read(id, {});
    return await this.#scanner.admit(type, [item]) > 0;
  }

  /** Removes everything that the stream keeps in its store: it begins again. No worker may be running. */
  async forget(): Promise<void> {
    const { store } = this.#options;
    for (;;) {
      const entries = await store.list(this.#keys.space, { limit: 300 });
      if (entries.length === 0) return this.#scanner.reset();
      await store.commit({ delete: entries.map(({ key }) => key) });
    }
  }

  async #eventOf(
    claim: Claim,
    item: Item,
  ): Promise<StreamEvent<Item, Type>> {
    const { entry: { type, id, time }, event, attempt } = claim;
    let settled = false;
    const settle = async (how: () => Promise<void>) => {
      if (settled) return;
      await how();
      settled = true;
    };
    const ack = async (changes?: StoreCommit) => {
      try {
        await this.#inbox.done(claim, changes);
      } catch (error) {
        this.#failed.add(one);
        throw error;
      }
    };
    const one: StreamEvent<Item, Type> = {
      type: type as Type,
      id,
      time,
      item,
      attempt,
      operationId: await operationIdOf(this.#keys.space, event),
      signal: claim.lost.signal,
      ack: (changes) => settle(() => ack(changes)),
      release: () => settle(() => this.#inbox.release(claim)),
    };
    return one;
  }

  /** Reads the listing repeatedly, unless another process does. */
  async #read(reading: Reading, signal: AbortSignal): Promise<void> {
    const { period, until = "STOPPED", onError } = this.#options;
    let scans: number | undefined;
    let failures = 0;
    const closing = new Closing(this.#options.overlap);
    while (!signal.aborted) {
      let pause = period;
      try {
        const { cursor } = await this.#scanner.cursor();
        const others = scans !== undefined && cursor.scans !== scans;
        if (!others) await this.#scanner.scan(false, { signal });
        scans = (await this.#scanner.cursor()).cursor.scans;
        if (until === "CAUGHT_UP") reading.ended = true;
        await this.#endPool(closing, reading, signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (isFatal(error)) return reading.fail(error, this.#bell);
        pause *= Math.min(++failures, MOST_PERIODS);
        scans = undefined;
        onError?.(error);
      }
      if (reading.ended) return this.#bell.ring();
      // Processes that keep in step would all read at the same moment.
      await sleep(pause * (1 + Math.random() / 5), signal);
    }
  }

  /** Reads everything once more after the pool was closed for as long as its last events may be late. */
  async #endPool(
    closing: Closing,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<void> {
    const { until, history } = this.#options;
    if (!this.#source.isOver) return;
    if (until !== "POOL_CLOSED" && history === "WINDOW") return;
    const over = await this.#source.isOver({ signal });
    if (!closing.isDue(over)) {
      if (!over) await this.#scanner.noteSwept(false);
      return;
    }
    const { cursor } = await this.#scanner.cursor();
    if (!cursor.swept || until === "POOL_CLOSED") {
      await this.#scanner.scan(history !== "WINDOW", { signal });
      await this.#scanner.noteSwept(true);
    }
    if (until === "POOL_CLOSED") reading.ended = true;
  }

  static {
    reviewingOf = (stream, event) => ({
      store: stream.#options.store,
      verdictKey: stream.#keys.verdict(stream.#keys.event(event)),
      send: stream.#source.review,
      read: stream.#source.read,
    });
  }
}

/** Messages from the reading side of an iteration to the other. */
class Reading {
  /** `true` once this iteration will put nothing more into the inbox. */
  ended = false;
  #failure: { error: unknown } | undefined;

  /** Ends the iteration with an error. */
  fail(error: unknown, bell: Bell): void {
    this.#failure ??= { error };
    bell.ring();
  }

  /** Throws the error that ended the iteration, if there is one. */
  check(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

/** Notices that a pool has been closed for some time, by this process's own clock. */
class Closing {
  readonly #wait: number;
  #since: number | undefined;

  constructor(wait: number) {
    this.#wait = wait;
  }

  isDue(over: boolean): boolean {
    if (!over) {
      this.#since = undefined;
      return false;
    }
    this.#since ??= performance.now();
    return performance.now() - this.#since >= this.#wait;
  }
}

/** Tells whether a retry would fail in the same way. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof TolokaRequestError)) return true;
  if (!(error instanceof TolokaApiError)) {
    return error instanceof TolokaPermissionError;
  }
  const { status = 500 } = error;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Bell().wait(milliseconds, signal);
}

function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function checkTypes<Item>(
  source: Source<Item>,
  types: readonly string[] | undefined,
): readonly string[] {
  if (types === undefined) return source.types;
  const wrong = types.find((type) => !source.types.includes(type));
  if (types.length > 0 && wrong === undefined) return [...new Set(types)];
  throw new TypeError(
    `Cannot create stream as 'types' must be of ${
      source.types.map((type) => `"${type}"`).join(", ")
    }: current value is ${JSON.stringify(types)}`,
  );
}

function checkOptions<Item>(
  source: Source<Item>,
  options: StreamOptions & typeof DEFAULTS,
): void {
  const bounds = {
    period: [1, 86_400_000],
    overlap: [0, 86_400_000],
    lease: [100, 86_400_000],
    prefetch: [1, 5],
    capacity: [1, 1000],
  } as const;
  for (const [name, [least, most]] of Object.entries(bounds)) {
    const value = options[name as keyof typeof bounds];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    throw new RangeError(
      `Cannot create stream as '${name}' must be a whole number between ${least} and ${most}: current value is ${value}`,
    );
  }
  if (options.until === "POOL_CLOSED" && !source.isOver) {
    throw new TypeError(
      `Cannot create stream as 'until' must not be "POOL_CLOSED" without a pool: give the query a 'pool_id'`,
    );
  }
}
