/** Makes the world of an account, and begins everything that goes on in it. */

import type { Values } from "./checks/fields.ts";
import { startAggregating } from "./entities/aggregated_solutions.ts";
import { startAnalysing } from "./entities/analytics.ts";
import { startPreparing } from "./entities/apps/projects.ts";
import { startAppWork } from "./entities/apps/work.ts";
import { addApps } from "./entities/apps/apps.ts";
import { startUploading } from "./entities/attachments.ts";
import { startCreating } from "./entities/batch.ts";
import { startAnswering } from "./entities/message_threads.ts";
import { startCloning } from "./entities/pools.ts";
import { startArchivingProjects } from "./entities/projects.ts";
import { TASK_SUITES } from "./entities/task_suites.ts";
import { TASKS } from "./entities/tasks.ts";
import { startPaying } from "./entities/user_bonuses.ts";
import { startAutomerge } from "./issuing/automerge.ts";
import { startDynamicOverlap } from "./issuing/dynamic_overlap.ts";
import { startChanging } from "./issuing/pool_life.ts";
import { startJobs } from "./jobs.ts";
import {
  type ServiceOptions,
  serviceSettings,
  type SimulatorOptions,
} from "./options.ts";
import { populate } from "./tolokers/population.ts";
import { startWorking } from "./tolokers/working.ts";
import { startAppeals } from "./quality/appeals.ts";
import { startQualityControl } from "./quality/quality_control.ts";
import { startGrading } from "./quality/training_results.ts";
import { startDelivering } from "./server/deliveries.ts";
import { World } from "./world/world.ts";

/** An account with its Tolokers; without an id, the one of the token. */
export function makeWorld(
  options: SimulatorOptions,
  start: number,
  copies: (eventType: string) => number,
  account?: string,
): World {
  const world = new World({
    seed: options.seed ?? 1,
    account,
    start,
    balance: options.balance ?? 1_000,
    fee: options.fee ?? 0,
    truth: options.truth as ((task: { input_values: Values }) => Values),
    maxAssignments: options.maxAssignments,
    services: serviceSettings(options),
  });
  populate(world, options.population ?? {});
  startServices(world, options, copies);
  startLifeCycles(world);
  return world;
}

/**
 * Begins everything in a new world. Listens before others do: answers are seen
 * with their files, and events are told in their order.
 *
 * @param copies How many times more than once an event is delivered.
 */
function startServices(
  world: World,
  options: ServiceOptions,
  copies?: (eventType: string) => number,
): void {
  startDelivering(world, options.webhooks, copies);
  startUploading(world);
  startAggregating(world);
  startAnalysing(world);
  startAnswering(world);
  startPaying(world);
  startPreparing(world);
  startAppWork(world);
  addApps(world, options.apps);
}

/** Brings a world to life. Who listens first is told first. */
function startLifeCycles(world: World): void {
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
