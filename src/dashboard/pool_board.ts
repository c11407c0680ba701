/** Numbers of one pool, kept up to date by its events. */
import { IncrementalVote } from "../aggregation/incremental.ts";
import { isControl, isRight } from "../control_tasks.ts";
import { parseTime } from "../time.ts";
import type { Assignment } from "../types/assignments.ts";
import type { CountedStatus, RecentEvent, TolokerQuality } from "./snapshot.ts";

/** Statuses that are counted. */
export const COUNTED: readonly CountedStatus[] = [
  "SUBMITTED",
  "ACCEPTED",
  "REJECTED",
  "SKIPPED",
  "EXPIRED",
];

/** Latest events that are kept. */
const MAX_EVENTS = 20;

/** Intervals of the chart of speed; when there are more, two become one. */
const MAX_INTERVALS = 120;

/** First length of an interval, in milliseconds. */
const FIRST_INTERVAL = 60_000;

const HOUR = 3_600_000;

/** Shortest time that a speed is taken from, in milliseconds. */
const MIN_SPAN = 60_000;

/** Longest answer that can be a label of the vote, in characters. */
const MAX_LABEL = 200;

/** Different answers to a task that the vote can hold: any number. */
const MAX_CHOICES = 2 ** 31;

/** Answers to control tasks that the present quality is taken from. */
const RECENT_GOLDEN = 30;

/** Totals of one Toloker. */
interface TolokerRecord {
  suites: number;
  milliseconds: number;
  right: number;
  golden: number;
  restrictions: number;
}

/** Counts the events of a pool. */
export class PoolBoard {
  /** Status of each assignment, so that none counts twice. */
  readonly #statuses = new Map<string, CountedStatus>();
  readonly #tolokers = new Map<string, TolokerRecord>();
  readonly #vote = new IncrementalVote<string>({ choices: MAX_CHOICES });
  #events: RecentEvent[] = [];
  #intervals = new Map<number, number>();
  #interval = FIRST_INTERVAL;
  /** Time of the first submission. */
  #first: number | undefined;
  /** Times of the submissions of the last hour, in order. */
  #lastHour: number[] = [];
  /** Latest answers to control tasks: right or not. */
  readonly #golden: boolean[] = [];
  #right = 0;
  #goldenAnswers = 0;

  /** Takes an event of an assignment; the same one may come again. */
  add(type: CountedStatus, time: string, assignment: Assignment): void {
    const { id, user_id } = assignment;
    const before = this.#statuses.get(id);
    if (before === type || (before !== undefined && type === "SUBMITTED")) {
      return;
    }
    this.#statuses.set(id, type);
    this.#remember({ time, type, user: user_id, id });
    const isAnswer = type === "SUBMITTED" || type === "ACCEPTED" ||
      type === "REJECTED";
    if (before === undefined && isAnswer) this.#answer(assignment);
  }

  /** Takes a restriction that a Toloker got in this pool. */
  restrict(id: string, user: string, time: string): void {
    this.#toloker(user).restrictions++;
    this.#remember({ time, type: "RESTRICTED", user, id });
  }

