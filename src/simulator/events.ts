/** Events of a simulator, as its users see them. */

import type { SimulatedAssignment, SimulatedPool } from "./world/simulated.ts";
import type { Shortage } from "./world/tolokers.ts";
import type { Event, World } from "./world/world.ts";

/** Something happened to an assignment. */
export interface AssignmentEvent {
  /**
   * Type of the event. `ASSIGNMENT_APPEALED` is a Toloker who asks to look at a
   * rejected answer again; to grant it, accept the assignment.
   */
  readonly type:
    | "ASSIGNMENT_CREATED"
    | "ASSIGNMENT_SUBMITTED"
    | "ASSIGNMENT_SKIPPED"
    | "ASSIGNMENT_EXPIRED"
    | "ASSIGNMENT_ACCEPTED"
    | "ASSIGNMENT_REJECTED"
    | "ASSIGNMENT_APPEALED";
  /** Time of the event. */
  readonly time: Date;
  /** The assignment as the API shows it then. */
  readonly assignment: SimulatedAssignment;
}

/** A pool or a training was opened, closed or archived. */
export interface PoolEvent {
  /** Type of the event. */
  readonly type: "POOL_OPENED" | "POOL_CLOSED" | "POOL_ARCHIVED";
  /** Time of the event. */
  readonly time: Date;
  /** The pool as the API shows it then. */
  readonly pool: SimulatedPool;
}

/** Dynamic overlap has found the answer to a task. */
export interface DynamicOverlapEvent {
  /** Type of the event. */
  readonly type: "DYNAMIC_OVERLAP_COMPLETED";
  /** Time of the event. */
  readonly time: Date;
  /** Id of the pool. */
  readonly pool_id: string;
  /** Id of the task. */
  readonly task_id: string;
  /** Confidence of the answer, 0 to 1. */
  readonly confidence: number;
  /** The answer: the fields that were compared. */
  readonly output_values: Record<string, unknown>;
}

/**
 * Nobody is left to do what waits in an open pool. It is told once, until the
 * pool gets more to do or is opened again.
 */
export interface ShortageEvent {
  /** Type of the event. */
  readonly type: "POOL_SHORT_OF_TOLOKERS";
  /** Time of the event. */
  readonly time: Date;
  /** Id of the pool. */
  readonly pool_id: string;
  /** Numbers of Tolokers who take nothing, by reason. */
  readonly shortage: Shortage;
}

/** A Toloker's skill or access changed. */
export interface TolokerEvent {
  /** Type of the event. */
  readonly type: "SKILL_CHANGED" | "RESTRICTED" | "RESTRICTION_ENDED";
  /** Time of the event. */
  readonly time: Date;
  /** Id of the Toloker. */
  readonly user_id: string;
}

/** Something that happened in a simulator; `type` tells what. */
export type SimulatorEvent =
  | AssignmentEvent
  | PoolEvent
  | DynamicOverlapEvent
  | ShortageEvent
  | TolokerEvent;

const ASSIGNMENTS = {
  CREATED: "ASSIGNMENT_CREATED",
  SUBMITTED: "ASSIGNMENT_SUBMITTED",
  SKIPPED: "ASSIGNMENT_SKIPPED",
  EXPIRED: "ASSIGNMENT_EXPIRED",
  ACCEPTED: "ASSIGNMENT_ACCEPTED",
  ACCEPTED_AFTER_REJECT: "ASSIGNMENT_ACCEPTED",
  REJECTED: "ASSIGNMENT_REJECTED",
  APPEALED: "ASSIGNMENT_APPEALED",
} as const;

const POOLS = {
  OPENED: "POOL_OPENED",
  CLOSED: "POOL_CLOSED",
  ARCHIVED: "POOL_ARCHIVED",
} as const;

/** Tells a user's function what happens in a world. */
export function tell(
  world: World,
  listener: (event: SimulatorEvent) => void,
): () => void {
  return world.listen((event) => {
    const shown = show(event, new Date(world.clock.now));
    if (shown !== undefined) listener(shown);
  });
}

/** Returns the event for users, if there is one. */
function show(event: Event, time: Date): SimulatorEvent | undefined {
  switch (event.type) {
    case "OPENED":
    case "CLOSED":
    case "ARCHIVED": {
      const view = structuredClone(event.pool.view);
      const pool = view as unknown as SimulatedPool;
      return { type: POOLS[event.type], time, pool };
    }
    case "DYNAMIC_OVERLAP_COMPLETED": {
      const { type, task, confidence, output_values } = event;
      return {
        type,
        time,
        pool_id: task.pool.view.id,
        task_id: task.view.id,
        confidence,
        output_values: structuredClone(output_values),
      };
    }
    case "SHORT_OF_TOLOKERS": {
      const { pool, shortage } = event;
      const pool_id = pool.view.id;
      return { type: "POOL_SHORT_OF_TOLOKERS", time, pool_id, shortage };
    }
    case "SKILL_CHANGED":
    case "RESTRICTED":
    case "RESTRICTION_ENDED":
      return { type: event.type, time, user_id: event.toloker.id };
    case "WORK":
      return undefined;
  }
  const type = ASSIGNMENTS[event.type];
  return { type, time, assignment: { ...event.assignment.toJSON() } };
}
