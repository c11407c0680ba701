/** History of Tolokers' work, for quality control. */

import type { Money } from "../engine/money.ts";
import { DAY, parseTime } from "../engine/time.ts";
import type { CollectorRules } from "./pool_settings.ts";
import type { AssignmentRecord, PoolRecord, TolokerRecord } from "./records.ts";

/** One answer that a collector counts. */
export interface Answer {
  /** Right (1) or wrong (0), a number of agreeing answers, or seconds. */
  score: number;
  /** `true` for a control task. */
  control: boolean;
  /** In a majority vote: how many gave the most frequent answer. */
  max?: number;
}

/** Work of a Toloker in a pool. */
export interface Counts {
  submitted: number;
  accepted: number;
  rejected: number;
  skippedInRow: number;
}

/** Totals of the answers that a rule looks at. */
export interface Tally {
  /** Number of answers. */
  count: number;
  /** Sum of their correctness. */
  worth: number;
  /** Number of answers to control tasks. */
  controls: number;
  /** Sum of the correctness of these. */
  controlWorth: number;
}

/** Correctness of an answer for a rule; `undefined` if it does not count. */
export type Worth = (answer: Answer) => number | undefined;

/** A tally, and how many of a Toloker's answers it has seen. */
interface Reading extends Tally {
  read: number;
}

interface Remembered extends Answer {
  poolId: string;
  /** `true` if a rule with a history counted it. */
  remembered: boolean;
  /** Ids of the collectors that counted it. */
  uuids: readonly string[];
}

interface Review {
  assignmentId: string;
  poolId: string;
  accepted: boolean;
  remembered: boolean;
}

/** The rules for a pool: its own and its project's. */
export function rulesOf(pool: PoolRecord): readonly CollectorRules[] {
  const { quality } = pool.project;
  const own = pool.settings.quality;
  return quality.length === 0 ? own : [...own, ...quality];
}

/** Remembers what was answered, skipped and reviewed, as plain data. */
export class History {
  /** Toloker, project and collector type to the answers, oldest first. */
  readonly answered: Map<string, Remembered[]> = new Map();
  /** Toloker and project to what was reviewed by hand. */
  readonly reviewed: Map<string, Review[]> = new Map();
  /** Toloker and pool to what was done. */
  readonly done: Map<string, Counts> = new Map();
  /** Toloker and pool to what was earned in the last day. */
  readonly earned: Map<string, { time: number; reward: Money }[]> = new Map();

  /**
   * Tallies so far, by what was read, for which rules and which pool. A list
   * is recreated when something in it is forgotten, so these only grow.
   */
  readonly #readings: WeakMap<
    readonly Remembered[],
    Map<CollectorRules, Map<string, Reading>>
  > = new WeakMap();

  /** Remembers an answer for a type of collector. */
  add(type: string, { pool, toloker }: AssignmentRecord, answer: Answer): void {
    const rules = rulesOf(pool).filter((rule) => rule.type === type);
    if (rules.length === 0) return;
    push(this.answered, `${toloker.id}/${pool.project.view.id}/${type}`, {
      ...answer,
      poolId: pool.view.id,
      remembered: rules.some(({ historySize }) => historySize !== undefined),
      uuids: rules.flatMap(({ uuid }) => uuid ?? []),
    });
  }

  /**
   * Counts the answers a rule looks at: all of the pool, or the last ones of
   * all pools whose rule of this type has a history. Answers that a collector
   * of the same id counted in another pool are among them.
   *
   * @param worth Must follow from the rules.
   */
  tally(
    { pool, toloker }: AssignmentRecord,
    rules: CollectorRules,
    worth: Worth = ({ score }) => score,
  ): Readonly<Tally> {
    const key = `${toloker.id}/${pool.project.view.id}/${rules.type}`;
    const answers = this.answered.get(key) ?? [];
    const { historySize, uuid } = rules;
    if (historySize !== undefined) {
      const last = nothing();
      for (let i = answers.length - 1; i >= 0; i--) {
        if (last.count === historySize) break;
        const answer = answers[i]!;
        if (answer.remembered) add(last, answer, worth);
      }
      return last;
    }
    const { id } = pool.view;
    const reading = this.#reading(answers, rules, id);
    while (reading.read < answers.length) {
      const answer = answers[reading.read++]!;
      const counts = answer.poolId === id ||
        (uuid !== undefined && answer.uuids.includes(uuid));
      if (counts) add(reading, answer, worth);
    }
    return reading;
  }

