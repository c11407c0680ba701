/** Queue of events, ordered by time and then by age. */

/** Number of cancelled events that are kept before they are cleared away. */
const MANY = 1_000;

/** Work that is due at a time, as data, so that a plan can be saved. */
export interface Job {
  /** Name of the job. */
  readonly type: string;
  /** To whom and what. */
  readonly ids: readonly string[];
}

/** An event that has been planned. */
export interface Planned {
  /** Time, in milliseconds since 1970. */
  readonly time: number;
  /** Job that is due. */
  readonly job: Job;
  /** `true` if it leaves the simulation idle, as a far deadline does. */
  readonly background: boolean;
  /** Set when it must not happen any more. */
  cancelled: boolean;
}

interface Entry extends Planned {
  readonly order: number;
}

/** A clock as data. */
export interface SavedClock {
  now: number;
  order: number;
  plan: readonly Planned[];
}

/** The simulation's time, which only moves forward. */
export class Clock {
  #now: number;
  #order = 0;
  #heap: Entry[] = [];
  #foreground = 0;
  #cancelled = 0;
  readonly #perform: (job: Job) => void;

  /** Starts at a time in milliseconds since 1970; `perform` does the jobs. */
  constructor(start: number, perform: (job: Job) => void) {
    this.#now = start;
    this.#perform = perform;
  }

  /** The current time in milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** `true` if only background events are planned. */
  get idle(): boolean {
    return this.#foreground === 0;
  }

  /** Time of the next event, or `undefined` if none is planned. */
  get next(): number | undefined {
    while (this.#heap[0]?.cancelled) {
      this.#pop();
      this.#cancelled--;
    }
    return this.#heap[0]?.time;
  }

  /** The clock as data. */
  save(): SavedClock {
    return { now: this.#now, order: this.#order, plan: this.plan };
  }

  /** Goes on from what was saved; the planned events must be the same objects. */
  restore({ now, order, plan }: SavedClock): void {
    this.#now = now;
    this.#order = order;
    // A sorted list is also a heap.
    this.#heap = [...plan] as Entry[];
    this.#cancelled = 0;
    this.#foreground = plan.filter(({ background }) => !background).length;
  }

  /** Everything planned, in the order in which it will happen. */
  get plan(): readonly Planned[] {
    return this.#heap.filter(({ cancelled }) => !cancelled)
      .sort((a, b) => before(a, b) ? -1 : 1);
  }

  /** Plans a job, at the earliest for now. */
  at(time: number, job: Job, background = false): Planned {
    const entry: Entry = {
      time: Math.max(this.#now, Math.round(time)),
      order: this.#order++,
      job,
      background,
      cancelled: false,
    };
    if (!background) this.#foreground++;
    this.#push(entry);
    return entry;
  }

  /** Plans a job after a delay in milliseconds. */
  after(delay: number, job: Job, background = false): Planned {
    return this.at(this.#now + delay, job, background);
  }

  /** Takes an event out of the plan. */
  cancel(planned: Planned | undefined): void {
    if (planned === undefined || planned.cancelled) return;
    planned.cancelled = true;
    if (!planned.background) this.#foreground--;
    if (++this.#cancelled > MANY && 2 * this.#cancelled > this.#heap.length) {
      // A sorted list is also a heap.
      this.#heap = this.plan as Entry[];
      this.#cancelled = 0;
    }
  }

  /** Lets the next event happen if it is due by `limit`; tells whether it did. */
  step(limit: number): boolean {
    const time = this.next;
    if (time === undefined || time > limit) return false;
    const entry = this.#pop();
    this.#now = entry.time;
    // Marked, so that a later cancel() of what has happened does nothing.
    entry.cancelled = true;
    if (!entry.background) this.#foreground--;
    this.#perform(entry.job);
    return true;
  }

  /** Moves the time to `time` and lets everything due by then happen. */
  advanceTo(time: number): void {
    while (this.step(time));
    if (time > this.#now) this.#now = time;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let index = 0;
      while (true) {
        let child = 2 * index + 1;
        if (child >= heap.length) break;
        const right = heap[child + 1];
        if (right !== undefined && before(right, heap[child]!)) child++;
        if (!before(heap[child]!, last)) break;
        heap[index] = heap[child]!;
        index = child;
      }
      heap[index] = last;
    }
    return first;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.time !== b.time ? a.time < b.time : a.order < b.order;
}

/** Writes a job. */
export function job(type: string, ...ids: string[]): Job {
  return { type, ids };
}
