/** Passage of time: by itself, with each request, or on demand. */

import type { Clock } from "./clock.ts";
import { MINUTE } from "./time.ts";

/** Most virtual time one request lets pass. */
const LONGEST_TICK = 10 * MINUTE;
/** Maximum number of different reads that are remembered. */
const MANY_READS = 1_000;

/** Options of a timekeeper. */
export interface TimekeeperOptions {
  /** Clocks that show the same time; at least one. */
  clocks: readonly Clock[];
  /** Speed relative to real time; `undefined` if time is virtual. */
  speed: number | undefined;
  /** Milliseconds that pass with a request. */
  tick: number;
}

/** Moves all clocks of a simulation together. */
export class Timekeeper {
  readonly #clocks: readonly Clock[];
  readonly #first: Clock;
  readonly #speed: number | undefined;
  readonly #tick: number;
  /** Number of repeats of each read since the last write. */
  readonly #repeats = new Map<string, number>();
  #realStart = performance.now();
  #start: number;

  /** Begins at what the clocks show. */
  constructor({ clocks, speed, tick }: TimekeeperOptions) {
    this.#clocks = clocks;
    this.#first = clocks[0]!;
    this.#speed = speed;
    this.#tick = tick;
    this.#start = this.#first.now;
  }

  /** The time, in milliseconds since 1970, after all that is due by now. */
  get now(): number {
    this.catchUp();
    return this.#first.now;
  }

  /** Number of repeats of each read, to be saved beside the clocks. */
  save(): ReadonlyMap<string, number> {
    return this.#repeats;
  }

  /** Goes on after the first clock was restored. */
  restore(repeats: ReadonlyMap<string, number>): void {
    for (const [url, count] of repeats) this.#repeats.set(url, count);
    this.#start = this.#first.now;
    this.#realStart = performance.now();
  }

  /**
   * Lets the time pass that a request takes.
   *
   * @param wait When a request may come that had to wait.
   */
  pass(method: string, url: string, wait: () => number | undefined): void {
    if (this.#speed !== undefined) return this.catchUp();
    let tick = this.#tick;
    const until = wait();
    if (until !== undefined && tick > 0) this.#advanceTo(until);
    if (method === "GET") {
      const repeats = this.#repeats.get(url) ?? 0;
      // A long read of many pages is no loop.
      if (this.#repeats.size > MANY_READS) this.#repeats.clear();
      this.#repeats.set(url, repeats + 1);
      tick = Math.max(tick, Math.min(tick * 2 ** repeats, LONGEST_TICK));
    } else {
      this.#repeats.clear();
    }
    this.#advanceTo(this.#first.now + tick);
  }

  /** Lets everything happen that is due by now in real time. */
  catchUp(): void {
    if (this.#speed === undefined) return;
    const passed = performance.now() - this.#realStart;
    this.#advanceTo(this.#start + passed * this.#speed);
  }

  /** Lets virtual time pass. */
  advance(milliseconds: number): void {
    this.#requireVirtual("advance");
    if (!(milliseconds >= 0)) {
      throw new RangeError(
        `Cannot advance time as 'milliseconds' must be at least 0: current value is ${milliseconds}`,
      );
    }
    this.#advanceTo(this.#first.now + milliseconds);
  }

  /**
   * Lets virtual time pass until a condition holds, and tells whether it does.
   *
   * @param limit Most milliseconds to let pass.
   */
  runUntil(condition: "idle" | (() => boolean), limit: number): boolean {
    this.#requireVirtual("run");
    if (!(limit >= 0)) {
      throw new RangeError(
        `Cannot run the simulator as 'limit' must be at least 0: current value is ${limit}`,
      );
    }
    const end = this.#first.now + limit;
    const holds = condition === "idle"
      ? () => this.#clocks.every(({ idle }) => idle)
      : condition;
    while (!holds()) {
      const next = Math.min(
        ...this.#clocks.map((clock) => clock.next ?? Infinity),
      );
      if (next > end || next === Infinity) {
        // Otherwise a caller in a loop would stand still.
        if (end < Infinity) this.#advanceTo(end);
        return holds();
      }
      const first = this.#clocks.find((clock) => clock.next === next);
      first!.step(end);
      // The accounts share one time.
      for (const clock of this.#clocks) {
        if (clock !== first) clock.advanceTo(next);
      }
    }
    return true;
  }

  #advanceTo(time: number): void {
    for (const clock of this.#clocks) clock.advanceTo(time);
  }

  #requireVirtual(verb: string): void {
    if (this.#speed === undefined) return;
    throw new TypeError(
      `Cannot ${verb} the simulator as its time runs by itself: use 'time: "virtual"'`,
    );
  }
}
