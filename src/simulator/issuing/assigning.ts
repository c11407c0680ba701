/** The life of an assignment: taken, answered, paid. */

import type { AssignmentStatus } from "../../types/assignments.ts";
import type { Values } from "../checks/fields.ts";
import { job } from "../world/jobs.ts";
import type { Money } from "../engine/money.ts";
import { placeOf } from "../engine/places.ts";
import {
  AssignmentRecord,
  type Issue,
  type PoolRecord,
  type TaskRecord,
  type TolokerRecord,
} from "../world/records.ts";
import { writeSolutions } from "../world/solutions.ts";
import type { World } from "../world/world.ts";
import { setCheckpoints } from "./checkpoints.ts";
import { countTasks } from "./distribution.ts";
import { nextSuite } from "./mixer.ts";
import { announceWork, refreshOverlap } from "./overlap.ts";
import { closeNow, closeWhenComplete, priceOf, touch } from "./pool_life.ts";
import { overlapped, remember } from "./seen.ts";

/** Length from which a list reserves room for more items. */
const MANY = 16;

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

/** Issues a suite of the pool to a Toloker, if there is one for them. */
export function handOut(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): AssignmentRecord | undefined {
  if (pool.view.status !== "OPEN") return undefined;
  const reward = rewardFor(pool, toloker);
  const price = priceOf(world, reward);
  const issue = nextSuite(
    world,
    pool,
    toloker,
    () => isPossible(world, pool, price),
  );
  if (issue === undefined) return undefined;
  const assignment = assign(world, pool, issue, toloker, reward);
  world.account.committed += price;
  const { own } = issue;
  if (own !== undefined) toloker.place = placeOf(own.view) ?? toloker.place;
  // Set first, so that no reaction calls them to more work.
  toloker.working ??= assignment;
  setCheckpoints(world, assignment);
  countTasks(world, assignment);
  count(assignment, 1);
  world.emit({ type: "CREATED", assignment });
  return assignment;
}

function assign(
  { ids, clock }: World,
  pool: PoolRecord,
  issue: Issue,
  toloker: TolokerRecord,
  reward: Money,
): AssignmentRecord {
  const { tasks, own } = issue;
  // A mixed suite has an id too, which follows from that of the assignment.
  if (own === undefined) ids.count();
  const count = ids.count();
  const assignment = new AssignmentRecord(
    pool,
    count,
    issue,
    toloker,
    reward,
    clock.now,
  );
  pool.assignments.push(assignment);
  if (own === undefined) pool.suites.push(assignment);
  else own.assignments = added(own.assignments, assignment);
  for (const task of tasks) {
    task.assignments = added(task.assignments, assignment);
  }
  remember(assignment);
  pool.active++;
  return assignment;
}

/** Short lists are copied, as push() reserves room for many more items. */
function added<T>(items: T[], item: T): T[] {
  if (items.length < MANY) return items.concat(item);
  items.push(item);
  return items;
}

/** Takes answers over from an identical task of another pool, for nothing. */
export function assignMerged(
  world: World,
  pool: PoolRecord,
  tasks: readonly TaskRecord[],
  toloker: TolokerRecord,
  answers: readonly Readonly<Values>[],
): void {
  const issue = { tasks, own: undefined };
  const assignment = assign(world, pool, issue, toloker, 0n);
  assignment.add({ automerged: true });
  count(assignment, 1);
  world.emit({ type: "CREATED", assignment });
  submit(world, assignment, answers);
}

/** Tells whether one more assignment is possible; if never again, the pool closes. */
function isPossible(world: World, pool: PoolRecord, price: Money): boolean {
  if (pool.assignments.length >= world.maxAssignments) {
    closeNow(world, pool, "ASSIGNMENTS_LIMIT_EXCEEDED");
    return false;
  }
  const { balance, committed } = world.account;
  if (price === 0n || balance - committed >= price) return true;
  // Money committed to Tolokers at work is free again if they skip or forget.
  if (balance < price) closeNow(world, pool, "NOT_ENOUGH_BALANCE");
  return false;
}

/** Returns the reward of the pool for a Toloker. */
function rewardFor({ settings }: PoolRecord, toloker: TolokerRecord): Money {
  const { pricing, reward } = settings;
  const skill = pricing && toloker.skills.get(pricing.skillId);
  if (pricing === undefined || skill === undefined) return reward;
  const { exact_value: value = skill.view.value } = skill.view;
  const interval = pricing.intervals.find(({ from, to }) =>
    value >= from && value <= to
  );
  return interval?.reward ?? reward;
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
  const { pool, toloker, planned } = assignment;
  assignment.status = status;
  assignment.endedAfter = world.clock.now - pool.created;
  world.clock.cancel(planned);
  assignment.planned = undefined;
  if (toloker.working === assignment) toloker.working = undefined;
  const held = toloker.held.indexOf(assignment);
  if (held >= 0) toloker.held.splice(held, 1);
  pool.active--;
  touch(world, pool);
  world.account.committed -= priceOf(world, assignment.reward);
}

/**
 * Submits the answers of a Toloker. In a training, `declined` holds the first
 * answers that were wrong.
 */
export function submit(
  world: World,
  assignment: AssignmentRecord,
  answers: readonly Readonly<Values>[],
  declined?: readonly (Values | undefined)[],
): void {
  const { pool } = assignment;
  const price = priceOf(world, assignment.reward);
  leave(world, assignment, "SUBMITTED");
  const solutions = writeSolutions(answers);
  assignment.solutions = world.solutions.get(solutions, solutions);
  if (declined !== undefined) assignment.add({ declined });
  const { account } = world;
  account.balance -= price;
  account.reserved += price;
  world.emit({ type: "SUBMITTED", assignment });
  if (pool.settings.autoAccept) {
    accept(world, assignment);
  } else if (assignment.status === "SUBMITTED") {
    assignment.planned = world.clock.after(
      pool.settings.autoAcceptPeriod,
      job("END_REVIEW", assignment.id),
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
  const { status, pool } = assignment;
  if (status !== "SUBMITTED" && status !== "REJECTED") return;
  const price = priceOf(world, assignment.reward);
  const { account } = world;
  const rejected = status === "REJECTED";
  if (rejected) account.balance -= price;
  else account.reserved -= price;
  account.spent += price;
  world.clock.cancel(assignment.planned);
  assignment.planned = undefined;
  assignment.status = "ACCEPTED";
  assignment.acceptedAfter = world.clock.now - pool.created;
  const type = rejected ? "ACCEPTED_AFTER_REJECT" : "ACCEPTED";
  world.emit({ type, assignment });
}

/** The review period is over. */
export function endReview(world: World, assignment: AssignmentRecord): void {
  const comment = world.services.rejectUnreviewed;
  if (comment === undefined) {
    accept(world, assignment);
  } else {
    assignment.add({ comment });
    reject(world, assignment);
  }
}

/** Rejects an assignment under review. The reserved money is free immediately. */
export function reject(world: World, assignment: AssignmentRecord): void {
  const { status, pool } = assignment;
  if (status !== "SUBMITTED") return;
  const price = priceOf(world, assignment.reward);
  const { account } = world;
  account.reserved -= price;
  account.balance += price;
  world.clock.cancel(assignment.planned);
  assignment.planned = undefined;
  assignment.status = "REJECTED";
  assignment.add({ rejectedAfter: world.clock.now - pool.created });
  touch(world, pool);
  world.emit({ type: "REJECTED", assignment });
}
