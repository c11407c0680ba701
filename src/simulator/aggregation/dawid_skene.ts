/**
 * Dawid and Skene's model: what the right answers are and how each Toloker
 * mistakes them, found together by expectation maximization (1979).
 */

/** Most rounds; the platform's own number is not known. */
const ROUNDS = 100;
/** It ends when the log-likelihood of a task changes less than this. */
const TOLERANCE = 1e-5;
/** Keeps what was never seen from being impossible. */
const SMOOTHING = 1e-10;

/** Answer of a worker. */
export interface WorkerAnswer {
  task: string;
  worker: string;
  /** The answer, the same text for equal answers. */
  label: string;
}

/** The most probable answer to a task. */
export interface Estimate {
  label: string;
  /** Its probability, 0 to 1. */
  confidence: number;
}

/** The answers by number instead of by name. */
interface Votes {
  tasks: string[];
  workers: string[];
  labels: string[];
  /** Task, worker and label of each answer, as places in the lists. */
  answers: [task: number, worker: number, label: number][];
}

/**
 * Finds the most probable answer to each task.
 *
 * It starts from the majority vote and takes turns: from the tasks' answers, how
 * often each Toloker gives which answer to which truth and how common each truth
 * is; from these, the tasks' answers.
 */
export function dawidSkene(
  given: readonly WorkerAnswer[],
): Map<string, Estimate> {
  const votes = toVotes(given);
  let truths = majority(votes);
  let before = -Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const priors = priorsOf(truths, votes);
    const mistakes = mistakesOf(truths, votes);
    const [next, likelihood] = expect(votes, priors, mistakes);
    truths = next;
    if (Math.abs(likelihood - before) < TOLERANCE) break;
    before = likelihood;
  }
  return new Map(
    votes.tasks.map((task, t) => {
      const shares = truths[t]!;
      let best = 0;
      shares.forEach((share, label) => {
        if (share > shares[best]! + 1e-9) best = label;
      });
      return [task, { label: votes.labels[best]!, confidence: shares[best]! }];
    }),
  );
}

function toVotes(given: readonly WorkerAnswer[]): Votes {
  const tasks = new Map<string, number>();
  const workers = new Map<string, number>();
  const labels = new Map<string, number>();
  const place = (names: Map<string, number>, name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const answers = given.map(({ task, worker, label }): [
    number,
    number,
    number,
  ] => [place(tasks, task), place(workers, worker), place(labels, label)]);
  return {
    tasks: [...tasks.keys()],
    workers: [...workers.keys()],
    labels: [...labels.keys()],
    answers,
  };
}

/** Each label's share of a task's votes. */
function majority({ tasks, labels, answers }: Votes): number[][] {
  const counts = table(tasks.length, labels.length, 0);
  for (const [task, , label] of answers) counts[task]![label]!++;
  return counts.map(normalized);
}

/** Computes the share of each true label. */
function priorsOf(truths: readonly number[][], { labels }: Votes): number[] {
  const sums = new Array<number>(labels.length).fill(SMOOTHING);
  for (const shares of truths) shares.forEach((s, l) => sums[l]! += s);
  return normalized(sums);
}

/** For each Toloker and truth, how often they give which answer. */
function mistakesOf(
  truths: readonly number[][],
  { workers, labels, answers }: Votes,
): number[][][] {
  const counts = workers.map(() =>
    table(labels.length, labels.length, SMOOTHING)
  );
  for (const [task, worker, label] of answers) {
    truths[task]!.forEach((share, truth) => {
      counts[worker]![truth]![label]! += share;
    });
  }
  return counts.map((rows) => rows.map(normalized));
}

function expect(
  { tasks, answers }: Votes,
  priors: readonly number[],
  mistakes: readonly number[][][],
): [number[][], number] {
  const logPriors = priors.map(Math.log);
  const logs = tasks.map(() => [...logPriors]);
  for (const [task, worker, label] of answers) {
    const row = logs[task]!;
    for (let truth = 0; truth < row.length; truth++) {
      row[truth]! += Math.log(mistakes[worker]![truth]![label]!);
    }
  }
  let likelihood = 0;
  const truths = logs.map((row) => {
    const top = Math.max(...row);
    const shares = row.map((value) => Math.exp(value - top));
    const sum = shares.reduce((a, b) => a + b, 0);
    likelihood += top + Math.log(sum);
    return shares.map((share) => share / sum);
  });
  return [truths, likelihood / Math.max(1, tasks.length)];
}

function table(rows: number, columns: number, value: number): number[][] {
  return Array.from(
    { length: rows },
    () => new Array<number>(columns).fill(value),
  );
}

function normalized(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
