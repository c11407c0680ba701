/**
 * A Toloka server without Toloka: the simulator keeps projects, pools, tasks
 * and all the rest in memory, and simulated Tolokers do the tasks. Programs
 * can be developed, tested and rehearsed without an account, a network or
 * money.
 *
 * ```ts
 * import { Simulator } from "@toloka/client/simulator";
 * import { assertEquals } from "@std/assert";
 *
 * const simulator = new Simulator({ seed: 1, balance: 10 });
 * const response = await simulator.fetch(`${simulator.url}/api/v1/requester`, {
 *   headers: { Authorization: "ApiKey any" },
 * });
 * assertEquals((await response.json()).balance, 10);
 * ```
 *
 * Give `simulator.fetch` and `simulator.url` to a client to use it in the same
 * process, or call {@linkcode Simulator.serve} for others. Only the latter
 * needs a permission: `--allow-net=127.0.0.1` on Deno.
 *
 * @module
 */

export { Simulator } from "./simulator.ts";
export type {
  RunOptions,
  SimulatedTask,
  SimulatedToloker,
  SimulatorOptions,
} from "./simulator.ts";
export type { PopulationOptions } from "./population.ts";
export type { ServeOptions, SimulatorServer } from "./serve.ts";
export type { Habit } from "./store.ts";