  /** Number of assignments by status. */
  get statuses(): Record<CountedStatus, number> {
    const counts = Object.fromEntries(
      COUNTED.map((status) => [status, 0]),
    ) as Record<CountedStatus, number>;
    for (const status of this.#statuses.values()) counts[status]++;
    return counts;
  }

  /** Latest events, the newest first. */
  get events(): RecentEvent[] {
    return [...this.#events];
  }

  /** Number of Tolokers who have submitted an assignment. */
  get tolokers(): number {
    let count = 0;
    for (const { suites } of this.#tolokers.values()) if (suites > 0) count++;
    return count;
  }

  /** Share of right answers to control tasks; none without any. */
  get accuracy(): number | undefined {
    return this.#goldenAnswers === 0
      ? undefined
      : this.#right / this.#goldenAnswers;
  }

  /** The same of the latest answers; none while there are too few. */
  get recentAccuracy(): number | undefined {
    if (this.#golden.length < RECENT_GOLDEN) return undefined;
    return this.#golden.filter(Boolean).length / this.#golden.length;
  }

  /**
   * Submitted task suites an hour, by those of the last hour; by those of a
   * shorter time if there were none before.
   */
  perHour(now: number): number {
    const from = now - HOUR;
    const first = this.#lastHour.findIndex((time) => time > from);
    this.#lastHour = first < 0 ? [] : this.#lastHour.slice(first);
    const began = Math.max(from, this.#first ?? now);
    const span = Math.max(MIN_SPAN, now - began);
    return this.#lastHour.length * HOUR / span;
  }

  /** Submitted task suites over time, without gaps. */
  speed(): { interval: number; points: { time: string; submitted: number }[] } {
    const starts = [...this.#intervals.keys()];
    const points = [];
    const last = Math.max(...starts);
    for (let at = Math.min(...starts); at <= last; at += this.#interval) {
      const submitted = this.#intervals.get(at) ?? 0;
      points.push({ time: new Date(at).toISOString(), submitted });
    }
    return { interval: this.#interval / 1_000, points };
  }

  /** The Tolokers with the most submitted suites. */
  quality(max: number): TolokerQuality[] {
    const agreements = this.#vote.agreements;
    return [...this.#tolokers]
      .filter(([, { suites }]) => suites > 0)
      .sort(([a, x], [b, y]) => y.suites - x.suites || (a < b ? -1 : 1))
      .slice(0, max)
      .map(([id, toloker]) => ({
        id,
        suites: toloker.suites,
        accuracy: toloker.golden === 0
          ? undefined
          : toloker.right / toloker.golden,
        agreement: agreements.get(id),
        seconds: toloker.milliseconds / toloker.suites / 1_000,
        restrictions: toloker.restrictions,
      }));
  }

  #toloker(id: string): TolokerRecord {
    let record = this.#tolokers.get(id);
    if (record === undefined) {
      record = {
        suites: 0,
        milliseconds: 0,
        right: 0,
        golden: 0,
        restrictions: 0,
      };
      this.#tolokers.set(id, record);
    }
    return record;
  }

  #remember(event: RecentEvent): void {
    this.#events.push(event);
    this.#events.sort((a, b) => a.time < b.time ? 1 : a.time > b.time ? -1 : 0);
    this.#events = this.#events.slice(0, MAX_EVENTS);
  }

  #answer(assignment: Assignment): void {
    const { user_id, created, tasks = [], solutions = [] } = assignment;
    const submitted = parseTime(assignment.submitted ?? created).getTime();
    const toloker = this.#toloker(user_id);
    toloker.suites++;
    toloker.milliseconds += Math.max(
      0,
      submitted - parseTime(created).getTime(),
    );
    this.#count(submitted);
    for (const [i, task] of tasks.entries()) {
      const given = solutions[i]?.output_values;
      if (given === undefined) continue;
      if (isControl(task)) this.#judge(toloker, isRight(given, task));
      const label = JSON.stringify(given);
      if (task.id !== undefined && label.length <= MAX_LABEL) {
        this.#vote.add({ task: task.id, worker: user_id, label });
      }
    }
  }

  #judge(toloker: TolokerRecord, right: boolean): void {
    toloker.golden++;
    this.#goldenAnswers++;
    if (right) {
      toloker.right++;
      this.#right++;
    }
    this.#golden.push(right);
    if (this.#golden.length > RECENT_GOLDEN) this.#golden.shift();
  }

  #count(time: number): void {
    this.#first = Math.min(time, this.#first ?? time);
    const last = this.#lastHour.at(-1);
    this.#lastHour.push(time);
    if (last !== undefined && time < last) this.#lastHour.sort((a, b) => a - b);
    const start = Math.floor(time / this.#interval) * this.#interval;
    this.#intervals.set(start, (this.#intervals.get(start) ?? 0) + 1);
    const starts = [...this.#intervals.keys()];
    const span = Math.max(...starts) - Math.min(...starts);
    if (span / this.#interval >= MAX_INTERVALS) this.#widen();
  }

  /** Makes intervals twice as long until the chart has room for all. */
  #widen(): void {
    this.#interval *= 2;
    const wider = new Map<number, number>();
    for (const [start, count] of this.#intervals) {
      const at = Math.floor(start / this.#interval) * this.#interval;
      wider.set(at, (wider.get(at) ?? 0) + count);
    }
    this.#intervals = wider;
    const starts = [...wider.keys()];
    const span = Math.max(...starts) - Math.min(...starts);
    if (span / this.#interval >= MAX_INTERVALS) this.#widen();
  }
}
