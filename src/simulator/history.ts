/** What quality control remembers of Tolokers' work. */

import type { Money } from "./money.ts";
import type {
  AssignmentRecord,
  CollectorRules,
  PoolRecord,
  TolokerRecord,
} from "./store.ts";
import { DAY, parseTime } from "./time.ts";

/** One answer that a collector counts. */
export interface Answer {
  /** Right (1) or wrong (0), a number of agreeing answers, or seconds. */
  score: number;
  /** Whether it was a control task. */
  control: boolean;
  /** In a majority vote: how many gave the most frequent answer. */
  most?: number;
}

/** What a Toloker has done in a pool. */
export interface Counts {
  submitted: number;
  accepted: number;
  rejected: number;
  skippedInRow: number;
}

interface Remembered extends Answer {
  pool: PoolRecord;
}

/** Remembers what was answered, skipped and reviewed. */
export class History {
  /** Collector type, project and Toloker to the answers, oldest first. */
  readonly #answers = new Map<string, Remembered[]>();
  readonly #reviewed = new Map<string, AssignmentRecord[]>();
  readonly #counts = new Map<string, Counts>();
  readonly #income = new Map<string, { time: number; reward: Money }[]>();

  /** Remembers an answer for a type of collector. */
  add(type: string, { pool, toloker }: AssignmentRecord, answer: Answer): void {
    const wanted = [...pool.settings.quality, ...pool.project.quality]
      .some((rules) => rules.type === type);
    if (!wanted) return;
    const key = `${toloker.id}/${pool.project.view.id}/${type}`;
    const answers = this.#answers.get(key) ?? [];
    answers.push({ ...answer, pool });
    this.#answers.set(key, answers);
  }

  /**
   * The answers a rule looks at: all of the pool, or the last ones of all
   * pools whose rule of this type has a history.
   */
  answers(
    { pool, toloker }: AssignmentRecord,
    rules: CollectorRules,
    counts: (answer: Answer) => boolean = () => true,
  ): readonly Answer[] {
    const key = `${toloker.id}/${pool.project.view.id}/${rules.type}`;
    const answers = this.#answers.get(key) ?? [];
    if (rules.historySize === undefined) {
      return answers.filter((answer) => answer.pool === pool && counts(answer));
    }
    const found: Answer[] = [];
    for (let i = answers.length - 1; i >= 0; i--) {
      if (found.length === rules.historySize) break;
      const answer = answers[i]!;
      if (remembers(answer.pool, rules.type) && counts(answer)) {
        found.push(answer);
      }
    }
    return found;
  }

  /** Counts of a Toloker's work in the pool of an assignment. */
  counts({ pool, toloker }: AssignmentRecord): Counts {
    const key = `${toloker.id}/${pool.view.id}`;
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      counts = { submitted: 0, accepted: 0, rejected: 0, skippedInRow: 0 };
      this.#counts.set(key, counts);
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
    const last = (this.#reviewed.get(key) ?? [])
      .filter(({ pool }) => remembers(pool, rules.type))
      .slice(-historySize);
    const accepted =
      last.filter(({ view }) => view.status === "ACCEPTED").length;
    return { accepted, rejected: last.length - accepted };
  }

  /** What a Toloker has earned in the pool since a time. */
  income({ pool, toloker }: AssignmentRecord, since: number): Money {
    const earned = this.#income.get(`${toloker.id}/${pool.view.id}`) ?? [];
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
    const { pool, toloker, view, reward } = assignment;
    const counts = this.counts(assignment);
    if (type === "REJECTED") counts.rejected++;
    else counts.accepted++;
    // The rejection may be older than what is remembered.
    if (type === "ACCEPTED_AFTER_REJECT" && counts.rejected > 0) {
      counts.rejected--;
    }
    if (type !== "ACCEPTED_AFTER_REJECT" && !pool.settings.autoAccept) {
      push(
        this.#reviewed,
        `${toloker.id}/${pool.project.view.id}`,
        assignment,
      );
    }
    if (type !== "REJECTED") {
      const key = `${toloker.id}/${pool.view.id}`;
      const time = parseTime(view.accepted)!;
      const earned = this.#income.get(key) ?? [];
      while (earned[0] !== undefined && earned[0].time < time - DAY) {
        earned.shift();
      }
      earned.push({ time, reward });
      this.#income.set(key, earned);
    }
  }

  /** A Toloker who comes back after a ban begins anew. */
  forget(toloker: TolokerRecord): void {
    for (
      const map of [this.#answers, this.#reviewed, this.#counts, this.#income]
    ) {
      for (const key of map.keys()) {
        if (key.startsWith(`${toloker.id}/`)) map.delete(key);
      }
    }
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

/** Whether a pool's answers count for rules with a history. */
function remembers(pool: PoolRecord, type: string): boolean {
  return [...pool.settings.quality, ...pool.project.quality].some((rules) =>
    rules.type === type && rules.historySize !== undefined
  );
}
