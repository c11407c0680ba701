/** Pools that wait for Tolokers of whom none is left. */

import {
  hasTraining,
  isAmongBest,
  isRestricted,
  passesFilter,
} from "../issuing/eligibility.ts";
import { mayGet } from "../issuing/mixer.ts";
import { isComplete } from "../issuing/pool_life.ts";
import type { Overlapped } from "../issuing/seen.ts";
import type { PoolRecord, TolokerRecord } from "../world/records.ts";
import type { Shortage } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";

/** The pools of which it was told that nobody is left for them. */
const TOLD = new WeakSet<PoolRecord>();

/** Tells of open pools that nobody is left for, of each once. */
export function announceShortages(world: World): void {
  for (const pool of world.pools.values()) {
    if (TOLD.has(pool)) continue;
    const shortage = shortageOf(world, pool);
    if (shortage === undefined) continue;
    TOLD.add(pool);
    world.emit({ type: "SHORT_OF_TOLOKERS", pool, shortage });
  }
}

/** Forgets that it was told of a pool, as it may have changed. */
export function forgetShortage(pool: PoolRecord): void {
  TOLD.delete(pool);
}

/**
 * Why nobody takes what is left in a pool; `undefined` while somebody works
 * there or could.
 */
export function shortageOf(
  world: World,
  pool: PoolRecord,
): Shortage | undefined {
  const { view, kind, active } = pool;
  if (kind !== "POOL" || view.status !== "OPEN" || active > 0) return undefined;
  if (isComplete(pool) || !hasWork(pool, () => true)) return undefined;
  const shortage = {
    restricted: 0,
    filtered: 0,
    untrained: 0,
    done: 0,
    gone: 0,
  };
  for (const toloker of world.tolokers.values()) {
    const reason = reasonOf(world, pool, toloker);
    if (reason === undefined) return undefined;
    shortage[reason]++;
  }
  return shortage;
}

/** Why a Toloker takes nothing of a pool; `undefined` if they could. */
function reasonOf(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): keyof Shortage | undefined {
  if (toloker.gone) return "gone";
  if (isRestricted(pool, toloker)) return "restricted";
  if (!passesFilter(pool.settings.filter, toloker)) return "filtered";
  if (!isAmongBest(world, pool, toloker)) return "filtered";
  if (!hasTraining(world, pool, toloker)) {
    const open = world.pools.get(pool.settings.training!.poolId);
    const canLearn = open?.view.status === "OPEN" &&
      hasWork(open, (item) => mayGet(item, toloker));
    return canLearn ? undefined : "untrained";
  }
  const isForThem = (item: Overlapped) => mayGet(item, toloker);
  return hasWork(pool, isForThem) ? undefined : "done";
}

/** Tells whether there is an acceptable suite, or enough tasks for one. */
function hasWork(
  { settings: { mixer }, waiting, waitingSuites }: PoolRecord,
  accepts: (item: Overlapped) => boolean,
): boolean {
  if (mixer === undefined) return waitingSuites.items.some(accepts);
  const kinds = [
    ["GENERAL", mixer.forceLast ? 1 : Math.min(mixer.real, mixer.minReal)],
    ["GOLDEN", mixer.minGolden],
    ["TRAINING", mixer.minTraining],
  ] as const;
  return kinds.every(([kind, least]) =>
    hasAtLeast(least, waiting[kind].items, accepts)
  );
}

function hasAtLeast<T>(
  least: number,
  items: readonly T[],
  accepts: (item: T) => boolean,
): boolean {
  let count = 0;
  for (const item of items) {
    if (count >= least) break;
    if (accepts(item)) count++;
  }
  return count >= least;
}
