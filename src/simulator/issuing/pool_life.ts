/** Opening, closing and archiving pools and trainings. */

import { STATUS_CODE } from "@std/http/status";
import type { PoolCloseReason, PoolStatus } from "../../types/pools.ts";
import {
  ApiError,
  conflict,
  inappropriateStatus,
} from "../checks/api_error.ts";
import { job } from "../world/jobs.ts";
import { fromMoney, type Money, shareOf } from "../engine/money.ts";
import { DAY, MINUTE, parseTime } from "../engine/time.ts";
import { WaitingList } from "../engine/waiting.ts";
import { startOperation } from "../world/operation_work.ts";
import {
  type PoolSettings,
  poolSettings,
  type TaskKind,
  trainingSettings,
} from "../world/pool_settings.ts";
import type {
  OperationRecord,
  OverlapView,
  OwnSuite,
  PoolRecord,
  ProjectRecord,
} from "../world/records.ts";
import type { Work, World } from "../world/world.ts";

/** A pool closed for an update opens again by itself after this time. */
const UPDATE_TIME = 15 * MINUTE;
/** A rejected answer keeps its pool out of the archive for this time. */
const APPEAL_TIME = 9 * DAY;

/** A closed pool is archived when nothing is done with it for this time. */
const IDLE_TIME = 30 * DAY;
/** Pools that are empty, cloned or without general tasks are kept longer. */
const LONG_IDLE_TIME = 90 * DAY;

/** Fields of a new pool or training. */
export type NewPool =
  | Pick<PoolRecord & { kind: "POOL" }, "kind" | "view">
  | Pick<PoolRecord & { kind: "TRAINING" }, "kind" | "view">;

/** Reads the settings of a pool or a training. */
export function settingsOf(pool: NewPool): PoolSettings {
  return pool.kind === "POOL"
    ? poolSettings(pool.view)
    : trainingSettings(pool.view);
}

/** Adds a pool or a training to the world. */
export function addPool(
  world: World,
  project: ProjectRecord,
  created: NewPool,
  cloned = false,
): PoolRecord {
  const pool: PoolRecord = {
    ...created,
    project,
    input: project.input,
    output: project.output,
    settings: settingsOf(created),
    tasks: [],
    waiting: {
      GENERAL: new WaitingList(),
      GOLDEN: new WaitingList(),
      TRAINING: new WaitingList(),
    },
    suites: [],
    waitingSuites: new WaitingList(bySuiteOrder),
    assignments: [],
    active: 0,
    created: world.clock.now,
    ids: world.ids.ofPool(created.view.id),
    grown: world.clock.now,
    touched: world.clock.now,
    cloned,
    lock: undefined,
    expiry: undefined,
    autoClose: undefined,
    reopening: undefined,
    lastRound: undefined,
    archiving: undefined,
    byInput: undefined,
  };
  world.pools.set(pool.view.id, pool);
  project.pools.push(pool);
  planArchiving(world, pool);
  return pool;
}

/** Compares suites by the requester's order, then by creation. */
export function bySuiteOrder(a: OwnSuite, b: OwnSuite): number {
  const order = (b.view.issuing_order_override ?? 0) -
    (a.view.issuing_order_override ?? 0);
  return order !== 0 ? order : a.view.id < b.view.id ? -1 : 1;
}

/** Starts an operation on a pool; `undefined` if there is nothing to do. */
type Change = (
  world: World,
  pool: PoolRecord,
) => OperationRecord | undefined;

/** Opens a pool. */
export const startOpen: Change = (world, pool) => {
  if (pool.view.status === "OPEN") return undefined;
  requireStatus(pool, ["CLOSED"]);
  requireUnlocked(pool);
  if (world.account.blocked) {
    throw new ApiError(
      STATUS_CODE.Forbidden,
      "ACCESS_DENIED",
      "The account is blocked, so that no pool can be opened",
    );
  }
  if (pool.tasks.length === 0 && pool.suites.length === 0) {
    throw conflict("EMPTY_POOL", "A pool without tasks cannot be opened");
  }
  if (pool.assignments.length >= world.maxAssignments) {
    throw conflict(
      "POOL_ASSIGNMENTS_COUNT_EXCEEDED",
      `A pool can have at most ${world.maxAssignments} assignments`,
      { pool_id: pool.view.id },
    );
  }
  if ((pool.settings.willExpire ?? Infinity) <= world.clock.now) {
    throw conflict("CONFLICT_STATE", "The pool's 'will_expire' has passed");
  }
  const needed = remainingPrice(world, pool);
  const free = world.account.balance - world.account.committed;
  if (free < needed) {
    throw conflict(
      "NOT_ENOUGH_BALANCE",
      "The balance does not cover the tasks of the pool",
      { balance: fromMoney(free), required: fromMoney(needed) },
    );
  }
  return change(world, pool, "OPEN");
};

/** Closes a pool. */
export const startClose: Change = (world, pool) =>
  startClosing(world, pool, "MANUAL");

/** Closes a pool for some minutes, to change it. */
export const startCloseForUpdate: Change = (world, pool) =>
  startClosing(world, pool, "FOR_UPDATE");

