/** Handlers of jobs. */

import { completeItem } from "./entities/apps/work.ts";
import { finishCreation } from "./entities/apps/projects.ts";
import { answerMessage } from "./entities/message_threads.ts";
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
import type { JobType } from "./world/jobs.ts";
import {
  finishOperation,
  moveOperation,
  runOperation,
} from "./world/operation_work.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
} from "./world/records.ts";
import type { JobHandler, World } from "./world/world.ts";

/** A handler of jobs whose first id is that of a pool. */
function ofPool(work: (world: World, pool: PoolRecord) => void): JobHandler {
  return (world, id) => {
    const pool = world.pools.get(id ?? "");
    if (pool !== undefined) work(world, pool);
  };
}

/** A handler of jobs whose first id is that of an assignment. */
function ofAssignment(
  work: (world: World, assignment: AssignmentRecord) => void,
): JobHandler {
  return (world, id) => {
    const assignment = world.assignments.get(id ?? "");
    if (assignment !== undefined) work(world, assignment);
  };
}

/** A handler of jobs whose first id is that of a Toloker. */
function ofToloker(
  work: (world: World, toloker: TolokerRecord) => void,
): JobHandler {
  return (world, id) => {
    const toloker = world.tolokers.get(id ?? "");
    if (toloker !== undefined) work(world, toloker);
  };
}

/** The handler of each job. */
export const JOBS: Readonly<Record<JobType, JobHandler>> = {
  ANSWER_MESSAGE: answerMessage,
  APPEAL: ofAssignment(appeal),
  APP_ITEM_DONE: completeItem,
  APP_PROJECT_READY: finishCreation,
  ARCHIVE_IDLE: ofPool(archiveIdle),
  COMPLETE_POOL: ofPool((world, pool) => {
    pool.autoClose = undefined;
    closeNow(world, pool, "COMPLETED");
  }),
  END_RESTRICTION: endRestriction,
  END_REVIEW: ofAssignment(endReview),
  EXPIRE: ofAssignment(letExpire),
  EXPIRE_POOL: ofPool((world, pool) => closeNow(world, pool, "EXPIRED")),
  EXPIRE_SKILL: expireSkill,
  FINISH: ofAssignment(finishSuite),
  FINISH_OPERATION: finishOperation,
  LAST_ROUND: ofPool((world, pool) => {
    if (pool.view.status === "OPEN") world.emit({ type: "WORK", pool });
  }),
  LOOK_FOR_WORK: ofToloker(lookForWork),
  MOVE_OPERATION: moveOperation,
  REOPEN_POOL: ofPool(openNow),
  RETRY_TRAINING: ofToloker(wake),
  RUN_OPERATION: runOperation,
  SKIP: ofAssignment((world, assignment) => {
    giveBack(world, assignment, "SKIPPED");
    comeBack(world, assignment.toloker);
  }),
};
