/** Hands the events of an inbox to workers, each event to one at a time. */
import type { Store, StoreCommit } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { InboxEntry, LeaseRecord, StreamKeys } from "./state.ts";

/** A commit checks at most 10 keys, and each claim takes two. */
const CLAIMED_AT_ONCE = 5;
/** Number of events in which free ones are looked for. */
const PAGE = 200;
/** A lease that was not renewed for this multiple of its duration is free. */
const PATIENCE = 1.5;

/** An event that this process works on. */
export interface Claim {
  /** Name of the event in keys. */
  event: string;
  /** Waiting event. */
  entry: InboxEntry;
  /** Version of the waiting event. */
  version: string;
  /** Number of times that the event was handed out, this one included. */
  attempt: number;
  /** Version of the lease. */
  lease: string;
  /** The last renewal, which has to end before the next write. */
  turn: Promise<void>;
  /** Aborts when another worker has taken the event over. */
  lost: AbortController;
}

interface Watched {
  version: string;
  since: number;
}

/** The inbox of a stream, as one worker sees it. */
export class Inbox {
  readonly #store: Store;
  readonly #keys: StreamKeys;
  readonly #worker: string;
  readonly #limit: number;
  readonly #held = new Map<string, Claim>();
  /** Leases of others: since when their version is the same, by this process's own clock. */
  #watched = new Map<string, Watched>();
  /** `true` if another worker was faster the last time. */
  #contended = false;

  constructor(store: Store, keys: StreamKeys, worker: string, limit: number) {
    this.#store = store;
    this.#keys = keys;
    this.#worker = worker;
    this.#limit = limit;
  }

  /** Tells whether no event waits or is being handled by any worker. */
  async isEmpty(): Promise<boolean> {
    const first = await this.#store.list(this.#keys.inbox, { limit: 1 });
    return first.length === 0;
  }

  /** Takes some of the oldest events that nobody works on. */
  async claim(most: number): Promise<Claim[]> {
    const free = await this.#free();
    const count = Math.min(most, CLAIMED_AT_ONCE, free.length);
    if (count === 0) return [];
    // Workers that all want the oldest events would get in each other's way.
    const start = this.#contended
      ? Math.floor(Math.random() * (free.length - count + 1))
      : 0;
    const chosen = free.slice(start, start + count);
    const checks: Record<string, string | null> = {};
    const set: Record<string, LeaseRecord> = {};
    for (const { event, version, lease, attempt } of chosen) {
      checks[this.#keys.waiting(event)] = version;
      checks[this.#keys.lease(event)] = lease;
      set[this.#keys.lease(event)] = { owner: this.#worker, attempt };
    }
    const committed = await this.#store.commit({ checks, set });
    this.#contended = committed === undefined;
    if (committed === undefined) return await this.claim(most);
    return chosen.map((one) => {
      const claim: Claim = {
        ...one,
        lease: committed,
        turn: Promise.resolve(),
        lost: new AbortController(),
      };
      this.#held.set(one.event, claim);
      return claim;
    });
  }

  /** Tells the other workers that this one is alive. */
  async renew(): Promise<void> {
    await Promise.all([...this.#held.values()].map((claim) => {
      claim.turn = claim.turn.then(() => this.#renewOne(claim));
      return claim.turn;
    }));
  }

  /** Removes an event that was handled, together with changes of the caller's. */
  async done(claim: Claim, changes: StoreCommit = {}): Promise<void> {
    await claim.turn;
    const { event } = claim;
    const waiting = this.#keys.waiting(event);
    const lease = this.#keys.lease(event);
    const done = this.#held.has(event) && await this.#store.commit({
      checks: {
        ...changes.checks,
        [waiting]: claim.version,
        [lease]: claim.lease,
      },
      set: changes.set,
      delete: [
        ...(changes.delete ?? []),
        waiting,
        lease,
        this.#keys.item(event),
      ],
    });
    if (done) {
      this.#held.delete(event);
      return;
    }
    // Finds out which of the checks it was.
    await this.#renewOne(claim);
    const { type, id } = claim.entry;
    throw new StoreError(
      `Cannot acknowledge ${type} of "${id}" as another worker has taken the event over, or a check of yours does not hold: nothing was written`,
    );
  }

  /**
   * Gives an event back, so that a worker can take it at any time.
   *
   * @param tried Whether it was handed out.
   */
  async release(claim: Claim, tried = true): Promise<void> {
    await claim.turn;
    if (!this.#held.delete(claim.event)) return;
    const key = this.#keys.lease(claim.event);
    const attempt = claim.attempt - (tried ? 0 : 1);
    const record: LeaseRecord = { owner: null, attempt };
    await this.#store.commit({
      checks: { [key]: claim.lease },
      set: { [key]: record },
    });
  }

  async #renewOne(claim: Claim): Promise<void> {
    if (!this.#held.has(claim.event)) return;
    const key = this.#keys.lease(claim.event);
    const record: LeaseRecord = { owner: this.#worker, attempt: claim.attempt };
    const version = await this.#store.commit({
      checks: { [key]: claim.lease },
      set: { [key]: record },
    });
    if (version === undefined) {
      this.#held.delete(claim.event);
      claim.lost.abort(new StoreError("Another worker took the event over"));
    } else {
      claim.lease = version;
    }
  }

  async #free() {
    const leases = await this.#leases();
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.list<InboxEntry>(this.#keys.inbox, {
        limit: PAGE,
        after,
      });
      const free = page.flatMap(({ key, value: entry, version }) => {
        const event = key.slice(this.#keys.inbox.length);
        if (this.#held.has(event)) return [];
        const known = leases.get(event);
        if (known && !known.free) return [];
        const attempt = (known?.attempt ?? 0) + 1;
        const lease = known?.version ?? null;
        return [{ event, entry, version, lease, attempt }];
      });
      if (free.length > 0 || page.length < PAGE) return free;
      after = page.at(-1)!.key;
    }
  }

  /** All leases by event, and whether each of them may be taken over. */
  async #leases() {
    const leases = new Map<
      string,
      { version: string; attempt: number; free: boolean }
    >();
    const watched = new Map<string, Watched>();
    const now = performance.now();
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.list<LeaseRecord>(this.#keys.leases, {
        limit: 1000,
        after,
      });
      for (const { key, value: { owner, attempt }, version } of page) {
        const event = key.slice(this.#keys.leases.length);
        const before = this.#watched.get(event);
        const same = before?.version === version;
        const since = same ? before.since : now;
        watched.set(event, { version, since });
        // A lease of this worker's name that it does not hold is from before a restart.
        const free = owner === null ||
          owner === this.#worker && !this.#held.has(event) ||
          now - since > PATIENCE * this.#limit;
        leases.set(event, { version, attempt, free });
      }
      if (page.length < 1000) break;
      after = page.at(-1)!.key;
    }
    this.#watched = watched;
    return leases;
  }
}
