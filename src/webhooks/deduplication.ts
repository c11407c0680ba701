/**
 * Remembers the events that were handled, so that an event that is delivered
 * more than once is handled once. Pass your own implementation, over a database
 * for example, to {@linkcode webhookHandler} if several processes share the
 * deliveries, or if the memory must outlast a restart.
 */
export interface WebhookDeduplication {
  /** Tells whether the event with this `uuid` was handled. */
  has(uuid: string): boolean | Promise<boolean>;
  /** Records that the event with this `uuid` was handled. The result is awaited, then ignored. */
  add(uuid: string): unknown;
}

/** Remembers a number of recent events, in memory. */
export class RecentEvents implements WebhookDeduplication {
  readonly #capacity: number;
  readonly #uuids = new Set<string>();

  /** Creates an empty memory for up to `capacity` events. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Tells whether the event is among those remembered. */
  has(uuid: string): boolean {
    return this.#uuids.has(uuid);
  }

  /** Remembers an event, and forgets the oldest one if the memory is full. */
  add(uuid: string): void {
    this.#uuids.add(uuid);
    if (this.#uuids.size <= this.#capacity) return;
    // A set iterates in the order of insertion.
    const [oldest] = this.#uuids;
    this.#uuids.delete(oldest!);
  }
}
