/** Reads streams of events once for all metrics that count them. */
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import type {
  EventStream,
  StreamEvent,
  StreamOptions,
} from "../streaming/event_stream.ts";
import type { MetricReading } from "./reading.ts";

/** Streams that are read at a time. */
const CONCURRENCY = 8;

/** One stream of a feed. */
export interface FeedSource<Item extends { id: string }> {
  /** Key of the stream, unique in its feed. */
  id: string;
  /** Creates the stream. */
  open(options: StreamOptions, from: Date | undefined): EventStream<Item>;
}

/** Listener to the events of a feed. */
export interface FeedListener<Item> {
  /** Name under which the feed keeps the listener's totals. */
  name: string;
  /** Computes the totals that an event changes: they are stored with its acknowledgement. */
  totalsWith(event: StreamEvent<Item>): Totals;
  /** Takes an event that is acknowledged. */
  take(event: StreamEvent<Item>): void;
  /** Takes totals that an earlier program stored. */
  restore(totals: Totals): void;
}

/** Totals by series. */
export type Totals = Readonly<Record<string, number>>;

/** Settings of a feed. */
export interface FeedSettings<Item extends { id: string }> {
  name: string;
  store: Store | undefined;
  sources: readonly FeedSource<Item>[];
  /** Earliest event that counts; `"NOW"` for the first reading. */
  from: Date | "NOW" | undefined;
}

/** Streams of events, read once in each reading. */
export class EventFeed<Item extends { id: string }> {
  /** Number of streams. */
  readonly size: number;
  readonly #set: FeedSettings<Item>;
  readonly #store: Store;
  readonly #listeners = new Set<FeedListener<Item>>();
  /** Totals by stream, and in it by listener: as stored. */
  readonly #totals = new Map<string, Record<string, Totals>>();
  #from: Date | undefined;

  constructor(settings: FeedSettings<Item>) {
    const { from, sources, store } = settings;
    this.#set = settings;
    this.#store = store ?? memoryStore();
    this.#from = from === "NOW" ? undefined : from;
    this.size = sources.length;
  }

  /**
   * Reads the new events, and passes them to the listeners.
   *
   * @returns The errors of streams that could not be read.
   */
  read(
    reading: MetricReading,
    listener: FeedListener<Item>,
  ): Promise<unknown[]> {
    this.#listeners.add(listener);
    return reading.once(this, () => this.#readAll(reading));
  }

  async #readAll(reading: MetricReading): Promise<unknown[]> {
    const { from, sources } = this.#set;
    if (from === "NOW") this.#from ??= reading.now();
    const waiting = [...sources];
    const errors: unknown[] = [];
    const work = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        await this.#readOne(one, reading).catch((error) => errors.push(error));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    return errors;
  }

  async #readOne(
    source: FeedSource<Item>,
    { signal }: MetricReading,
  ): Promise<void> {
    signal.throwIfAborted();
    await this.#restore(source);
    const stop = new AbortController();
    const abort = () => stop.abort(signal.reason);
    signal.addEventListener("abort", abort);
    let failure: { error: unknown } | undefined;
    const stream = source.open({
      store: this.#store,
      name: `${this.#set.name} ${source.id}`,
      worker: "metrics",
      until: "CAUGHT_UP",
      history: "WINDOW",
      signal: stop.signal,
      onError: (error) => {
        failure ??= { error };
        stop.abort();
      },
    }, this.#from);
    try {
      for await (const event of stream) await this.#count(source, event);
    } finally {
      signal.removeEventListener("abort", abort);
    }
    signal.throwIfAborted();
    if (failure) throw failure.error;
  }

  /** Counts an event in the same commit as its acknowledgement. */
  async #count(
    source: FeedSource<Item>,
    event: StreamEvent<Item>,
  ): Promise<void> {
    const listeners = [...this.#listeners];
    const totals = { ...this.#totals.get(source.id) };
    for (const one of listeners) {
      totals[one.name] = { ...totals[one.name], ...one.totalsWith(event) };
    }
    await event.ack({ set: { [this.#keyOf(source)]: totals } });
    this.#totals.set(source.id, totals);
    for (const one of listeners) one.take(event);
  }

  /** Takes over the totals of a program that ended. */
  async #restore(source: FeedSource<Item>): Promise<void> {
    if (this.#totals.has(source.id)) return;
    const stored = await this.#store.get<Record<string, Totals>>(
      this.#keyOf(source),
    );
    const totals = stored?.value ?? {};
    for (const one of this.#listeners) one.restore(totals[one.name] ?? {});
    this.#totals.set(source.id, totals);
  }

  #keyOf({ id }: FeedSource<Item>): string {
    return `metrics/${this.#set.name}/${id}`;
  }
}