/** Archives a pool. */
export const startArchive: Change = (world, pool) => {
  if (pool.view.status === "ARCHIVED") return undefined;
  requireStatus(pool, ["CLOSED"]);
  requireUnlocked(pool);
  requireArchivable(world, pool);
  return change(world, pool, "ARCHIVE");
};

function requireArchivable(world: World, pool: PoolRecord): void {
  if (pool.active > 0) {
    throw conflict(
      "THERE_IS_ACTIVE_ASSIGNMENT",
      "Tolokers are at work in the pool",
    );
  }
  const recently = world.clock.now - APPEAL_TIME;
  const rejected = pool.assignments.some((assignment) =>
    assignment.status === "REJECTED" &&
    parseTime(assignment.rejected)! > recently
  );
  if (rejected) {
    throw conflict(
      "THERE_IS_REJECTED_ASSIGNMENT",
      "Assignments of the pool were rejected in the last 9 days",
    );
  }
  const dependent = pool.kind === "POOL" ? [] : [...world.pools.values()]
    .filter(({ settings, view }) =>
      settings.training?.poolId === pool.view.id && view.status !== "ARCHIVED"
    );
  if (dependent.length > 0) {
    throw conflict(
      "TRAINING_ARCHIVE_CONFLICT",
      "The pools that need this training must be archived first",
      { pool_ids: dependent.map(({ view }) => view.id) },
    );
  }
}

function archiveNow(world: World, pool: PoolRecord): void {
  world.clock.cancel(pool.reopening);
  world.clock.cancel(pool.archiving);
  pool.view.status = "ARCHIVED";
  world.emit({ type: "ARCHIVED", pool });
}

/** Takes note of something done with a pool. */
export function touch(world: World, pool: PoolRecord): void {
  pool.touched = world.clock.now;
}

function planArchiving(world: World, pool: PoolRecord): void {
  world.clock.cancel(pool.archiving);
  // The pool may change, so it is checked every day then.
  pool.archiving = world.clock.at(
    Math.max(pool.touched + IDLE_TIME, world.clock.now + DAY),
    job("ARCHIVE_IDLE", pool.view.id),
    true,
  );
}

function idleTime(pool: PoolRecord): number {
  const general = pool.tasks.some(({ kind }) => kind === "GENERAL");
  return general && !pool.cloned && pool.kind === "POOL"
    ? IDLE_TIME
    : LONG_IDLE_TIME;
}

/** Archives a closed pool with which nothing was done for long. */
export function archiveIdle(world: World, pool: PoolRecord): void {
  if (pool.view.status !== "CLOSED") return;
  const due = pool.touched + idleTime(pool) <= world.clock.now;
  if (!due || pool.lock !== undefined || !isArchivable(world, pool)) {
    planArchiving(world, pool);
  } else {
    archiveNow(world, pool);
  }
}

