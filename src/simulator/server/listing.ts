/** Lists: filters, ranges, order and pages, the same for every entity. */

import { type FieldErrors, validationError } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { type List, search } from "../engine/list.ts";
import { formatTime, parseTime } from "../engine/time.ts";

/** Parameters that a list supports. */
export interface ListRules {
  /** Page size if the request has none. */
  default: number;
  /** Largest page size. */
  max: number;
  /** Fields to sort by. */
  sort: readonly string[];
  /** Fields with `_gt`, `_gte`, `_lt`, `_lte`, and what they hold. */
  ranges: Readonly<Record<string, "id" | "time" | "number">>;
  /** Fields that must be equal. */
  equal?: readonly string[];
  /** Fields that must equal one of a comma list. */
  oneOf?: readonly string[];
}

/** An entity in a list: an object with an id. */
export interface Item {
  readonly id: string;
}

/** One page of a list. */
export interface Page<Record extends Listed = Listed> {
  records: readonly Record[];
  has_more: boolean;
}

/** A record of which a list consists. */
export interface Listed {
  /** The object to filter and sort by. */
  readonly view: Item;
  /** Adds the JSON that the list returns, if it is not that of the view. */
  writeTo?(pieces: string[]): void;
}

/** Writes a page as the API returns it. */
export function writePage({ records, has_more }: Page): string {
  // Joined rather than added up: a text of thousands of pieces costs the
  // garbage collector more than the page itself.
  const pieces: string[] = [];
  let before = '{"items":[';
  for (const record of records) {
    pieces.push(before);
    before = ",";
    if (record.writeTo !== undefined) record.writeTo(pieces);
    else pieces.push(JSON.stringify(record.view));
  }
  if (records.length === 0) pieces.push(before);
  pieces.push(`],"has_more":${has_more}}`);
  return pieces.join("");
}

type Test = (item: Item) => boolean;

/** A list request: its query, and the conditions that hold for it. */
export interface ListRequest {
  readonly query: URLSearchParams;
  /** Tells which entities the request does not see yet. */
  readonly hides?: Test | undefined;
  /** `true` if a page size above the maximum is reduced rather than refused. */
  readonly clamps?: boolean | undefined;
}

/** Reads a field by its name. */
export function fieldOf(item: Item, name: string): unknown {
  return (item as Item & Record<string, unknown>)[name];
}

type Compare = (a: Item, b: Item) => number;

/** Compares ids: numbers by value, everything else as text. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length && /^\d+$/.test(a) && /^\d+$/.test(b)) {
    return a.length - b.length;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Answers a list request.
 *
 * @param records All candidates. If `sorted`, they are in the order of their
 * ids, and a page by id is found without reading the rest.
 */
export function findPage<Record extends Listed>(
  records: Iterable<Record> | List<Record>,
  request: ListRequest,
  rules: ListRules,
  sorted = false,
): Page<Record> {
  const { query } = request;
  const errors: FieldErrors = {};
  const limit = readLimit(request, rules, errors);
  const order = readSort(query, rules, errors);
  const byId = sorted && "at" in records && order === undefined;
  // The place in the list tells whether an id is within the bounds.
  const { id: _id, ...others } = rules.ranges;
  const ranges = byId ? others : rules.ranges;
  const tests = readFilters(request, { ...rules, ranges }, errors);
  if (Object.keys(errors).length > 0) throw validationError(errors);

  if (byId) {
    return pageById(records, query, tests, limit);
  }
  const compare = order ?? ((a, b) => compareIds(a.id, b.id));
  const found: Record[] = [];
  for (const record of records) {
    if (tests.every((test) => test(record.view))) found.push(record);
  }
  return {
    records: smallest(found, limit, compare),
    has_more: found.length > limit,
  };
}

/** The first items of an order, without sorting all the others. */
function smallest<Record extends Listed>(
  records: Record[],
  limit: number,
  compare: Compare,
): readonly Record[] {
  const byView = (a: Listed, b: Listed) => compare(a.view, b.view);
  if (records.length <= 4 * limit) {
    return records.sort(byView).slice(0, limit);
  }
  let kept: Record[] = [];
  let bound: Listed | undefined;
  for (const record of records) {
    if (bound !== undefined && byView(record, bound) >= 0) continue;
    kept.push(record);
    if (kept.length < 4 * limit) continue;
    kept = kept.sort(byView).slice(0, limit);
    bound = kept.at(-1);
  }
  return kept.sort(byView).slice(0, limit);
}

