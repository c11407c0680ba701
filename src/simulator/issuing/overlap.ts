/** Overlap: how often a task or a task suite still has to be handed out. */

import type {
  AssignmentRecord,
  PoolRecord,
  SuiteRecord,
  TaskRecord,
} from "../world/records.ts";
import type { World } from "../world/world.ts";
import { closeWhenComplete, planLastRound, touch } from "./pool_life.ts";

/** A task, or a suite made by the requester. */
export type Overlapped = TaskRecord | SuiteRecord;

/** What the overlap of an assignment's suite is counted on. */
export function overlapped({ suite }: AssignmentRecord): readonly Overlapped[] {
  return suite.mixed ? suite.tasks : [suite];
}

function isTask(item: Overlapped): item is TaskRecord {
  return "kind" in item;
}

/** Takes note of a changed overlap or of one more or less handed out. */
export function refreshOverlap(item: Overlapped): void {
  const { view, pool } = item;
  const infinite = view.infinite_overlap === true;
  const left = infinite
    ? Infinity
    : Math.max(0, Number(view.overlap) - item.issued);
  view.remaining_overlap = infinite ? null : left;
  if (isTask(item)) {
    pool.waiting[item.kind].set(item, left > 0);
    return;
  }
  pool.waitingSuites.set(item, left > 0);
  for (const task of item.tasks) {
    task.view.overlap = view.overlap;
    task.view.infinite_overlap = view.infinite_overlap;
    task.view.remaining_overlap = view.remaining_overlap;
  }
}

/** Sets the overlap; `undefined` stands for infinite. */
export function setOverlap(
  world: World,
  item: Overlapped,
  overlap: number | undefined,
): void {
  item.view.infinite_overlap = overlap === undefined;
  item.view.overlap = overlap ?? null;
  refreshOverlap(item);
  grow(world, item.pool);
}

/** Tells that tasks or overlap were added to a pool. */
export function grow(world: World, pool: PoolRecord): void {
  pool.grown = world.clock.now;
  touch(world, pool);
  planLastRound(world, pool);
  announceWork(world, pool);
}

/** Tells that a pool may have more to do than before. */
export function announceWork(world: World, pool: PoolRecord): void {
  closeWhenComplete(world, pool);
  if (pool.view.status === "OPEN") world.emit({ type: "WORK", pool });
}
