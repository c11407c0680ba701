/** Jobs of the campaign, as they follow from its seed. */
import { chance, pick } from "./_random.ts";

/** Kinds of jobs that create things in operations, which a later call can take over. */
export const OPERATION_KINDS = [
  "create many tasks",
  "create many task suites",
  "create many bonuses",
  "create one bonus",
  "start creating tasks",
] as const;

/** Kinds of jobs that create one thing that no id protects. */
export const PLAIN_KINDS = [
  "create project",
  "create pool",
  "create skill",
  "compose message",
  "create bonus without operation",
] as const;

/** Kinds of jobs that change the state of something. */
export const STATE_KINDS = [
  "accept",
  "reject",
  "open",
  "close",
  "delete user skill",
] as const;

/** Kinds of jobs that read. */
export const READ_KINDS = ["list tasks", "read table", "download"] as const;

const KINDS = [
  ...OPERATION_KINDS,
  ...PLAIN_KINDS,
  ...STATE_KINDS,
  ...READ_KINDS,
] as const;

/** Kind of a job. */
export type JobKind = typeof KINDS[number];

/** One piece of work for the client. */
export interface Job {
  number: number;
  kind: JobKind;
  /** Number of things that it creates or reads. */
  count: number;
  operationId: string;
  /** Milliseconds after which the first call is aborted. */
  abortAfter: number | undefined;
}

/** Returns the job with this number, from 1. */
export function jobOf(seed: number, number: number): Job {
  const random = chance(seed, "job", number);
  const digits = () =>
    Math.floor(random() * 2 ** 32).toString(16).padStart(8, "0");
  const hex = digits() + digits() + digits() + digits();
  return {
    number,
    kind: pick(random, KINDS),
    count: 1 + Math.floor(random() * 12),
    operationId: hex.replace(
      /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/,
      "$1-$2-4$3-8$4-$5",
    ),
    abortAfter: random() < 0.1 ? Math.floor(random() * 40) : undefined,
  };
}

/** Tells whether a job is of one of these kinds. */
export function isOf(
  kinds: readonly JobKind[],
  { kind }: Pick<Job, "kind">,
): boolean {
  return kinds.includes(kind);
}

/** Name of what a job works on, and of what it creates at a position. */
export function markOf({ number }: Pick<Job, "number">, position = 0): string {
  return `job-${number}.${position}`;
}

/** Id of the object that is there before the job. */
export function objectOf({ number }: Pick<Job, "number">): string {
  return `object-${number}`;
}

/** Content of the file, or cells of the table, that a job downloads. */
export function contentOf(job: Job): string {
  const random = chance(job.number, "content");
  return Array.from(
    { length: job.count * 40 },
    (_, i) => `${i}\t${Math.floor(random() * 1e9)}`,
  ).join("\n");
}

/** What the client said about a job after one call. */
export interface Claim {
  /**
   * Done; certainly not done; perhaps done; or an error that is not the client's
   * own, or that does not say which of these it is.
   */
  said: "done" | "nothing" | "unknown" | "unclear";
  /** Name and message of the error. */
  error?: string;
  /** Ids of what exists, by mark. */
  ids?: Record<string, string>;
  /** Marks of what certainly does not exist. */
  absent?: string[];
  /** State of the object as it was returned. */
  status?: string;
  /** What was read. */
  values?: string[];
}
