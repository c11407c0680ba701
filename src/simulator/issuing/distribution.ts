/** Choice of a Toloker's control and training tasks, counted over days. */

import { DAY } from "../engine/time.ts";
import type { Distribution } from "../world/pool_settings.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { World } from "../world/world.ts";

/** Takes note of the tasks a Toloker was given. */
export function countTasks(
  world: World,
  { pool, toloker, tasks }: AssignmentRecord,
): void {
  const day = today(world);
  let days = toloker.done.get(pool.view.id);
  if (days === undefined) {
    days = new Map();
    toloker.done.set(pool.view.id, days);
  }
  days.set(day, (days.get(day) ?? 0) + tasks.length);
}

/** Counts the next tasks of a Toloker that a distribution picks. */
export function picks(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
  distribution: Distribution,
  size: number,
): number {
  const before = tasksBefore(world, pool, toloker, distribution);
  let count = 0;
  for (let number = before + 1; number <= before + size; number++) {
    const picked = distribution.frequencies.some(({ from, to, every }) =>
      number >= from && number <= to && (number - from) % every === 0
    );
    if (picked) count++;
  }
  return count;
}

/** Tasks of the last days; a day begins at midnight UTC. */
function tasksBefore(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
  { scope, windowDays }: Distribution,
): number {
  const pools = scope === "POOL" ? [pool] : pool.project.pools;
  const since = today(world) - windowDays;
  let count = 0;
  for (const { view } of pools) {
    for (const [day, tasks] of toloker.done.get(view.id) ?? []) {
      if (day > since) count += tasks;
    }
  }
  return count;
}

function today(world: World): number {
  return Math.floor(world.clock.now / DAY);
}
