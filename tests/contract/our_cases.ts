/** The recorded cases, with the few changed in which this client differs on purpose. */
import { loadCases } from "./replay.ts";

/** Cases that end otherwise here, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  "tasks.create_tasks.async_already_exists_failed":
    "a failed operation is only given up after its log, which may prove that nothing was created",
  "tasks.create_tasks_async.already_exists":
    "an operation is only taken over after its log, which has to be about the same items",
};

/** Reads the cases that this client has to pass. */
export async function loadOurCases(): ReturnType<typeof loadCases> {
  const cases = await loadCases(`${import.meta.dirname}/cases`);
  const ours = cases.filter(({ id }) => !(id in OTHERWISE));
  for (const one of ours) withoutOperationId(one);
  return ours;
}

/** The peer takes an operation's id also where there is no operation; here it is random then. */
function withoutOperationId(one: Awaited<ReturnType<typeof loadCases>>[0]) {
  // deno-lint-ignore no-explicit-any
  const parameters = (one.call.args as any)?.parameters;
  if (parameters?.async_mode !== false) return;
  delete parameters.operation_id;
  for (const { request } of one.exchanges) {
    for (const pair of request.query ?? []) {
      if (pair[0] === "operation_id") pair[1] = "<uuid>";
    }
  }
}
