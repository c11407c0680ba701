/**
 * Remembers which events were handled, so that an event that is delivered more
 * than once is handled once. Give your own, over a database say, to
 * {@linkcode webhookHandler} where several processes share the deliveries, or
 * where what was handled must outlast a restart.
 */
export interface SeenEvents {
  /** Whether the event with this `uuid` was handled. */
  has(uuid: string): boolean | Promise<boolean>;
  /** Notes that the event with this `uuid` was handled. What it returns is awaited, then ignored. */
  add(uuid: string): unknown;
}

/** Remembers the last so many events, in memory. */
export class LastSeenEvents implements SeenEvents {
  readonly #most: number;
  readonly #uuids = new Set<string>();

  /** Makes a memory that is empty. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the event is among those remembered. */
  has(uuid: string): boolean {
    return this.#uuids.has(uuid);
  }

  /** Remembers an event, and forgets the oldest one if that is one too many. */
  add(uuid: string): void {
    this.#uuids.add(uuid);
    if (this.#uuids.size > this.#most) {
      // A set gives its values in the order in which they came.
      for (const oldest of this.#uuids) {
        this.#uuids.delete(oldest);
        break;
      }
    }
  }
}
