/** Creation of tasks. */
import type { Listing } from "../paginator.ts";
import type { Transport } from "../transport/transport.ts";
import type { Task, TaskInput } from "../types/tasks.ts";
import { checkOverlap, serializeTask } from "./content.ts";
import type { Creation } from "./creation.ts";
import { readBackByPool } from "./read_back.ts";

/** Describes how tasks are created. */
export function taskCreation<Input, Output>(
  transport: Transport,
  listing: Listing,
): Creation<TaskInput<Input, Output>, Task<Input, Output>> {
  return {
    noun: listing.noun,
    path: listing.path,
    operationType: "TASK.BATCH_CREATE",
    maxItems: { async: 10_000, sync: 5_000 },
    check(task, position) {
      checkOverlap("create tasks", task, position);
      return task;
    },
    serialize: serializeTask,
    readBack: (created, options) =>
      readBackByPool(transport, listing, created, options),
  };
}
