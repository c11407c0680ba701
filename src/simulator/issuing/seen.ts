/** Record of the tasks and suites that a Toloker has had: nobody gets one twice. */

import type {
  AssignmentRecord,
  OwnSuite,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";

/** A task, or a suite created by the requester. */
export type Overlapped = TaskRecord | OwnSuite;

/**
 * Number of assignments from which an item is looked up in a set of the
 * Toloker. Most items have fewer, and millions of entries are saved.
 */
const MANY = 16;

/** Returns the items on which the overlap of an assignment's suite is counted. */
export function overlapped(
  { tasks, own }: AssignmentRecord,
): readonly Overlapped[] {
  return own === undefined ? tasks : [own];
}

/** Tells whether a Toloker has had an item, whatever became of it. */
export function hasSeen(toloker: TolokerRecord, item: Overlapped): boolean {
  const { pool, id, assignments } = item;
  return isInSets(item)
    ? toloker.seen.get(pool.view.id)?.has(id) === true
    : assignments.some((assignment) => assignment.toloker === toloker);
}

/** Takes note of the items of a new assignment, which they list already. */
export function remember(assignment: AssignmentRecord): void {
  const seen = seenIn(assignment);
  for (const item of overlapped(assignment)) {
    if (!isInSets(item)) continue;
    if (item.assignments.length === MANY) {
      for (const earlier of item.assignments) seenIn(earlier).add(item.id);
    }
    seen.add(item.id);
  }
}

/** Trainings are always in sets, which are cleared when a Toloker retries. */
function isInSets({ pool, assignments }: Overlapped): boolean {
  return pool.kind === "TRAINING" || assignments.length >= MANY;
}

function seenIn({ pool, toloker }: AssignmentRecord): Set<string> {
  const { id } = pool.view;
  let seen = toloker.seen.get(id);
  if (seen === undefined) toloker.seen.set(id, seen = new Set());
  return seen;
}
