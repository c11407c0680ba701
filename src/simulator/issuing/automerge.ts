/** Automerge: identical tasks of a project's pools share their answers. */

import type { Values } from "../checks/fields.ts";
import {
  type AssignmentRecord,
  MixedSuite,
  type PoolRecord,
  type TaskRecord,
} from "../world/records.ts";
import type { TolokerRecord } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";
import { assignMerged } from "./assigning.ts";
import { isEligible } from "./eligibility.ts";
import { mayGet } from "./mixer.ts";

/** Lets answers be taken over between pools from now on. */
export function startAutomerge(world: World): void {
  const known = new WeakMap<PoolRecord, Index>();
  world.listen((event) => {
    if (event.type !== "ACCEPTED") return;
    const { assignment } = event;
    const { pool } = assignment;
    if (pool.project.view.assignments_automerge_enabled !== true) return;
    if (assignment.automerged || !isMergeable(pool)) return;
    for (const other of pool.project.pools) {
      if (other === pool || other.view.status !== "OPEN") continue;
      if (!isMergeable(other)) continue;
      const index = known.get(other) ?? new Index(other);
      known.set(other, index);
      merge(world, index, other, assignment);
    }
  });
}

/** Only pools with smart mixing and without manual review take part. */
function isMergeable({ kind, settings }: PoolRecord): boolean {
  return kind === "POOL" && settings.mixer !== undefined && settings.autoAccept;
}

/** Finds a pool's tasks by their input. */
class Index {
  readonly #pool: PoolRecord;
  readonly #tasks = new Map<string, TaskRecord[]>();
  #read = 0;

  constructor(pool: PoolRecord) {
    this.#pool = pool;
  }

  find(task: TaskRecord): readonly TaskRecord[] {
    const { tasks } = this.#pool;
    for (; this.#read < tasks.length; this.#read++) {
      const task = tasks[this.#read]!;
      const same = this.#tasks.get(inputKey(task));
      if (same === undefined) this.#tasks.set(inputKey(task), [task]);
      else same.push(task);
    }
    return this.#tasks.get(inputKey(task)) ?? [];
  }
}

/** The order of the fields counts too. */
function inputKey({ view }: TaskRecord): string {
  return JSON.stringify(view.input_values);
}

function merge(
  world: World,
  index: Index,
  pool: PoolRecord,
  { suite, answers, toloker }: AssignmentRecord,
): void {
  if (pool.assignments.length >= world.maxAssignments) return;
  const twins: TaskRecord[] = [];
  const values: Values[] = [];
  suite.tasks.forEach((task, place) => {
    if (task.kind !== "GENERAL") return;
    const twin = index.find(task).find((twin) =>
      !twins.includes(twin) && isAvailable(world, twin, toloker)
    );
    if (twin === undefined) return;
    twins.push(twin);
    values.push(answers![place]!);
  });
  if (twins.length === 0) return;
  const id = world.ids.inPool(pool.view.id, world.clock.now);
  const merged = new MixedSuite(id, pool, twins, world.time);
  world.suites.set(id, merged);
  pool.suites.push(merged);
  assignMerged(world, merged, toloker, values);
}

function isAvailable(
  world: World,
  task: TaskRecord,
  toloker: TolokerRecord,
): boolean {
  const { view, pool, kind } = task;
  const left = view.remaining_overlap;
  return kind === "GENERAL" && (left === null || Number(left) > 0) &&
    mayGet(task, pool, toloker) && isEligible(world, pool, toloker);
}
