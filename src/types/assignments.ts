/** Assignments: task suites in a Toloker's hands, and the answers. @module */
import type { Extensible, Owner, RangeFilter, TimeValue } from "./common.ts";
import type { TaskSuiteTask } from "./task_suites.ts";
import type { Task } from "./tasks.ts";

/**
 * Answer to one task.
 *
 * @typeParam Output Output values of the project.
 */
export interface Solution<Output = Record<string, unknown>> {
  /** The answer, by output field. */
  output_values: Output;
  /** Id of the answer. */
  id?: string;
  /** Id of the task. */
  task_id?: string;
  /** Id of the assignment. */
  assignment_id?: string;
}

/**
 * Task inside an assignment: its content, and of its other properties what
 * the server chooses to send.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export type AssignmentTask<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> =
  & TaskSuiteTask<Input, Output>
  & Partial<Task<Input, Output>>
  & { input_values: Input };

/**
 * Status of an assignment: `ACTIVE` while worked on, `SUBMITTED` while it
 * waits for review.
 */
export type AssignmentStatus =
  | "ACTIVE"
  | "SUBMITTED"
  | "ACCEPTED"
  | "REJECTED"
  | "SKIPPED"
  | "EXPIRED";

/**
 * An assignment.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface Assignment<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  /** Id of the assignment. */
  id: string;
  /** Id of the task suite. */
  task_suite_id: string;
  /** Id of the pool. */
  pool_id: string;
  /** Id of the Toloker. */
  user_id: string;
  /** Status. */
  status: Extensible<AssignmentStatus>;
  /** Price for the Toloker, in US dollars. */
  reward: number;
  /** The tasks. */
  tasks: AssignmentTask<Input, Output>[];
  /** Answers in the order of `tasks`; there once it is submitted. */
  solutions?: Solution<Output>[];
  /**
   * First answers in a training, in the order of `tasks`. Absent when the
   * first try was right.
   */
  first_declined_solution_attempt?: Solution<Output>[];
  /** Comment of the reviewer for the Toloker. */
  public_comment?: string;
  /** `true` if the task suite was created by smart mixing. */
  mixed?: boolean;
  /** `true` if the answers come from merging identical tasks. */
  automerged?: boolean;
  /** Ids of bonuses paid for it. */
  bonus_ids?: string[];
  /** Whose pool it is. */
  owner?: Owner;
  /** Time the Toloker got it, UTC. */
  created: string;
  /** Time of submission, UTC. */
  submitted?: string;
  /** Time of acceptance, UTC. */
  accepted?: string;
  /** Time of rejection, UTC. */
  rejected?: string;
  /** Time of skipping, UTC. */
  skipped?: string;
  /** Time of expiry, UTC. */
  expired?: string;
}

/** Verdict of a review. */
export interface AssignmentPatch {
  /**
   * The verdict. A submitted assignment can be accepted or rejected, a
   * rejected one accepted; nothing else.
   */
  status?: "ACCEPTED" | "REJECTED";
  /** Reason, which the Toloker sees; at most 2,048 characters. */
  public_comment?: string;
}

/** Filters of a list of assignments. */
export interface AssignmentFilters
  extends
    RangeFilter<"id", string>,
    RangeFilter<
      | "created"
      | "submitted"
      | "accepted"
      | "rejected"
      | "skipped"
      | "expired",
      TimeValue
    > {
  /** Only assignments of this pool. */
  pool_id?: string | undefined;
  /** Only assignments of this task suite. */
  task_suite_id?: string | undefined;
  /** Only assignments with this task. */
  task_id?: string | undefined;
  /** Only assignments of this Toloker. */
  user_id?: string | undefined;
  /** Only assignments in this status, or in one of these. */
  status?: AssignmentStatus | readonly AssignmentStatus[] | undefined;
}

/**
 * Filters of a list of assignments: at least one of a pool, a task suite and a
 * task.
 */
export type AssignmentQuery =
  & AssignmentFilters
  & ({ pool_id: string } | { task_suite_id: string } | { task_id: string });

/** Fields a list of assignments can be sorted by. */
export type AssignmentSortField =
  | "id"
  | "created"
  | "submitted"
  | "accepted"
  | "rejected"
  | "skipped"
  | "expired";

/**
 * Status of an assignment in the table of a pool's answers. It says
 * `APPROVED` where everything else says `ACCEPTED`.
 */
export type AssignmentTableStatus =
  | "ACTIVE"
  | "SUBMITTED"
  | "APPROVED"
  | "REJECTED"
  | "SKIPPED"
  | "EXPIRED";

/** Columns about the assignment that the table of answers can have. */
export type AssignmentTableField =
  | "ASSIGNMENT:link"
  | "ASSIGNMENT:assignment_id"
  | "ASSIGNMENT:task_id"
  | "ASSIGNMENT:task_suite_id"
  | "ASSIGNMENT:worker_id"
  | "ASSIGNMENT:status"
  | "ASSIGNMENT:started"
  | "ASSIGNMENT:submitted"
  | "ASSIGNMENT:accepted"
  | "ASSIGNMENT:rejected"
  | "ASSIGNMENT:skipped"
  | "ASSIGNMENT:expired"
  | "ASSIGNMENT:reward";

/** Every column the table of answers can have. */
export type AssignmentTableColumn =
  | AssignmentTableField
  | `INPUT:${string}`
  | `OUTPUT:${string}`
  | `GOLDEN:${string}`
  | "HINT:text"
  | "ACCEPT:verdict"
  | "ACCEPT:comment";

/** Contents of the table of a pool's answers. */
export interface AssignmentTableQuery {
  /**
   * Only assignments in this status, or in one of these.
   *
   * @default "APPROVED"
   */
  status?: AssignmentTableStatus | readonly AssignmentTableStatus[] | undefined;
  /** Only assignments given out at this time or later. */
  start_time_from?: TimeValue | undefined;
  /** Only assignments given out before this time. */
  start_time_to?: TimeValue | undefined;
  /** `true` to exclude banned Tolokers. */
  exclude_banned?: boolean | undefined;
  /**
   * Columns about the assignment. Without it: link, assignment, Toloker,
   * status and start.
   */
  field?: readonly AssignmentTableField[] | undefined;
}
