/** Parses an operation's log into per-item results. */
import { isRecord } from "../checks.ts";
import type { FieldErrors } from "../types/common.ts";
import type { OperationLogItem } from "../types/operations.ts";
import { canonicalJson } from "./content.ts";

/** Key of an item's position in what is sent; the log gives it back. */
export const POSITION_KEY = "__item_idx";

/** Names under which a log gives the id of what was created. */
const ID_KEYS = ["task_id", "task_suite_id", "user_bonus_id"] as const;

/**
 * Says what became of one item of an operation that creates many things.
 *
 * - `CREATED`: it exists, with this `id`.
 * - `INVALID`: it was refused, with the reasons by field.
 * - `FAILED`: it was not created; `failure` is the line of the log.
 * - `DIFFERENT`: the log has another item at its position; `logged` is that item.
 * - `UNKNOWN`: the log does not mention it.
 */
export type ItemResult =
  | { status: "CREATED"; id: string }
  | { status: "INVALID"; errors: FieldErrors }
  | { status: "FAILED"; failure: OperationLogItem }
  | { status: "DIFFERENT"; logged: Record<string, unknown> }
  | { status: "UNKNOWN" };

/** A line of a log about one item. */
export interface LoggedItem {
  /** The item's position in the input; `undefined` if it was sent without one. */
  position: number | undefined;
  /** The item as it was sent. */
  content: Record<string, unknown>;
  /** Outcome. */
  result: ItemResult;
}

/** A log, sorted. */
export interface SortedLog {
  /** Lines about items, in the order of the log. */
  items: LoggedItem[];
  /** Everything else that failed, such as opening the pool. */
  failures: OperationLogItem[];
}

/**
 * Matches the log of an operation that creates many things to the items that it
 * was given: by their position and content if they were sent with positions, as
 * `createMany` does, and by their content alone if not, as `startCreateMany` does.
 *
 * @param items The items that were sent, in order, as they were given.
 * @param log What `toloka.operations.getLog` reads.
 * @returns One result for each item, in order.
 *
 * @example Find out what became of each bonus after a crash
 * ```ts
 * import { matchOperationLog, TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const bonuses = [
 *   {
 *     user_id: "1ad097faba0eff85a04fe30bc04d53db",
 *     amount: 0.5,
 *     without_message: true,
 *   },
 * ];
 * const { id } = await toloka.userBonuses.startCreateMany(bonuses);
 * await toloka.operations.wait(id);
 * const log = await toloka.operations.getLog(id);
 * for (const [i, result] of matchOperationLog(bonuses, log).entries()) {
 *   console.log(bonuses[i]?.user_id, result.status);
 * }
 * ```
 */
export function matchOperationLog(
  items: readonly object[],
  log: readonly OperationLogItem[],
): ItemResult[] {
  const { items: logged } = sortLog(log);
  const byPosition = new Map(logged.map((item) => [item.position, item]));
  const byContent = Map.groupBy(
    logged.filter(({ position }) => position === undefined),
    ({ content }) => canonicalJson(content),
  );
  return items.map((item, position) => {
    const content = canonicalJson(item);
    const placed = byPosition.get(position);
    if (!placed) {
      return byContent.get(content)?.shift()?.result ?? { status: "UNKNOWN" };
    }
    return canonicalJson(placed.content) === content
      ? placed.result
      : { status: "DIFFERENT", logged: placed.content };
  });
}

/** Sorts the lines of a log into those about items and other failures. */
export function sortLog(log: readonly OperationLogItem[]): SortedLog {
  const items = new Map<unknown, LoggedItem>();
  const failures: OperationLogItem[] = [];
  for (const entry of log) {
    const item = readEntry(entry);
    if (item) {
      const key = item.position ?? entry;
      // Whatever else the log says of it, it exists.
      if (items.get(key)?.result.status !== "CREATED") items.set(key, item);
    }
    const failed = item ? item.result.status === "FAILED" : !entry.success;
    if (failed) failures.push(entry);
  }
  return { items: [...items.values()], failures };
}

/** Reads what a line says of an item; nothing if it is about something else. */
function readEntry(entry: OperationLogItem): LoggedItem | undefined {
  const input: Record<string, unknown> = entry.input ?? {};
  const { [POSITION_KEY]: index, ...content } = input;
  const number = index === undefined ? NaN : Number(index);
  const position = Number.isInteger(number) ? number : undefined;
  const output: unknown = entry.output ?? {};
  if (entry.success) {
    const id = isRecord(output)
      ? ID_KEYS.map((key) => output[key]).find((id) => typeof id === "string")
      : undefined;
    return typeof id === "string"
      ? { position, content, result: { status: "CREATED", id } }
      : undefined;
  }
  if (isValidation(entry) && areFieldErrors(output)) {
    return { position, content, result: { status: "INVALID", errors: output } };
  }
  return position === undefined && !CREATION.test(entry.type)
    ? undefined
    : { position, content, result: { status: "FAILED", failure: entry } };
}

/** Types of lines about an item that was to be created. */
const CREATION = /_(CREATE|PERSIST|VALIDATE)$/;

/** Other failures have a code and a message directly in their output. */
function isValidation({ input, type }: OperationLogItem): boolean {
  return type.endsWith("_VALIDATE") || POSITION_KEY in (input ?? {});
}

function areFieldErrors(output: unknown): output is FieldErrors {
  return isRecord(output) && Object.values(output).every(isRecord);
}
