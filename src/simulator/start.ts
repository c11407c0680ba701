/** Creates the world of an account. */

import type { Values } from "./checks/fields.ts";
import { addApps } from "./entities/apps/apps.ts";
import { JOBS } from "./jobs.ts";
import { OPERATIONS } from "./operations.ts";
import { serviceSettings, type SimulatorOptions } from "./options.ts";
import { REACTIONS } from "./reactions.ts";
import { Deliveries } from "./server/deliveries.ts";
import { populate } from "./tolokers/population.ts";
import { World } from "./world/world.ts";

/**
 * Creates an account with its Tolokers; without an id, the token's own.
 *
 * @param copies Returns how many extra times an event is delivered.
 */
export function makeWorld(
  options: SimulatorOptions,
  start: number,
  copies: (eventType: string) => number,
  account?: string,
): World {
  const { webhooks = {} } = options;
  const world = new World({
    seed: options.seed ?? 1,
    account,
    start,
    balance: options.balance ?? 1_000,
    fee: options.fee ?? 0,
    truth: options.truth as ((task: { input_values: Values }) => Values),
    maxAssignments: options.maxAssignments,
    services: serviceSettings(options),
    behavior: { jobs: JOBS, operations: OPERATIONS, reactions: REACTIONS },
    sender: (world) => new Deliveries(world, webhooks, copies),
  });
  populate(world, options.population ?? {});
  addApps(world, options.apps);
  return world;
}
