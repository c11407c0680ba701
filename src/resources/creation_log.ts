/** What an operation's log says about the items that it was to create. */
import { isRecord } from "../checks.ts";
import type { RequestOptions } from "../options.ts";
import type { Transport } from "../transport/transport.ts";
import type { FieldErrors } from "../types/common.ts";
import type { Operation, OperationLogItem } from "../types/operations.ts";
import { getOperationLog } from "./operations.ts";

/** Position of an item in the input, put into what is sent: the log gives it back. */
export const INDEX = "__item_idx";

/** Which items an operation is about. */
export interface LoggedItems {
  /** Where the log has the id of what was created. */
  idKey: string;
  /** Position of the first item. */
  start: number;
  /** How many there are. */
  count: number;
}

/** What became of the items. */
export interface Logged {
  /** Ids of what was created, by the item's position. */
  ids: Map<number, string>;
  /** What is wrong with items that were refused, by their position. */
  errors: Map<number, FieldErrors>;
  /** What else failed. */
  failures: OperationLogItem[];
  /** Positions of items that were neither refused nor created, as `failures` says. */
  failed: Set<number>;
}

/** Reads the log of an operation and sorts it by the items. */
export async function readLog(
  transport: Transport,
  operation: Operation,
  { idKey, start, count }: LoggedItems,
  options: RequestOptions,
): Promise<Logged> {
  const ids = new Map<number, string>();
  const errors = new Map<number, FieldErrors>();
  const failures: OperationLogItem[] = [];
  const failed = new Set<number>();
  const log = await getOperationLog(transport, operation.id, options);
  for (const entry of log ?? []) {
    const index = Number(entry.input?.[INDEX] ?? NaN);
    const ours = index >= start && index < start + count;
    const output: unknown = entry.output ?? {};
    if (entry.success) {
      const id = isRecord(output) ? output[idKey] : undefined;
      if (ours && typeof id === "string") ids.set(index, id);
    } else if (ours && areFieldErrors(output)) {
      errors.set(index, output);
    } else {
      failures.push(entry);
      if (ours) failed.add(index);
    }
  }
  for (const index of ids.keys()) errors.delete(index);
  return { ids, errors, failures, failed };
}

/** Other failures have a code and a message right in their output. */
function areFieldErrors(output: unknown): output is FieldErrors {
  return isRecord(output) && Object.values(output).every(isRecord);
}
