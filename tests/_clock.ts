/** A clock for tests of what measures time as well as waits. */
import { FakeTime } from "@std/testing/time";

/**
 * Fake timers, and a monotonic clock that goes by them: by the real one, a
 * slow machine would add to what a test lets pass.
 */
export class FakeClock extends FakeTime {
  readonly #now = performance.now;

  /** Stops all clocks. */
  constructor(start?: number | string | Date) {
    super(start);
    performance.now = () => Date.now();
  }

  /** Lets time pass, a little at a time, so that what waits for each other gets on. */
  async passAsync(milliseconds: number): Promise<void> {
    const steps = 60;
    for (let i = 0; i < steps; i++) {
      await this.tickAsync(milliseconds / steps);
      await this.runMicrotasks();
    }
  }

  /** Lets clocks run as they do. */
  override restore(): void {
    performance.now = this.#now;
    super.restore();
  }
}
