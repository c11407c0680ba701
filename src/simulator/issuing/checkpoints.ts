/** Selective checks: some of a Toloker's tasks get another overlap. */

import type { TaskKind } from "../world/pool_settings.ts";
import type { AssignmentRecord } from "../world/records.ts";
import type { World } from "../world/world.ts";
import { picks } from "./distribution.ts";
import { setOverlap } from "./overlap.ts";

const KINDS: readonly TaskKind[] = ["GENERAL", "GOLDEN", "TRAINING"];

/**
 * Gives the tasks of a new assignment that are to be checked the overlap the
 * pool wants for them; it is not yet counted as handed out. Tasks that others
 * made one to be checked count.
 */
export function setCheckpoints(
  world: World,
  assignment: AssignmentRecord,
): void {
  const { pool, own, toloker } = assignment;
  for (const kind of KINDS) {
    const checkpoint = pool.settings.checkpoints[kind];
    if (checkpoint === undefined) continue;
    const tasks = assignment.tasks.filter((task) => task.kind === kind);
    const { distribution, overlap } = checkpoint;
    let left = picks(world, pool, toloker, distribution, tasks.length) -
      tasks.filter(({ checked }) => checked).length;
    for (const task of tasks) {
      if (left <= 0) break;
      if (task.checked) continue;
      left--;
      task.checked = true;
      const item = own ?? task;
      if (item.view.infinite_overlap === true) continue;
      setOverlap(world, item, Math.max(overlap, item.issued + 1));
    }
  }
}
