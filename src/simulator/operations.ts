/** The work that each type of operation does when it finishes. */

import { aggregateWork } from "./entities/aggregated_solutions.ts";
import { analyseWork } from "./entities/analytics.ts";
import { createWork } from "./entities/batch.ts";
import { cloneWork } from "./entities/pools.ts";
import { archiveProjectWork } from "./entities/projects.ts";
import { TASK_SUITES } from "./entities/task_suites.ts";
import { TASKS } from "./entities/tasks.ts";
import { payWork } from "./entities/user_bonuses.ts";
import { archiveWork, closeWork, openWork } from "./issuing/pool_life.ts";
import type { Behavior } from "./world/world.ts";

/** The work of each type of operation. */
export const OPERATIONS: Behavior["operations"] = {
  "ANALYTICS": analyseWork,
  "POOL.ARCHIVE": archiveWork,
  "POOL.CLONE": cloneWork,
  "POOL.CLOSE": closeWork,
  "POOL.OPEN": openWork,
  "PROJECT.ARCHIVE": archiveProjectWork,
  "SOLUTION.AGGREGATE": aggregateWork,
  "TASK.BATCH_CREATE": createWork(TASKS),
  "TASK_SUITE.BATCH_CREATE": createWork(TASK_SUITES),
  "TRAINING.ARCHIVE": archiveWork,
  "TRAINING.CLONE": cloneWork,
  "TRAINING.CLOSE": closeWork,
  "TRAINING.OPEN": openWork,
  "USER_BONUS.BATCH_CREATE": payWork,
};
