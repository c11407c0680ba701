/** The life of an assignment: taken, answered, paid. */

import type { AssignmentStatus } from "../types/assignments.ts";
import { closeNow, closeWhenComplete, priceOf } from "./lifecycle.ts";
import { nextSuite } from "./mixer.ts";
import { fromMoney, type Money } from "./money.ts";
import { announceWork, type Overlapped, refreshOverlap } from "./overlap.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
  World,
} from "./store.ts";

/** Assignments a pool may have before it closes. */
const MAX_ASSIGNMENTS = 2_000_000;

/** An assignment's statuses and those the requester may change them to. */
export const REVIEWS: Readonly<
  Record<AssignmentStatus, readonly AssignmentStatus[]>
> = {
  ACTIVE: [],
  SUBMITTED: ["ACCEPTED", "REJECTED"],
  ACCEPTED: [],
  REJECTED: ["ACCEPTED"],
  SKIPPED: [],
  EXPIRED: [],
};

/** Gives a Toloker a suite of the pool, if there is one for him. */
export function handOut(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): AssignmentRecord | undefined {
  if (pool.view.status !== "OPEN") return undefined;
  const reward = rewardFor(pool, toloker);
  const price = priceOf(world, reward);
  const suite = nextSuite(
    world,
    pool,
    toloker,
    () => isPossible(world, pool, price),
  );
  if (suite === undefined) return undefined;
  const assignment: AssignmentRecord = {
    view: {
      id: world.ids.inPool(pool.view.id, world.clock.now),
      task_suite_id: suite.view.id,
      pool_id: pool.view.id,
      user_id: toloker.id,
      status: "ACTIVE",
      reward: fromMoney(reward),
      mixed: suite.view.mixed,
      automerged: false,
      created: world.time,
      tasks: suite.view.tasks,
      bonus_ids: [],
      owner: world.owner(),
    },
    pool,
    suite,
    toloker,
    reward,
    price,
    planned: undefined,
  };
  world.assignments.set(assignment.view.id, assignment);
  pool.assignments.push(assignment);
  suite.assignments.push(assignment);
  for (const task of suite.tasks) task.assignments.push(assignment);
  remember(assignment);
  pool.active++;
  world.account.committed += price;
  toloker.working = assignment;
  count(assignment, 1);
  world.emit({ type: "CREATED", assignment });
  return assignment;
}

/** Whether one more assignment may be; if it never may again, the pool closes. */
function isPossible(world: World, pool: PoolRecord, price: Money): boolean {
  if (pool.assignments.length >= MAX_ASSIGNMENTS) {
    closeNow(world, pool, "ASSIGNMENTS_LIMIT_EXCEEDED");
    return false;
  }
  const { balance, committed } = world.account;
  if (price === 0n || balance - committed >= price) return true;
  // What is kept for Tolokers at work may come back, as they skip or forget.
  if (balance < price) closeNow(world, pool, "NOT_ENOUGH_BALANCE");
  return false;
}

/** What the pool pays this Toloker. */
function rewardFor({ settings }: PoolRecord, toloker: TolokerRecord): Money {
  const { pricing, reward } = settings;
  const skill = pricing && toloker.skills.get(pricing.skillId);
  if (pricing === undefined || skill === undefined) return reward;
  const value = Number(skill.view.exact_value);
  const interval = pricing.intervals.find(({ from, to }) =>
    value >= from && value <= to
  );
  return interval?.reward ?? reward;
}

/** A Toloker gets no task twice, whatever became of the first time. */
function remember({ pool, suite, toloker }: AssignmentRecord): void {
  const seen = toloker.seen.get(pool.view.id) ?? new Set();
  seen.add(suite.view.id);
  for (const { view } of suite.tasks) seen.add(view.id);
  toloker.seen.set(pool.view.id, seen);
  const done = toloker.done.get(pool.view.id) ?? 0;
  toloker.done.set(pool.view.id, done + suite.tasks.length);
}

/** What the overlap of an assignment's suite is counted on. */
export function overlapped({ suite }: AssignmentRecord): Overlapped[] {
  return suite.view.mixed === true ? suite.tasks : [suite];
}

function count(assignment: AssignmentRecord, change: 1 | -1): void {
  for (const item of overlapped(assignment)) {
    item.issued += change;
    refreshOverlap(item);
  }
}

/** Takes a suite out of a Toloker's hands. */
function leave(
  world: World,
  assignment: AssignmentRecord,
  status: AssignmentStatus,
): void {
  const { view, pool, toloker, planned } = assignment;
  view.status = status;
  view[status.toLowerCase()] = world.time;
  world.clock.cancel(planned);
  assignment.planned = undefined;
  toloker.working = undefined;
  pool.active--;
  world.account.committed -= assignment.price;
}

/** A Toloker sends his answers. */
export function submit(
  world: World,
  assignment: AssignmentRecord,
  solutions: readonly Record<string, unknown>[],
  firstDeclined?: readonly Record<string, unknown>[],
): void {
  const { view, pool, price } = assignment;
  leave(world, assignment, "SUBMITTED");
  view.solutions = solutions;
  if (firstDeclined !== undefined) {
    view.first_declined_solution_attempt = firstDeclined;
  }
  const { account } = world;
  account.balance -= price;
  account.reserved += price;
  world.emit({ type: "SUBMITTED", assignment });
  if (pool.settings.autoAccept) {
    accept(world, assignment);
  } else if (view.status === "SUBMITTED") {
    assignment.planned = world.clock.after(
      pool.settings.autoAcceptPeriod,
      () => accept(world, assignment),
      true,
    );
  }
  closeWhenComplete(world, pool);
}

/** A Toloker leaves a suite, or its time runs out; others may have it. */
export function giveBack(
  world: World,
  assignment: AssignmentRecord,
  status: "SKIPPED" | "EXPIRED",
): void {
  leave(world, assignment, status);
  count(assignment, -1);
  world.emit({ type: status, assignment });
  announceWork(world, assignment.pool);
}

/** Accepts an assignment under review or a rejected one. */
export function accept(world: World, assignment: AssignmentRecord): void {
  const { view, price } = assignment;
  if (view.status !== "SUBMITTED" && view.status !== "REJECTED") return;
  const { account } = world;
  const rejected = view.status === "REJECTED";
  if (rejected) account.balance -= price;
  else account.reserved -= price;
  account.spent += price;
  world.clock.cancel(assignment.planned);
  view.status = "ACCEPTED";
  view.accepted = world.time;
  const type = rejected ? "ACCEPTED_AFTER_REJECT" : "ACCEPTED";
  world.emit({ type, assignment });
}

/** Rejects an assignment under review. The reserved money is free at once. */
export function reject(world: World, assignment: AssignmentRecord): void {
  const { view, price } = assignment;
  if (view.status !== "SUBMITTED") return;
  const { account } = world;
  account.reserved -= price;
  account.balance += price;
  world.clock.cancel(assignment.planned);
  view.status = "REJECTED";
  view.rejected = world.time;
  world.emit({ type: "REJECTED", assignment });
}
