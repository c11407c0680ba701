import { TolokaApiError } from "../errors.ts";
import type { Assignment } from "../types/assignments.ts";
import type { AssignmentEventType } from "./streams.ts";
import {
  type EventStream,
  reviewingOf,
  type StreamEvent,
} from "./event_stream.ts";

/** Verdict about an answer; `undefined` in its place leaves the answer as it is. */
export interface Verdict {
  /** Status to give: the Toloker is paid for an `ACCEPTED` answer. */
  status: "ACCEPTED" | "REJECTED";
  /** Reason that the Toloker reads; required to reject. */
  public_comment?: string | undefined;
}

/** Options of {@linkcode review}. */
export interface ReviewOptions {
  /** Answers that are reviewed at the same time. @default 10 */
  concurrency?: number | undefined;
  /** Attempts at an answer before it is reported as failed and left alone. @default 3 */
  attempts?: number | undefined;
  /** Called with each verdict that the server has accepted. */
  onReview?: ((assignmentId: string, verdict: Verdict) => void) | undefined;
}

/** Result of {@linkcode review}. */
export interface ReviewReport {
  /** Answers accepted. */
  accepted: number;
  /** Answers rejected. */
  rejected: number;
  /** Answers left as they are. */
  left: number;
  /** Answers that had another verdict already, by their ids. */
  conflicts: string[];
  /** Answers that could not be reviewed, with the last error. */
  failures: { id: string; error: unknown }[];
}

/**
 * Reviews the answers of a stream until it ends: asks for a verdict, writes it
 * down, carries it out, and acknowledges the event. A verdict is asked for
 * again only if the process ended before it was written down; after that, the
 * same verdict is carried out, so each answer is accepted or rejected once.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 * @param stream Stream of assignments, usually of those `SUBMITTED`.
 * @param decide Gives the verdict about an assignment. If it throws, the answer is tried again.
 * @param options Concurrency, and number of attempts.
 * @returns Counts of the answers that this call has reviewed.
 * @throws {RangeError} If an option is not a whole number from 1.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { memoryStore } from "@toloka/client/store";
 * import { assignmentEvents, review } from "@toloka/client/streaming";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const submitted = assignmentEvents(
 *   toloka,
 *   { pool_id: "12345", types: ["SUBMITTED"] },
 *   { store: memoryStore(), name: "review", until: "CAUGHT_UP" },
 * );
 * const report = await review(
 *   submitted,
 *   ({ solutions = [] }) =>
 *     solutions.every(({ output_values }) =>
 *         Object.keys(output_values).length > 0
 *       )
 *       ? { status: "ACCEPTED" }
 *       : { status: "REJECTED", public_comment: "An answer is missing" },
 * );
 * console.log(report.accepted, report.rejected);
 * ```
 */
export async function review<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
>(
  stream: EventStream<Assignment<Input, Output>, AssignmentEventType>,
  decide: (
    assignment: Assignment<Input, Output>,
  ) => Verdict | undefined | Promise<Verdict | undefined>,
  options: ReviewOptions = {},
): Promise<ReviewReport> {
  const { concurrency = 10, attempts = 3, onReview } = options;
  checkWhole("concurrency", concurrency);
  checkWhole("attempts", attempts);
  const report: ReviewReport = {
    accepted: 0,
    rejected: 0,
    left: 0,
    conflicts: [],
    failures: [],
  };
  const running = new Set<Promise<void>>();
  let broken: { error: unknown } | undefined;
  for await (const event of stream.unacknowledged()) {
    if (broken) break;
    const run = reviewOne(stream, event, decide)
      .then(async ({ verdict, conflict }) => {
        await event.ack({
          delete: [reviewingOf(stream, event).verdictKey],
        });
        if (conflict) report.conflicts.push(event.id);
        else if (!verdict) report.left++;
        else {
          report[verdict.status === "ACCEPTED" ? "accepted" : "rejected"]++;
          onReview?.(event.id, verdict);
        }
      })
      .catch(async (error) => {
        if (event.signal.aborted) return;
        if (event.attempt < attempts) return await event.release();
        report.failures.push({ id: event.id, error });
        await event.ack();
      })
      .catch((error) => {
        broken ??= { error };
      })
      .finally(() => running.delete(run));
    running.add(run);
    if (running.size >= concurrency) await Promise.race(running);
  }
  await Promise.all(running);
  if (broken) throw broken.error;
  return report;
}

async function reviewOne<Input, Output>(
  stream: EventStream<Assignment<Input, Output>, AssignmentEventType>,
  event: StreamEvent<Assignment<Input, Output>, AssignmentEventType>,
  decide: (
    assignment: Assignment<Input, Output>,
  ) => Verdict | undefined | Promise<Verdict | undefined>,
): Promise<{ verdict: Verdict | undefined; conflict: boolean }> {
  const { store, verdictKey: key, send, read } = reviewingOf(stream, event);
  const written = await store.get<Verdict>(key);
  const verdict = written?.value ?? await decide(event.item);
  if (verdict === undefined) return { verdict, conflict: false };
  checkVerdict(event.id, verdict);
  if (!written) {
    const kept = await store.commit({
      checks: { [key]: null },
      set: { [key]: verdict },
    });
    // Another worker took the event over and has decided meanwhile.
    if (kept === undefined) return await reviewOne(stream, event, decide);
  }
  const { status, public_comment } = verdict;
  const patch = public_comment === undefined
    ? { status }
    : { status, public_comment };
  try {
    await send!(event.id, patch, {});
    return { verdict, conflict: false };
  } catch (error) {
    if (!(error instanceof TolokaApiError && error.status === 409)) throw error;
    const present = await read(event.id, {});
    return { verdict, conflict: present.status !== status };
  }
}

function checkVerdict(id: string, verdict: Verdict): void {
  const { status, public_comment: comment } = verdict;
  if (status === "ACCEPTED" || status === "REJECTED" && comment) return;
  throw new TypeError(
    `Cannot review assignment "${id}" as the verdict must be "ACCEPTED", or "REJECTED" with a 'public_comment': current value is ${
      JSON.stringify(verdict)
    }`,
  );
}

function checkWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `Cannot review as '${name}' must be a whole number from 1: current value is ${value}`,
  );
}