  #reading(
    answers: readonly Remembered[],
    rules: CollectorRules,
    poolId: string,
  ): Reading {
    const byRules = this.#readings.get(answers) ?? new Map();
    this.#readings.set(answers, byRules);
    const byPool: Map<string, Reading> = byRules.get(rules) ?? new Map();
    byRules.set(rules, byPool);
    const reading = byPool.get(poolId) ?? { ...nothing(), read: 0 };
    byPool.set(poolId, reading);
    return reading;
  }

  /** Counts of a Toloker's work in the pool of an assignment. */
  counts({ pool, toloker }: AssignmentRecord): Counts {
    const key = `${toloker.id}/${pool.view.id}`;
    let counts = this.done.get(key);
    if (counts === undefined) {
      counts = { submitted: 0, accepted: 0, rejected: 0, skippedInRow: 0 };
      this.done.set(key, counts);
    }
    return counts;
  }

  /** Reviews a rule looks at. */
  reviews(
    assignment: AssignmentRecord,
    rules: CollectorRules,
  ): { accepted: number; rejected: number } {
    const { historySize } = rules;
    if (historySize === undefined) return this.counts(assignment);
    const { toloker, pool } = assignment;
    const key = `${toloker.id}/${pool.project.view.id}`;
    const reviews = this.reviewed.get(key) ?? [];
    let accepted = 0;
    let rejected = 0;
    for (let i = reviews.length - 1; i >= 0; i--) {
      if (accepted + rejected === historySize) break;
      const review = reviews[i]!;
      if (!review.remembered) continue;
      if (review.accepted) accepted++;
      else rejected++;
    }
    return { accepted, rejected };
  }

  /** Returns the income of a Toloker in the pool since a time. */
  income({ pool, toloker }: AssignmentRecord, since: number): Money {
    const earned = this.earned.get(`${toloker.id}/${pool.view.id}`) ?? [];
    let total = 0n;
    for (const { time, reward } of earned) if (time >= since) total += reward;
    return total;
  }

  /** Takes note of an answered suite. */
  submitted(assignment: AssignmentRecord): void {
    const counts = this.counts(assignment);
    counts.submitted++;
    counts.skippedInRow = 0;
  }

  /** Takes note of a skipped suite. */
  skipped(assignment: AssignmentRecord): void {
    this.counts(assignment).skippedInRow++;
  }

  /** Takes note of a review. */
  assessed(
    assignment: AssignmentRecord,
    type: "ACCEPTED" | "REJECTED" | "ACCEPTED_AFTER_REJECT",
  ): void {
    const { pool, toloker } = assignment;
    const counts = this.counts(assignment);
    if (type === "REJECTED") counts.rejected++;
    else counts.accepted++;
    // The rejection may be older than what is remembered.
    if (type === "ACCEPTED_AFTER_REJECT" && counts.rejected > 0) {
      counts.rejected--;
    }
    if (!pool.settings.autoAccept) this.#review(assignment, type);
    if (type === "REJECTED") return;
    const key = `${toloker.id}/${pool.view.id}`;
    const time = parseTime(assignment.accepted) ?? 0;
    const earned = this.earned.get(key) ?? [];
    while (earned[0] !== undefined && earned[0].time < time - DAY) {
      earned.shift();
    }
    if (rulesOf(pool).some((rules) => rules.type === "INCOME")) {
      earned.push({ time, reward: assignment.reward });
    }
    if (earned.length > 0) this.earned.set(key, earned);
    else this.earned.delete(key);
  }

  #review({ id, pool, toloker }: AssignmentRecord, type: string): void {
    const key = `${toloker.id}/${pool.project.view.id}`;
    if (type === "ACCEPTED_AFTER_REJECT") {
      const known = this.reviewed.get(key)?.find((review) =>
        review.assignmentId === id
      );
      if (known !== undefined) known.accepted = true;
    } else {
      const rules = rulesOf(pool).filter((rule) =>
        rule.type === "ACCEPTANCE_RATE"
      );
      if (rules.length === 0) return;
      push(this.reviewed, key, {
        assignmentId: id,
        poolId: pool.view.id,
        accepted: type === "ACCEPTED",
        remembered: rules.some(({ historySize }) => historySize !== undefined),
      });
    }
  }

  /** Forgets what a Toloker did, in all pools or in some. */
  forget(
    { id }: TolokerRecord,
    inPool: (poolId: string) => boolean = () => true,
  ): void {
    for (const map of [this.answered, this.reviewed]) {
      for (const [key, items] of map as Map<string, { poolId: string }[]>) {
        if (!key.startsWith(`${id}/`)) continue;
        const kept = items.filter(({ poolId }) => !inPool(poolId));
        if (kept.length === 0) map.delete(key);
        else (map as Map<string, unknown>).set(key, kept);
      }
    }
    for (const map of [this.done, this.earned]) {
      for (const key of map.keys()) {
        if (key.startsWith(`${id}/`) && inPool(key.slice(id.length + 1))) {
          map.delete(key);
        }
      }
    }
  }

  /** Forgets what one collector counted of a Toloker in a pool. */
  forgetCollector(
    pool: PoolRecord,
    { id }: TolokerRecord,
    type: string,
  ): void {
    const elsewhere = ({ poolId }: { poolId: string }) =>
      poolId !== pool.view.id;
    const project = `${id}/${pool.project.view.id}`;
    const answers = this.answered.get(`${project}/${type}`);
    if (answers !== undefined) {
      this.answered.set(`${project}/${type}`, answers.filter(elsewhere));
    }
    const key = `${id}/${pool.view.id}`;
    const counts = this.done.get(key);
    switch (type) {
      case "SKIPPED_IN_ROW_ASSIGNMENTS":
        if (counts !== undefined) counts.skippedInRow = 0;
        break;
      case "ANSWER_COUNT":
        if (counts !== undefined) counts.accepted = 0;
        break;
      case "INCOME":
        this.earned.delete(key);
        break;
      case "ACCEPTANCE_RATE":
      case "ASSIGNMENTS_ASSESSMENT":
        if (counts !== undefined) counts.accepted = counts.rejected = 0;
        this.reviewed.set(
          project,
          (this.reviewed.get(project) ?? []).filter(elsewhere),
        );
        break;
    }
  }
}

function nothing(): Tally {
  return { count: 0, worth: 0, controls: 0, controlWorth: 0 };
}

function add(tally: Tally, answer: Answer, worth: Worth): void {
  const value = worth(answer);
  if (value === undefined) return;
  tally.count++;
  tally.worth += value;
  if (!answer.control) return;
  tally.controls++;
  tally.controlWorth += value;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
