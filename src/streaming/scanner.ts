/** Reads new events, and puts each into the inbox once. */
import type { RequestOptions } from "../options.ts";
import type { Store } from "../store/store.ts";
import type { Bell } from "./bell.ts";
import type { Source } from "./sources.ts";
import {
  type Cursor,
  type InboxEntry,
  NEW_CURSOR,
  type StreamKeys,
} from "./state.ts";
import { before, stampOf } from "./times.ts";

/** Most events of one commit. */
const BATCH = 100;
/** Most bytes of the items in one commit; an item that is larger is read again when it is handed out. */
const MOST = { item: 50_000, batch: 400_000 };
/** Number of seen events that a process remembers without asking the store. */
const REMEMBERED = 20_000;
/** Pause between two checks for room in the inbox, in milliseconds. */
const ROOM_PAUSE = 250;

/** Settings of a scanner. */
export interface ScannerSettings<Item> {
  store: Store;
  keys: StreamKeys;
  source: Source<Item>;
  types: readonly string[];
  overlap: number;
  capacity: number;
  trims: boolean;
  bell: Bell;
}

/** Reads the listing of a source for a stream. */
export class Scanner<Item extends { id: string }> {
  readonly #set: ScannerSettings<Item>;
  /** Events that are known to have been seen. */
  readonly #remembered = new Set<string>();

  constructor(settings: ScannerSettings<Item>) {
    this.#set = settings;
  }

  /** Forgets the seen events. */
  reset(): void {
    this.#remembered.clear();
  }

  /** The cursor, and the version to check. */
  async cursor(): Promise<{ cursor: Cursor; version: string | null }> {
    const { store, keys } = this.#set;
    const entry = await store.get<Cursor>(keys.cursor);
    return {
      cursor: entry?.value ?? NEW_CURSOR,
      version: entry?.version ?? null,
    };
  }

  /**
   * Reads everything new, or everything there is.
   *
   * @returns Number of new events.
   */
  async scan(sweep: boolean, options: RequestOptions): Promise<number> {
    let found = 0;
    for (const type of this.#set.types) {
      found += await this.#pass(type, sweep, options);
    }
    return found;
  }

