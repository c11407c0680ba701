/** A queue in which calls wait for their turn. */
import { delay } from "@std/async/delay";

/** Limits of a queue: starts in a span of time, and tasks under way. */
export interface TurnLimits {
  /** Most that begin within the interval. */
  count: number;
  /** The interval, in milliseconds. */
  interval: number;
  /** Most that are under way at a time. */
  concurrency: number;
}

/** Lets calls go in the order in which they came, as fast as limits allow. */
export class TurnQueue {
  readonly #limits: TurnLimits;
  readonly #now: () => number;
  /** Those that wait, in their order. */
  readonly #waiting = new Set<() => void>();
  /** Start times that count, the earliest first. */
  readonly #begun: number[] = [];
  #running = 0;
  #pause: AbortController | undefined;

  /** Creates a queue by a clock in milliseconds. */
  constructor(limits: TurnLimits, now = (): number => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Waits for a turn, which lasts until {@linkcode leave}; a signal gives up the place. */
  async enter(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(go);
        if (this.#waiting.size === 0) this.#pause?.abort();
        reject(signal!.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.add(go);
      this.#letGo();
    });
  }

  /** Ends a turn. */
  leave(): void {
    this.#running--;
    this.#letGo();
  }

  /** Lets as many go as may, and comes back when the next one may. */
  #letGo(): void {
    for (const go of this.#waiting) {
      if (this.#running >= this.#limits.concurrency) return;
      const wait = this.#timeToNext();
      if (wait > 0) return this.#comeBackIn(wait);
      this.#waiting.delete(go);
      this.#running++;
      if (this.#limits.count < Infinity) this.#begun.push(this.#now());
      go();
    }
  }

  #timeToNext(): number {
    const { count, interval } = this.#limits;
    const now = this.#now();
    while (this.#begun.length > 0 && this.#begun[0]! + interval <= now) {
      this.#begun.shift();
    }
    return this.#begun.length < count ? 0 : this.#begun[0]! + interval - now;
  }

  #comeBackIn(ms: number): void {
    if (this.#pause) return;
    const pause = new AbortController();
    this.#pause = pause;
    const { signal } = pause;
    delay(Math.ceil(ms), { signal }).catch(() => {}).then(() => {
      this.#pause = undefined;
      this.#letGo();
    });
  }
}
