/** Views of a simulator's content for its users. */

import type { WebhookPushErrorType } from "../../types/webhook_subscriptions.ts";
import type { TaskRecord, TolokerRecord } from "./records.ts";
import type { Habit } from "./habits.ts";

/** A task that needs its right answer. */
export interface SimulatedTask {
  /** Input values. */
  input_values: Record<string, unknown>;
  /** The task's other fields, such as `id` and `pool_id`. */
  [field: string]: unknown;
}

/** A simulated Toloker. */
export interface SimulatedToloker {
  /** Identifier, the `user_id` of assignments. */
  readonly id: string;
  /** Habit of working. */
  readonly habit: Habit;
  /** Probability of a right answer when they take care, 0 to 1. */
  readonly skill: number;
  /** Mean time for a task with one choice, in seconds. */
  readonly secondsPerTask: number;
  /** Traits that pool filters compare: `country`, `languages`, ... */
  readonly traits: Readonly<Record<string, unknown>>;
  /** Traits that tasks ask for in `traits_all_of` and the like. */
  readonly taskTraits: readonly string[];
}

/** An assignment, as the API shows it at some moment. */
export interface SimulatedAssignment {
  /** Identifier. */
  id: string;
  /** Id of the task suite. */
  task_suite_id: string;
  /** Id of the pool or training. */
  pool_id: string;
  /** Id of the Toloker. */
  user_id: string;
  /** `ACTIVE`, `SUBMITTED`, `ACCEPTED`, `REJECTED`, `SKIPPED` or `EXPIRED`. */
  status: string;
  /** Reward of the Toloker. */
  reward: number;
  /** Its other fields, such as `tasks` and `solutions`. */
  [field: string]: unknown;
}

/** A pool or a training, as the API shows it at some moment. */
export interface SimulatedPool {
  /** Identifier. */
  id: string;
  /** Id of the project. */
  project_id: string;
  /** Name for the requester. */
  private_name: string;
  /** `OPEN`, `CLOSED` or `ARCHIVED`. */
  status: string;
  /** Its other fields, such as `last_close_reason`. */
  [field: string]: unknown;
}

/** One attempt to deliver events. */
export interface SimulatedDelivery {
  /** Target URL. */
  readonly url: string;
  /** Id of the subscription. */
  readonly subscriptionId: string;
  /** Headers, with the signature if the subscription has a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body, JSON. */
  readonly body: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Status of the answer; `undefined` without an answer. */
  readonly status: number | undefined;
  /** Type of the failure; `undefined` if it was received. */
  readonly errorType: WebhookPushErrorType | undefined;
}

/** Shows a Toloker. */
export function showToloker(
  { id, habit, skill, secondsPerTask, traits, taskTraits }: TolokerRecord,
): SimulatedToloker {
  return { id, habit, skill, secondsPerTask, traits, taskTraits };
}

/** Shows a task. */
export function showTask(task: TaskRecord): SimulatedTask {
  const view = task.toJSON();
  return { ...view, input_values: view.input_values ?? {} };
}
