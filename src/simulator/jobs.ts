/** What happens when the clock comes to a planned event. */

import { endRestriction } from "./entities/restrictions.ts";
import { expireSkill } from "./entities/skills.ts";
import { endReview, giveBack } from "./issuing/assigning.ts";
import { archiveIdle, closeNow, openNow } from "./issuing/pool_life.ts";
import {
  appeal,
  comeBack,
  finishSuite,
  letExpire,
  lookForWork,
  wake,
} from "./tolokers/working.ts";
import {
  finishOperation,
  moveOperation,
  runOperation,
} from "./world/operation_work.ts";
import type { AssignmentRecord, PoolRecord } from "./world/records.ts";
import type { TolokerRecord } from "./world/tolokers.ts";
import type { JobHandler, World } from "./world/world.ts";

type PoolJob = (world: World, pool: PoolRecord) => void;
type AssignmentJob = (world: World, assignment: AssignmentRecord) => void;
type TolokerJob = (world: World, toloker: TolokerRecord) => void;

/** Jobs whose first id is that of a pool. */
const POOLS: Readonly<Record<string, PoolJob>> = {
  EXPIRE_POOL: (world, pool) => closeNow(world, pool, "EXPIRED"),
  REOPEN_POOL: openNow,
  COMPLETE_POOL: (world, pool) => {
    pool.autoClose = undefined;
    closeNow(world, pool, "COMPLETED");
  },
  LAST_ROUND: (world, pool) => {
    if (pool.view.status === "OPEN") world.emit({ type: "WORK", pool });
  },
  ARCHIVE_IDLE: archiveIdle,
};

/** Jobs whose first id is that of an assignment. */
const ASSIGNMENTS: Readonly<Record<string, AssignmentJob>> = {
  END_REVIEW: endReview,
  APPEAL: appeal,
  FINISH: finishSuite,
  SKIP: (world, assignment) => {
    giveBack(world, assignment, "SKIPPED");
    comeBack(world, assignment.toloker);
  },
  EXPIRE: letExpire,
};

/** Jobs whose first id is that of a Toloker. */
const TOLOKERS: Readonly<Record<string, TolokerJob>> = {
  LOOK_FOR_WORK: lookForWork,
  RETRY_TRAINING: wake,
};

/** The other jobs. */
const OTHERS: Readonly<Record<string, JobHandler>> = {
  RUN_OPERATION: runOperation,
  MOVE_OPERATION: moveOperation,
  FINISH_OPERATION: finishOperation,
  END_RESTRICTION: endRestriction,
  EXPIRE_SKILL: expireSkill,
};

/** Tells a world how its jobs are done. */
export function startJobs(world: World): void {
  for (const [type, handler] of Object.entries(OTHERS)) {
    world.handle(type, handler);
  }
  on(world, POOLS, world.pools);
  on(world, ASSIGNMENTS, world.assignments);
  on(world, TOLOKERS, world.tolokers);
}

/** What is no longer there is left alone. */
function on<T>(
  world: World,
  jobs: Readonly<Record<string, (world: World, item: T) => void>>,
  items: ReadonlyMap<string, T>,
): void {
  for (const [type, work] of Object.entries(jobs)) {
    world.handle(type, (world, id) => {
      const item = items.get(id ?? "");
      if (item !== undefined) work(world, item);
    });
  }
}
