/** Everything that goes on in a world by itself. */

import { startAppeals } from "./appeals.ts";
import { startAutomerge } from "./automerge.ts";
import { startCreating } from "./batch.ts";
import { startDynamicOverlap } from "./dynamic_overlap.ts";
import { startJobs } from "./jobs.ts";
import { startChanging } from "./lifecycle.ts";
import { startCloning } from "./pools.ts";
import { startArchivingProjects } from "./projects.ts";
import { startQualityControl } from "./quality_control.ts";
import type { World } from "./store.ts";
import { TASK_SUITES } from "./task_suites.ts";
import { TASKS } from "./tasks.ts";
import { startGrading } from "./training_results.ts";
import { startWorking } from "./working.ts";

/** Brings a world to life. Who listens first is told first. */
export function startLifeCycles(world: World): void {
  startJobs(world);
  startChanging(world);
  startCloning(world);
  startArchivingProjects(world);
  startCreating(world, TASKS);
  startCreating(world, TASK_SUITES);
  startQualityControl(world);
  startDynamicOverlap(world);
  startAutomerge(world);
  startGrading(world);
  startWorking(world);
  startAppeals(world);
}
