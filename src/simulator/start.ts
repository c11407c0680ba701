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

/** Settings that the accounts of a simulator share, besides its options. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  start: number;
  /** Speed of Tolokers relative to people. */
  pace: number;
  /** Returns how many extra times an event is delivered. */
  copies: (eventType: string) => number;
}

/** Creates an account with its Tolokers; without an id, the token's own. */
export function makeWorld(
  options: SimulatorOptions,
  { start, pace, copies }: Surroundings,
  account?: string,
): World {
  const { webhooks = {} } = options;
  const world = new World({
    seed: options.seed ?? 1,
    account,
    start,
    pace,
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
