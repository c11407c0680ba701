/** What Tolokers do: they come, take a suite, answer or leave, go on. */

import { answer, correctness, truthOf } from "./answers.ts";
import { giveBack, handOut, submit } from "./assigning.ts";
import { hasTraining, isEligible } from "./eligibility.ts";
import type { Values } from "./fields.ts";
import type {
  AssignmentRecord,
  Habit,
  PoolRecord,
  TolokerRecord,
  World,
} from "./store.ts";
import { MINUTE, SECOND } from "./time.ts";

/** Mean time until a Toloker notices new work. */
const ARRIVAL = MINUTE;
/** Mean time between two suites in a row. */
const PAUSE = 5 * SECOND;
/** Mean time of a break. */
const BREAK = 10 * MINUTE;
/** Part of the allowed time that slow Tolokers use at most. */
const LATEST = 0.95;

interface Manner {
  /** Part of the time a careful Toloker would take. */
  pace: number;
  /** Probabilities, for each suite. */
  skips: number;
  forgets: number;
  rests: number;
}

const MANNERS: Readonly<Record<Habit, Manner>> = {
  careful: { pace: 1, skips: 0.02, forgets: 0.005, rests: 0.1 },
  sloppy: { pace: 0.6, skips: 0.03, forgets: 0.01, rests: 0.1 },
  random: { pace: 0.1, skips: 0, forgets: 0, rests: 0.02 },
};

/** Lets the Tolokers of a world look out for work from now on. */
export function startWorking(world: World): void {
  world.listen((event) => {
    switch (event.type) {
      case "OPENED":
      case "WORK":
        for (const toloker of world.tolokers.values()) wake(world, toloker);
        break;
      case "SKILL_CHANGED":
      case "RESTRICTION_ENDED":
        wake(world, event.toloker);
        break;
    }
  });
}

/** An idle Toloker comes by soon, if any pool is open. */
function wake(world: World, toloker: TolokerRecord): void {
  if (toloker.working !== undefined || toloker.arrival !== undefined) return;
  for (const { view } of world.pools.values()) {
    if (view.status !== "OPEN") continue;
    comeIn(world, toloker, world.random.exponential(ARRIVAL));
    return;
  }
}

function comeIn(world: World, toloker: TolokerRecord, delay: number): void {
  toloker.arrival = world.clock.after(delay, () => {
    toloker.arrival = undefined;
    const assignment = findWork(world, toloker);
    if (assignment !== undefined) begin(world, assignment);
  });
}

function findWork(
  world: World,
  toloker: TolokerRecord,
): AssignmentRecord | undefined {
  const open = [...world.pools.values()].filter(({ kind, view }) =>
    kind === "POOL" && view.status === "OPEN"
  );
  for (const pool of open.sort(byAttraction)) {
    if (!hasTraining(world, pool, toloker)) {
      const training = world.pools.get(pool.settings.training!.poolId);
      const lesson = training && takeLesson(world, training, toloker);
      if (lesson !== undefined) return lesson;
    }
    if (!isEligible(world, pool, toloker)) continue;
    const assignment = handOut(world, pool, toloker);
    if (assignment !== undefined) return assignment;
  }
  return undefined;
}

/** Higher priority first, then the pool that was opened earlier. */
function byAttraction(a: PoolRecord, b: PoolRecord): number {
  const order = b.settings.priority - a.settings.priority;
  if (order !== 0) return order;
  return String(a.view.last_started) < String(b.view.last_started) ? -1 : 1;
}

function takeLesson(
  world: World,
  training: PoolRecord,
  toloker: TolokerRecord,
): AssignmentRecord | undefined {
  const { id } = training.view;
  const finished = toloker.trained.get(id);
  if (finished !== undefined) {
    const { retryAfter } = training.settings;
    if (retryAfter === undefined || finished + retryAfter > world.clock.now) {
      return undefined;
    }
    toloker.trained.delete(id);
    toloker.seen.delete(id);
  }
  return handOut(world, training, toloker);
}

/** Decides when and how an assignment ends. */
function begin(world: World, assignment: AssignmentRecord): void {
  const { random, clock } = world;
  const { toloker, pool, suite } = assignment;
  const manner = MANNERS[toloker.habit];
  const limit = pool.settings.maxDuration;
  if (random.chance(manner.forgets)) {
    assignment.planned = clock.after(limit, () => {
      giveBack(world, assignment, "EXPIRED");
      goOn(world, toloker);
    });
    return;
  }
  const skips = random.chance(manner.skips);
  let time = 0;
  for (let task = 0; task < suite.tasks.length; task++) {
    time += toloker.secondsPerTask * random.between(0.5, 1.5);
  }
  time *= manner.pace * SECOND;
  if (skips) time *= 0.3;
  time = Math.min(Math.max(time, SECOND), limit * LATEST);
  assignment.planned = clock.after(time, () => {
    if (skips) giveBack(world, assignment, "SKIPPED");
    else send(world, assignment);
    goOn(world, toloker);
  });
}

function goOn(world: World, toloker: TolokerRecord): void {
  if (toloker.arrival !== undefined || toloker.working !== undefined) return;
  const rests = world.random.chance(MANNERS[toloker.habit].rests);
  comeIn(world, toloker, world.random.exponential(rests ? BREAK : PAUSE));
}

/** Answers every task; in training, a wrong answer is corrected. */
function send(world: World, assignment: AssignmentRecord): void {
  const { toloker, suite } = assignment;
  const solutions: { output_values: Values }[] = [];
  const declined: { output_values?: Values }[] = [];
  for (const task of suite.tasks) {
    const values = answer(world, toloker, task);
    const wrong = task.kind === "TRAINING" && correctness(task, values) === 0;
    declined.push(wrong ? { output_values: values } : {});
    solutions.push({ output_values: wrong ? truthOf(world, task) : values });
  }
  const corrected = declined.some((attempt) => "output_values" in attempt);
  submit(world, assignment, solutions, corrected ? declined : undefined);
}
