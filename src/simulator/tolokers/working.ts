/** What Tolokers do: they come, take a suite, answer or leave, go on. */

import type { Values } from "../checks/fields.ts";
import { job } from "../world/jobs.ts";
import { Random } from "../engine/random.ts";
import { DAY, MINUTE, parseTime, SECOND } from "../engine/time.ts";
import { giveBack, handOut, submit } from "../issuing/assigning.ts";
import { hasTraining, isEligible } from "../issuing/eligibility.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Habit } from "../world/habits.ts";
import type { Reaction, World } from "../world/world.ts";
import { answer, correctness, truthOf } from "./answers.ts";

/** Mean time until a Toloker notices new work. */
const ARRIVAL = MINUTE;
/** Mean time between two suites in a row. */
const PAUSE = 5 * SECOND;
/** Mean time of a break. */
const BREAK = 10 * MINUTE;
/** Part of the allowed time that slow Tolokers use at most. */
const LATEST = 0.95;
/** Mean time until a Toloker appeals, and how long he may. */
const APPEAL = { mean: DAY, limit: 7 * DAY };
/** Most suites taken from a map at once, where the project sets no limit. */
const MAP_SUITES = 3;

interface Behavior {
  /** Part of the time a careful Toloker would take. */
  pace: number;
  /** Probabilities, for each suite. */
  skips: number;
  forgets: number;
  rests: number;
  leaves: number;
}

const CAREFUL: Behavior = {
  pace: 1,
  skips: 0.02,
  forgets: 0.005,
  rests: 0.1,
  leaves: 0,
};

const BEHAVIORS: Readonly<Record<Habit, Behavior>> = {
  careful: CAREFUL,
  sloppy: { ...CAREFUL, pace: 0.6, skips: 0.03, forgets: 0.01 },
  random: { pace: 0.1, skips: 0, forgets: 0, rests: 0.02, leaves: 0 },
  colluding: { pace: 0.3, skips: 0, forgets: 0, rests: 0.05, leaves: 0 },
  skipping: { ...CAREFUL, skips: 0.7 },
  forgetful: { ...CAREFUL, forgets: 0.6 },
  leaving: { ...CAREFUL, leaves: 0.3 },
};

/** Where a user's function decides what a Toloker does. */
const OBEDIENT: Behavior = { ...CAREFUL, skips: 0, forgets: 0 };

function behaviorOf(world: World, { group, habit }: TolokerRecord): Behavior {
  const answers = world.crowds[group]?.answer !== undefined;
  return answers ? OBEDIENT : BEHAVIORS[habit];
}

/** Lets Tolokers come when there is work, and appeal when they are rejected. */
export const callTolokers: Reaction = (world, event) => {
  switch (event.type) {
    case "OPENED":
    case "WORK":
      for (const toloker of world.tolokers.values()) wake(world, toloker);
      break;
    case "SKILL_CHANGED":
    case "RESTRICTION_ENDED":
      wake(world, event.toloker);
      break;
    case "REJECTED":
      considerAppeal(world, event.assignment);
      break;
  }
};

/** An idle Toloker comes by soon, if any pool is open. */
export function wake(world: World, toloker: TolokerRecord): void {
  if (isBusy(toloker)) return;
  for (const { view } of world.pools.values()) {
    if (view.status !== "OPEN") continue;
    comeIn(world, toloker, world.random.exponential(ARRIVAL));
    return;
  }
}

function isBusy({ working, arrival, gone }: TolokerRecord): boolean {
  return working !== undefined || arrival !== undefined || gone;
}

function comeIn(world: World, toloker: TolokerRecord, delay: number): void {
  toloker.arrival = world.clock.after(
    delay / world.pace,
    job("LOOK_FOR_WORK", toloker.id),
  );
}

/** Job: a Toloker comes and takes the best there is for him. */
export function lookForWork(world: World, toloker: TolokerRecord): void {
  toloker.arrival = undefined;
  const assignment = toloker.held.shift() ?? findWork(world, toloker);
  if (assignment !== undefined) begin(world, assignment);
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
    if (assignment === undefined) continue;
    if (pool.project.view.assignments_issuing_type === "MAP_SELECTOR") {
      reserveMore(world, pool, toloker);
    }
    return assignment;
  }
  return undefined;
}

/** Higher priority first, then the pool that was opened earlier. */
function byAttraction(a: PoolRecord, b: PoolRecord): number {
  const order = b.settings.priority - a.settings.priority;
  if (order !== 0) return order;
  return (a.view.last_started ?? "") < (b.view.last_started ?? "") ? -1 : 1;
}

