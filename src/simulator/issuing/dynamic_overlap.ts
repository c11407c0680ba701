/** Dynamic overlap: more Tolokers are asked until an answer is certain. */

import { type Vote, weigh } from "../aggregation/confidence.ts";
import type { Values } from "../checks/fields.ts";
import type { DynamicOverlap } from "../world/pool_settings.ts";
import type {
  AssignmentRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Reaction, World } from "../world/world.ts";
import { setOverlap } from "./overlap.ts";
import { closeWhenComplete, openIfWanted } from "./pool_life.ts";

/** Assumed quality of a Toloker without a value in the skill. */
const UNKNOWN_QUALITY = 0.5;

/** Raises the overlap of tasks whose answer is not certain enough. */
export const raiseOverlap: Reaction = (world, event) => {
  switch (event.type) {
    case "ACCEPTED":
    case "REJECTED":
    case "ACCEPTED_AFTER_REJECT":
    case "SKIPPED":
    case "EXPIRED": {
      const { dynamicOverlap } = event.assignment.pool.settings;
      if (dynamicOverlap === undefined) return;
      for (const task of event.assignment.tasks) {
        decide(world, task, dynamicOverlap);
      }
    }
  }
};

/** Asks for one more answer, or ends, once all are there and reviewed. */
function decide(world: World, task: TaskRecord, config: DynamicOverlap): void {
  const { overlap } = task;
  if (task.kind !== "GENERAL" || task.certain || typeof overlap !== "number") {
    return;
  }
  const pending = task.assignments.some(({ status }) =>
    status === "ACTIVE" || status === "SUBMITTED"
  );
  if (pending || task.issued < overlap) return;
  const counted = task.assignments.filter(({ status }) =>
    status === "ACCEPTED"
  );
  const votes = [
    ...counted.map((assignment): Vote => ({
      values: answerTo(task, assignment),
      quality: qualityOf(assignment.toloker, config.skillId),
    })),
    ...baselines(task),
  ];
  const verdict = weigh(votes, task.pool.output, config.fields);
  const confidence = verdict?.confidence ?? 0;
  if (confidence < config.minConfidence && overlap < config.maxOverlap) {
    setOverlap(world, task, overlap + 1);
    openIfWanted(world, task.pool);
    return;
  }
  task.certain = true;
  world.emit({
    type: "DYNAMIC_OVERLAP_COMPLETED",
    task,
    confidence,
    output_values: verdict?.values ?? {},
    assignments: counted,
  });
  closeWhenComplete(world, task.pool);
}

/** A Toloker's answer to one task of an assignment. */
export function answerTo(
  task: TaskRecord,
  { tasks, answers }: AssignmentRecord,
): Values {
  return answers?.[tasks.indexOf(task)] ?? {};
}

/** Returns the quality of a Toloker's answers, 0 to 1. */
export function qualityOf(toloker: TolokerRecord, skillId: string): number {
  const value = toloker.skills.get(skillId)?.view.exact_value;
  return value === undefined ? UNKNOWN_QUALITY : value / 100;
}

/** Answers that were known beforehand. */
export function baselines({ baseline_solutions }: TaskRecord): Vote[] {
  const solutions = baseline_solutions ?? [];
  return solutions.map(({ output_values, confidence_weight }) => ({
    values: output_values,
    quality: confidence_weight ?? 1,
  }));
}
