/** Compares what the client said about its jobs with what the server has. */
import {
  type Claim,
  contentOf,
  isOf,
  type Job,
  markOf,
  objectOf,
  OPERATION_KINDS,
  PLAIN_KINDS,
  STATE_KINDS,
} from "./_jobs.ts";
import type { World } from "./_world.ts";

/** Verdict on a job. */
export interface Verdict {
  job: Job;
  /** Whether the last call succeeded. */
  done: boolean;
  /** Whether the last call said that the outcome is unknown. */
  unknown: boolean;
  /** What exists more than once. */
  doubled: string[];
  /** What does not exist, or was not read, though the client said it was. */
  lost: string[];
  /** What the client said wrongly. */
  misreported: string[];
}

/** States that the changes lead to. */
const AFTER: Partial<Record<Job["kind"], string | undefined>> = {
  accept: "ACCEPTED",
  reject: "REJECTED",
  open: "OPEN",
  close: "CLOSED",
  "delete user skill": undefined,
};

/** Judges a job by what the client said after each of its calls. */
export function judge(
  world: World,
  job: Job,
  claims: readonly Claim[],
): Verdict {
  const last = claims.at(-1);
  const verdict: Verdict = {
    job,
    done: last?.said === "done",
    unknown: last === undefined || last.said === "unknown",
    doubled: [],
    lost: [],
    misreported: [],
  };
  for (const claim of claims) {
    if (claim.said === "unclear") {
      verdict.misreported.push(`not an error that tells: ${claim.error}`);
    }
  }
  if (isOf([...OPERATION_KINDS, ...PLAIN_KINDS], job)) {
    judgeCreation(world, job, claims, verdict);
  } else if (isOf(STATE_KINDS, job)) judgeState(world, job, claims, verdict);
  else if (last) judgeReading(world, job, last, verdict);
  return verdict;
}

function judgeCreation(
  world: World,
  job: Job,
  claims: readonly Claim[],
  { doubled, lost, misreported, done }: Verdict,
): void {
  const marks = Array.from(
    {
      length: isOf(PLAIN_KINDS, job) || job.kind === "create one bonus"
        ? 1
        : job.count,
    },
    (_, i) => markOf(job, i),
  );
  for (const mark of marks) {
    const ids = world.idsOf(mark);
    if (ids.length > 1) doubled.push(mark);
    if (ids.length === 0 && done) lost.push(mark);
    for (const { ids: said, absent, error } of claims) {
      const id = said?.[mark];
      if (id !== undefined && !ids.includes(id)) {
        misreported.push(`${mark} is not ${id}`);
      }
      if (absent?.includes(mark) && ids.length > 0) {
        misreported.push(`${mark} exists after: ${error}`);
      }
    }
  }
}

function judgeState(
  world: World,
  job: Job,
  claims: readonly Claim[],
  { lost, misreported }: Verdict,
): void {
  const truth = world.statusOf(job);
  const after = AFTER[job.kind];
  for (const { said, status, error } of claims) {
    if (said === "done" && truth !== after) lost.push(job.kind);
    if (said === "done" && status !== after) {
      misreported.push(`${job.kind} returned status ${status}`);
    }
    if (said === "nothing" && truth === after) {
      misreported.push(`${job.kind} worked: ${error}`);
    }
  }
}

function judgeReading(
  world: World,
  job: Job,
  { said, values = [] }: Claim,
  { lost, doubled }: Verdict,
): void {
  if (said !== "done") return;
  const truth = job.kind === "list tasks"
    ? world.tasksOf(objectOf(job))
    : job.kind === "read table"
    ? contentOf(job).split("\n")
    : [contentOf(job)];
  for (const value of truth) {
    if (!values.includes(value)) lost.push(value.slice(0, 40));
  }
  if (values.length > truth.length) doubled.push(`${values.length} values`);
}
