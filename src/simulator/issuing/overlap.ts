/** Overlap: how often a task or a task suite still has to be handed out. */

import type { PoolRecord, TaskRecord } from "../world/records.ts";
import type { World } from "../world/world.ts";
import { closeWhenComplete, planLastRound, touch } from "./pool_life.ts";
import type { Overlapped } from "./seen.ts";

function isTask(item: Overlapped): item is TaskRecord {
  return "kind" in item;
}

/** Takes note of a changed overlap or of one more or less handed out. */
export function refreshOverlap(item: Overlapped): void {
  const { pool, issued } = item;
  if (isTask(item)) {
    pool.waiting[item.kind].set(item, item.remaining_overlap !== 0);
    return;
  }
  const { infinite_overlap } = item.view;
  const overlap = infinite_overlap ? null : item.view.overlap ?? 0;
  const left = overlap === null ? null : Math.max(0, overlap - issued);
  item.view.remaining_overlap = left;
  pool.waitingSuites.set(item, left !== 0);
  for (const task of item.tasks) Object.assign(task, { overlap, issued });
}

/** Sets the overlap; `undefined` stands for infinite. */
export function setOverlap(
  world: World,
  item: Overlapped,
  overlap: number | undefined,
): void {
  if (!isTask(item)) item.view.infinite_overlap = overlap === undefined;
  const target = isTask(item) ? item : item.view;
  target.overlap = overlap ?? null;
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