function pageById<Record extends Listed>(
  records: List<Record>,
  query: URLSearchParams,
  tests: readonly Test[],
  limit: number,
): Page<Record> {
  /** The first place whose id has this order after the one in the query. */
  const placeOf = (name: string, order: 0 | 1) => {
    const id = query.get(name);
    return id === null
      ? undefined
      : search(records, ({ view }) => compareIds(view.id, id) >= order);
  };
  const from = Math.max(placeOf("id_gt", 1) ?? 0, placeOf("id_gte", 0) ?? 0);
  const end = Math.min(
    placeOf("id_lt", 0) ?? records.length,
    placeOf("id_lte", 1) ?? records.length,
  );
  const found: Record[] = [];
  for (let index = from; index < end; index++) {
    const record = records.at(index)!;
    if (!tests.every((test) => test(record.view))) continue;
    if (found.length === limit) return { records: found, has_more: true };
    found.push(record);
  }
  return { records: found, has_more: false };
}

/** Reads the page size of a request. */
export function readLimit(
  { query, clamps }: ListRequest,
  rules: Pick<ListRules, "default" | "max">,
  errors: FieldErrors,
): number {
  const text = query.get("limit");
  if (text === null) return rules.default;
  const limit = Number(text);
  if (limit > rules.max && clamps) return rules.max;
  if (!/^\d+$/.test(text)) {
    errors.limit = fieldError("INTEGER_EXPECTED");
  } else if (limit < 1 || limit > rules.max) {
    errors.limit = fieldError("VALUE_OUT_OF_BOUNDS", 1, rules.max);
  }
  return limit;
}

/** Reads the order of a request; `undefined` means by id, ascending. */
function readSort(
  query: URLSearchParams,
  rules: ListRules,
  errors: FieldErrors,
): Compare | undefined {
  const text = query.get("sort");
  if (text === null || text === "" || text === "id") return undefined;
  const parts: Compare[] = [];
  for (const part of text.split(",")) {
    const down = part.startsWith("-");
    const field = down ? part.slice(1) : part;
    if (!rules.sort.includes(field)) {
      errors.sort = fieldError("UNKNOWN_ENUM_VALUE", ...rules.sort);
    }
    const compare = field === "id"
      ? (a: Item, b: Item) => compareIds(a.id, b.id)
      : (a: Item, b: Item) =>
        compareValues(fieldOf(a, field), fieldOf(b, field));
    parts.push(down ? (a, b) => compare(b, a) : compare);
  }
  return (a, b) => {
    for (const part of parts) {
      const order = part(a, b);
      if (order !== 0) return order;
    }
    return compareIds(a.id, b.id);
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return (a as string) < (b as string) ? -1 : 1;
}

const OPERATORS: Record<string, (order: number) => boolean> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

function readFilters(
  { query, hides }: ListRequest,
  rules: ListRules,
  errors: FieldErrors,
): Test[] {
  const tests: Test[] = [];
  if (hides !== undefined) tests.push((view) => !hides(view));
  for (const field of rules.equal ?? []) {
    const wanted = query.get(field);
    if (wanted !== null) {
      tests.push((item) => `${fieldOf(item, field)}` === wanted);
    }
  }
  for (const field of rules.oneOf ?? []) {
    const wanted = query.get(field)?.split(",");
    if (wanted !== undefined) {
      tests.push((item) => wanted.includes(`${fieldOf(item, field)}`));
    }
  }
  for (const [field, kind] of Object.entries(rules.ranges)) {
    for (const [suffix, passes] of Object.entries(OPERATORS)) {
      const text = query.get(`${field}_${suffix}`);
      if (text === null) continue;
      const bound = readBound(text, kind);
      if (bound === undefined) {
        errors[`${field}_${suffix}`] = fieldError(
          kind === "time" ? "INVALID_DATE_TIME_SYNTAX" : "INTEGER_EXPECTED",
        );
      } else if (kind === "id") {
        tests.push((item) => passes(compareIds(item.id, text)));
      } else {
        tests.push((item) => {
          const value = fieldOf(item, field);
          return value !== undefined && value !== null &&
            passes(compareValues(value, bound));
        });
      }
    }
  }
  return tests;
}

function readBound(
  text: string,
  kind: "id" | "time" | "number",
): string | number | undefined {
  if (kind === "id") return text;
  if (kind === "number") return /^-?\d+$/.test(text) ? Number(text) : undefined;
  const time = parseTime(text);
  return time === undefined ? undefined : formatTime(time);
}
