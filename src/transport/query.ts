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

/** Writes a query as the API reads it. */
export function encodeQuery(query: object): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query as Query)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value) && REPEATED.has(name)) {
      for (const item of value) params.append(name, String(item));
    } else {
      params.append(name, encodeValue(name, value));
    }
  }
  return params;
}

function encodeValue(name: string, value: NonNullable<QueryValue>): string {
  if (value instanceof Date) return formatTime(value);
  const text = String(value);
  return MAYBE_TIME.test(name) ? toNaiveUtc(text) : text;
}
