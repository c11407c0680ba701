import { show } from "../checks.ts";
import { checkNames } from "../names.ts";
import { formatTime, toNaiveUtc } from "../time.ts";

/** A value in a query; a list becomes one comma-joined value. */
export type QueryValue =
  | string
  | number
  | boolean
  | Date
  | readonly (string | number)[]
  | null
  | undefined;

/** Parameters of a query by name; those that are `null` or `undefined` are not sent. */
export type Query = Readonly<Record<string, QueryValue>>;

/** Lists that the API wants as one parameter for each item. */
const REPEATED = new Set(["requester_ids"]);

/** Parameters that may hold a moment. */
const MAYBE_TIME = /_(lt|lte|gt|gte)$|^startTime/;

/** Parameters that the listings of the API know, without the ends of ranges. */
const LISTING_PARAMETERS: readonly string[] = [
  "accepted",
  "after_id",
  "app_id",
  "assignment_id",
  "batch_id",
  "created",
  "event_type",
  "expired",
  "finished",
  "folder",
  "folder_ne",
  "global",
  "id",
  "lang",
  "last_started",
  "limit",
  "modified",
  "name",
  "overlap",
  "owner",
  "owner_company_id",
  "owner_id",
  "parent_app_project_id",
  "pool_id",
  "private_comment",
  "project_id",
  "public_name",
  "rejected",
  "requester_ids",
  "scope",
  "skill_id",
  "skipped",
  "sort",
  "status",
  "submitted",
  "task_id",
  "task_suite_id",
  "type",
  "user_id",
];

const KNOWN: ReadonlySet<string> = new Set(
  LISTING_PARAMETERS.flatMap((name) =>
    ["", "_lt", "_lte", "_gt", "_gte"].map((end) => name + end)
  ),
);

/** @throws {TypeError} If a listing is asked for with a parameter that the API would ignore, and so give too much. */
export function checkListingQuery(action: string, query: object): void {
  checkNames(action, "query parameter", query, KNOWN);
}

/**
 * Writes a query as the API reads it.
 *
 * @throws {TypeError} If a value has no form in a query.
 */
export function encodeQuery(query: object): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query as Query)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value) && REPEATED.has(name)) {
      for (const item of value) params.append(name, encodeValue(name, item));
    } else {
      params.append(name, encodeValue(name, value));
    }
  }
  return params;
}

function encodeValue(name: string, value: NonNullable<QueryValue>): string {
  if (value instanceof Date) return formatTime(value);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const item of items) {
    if (isScalar(item)) continue;
    throw new TypeError(
      `Cannot make a request as '${name}' in the query must be a text, a finite number, a boolean, a date, or a list of these: current value is ${
        show(value)
      }`,
    );
  }
  const text = items.map((item) =>
    item instanceof Date ? formatTime(item) : String(item)
  ).join(",");
  return MAYBE_TIME.test(name) ? toNaiveUtc(text) : text;
}

function isScalar(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "boolean" || typeof value === "bigint" ||
    value instanceof Date;
}
