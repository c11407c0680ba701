/** The jobs that can be planned, by name. */

import { type Job, job as plan } from "../engine/clock.ts";

/** Names of jobs; `jobs.ts` of the simulator says how each is done. */
export type JobType =
  | "ANSWER_MESSAGE"
  | "APPEAL"
  | "APP_ITEM_DONE"
  | "APP_PROJECT_READY"
  | "ARCHIVE_IDLE"
  | "COMPLETE_POOL"
  | "END_RESTRICTION"
  | "END_REVIEW"
  | "EXPIRE"
  | "EXPIRE_POOL"
  | "EXPIRE_SKILL"
  | "FINISH"
  | "FINISH_OPERATION"
  | "LAST_ROUND"
  | "LOOK_FOR_WORK"
  | "MOVE_OPERATION"
  | "REOPEN_POOL"
  | "RETRY_TRAINING"
  | "RUN_OPERATION"
  | "SKIP";

/** Describes a job by its name and the ids that it is about. */
export function job(type: JobType, ...ids: string[]): Job {
  return plan(type, ...ids);
}
