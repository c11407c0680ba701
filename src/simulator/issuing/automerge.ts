/** Automerge: identical tasks of a project's pools share their answers. */

import type { Values } from "../checks/fields.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Reaction, World } from "../world/world.ts";
import { assignMerged } from "./assigning.ts";
import { isEligible } from "./eligibility.ts";
import { mayGet } from "./mixer.ts";

/** Copies accepted answers to identical tasks of other pools. */
export const mergeAnswers: Reaction = (world, event) => {
  if (event.type !== "ACCEPTED") return;
  const { assignment } = event;
  const { pool } = assignment;
  if (pool.project.view.assignments_automerge_enabled !== true) return;
  if (assignment.automerged || !isMergeable(pool)) return;
  for (const other of pool.project.pools) {
    if (other === pool || other.view.status !== "OPEN") continue;
    if (isMergeable(other)) merge(world, other, assignment);
  }
};

/** Only pools with smart mixing and without manual review take part. */
function isMergeable({ kind, settings }: PoolRecord): boolean {
  return kind === "POOL" && settings.mixer !== undefined && settings.autoAccept;
}

/** Finds a pool's tasks with the same input as another task. */
function findEqual(pool: PoolRecord, task: TaskRecord): readonly TaskRecord[] {
  const index = pool.byInput ??= { read: 0, tasks: new Map() };
  for (; index.read < pool.tasks.length; index.read++) {
    const next = pool.tasks[index.read]!;
    const same = index.tasks.get(inputKey(next));
    if (same === undefined) index.tasks.set(inputKey(next), [next]);
    else same.push(next);
  }
  return index.tasks.get(inputKey(task)) ?? [];
}

/** The order of the fields counts too. */
function inputKey({ input }: TaskRecord): string {
  return input;
}

function merge(
  world: World,
  pool: PoolRecord,
  { tasks, answers, toloker }: AssignmentRecord,
): void {
  if (pool.assignments.length >= world.maxAssignments) return;
  const twins: TaskRecord[] = [];
  const values: Values[] = [];
  tasks.forEach((task, place) => {
    if (task.kind !== "GENERAL") return;
    const twin = findEqual(pool, task).find((twin) =>
      !twins.includes(twin) && isAvailable(world, twin, toloker)
    );
    if (twin === undefined) return;
    twins.push(twin);
    values.push(answers![place]!);
  });
  if (twins.length === 0) return;
  assignMerged(world, pool, twins, toloker, values);
}

function isAvailable(
  world: World,
  task: TaskRecord,
  toloker: TolokerRecord,
): boolean {
  const { pool, kind } = task;
  return kind === "GENERAL" && task.remaining_overlap !== 0 &&
    mayGet(task, toloker) && isEligible(world, pool, toloker);
}
