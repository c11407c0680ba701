/** Work of Tolokers: they come, take a suite, answer or leave, and go on. */

import type { Values } from "../checks/fields.ts";
import { job } from "../world/jobs.ts";
import { Random } from "../engine/random.ts";
import { DAY, HOUR, parseTime, SECOND } from "../engine/time.ts";
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
import { effortOf } from "./effort.ts";
import { crowdOf } from "./population.ts";
import { announceShortages, forgetShortage } from "./shortage.ts";

/** Mean time between two suites in a row. */
const PAUSE = 5 * SECOND;
/** Part of the allowed time that slow Tolokers use at most. */
const LATEST = 0.95;
/** Mean time until a Toloker appeals, and how long they may. */
const APPEAL = { mean: DAY, limit: 7 * DAY };
/** Most suites taken from a map together, where the project sets no limit. */
const MAP_SUITES = 3;
/** Longest time after waking up until a Toloker looks for work. */
const MORNING = HOUR;

interface Behavior {
  /** Part of the time a careful Toloker would take. */
  pace: number;
  /** Probabilities, for each suite. */
  skips: number;
  forgets: number;
  leaves: number;
}

/** Difference of a habit from careful work. */
const HABITS: Readonly<Record<Habit, (careful: Behavior) => Behavior>> = {
  careful: (careful) => careful,
  sloppy: (careful) => ({
    ...careful,
    pace: 0.6,
    skips: Math.min(1, 1.5 * careful.skips),
    forgets: Math.min(1, 2 * careful.forgets),
  }),
  random: () => ({ pace: 0.1, skips: 0, forgets: 0, leaves: 0 }),
  colluding: () => ({ pace: 0.3, skips: 0, forgets: 0, leaves: 0 }),
  skipping: (careful) => ({ ...careful, skips: 0.7 }),
  forgetful: (careful) => ({ ...careful, forgets: 0.6 }),
  leaving: (careful) => ({ ...careful, leaves: 0.3 }),
};

function behaviorOf(world: World, toloker: TolokerRecord): Behavior {
  const { answer, skips, forgets } = crowdOf(world, toloker);
  // Where a user's function decides what a Toloker does, nothing else does.
  return answer === undefined
    ? HABITS[toloker.habit]({ pace: 1, skips, forgets, leaves: 0 })
    : { pace: 1, skips: 0, forgets: 0, leaves: 0 };
}

/** Lets Tolokers come when there is work, and appeal when they are rejected. */
export const callTolokers: Reaction = (world, event) => {
  switch (event.type) {
    case "OPENED":
    case "WORK":
      forgetShortage(event.pool);
      for (const toloker of world.tolokers.values()) wake(world, toloker);
      break;
    case "CLOSED":
      if (!hasOpenPool(world)) sendHome(world);
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

/** An idle Toloker comes by when they notice, if any pool is open. */
export function wake(world: World, toloker: TolokerRecord): void {
  if (isBusy(toloker) || !hasOpenPool(world)) return;
  comeIn(
    world,
    toloker,
    world.random.between(...crowdOf(world, toloker).notice),
  );
}

function hasOpenPool(world: World): boolean {
  for (const { view } of world.pools.values()) {
    if (view.status === "OPEN") return true;
  }
  return false;
}

/** Nobody comes back from a rest if there is nothing to come back for. */
function sendHome(world: World): void {
  for (const toloker of world.tolokers.values()) {
    if (toloker.arrival === undefined || toloker.held.length > 0) continue;
    world.clock.cancel(toloker.arrival);
    toloker.arrival = undefined;
  }
}

function isBusy({ working, arrival, gone }: TolokerRecord): boolean {
  return working !== undefined || arrival !== undefined || gone;
}

function comeIn(world: World, toloker: TolokerRecord, delay: number): void {
  const { now } = world.clock;
  const time = wakingTime(world, toloker, now + delay / world.pace);
  const look = job("LOOK_FOR_WORK", toloker.id);
  toloker.arrival = world.clock.at(time, look);
}

/** A time at which a Toloker is up: the given one, or one in the morning. */
function wakingTime(
  world: World,
  toloker: TolokerRecord,
  time: number,
): number {
  const [from, to] = crowdOf(world, toloker).hours;
  const hour = (time + toloker.zone) % DAY / HOUR;
  const isUp = from < to
    ? hour >= from && hour < to
    : hour >= from || hour < to;
  if (isUp) return time;
  const sleep = ((from - hour + 24) % 24) * HOUR;
  return time + sleep + world.random.between(0, MORNING);
}

/** Job: a Toloker comes and takes the best suite for them. */
export function lookForWork(world: World, toloker: TolokerRecord): void {
  toloker.arrival = undefined;
  const assignment = toloker.held.shift() ?? findWork(world, toloker);
  if (assignment !== undefined) begin(world, assignment);
  else announceShortages(world);
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
  const { toloker, tasks } = assignment;
  toloker.working = assignment;
  const behavior = behaviorOf(world, toloker);
  if (random.chance(behavior.forgets)) {
    planExpiry(world, assignment);
    return;
  }
  const skips = random.chance(behavior.skips);
  let time = 0;
  const { effort } = crowdOf(world, toloker);
  for (const task of tasks) {
    time += toloker.secondsPerTask * effortOf(task, effort) *
      random.between(0.5, 1.5);
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

/** A Toloker goes on with the next suite, or rests first. */
export function comeBack(world: World, toloker: TolokerRecord): void {
  const { random } = world;
  const { leaves } = behaviorOf(world, toloker);
  if (leaves > 0 && !toloker.gone) toloker.gone = random.chance(leaves);
  if (isBusy(toloker)) return;
  const rests = random.chance(1 / toloker.stamina);
  if (!rests || toloker.held.length > 0) {
    comeIn(world, toloker, random.exponential(PAUSE));
  } else if (hasOpenPool(world)) {
    comeIn(world, toloker, random.between(...crowdOf(world, toloker).rest));
  }
}

/** Job: a Toloker sends their answers, or leaves without sending any. */
export function finishSuite(world: World, assignment: AssignmentRecord): void {
  const { toloker, tasks } = assignment;
  const answers: Readonly<Values>[] = [];
  for (const task of tasks) {
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
  const { tasks } = assignment;
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
  const chance = crowdOf(world, toloker).appeals;
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
