/** Creation of task suites. */
import { show } from "../checks.ts";
import type { Listing } from "../paginator.ts";
import type { Transport } from "../transport/transport.ts";
import type { TaskSuite, TaskSuiteInput } from "../types/task_suites.ts";
import type { Serialized } from "./chunks.ts";
import { checkOverlap, serializeTask, withMembers } from "./content.ts";
import type { Creation } from "./creation.ts";
import { readBackByPool } from "./read_back.ts";

/** Describes how task suites are created. */
export function taskSuiteCreation<Input, Output>(
  transport: Transport,
  listing: Listing,
): Creation<TaskSuiteInput<Input, Output>, TaskSuite<Input, Output>> {
  return {
    noun: listing.noun,
    path: listing.path,
    operationType: "TASK_SUITE.BATCH_CREATE",
    maxItems: { async: 10_000, sync: 5_000 },
    check(suite, position) {
      checkOverlap("create task suites", suite, position);
      if (Array.isArray(suite.tasks)) return suite;
      throw new TypeError(
        `Cannot create task suites as 'tasks' must be a list: current value of item ${position} is ${
          show(suite.tasks)
        }`,
      );
    },
    serialize: serializeSuite,
    readBack: (created, options) =>
      readBackByPool(transport, listing, created, options),
  };
}

/** The values of all its tasks count. */
function serializeSuite(
  { tasks, ...rest }: TaskSuiteInput<unknown, unknown>,
): Serialized {
  const parts = tasks.map(serializeTask);
  const list = `[${parts.map(({ json }) => json).join(",")}]`;
  const size = { input: 0, output: 0 };
  for (const part of parts) {
    size.input += part.size.input;
    size.output += part.size.output;
  }
  return { json: withMembers(JSON.stringify(rest), { tasks: list }), size };
}