  /** Notes that the pool closed and everything was read afterwards, or that it opened again. */
  async noteSwept(swept: boolean): Promise<void> {
    await this.#update((cursor) =>
      cursor.swept === swept ? undefined : { ...cursor, swept }
    );
  }

  async #pass(
    type: string,
    sweep: boolean,
    options: RequestOptions,
  ): Promise<number> {
    const { source, overlap } = this.#set;
    const { cursor } = await this.cursor();
    const mark = cursor.marks[type];
    const from = sweep || mark === undefined
      ? undefined
      : before(mark, overlap);
    // Items that appear during this pass may sort before the page that it has
    // reached. They are newer than every item known when the pass began, so
    // the next pass begins there, however long this one takes.
    const known = cursor.newest[type] ??
      stamped(await source.newest(type, options));
    let newest = known;
    let found = 0;
    for await (const page of source.pages(type, from, options)) {
      await this.#room(options.signal);
      found += await this.admit(type, page, 1);
      for (const item of page) {
        const stamp = stamped(source.timeOf(item, type));
        if (stamp && (!newest || stamp > newest)) newest = stamp;
      }
    }
    await this.#finish(type, known, newest);
    return found;
  }

  /**
   * Puts the events that were not seen into the inbox, and returns their number.
   *
   * @param scanned 1 if they were read from the listing: other processes then leave reading to this one.
   */
  async admit(
    type: string,
    items: readonly Item[],
    scanned: 0 | 1 = 0,
  ): Promise<number> {
    const { source, keys } = this.#set;
    const events: { entry: InboxEntry; item: Item; seen: string }[] = [];
    for (const item of items) {
      const time = source.timeOf(item, type);
      if (time === undefined || time === null) continue;
      const entry = { type, id: item.id, time };
      const seen = keys.seen(entry);
      if (!this.#remembered.has(seen)) events.push({ entry, item, seen });
    }
    let found = 0;
    while (events.length > 0) {
      found += await this.#admitBatch(type, events.splice(0, BATCH), scanned);
    }
    return found;
  }

  async #admitBatch(
    type: string,
    events: { entry: InboxEntry; item: Item; seen: string }[],
    scanned: 0 | 1,
  ): Promise<number> {
    const { store, keys, bell } = this.#set;
    for (;;) {
      // The cursor is read before what was seen: every writer of `seen` changes
      // it, so what is read here still holds if the commit does.
      const { cursor, version } = await this.cursor();
      const trimmed = cursor.trimmed[type];
      const known = await Promise.all(
        events.map(async ({ seen }) =>
          trimmed !== undefined && seen < keys.seenOf(type) + trimmed ||
          await store.get(seen) !== undefined
        ),
      );
      const fresh = events.filter((_, i) => !known[i]);
      const set: Record<string, unknown> = {};
      let size = 0;
      for (const { entry, item, seen } of fresh) {
        const event = keys.event(entry);
        set[seen] = 1;
        set[keys.waiting(event)] = entry;
        const bytes = new TextEncoder().encode(JSON.stringify(item)).length;
        if (bytes > MOST.item || size + bytes > MOST.batch) continue;
        size += bytes;
        set[keys.item(event)] = item;
      }
      if (fresh.length > 0) {
        set[keys.cursor] = { ...cursor, scans: cursor.scans + scanned };
        const checks = { [keys.cursor]: version };
        if (await store.commit({ checks, set }) === undefined) continue;
        bell.ring();
      }
      if (this.#remembered.size > REMEMBERED) this.#remembered.clear();
      for (const { seen } of events) this.#remembered.add(seen);
      return fresh.length;
    }
  }

  async #finish(
    type: string,
    known: string | undefined,
    newest: string | undefined,
  ): Promise<void> {
    await this.#update((cursor) => ({
      ...cursor,
      scans: cursor.scans + 1,
      marks: withLater(cursor.marks, type, known),
      newest: withLater(cursor.newest, type, newest),
    }));
    if (this.#set.trims) await this.#trim(type);
  }

  /** Removes records of seen events that lie before every later window. */
  async #trim(type: string): Promise<void> {
    const { store, keys, overlap } = this.#set;
    const { cursor } = await this.cursor();
    const mark = cursor.marks[type];
    if (mark === undefined) return;
    const bound = stampOf(before(mark, overlap));
    const prefix = keys.seenOf(type);
    const entries = await store.list(prefix, { limit: 300 });
    const old = entries.map(({ key }) => key)
      .filter((key) => key < prefix + bound);
    if (old.length === 0) return;
    await this.#update((cursor) => ({
      ...cursor,
      scans: cursor.scans + 1,
      trimmed: withLater(cursor.trimmed, type, bound),
    }), old);
    if (old.length === entries.length) await this.#trim(type);
  }

  async #update(
    change: (cursor: Cursor) => Cursor | undefined,
    deleted: readonly string[] = [],
  ): Promise<void> {
    const { store, keys } = this.#set;
    for (;;) {
      const { cursor, version } = await this.cursor();
      const changed = change(cursor);
      if (changed === undefined) return;
      const done = await store.commit({
        checks: { [keys.cursor]: version },
        set: { [keys.cursor]: changed },
        delete: deleted,
      });
      if (done !== undefined) return;
    }
  }

  /** Waits until the inbox has room, so that a backlog stops further reads. */
  async #room(signal: AbortSignal | undefined): Promise<void> {
    const { store, keys, capacity, bell } = this.#set;
    for (;;) {
      signal?.throwIfAborted();
      const waiting = await store.list(keys.inbox, { limit: capacity });
      if (waiting.length < capacity) return;
      await bell.wait(ROOM_PAUSE, signal);
    }
  }
}

function stamped(time: string | undefined | null): string | undefined {
  return time === undefined || time === null ? undefined : stampOf(time);
}

function withLater(
  times: Record<string, string>,
  type: string,
  time: string | undefined,
): Record<string, string> {
  if (time === undefined || (times[type] ?? "") >= time) return times;
  return { ...times, [type]: time };
}
