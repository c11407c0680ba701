/** A clock for tests that leases and timers go by alike. */
import { FakeTime } from "@std/testing/time";

/** Fake timers, and a fake monotonic clock that runs with them. */
export class FakeClock implements Disposable {
  readonly #time: FakeTime;
  readonly #now = performance.now;

  /** Stops all clocks. */
  constructor(start?: Date) {
    this.#time = new FakeTime(start);
    performance.now = () => Date.now();
  }

  /** Lets time pass, a little at a time, so that what waits for each other gets on. */
  async tickAsync(milliseconds: number): Promise<void> {
    const steps = 60;
    for (let i = 0; i < steps; i++) {
      await this.#time.tickAsync(milliseconds / steps);
      await this.#time.runMicrotasks();
    }
  }

  /** Lets clocks run as they do. */
  [Symbol.dispose](): void {
    performance.now = this.#now;
    this.#time.restore();
  }
}
