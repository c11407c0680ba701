/** Saving a world and going on with it. */

import type { SavedClock } from "./engine/clock.ts";
import { type ClassCodec, type Graph, openClass } from "./engine/graph.ts";
import type { SavedIds } from "./engine/ids.ts";
import { type SavedList, type Waiting, WaitingList } from "./engine/waiting.ts";
import { bySuiteOrder } from "./issuing/pool_life.ts";
import type { SimulatorOptions } from "./options.ts";
import { AssignmentRecord, OwnSuite, TaskRecord } from "./world/records.ts";
import type { Account, World } from "./world/world.ts";

/** Version of the data; others cannot be read. */
const VERSION = 3;

/**
 * A simulator as JSON. What is in it is the simulator's own affair, and may
 * change from one version of the package to the next.
 */
export interface SavedSimulator {
  /** Version of the data. */
  readonly version: number;
  /** All its objects. */
  readonly graph: unknown;
}

/** A world as data. */
export interface SavedWorld {
  clock: SavedClock;
  random: readonly number[];
  ids: SavedIds;
  /** Chance in deliveries. */
  deliveries: readonly number[];
  account: Account;
  history: Record<string, ReadonlyMap<unknown, unknown>>;
  maps: Record<string, ReadonlyMap<unknown, unknown>>;
}

/** A simulator as data. */
export interface SavedState {
  options: SimulatorOptions;
  /** Names of options with functions. */
  missing: string[];
  own: SavedWorld;
  others: ReadonlyMap<string, SavedWorld>;
  repeats: ReadonlyMap<string, number>;
  gateway: unknown;
}

/** Wraps what was saved. */
export function pack(graph: Graph): SavedSimulator {
  return { version: VERSION, graph };
}

/** Takes out what was saved, if it is of this version. */
export function unpack(saved: SavedSimulator): Graph {
  const { version, graph } = saved ?? {};
  if (version === VERSION && graph !== undefined) return graph as Graph;
  throw new TypeError(
    `Cannot load the simulator as the saved data must be of version ${VERSION}: current value is ${version}`,
  );
}

/**
 * Options that can be saved, and the names of those with functions in them,
 * which have to be given again.
 */
export function splitOptions(
  options: object,
): { kept: Record<string, unknown>; missing: string[] } {
  const kept: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (hasFunction(value)) missing.push(name);
    else kept[name] = value;
  }
  return { kept, missing };
}

function hasFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return typeof value === "object" && value !== null &&
    Object.values(value).some(hasFunction);
}

/** Codecs of the classes in a world. */
export const CODECS: readonly ClassCodec[] = [
  openClass("assignment", AssignmentRecord.prototype),
  openClass("suite", OwnSuite.prototype),
  openClass("task", TaskRecord.prototype),
  {
    name: "waiting",
    prototype: WaitingList.prototype,
    make: () => new WaitingList(),
    read: (list) => ({ ...(list as WaitingList<Waiting>).save() }),
    fill: (list, fields) =>
      (list as WaitingList<OwnSuite>).restore(
        fields as unknown as SavedList<OwnSuite>,
        bySuiteOrder,
      ),
  },
];

/** Fields of a world that follow from its options and its other fields. */
const FROM_OPTIONS: readonly string[] = [
  "seed",
  "truth",
  "services",
  "crowds",
  "maxAssignments",
  "pace",
  "sender",
  "tasks",
  "suites",
  "assignments",
  "answers",
  "solutions",
];

/** Fields of a world that save themselves. */
const OWN: readonly string[] = ["clock", "random", "ids", "account", "history"];

/** Everything that a world has become since it began. */
export function saveWorld(world: World): SavedWorld {
  return {
    clock: world.clock.save(),
    random: world.random.save(),
    ids: world.ids.save(),
    deliveries: world.sender.random.save(),
    account: world.account,
    history: { ...world.history },
    maps: Object.fromEntries(mapsOf(world)),
  };
}

/** Restores a saved world into a new one. */
export function restoreWorld(world: World, saved: SavedWorld): void {
  const { clock, random, ids, deliveries, account, history, maps } = saved;
  world.clock.restore(clock);
  world.random.restore(random);
  world.ids.restore(ids);
  world.sender.random.restore(deliveries);
  Object.assign(world.account, account);
  for (const [name, map] of Object.entries(world.history)) {
    refill(map, history[name]);
  }
  for (const [name, map] of mapsOf(world)) refill(map, maps[name]);
}

function mapsOf(world: World): [string, Map<unknown, unknown>][] {
  return Object.entries(world).flatMap(([name, value]) => {
    if (FROM_OPTIONS.includes(name) || OWN.includes(name)) return [];
    if (value instanceof Map) return [[name, value]];
    throw new TypeError(`Cannot save this field of a world: "${name}"`);
  });
}

/** Others hold the map, so it must stay the same one. */
function refill(
  map: Map<unknown, unknown>,
  saved: ReadonlyMap<unknown, unknown> = new Map(),
): void {
  map.clear();
  for (const [key, value] of saved) map.set(key, value);
}