/** On a map, Tolokers take several suites before they set out. */
function reserveMore(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): void {
  const limit = pool.project.view.max_active_assignments_count ?? MAP_SUITES;
  const wanted = world.random.integer(1, Math.min(limit, MAP_SUITES));
  for (let count = 1; count < wanted; count++) {
    const assignment = handOut(world, pool, toloker);
    if (assignment === undefined) return;
    toloker.held.push(assignment);
    planExpiry(world, assignment);
  }
}

function planExpiry(world: World, assignment: AssignmentRecord): void {
  world.clock.cancel(assignment.planned);
  assignment.planned = world.clock.at(
    deadline(assignment),
    job("EXPIRE", assignment.id),
  );
}

function deadline({ created, pool }: AssignmentRecord): number {
  return parseTime(created)! + pool.settings.maxDuration;
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
  const { toloker, suite } = assignment;
  toloker.working = assignment;
  const behavior = behaviorOf(world, toloker);
  if (random.chance(behavior.forgets)) {
    planExpiry(world, assignment);
    return;
  }
  const skips = random.chance(behavior.skips);
  let time = 0;
  for (let task = 0; task < suite.tasks.length; task++) {
    time += toloker.secondsPerTask * random.between(0.5, 1.5);
  }
  time *= behavior.pace * SECOND;
  if (skips) time *= 0.3;
  const left = deadline(assignment) - clock.now;
  time = Math.max(time, SECOND) / world.pace;
  time = Math.min(time, left * LATEST);
  clock.cancel(assignment.planned);
  const end = job(skips ? "SKIP" : "FINISH", assignment.id);
  assignment.planned = clock.after(time, end);
}

/** Job: the time of an assignment has run out. */
export function letExpire(world: World, assignment: AssignmentRecord): void {
  giveBack(world, assignment, "EXPIRED");
  comeBack(world, assignment.toloker);
}

/** A Toloker goes on with the next suite, after a while. */
export function comeBack(world: World, toloker: TolokerRecord): void {
  const { rests, leaves } = behaviorOf(world, toloker);
  if (leaves > 0 && !toloker.gone) toloker.gone = world.random.chance(leaves);
  if (isBusy(toloker)) return;
  const pause = world.random.chance(rests) ? BREAK : PAUSE;
  comeIn(world, toloker, world.random.exponential(pause));
}

/** Job: a Toloker sends his answers, unless he thinks better of it. */
export function finishSuite(world: World, assignment: AssignmentRecord): void {
  const { toloker, suite } = assignment;
  const answers: Readonly<Values>[] = [];
  for (const task of suite.tasks) {
    const values = answer(world, toloker, task);
    if (values === "skip") {
      giveBack(world, assignment, "SKIPPED");
      return comeBack(world, toloker);
    }
    if (values === "leave") {
      toloker.gone = true;
      return planExpiry(world, assignment);
    }
    answers.push(values);
  }
  send(world, assignment, answers);
  comeBack(world, toloker);
}

/** In training, a wrong answer brings up the hint and is corrected. */
function send(
  world: World,
  assignment: AssignmentRecord,
  answers: readonly Readonly<Values>[],
): void {
  const { tasks } = assignment.suite;
  const wrong = tasks.map((task, index) =>
    task.kind === "TRAINING" && correctness(task, answers[index]!) === 0
  );
  if (!wrong.includes(true)) return submit(world, assignment, answers);
  submit(
    world,
    assignment,
    answers.map((values, index) =>
      wrong[index] ? truthOf(world, tasks[index]!) : values
    ),
    answers.map((values, index) => wrong[index] ? values : undefined),
  );
}

/** Some Tolokers ask to look at a rejected answer again. */
function considerAppeal(world: World, { id, toloker }: AssignmentRecord): void {
  const chance = world.crowds[toloker.group]?.appeals ?? 0;
  const random = new Random(`${world.seed}/appeal/${id}`);
  if (!random.chance(chance)) return;
  const delay = Math.min(random.exponential(APPEAL.mean), APPEAL.limit);
  world.clock.after(delay, job("APPEAL", id), true);
}

/** Job: a Toloker appeals, unless the answer was accepted meanwhile. */
export function appeal(world: World, assignment: AssignmentRecord): void {
  if (assignment.status !== "REJECTED") return;
  world.emit({ type: "APPEALED", assignment });
}
