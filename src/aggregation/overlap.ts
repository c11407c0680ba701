/** Overlap that follows the answers. @module */
import { checkInteger } from "../checks.ts";
import type { Answer, Label } from "./answers.ts";
import {
  IncrementalVote,
  type IncrementalVoteOptions,
  type OverlapDecision,
} from "./incremental.ts";

/** Part of the client that sets the overlap of a task: `toloka.tasks`. */
export interface OverlapSetter {
  /** Sets a greater overlap, and opens the pool again. */
  patch(
    taskId: string,
    patch: { overlap: number },
    options: { openPool: boolean },
  ): Promise<{ overlap?: number | null | undefined }>;
  /** Sets a lower overlap, or the least that is still possible. */
  setOverlapOrMin(
    taskId: string,
    patch: { overlap: number },
  ): Promise<{ overlap?: number | null | undefined }>;
}

/** Options of {@linkcode driveOverlap}. */
export interface DriveOverlapOptions extends IncrementalVoteOptions {
  /** Overlap that the tasks have to begin with, from 1: the pool's default. */
  overlap: number;
}

/**
 * Decision and the overlap that followed from it.
 *
 * @typeParam L Labels.
 */
export interface DrivenDecision<L extends Label = Label>
  extends OverlapDecision<L> {
  /** Overlap of the task now. */
  overlap: number;
}

/**
 * Asks for as many answers as each task needs: after each answer it decides
 * whether the task has enough, and lowers the overlap to the answers given, or
 * raises it by one where all that were asked for are there. The pool opens for
 * that, if it had closed. Tasks with gold are left alone.
 *
 * A task's id must be the server's. The stream may give an answer again: one of
 * the same Toloker to the same task counts once.
 *
 * @param tasks What sets the overlap: `toloka.tasks`.
 * @param answers The answers as they arrive, such as those of `answersOf`.
 * @returns The decision after each new answer. The next answer is read when it
 *     is asked for, so consume it to the end.
 * @throws {RangeError} While it is read, if an option is out of its bounds or an
 *     answer is malformed.
 *
 * @example Answers that stop when a task is certain
 * ```ts
 * import { answersOf, driveOverlap } from "@toloka/client/aggregation";
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const assignments = toloka.assignments.list({ pool_id: "12345" });
 * const answers = answersOf(assignments, { output: "animal" });
 * const decisions = driveOverlap(toloka.tasks, answers, {
 *   choices: 2,
 *   overlap: 2,
 *   targetConfidence: 0.97,
 *   maxOverlap: 6,
 * });
 * for await (const { task, label, enough } of decisions) {
 *   if (enough) console.log(task, label);
 * }
 * ```
 */
export async function* driveOverlap<L extends Label>(
  tasks: OverlapSetter,
  answers: Iterable<Answer<L>> | AsyncIterable<Answer<L>>,
  options: DriveOverlapOptions,
): AsyncGenerator<DrivenDecision<L>> {
  checkInteger("drive the overlap", "overlap", options.overlap, 1, 30_000);
  const vote = new IncrementalVote<L>(options);
  const overlaps = new Map<string, number>();
  const seen = new Set<string>();
  for await (const answer of answers) {
    const { task, worker } = answer;
    const key = JSON.stringify([task, worker]);
    if (seen.has(key)) continue;
    vote.add(answer);
    seen.add(key);
    const decision = vote.decide(task);
    let overlap = overlaps.get(task) ?? options.overlap;
    const wanted = options.gold?.has(task)
      ? overlap
      : wantedOf(decision, overlap);
    if (wanted !== overlap) {
      const patch = { overlap: wanted };
      // Only a patch opens a pool that has closed.
      const now = wanted > overlap
        ? await tasks.patch(task, patch, { openPool: true })
        : await tasks.setOverlapOrMin(task, patch);
      overlap = now.overlap ?? wanted;
    }
    overlaps.set(task, overlap);
    yield { ...decision, overlap };
  }
}

function wantedOf(
  { enough, answers }: OverlapDecision<Label>,
  overlap: number,
): number {
  return enough ? Math.min(overlap, answers) : Math.max(overlap, answers + 1);
}