function isArchivable(world: World, pool: PoolRecord): boolean {
  try {
    requireArchivable(world, pool);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}

function startClosing(
  world: World,
  pool: PoolRecord,
  reason: PoolCloseReason,
): OperationRecord | undefined {
  if (pool.view.status === "CLOSED") return undefined;
  requireStatus(pool, ["OPEN"]);
  requireUnlocked(pool);
  return change(world, pool, "CLOSE", reason);
}

function change(
  world: World,
  pool: PoolRecord,
  verb: "OPEN" | "CLOSE" | "ARCHIVE",
  reason?: PoolCloseReason,
): OperationRecord {
  const operation = startOperation(world, {
    type: `${pool.kind}.${verb}`,
    parameters: { [parameterName(pool.kind)]: pool.view.id },
    input: { poolId: pool.view.id, reason } satisfies ChangeInput,
  });
  pool.lock = operation;
  return operation;
}

interface ChangeInput {
  poolId: string;
  reason: PoolCloseReason | undefined;
}

/** Opens the pool that an operation was started for. */
export const openWork: Work<ChangeInput> = (world, input) =>
  openNow(world, unlock(world, input));

/** Closes the pool that an operation was started for. */
export const closeWork: Work<ChangeInput> = (world, input) =>
  closeNow(world, unlock(world, input), input.reason ?? "MANUAL");

/** Archives the pool that an operation was started for. */
export const archiveWork: Work<ChangeInput> = (world, input) =>
  archiveNow(world, unlock(world, input));

function unlock(world: World, { poolId }: ChangeInput): PoolRecord {
  const pool = world.pools.get(poolId)!;
  pool.lock = undefined;
  return pool;
}

/** Name of an operation's parameter for the id of a pool or training. */
export function parameterName(kind: PoolRecord["kind"]): string {
  return `${kind.toLowerCase()}_id`;
}

/** Opens a closed pool without the usual checks. */
export function openNow(world: World, pool: PoolRecord): void {
  if (pool.view.status !== "CLOSED" || world.account.blocked) return;
  world.clock.cancel(pool.reopening);
  world.clock.cancel(pool.archiving);
  touch(world, pool);
  pool.view.status = "OPEN";
  pool.view.last_started = world.time;
  const { willExpire } = pool.settings;
  if (willExpire !== undefined) {
    const expire = job("EXPIRE_POOL", pool.view.id);
    pool.expiry = world.clock.at(willExpire, expire, true);
  }
  planLastRound(world, pool);
  world.emit({ type: "OPENED", pool });
  closeWhenComplete(world, pool);
}

/** The last suite may be short only after a delay: Tolokers are asked again. */
export function planLastRound(world: World, pool: PoolRecord): void {
  world.clock.cancel(pool.lastRound);
  pool.lastRound = undefined;
  const delay = pool.settings.mixer?.forceLastDelay ?? 0;
  const time = pool.grown + delay;
  if (pool.view.status !== "OPEN" || time <= world.clock.now) return;
  pool.lastRound = world.clock.at(time, job("LAST_ROUND", pool.view.id));
}

/** Opens a closed pool, where a request or a rule asks for it in passing. */
export function openIfPossible(world: World, pool: PoolRecord): void {
  if (pool.view.status === "CLOSED" && pool.lock === undefined) {
    startOpen(world, pool);
  }
}

/** Opens a pool again that closed as complete and has got more to do. */
export function openIfWanted(world: World, pool: PoolRecord): void {
  if (pool.view.last_close_reason !== "COMPLETED") return;
  try {
    openIfPossible(world, pool);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Closes an open pool. Tolokers at work may finish. */
export function closeNow(
  world: World,
  pool: PoolRecord,
  reason: PoolCloseReason,
): void {
  if (pool.view.status !== "OPEN") return;
  world.clock.cancel(pool.expiry);
  world.clock.cancel(pool.autoClose);
  pool.autoClose = undefined;
  pool.view.status = "CLOSED";
  pool.view.last_stopped = world.time;
  pool.view.last_close_reason = reason;
  if (reason === "FOR_UPDATE") {
    pool.reopening = world.clock.after(
      UPDATE_TIME,
      job("REOPEN_POOL", pool.view.id),
      true,
    );
  }
  touch(world, pool);
  planArchiving(world, pool);
  world.emit({ type: "CLOSED", pool });
}

/**
 * Blocks the account, as the platform's administrators do, or lifts the block.
 * Pools that a block closed stay closed.
 */
export function setBlocked(world: World, blocked: boolean): void {
  world.account.blocked = blocked;
  if (!blocked) return;
  for (const pool of world.pools.values()) closeNow(world, pool, "BLOCKED");
}

/** Tells whether the pool has every answer that it asks for. */
export function isComplete(pool: PoolRecord): boolean {
  const { mixer } = pool.settings;
  if (pool.kind === "TRAINING" || pool.active > 0) return false;
  if (mixer === undefined) {
    return pool.suites.length > 0 && pool.waitingSuites.size === 0;
  }
  // Control and training tasks are there for everyone, as long as there are
  // general tasks to mix them with.
  const kinds: readonly TaskKind[] = mixer.real > 0
    ? ["GENERAL"]
    : ["GOLDEN", "TRAINING"];
  return pool.tasks.some(({ kind }) => kinds.includes(kind)) &&
    kinds.every((kind) => pool.waiting[kind].size === 0);
}

/** Plans the closing of a pool that is complete, or drops the plan. */
export function closeWhenComplete(world: World, pool: PoolRecord): void {
  if (pool.view.status !== "OPEN") return;
  if (!isComplete(pool)) {
    world.clock.cancel(pool.autoClose);
    pool.autoClose = undefined;
  } else if (pool.autoClose === undefined) {
    pool.autoClose = world.clock.after(
      pool.settings.autoCloseDelay,
      job("COMPLETE_POOL", pool.view.id),
    );
  }
}

/** Computes the price of everything that waits in the pool. */
function remainingPrice(world: World, pool: PoolRecord): Money {
  const { mixer, reward } = pool.settings;
  let suites = 0;
  if (mixer === undefined) {
    for (const suite of pool.waitingSuites.items) suites += finite(suite.view);
  } else if (mixer.real > 0) {
    let tasks = 0;
    for (const task of pool.waiting.GENERAL.items) tasks += finite(task);
    suites = Math.ceil(tasks / mixer.real);
  }
  return priceOf(world, reward) * BigInt(suites);
}

/** The remaining overlap, where it is finite. */
function finite({ remaining_overlap }: OverlapView): number {
  return remaining_overlap ?? 0;
}

/** A reward with the fee. */
export function priceOf(world: World, reward: Money): Money {
  const { fee } = world.account;
  return fee === 0n ? reward : reward + shareOf(reward, fee);
}

/** Ends the request if the pool has none of these statuses. */
export function requireStatus(
  pool: PoolRecord,
  statuses: readonly PoolStatus[],
): void {
  if (!statuses.includes(pool.view.status)) {
    throw inappropriateStatus(statuses, "POOL_INAPPROPRIATE_STATUS");
  }
}

/** Ends the request while an operation changes the pool. */
export function requireUnlocked(pool: PoolRecord): void {
  if (pool.lock === undefined) return;
  throw conflict(
    "POOL_LOCKED_BY_ANOTHER_OPERATION",
    "Another operation on the pool has to finish first",
    { operation_id: pool.lock.view.id },
  );
}
