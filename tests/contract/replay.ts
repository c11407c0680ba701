/**
 * Replays recorded cases of the wire contract against a client and says where it differs.
 *
 *     deno run --allow-read --allow-net=127.0.0.1 [--config REPO/deno.json] replay.ts \
 *       --adapter REPO/tests/contract/adapter.ts --cases DIR|FILE \
 *       [--only TEXT] [--http] [--partial] [--all] [--json] [--limit MS]
 *
 * The adapter is a module that exports `adapter`, one function per method of the peer, and
 * `makeClient`; see {@linkcode AdapterModule}. The same work is done by {@linkcode replay} for
 * use in a test. What counts as a difference is decided in the sections "Rules for ..." below.
 *
 * @module
 */

// ---------------------------------------------------------------- Shapes

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | {
  [key: string]: Json;
};
type JsonObject = { [key: string]: Json };
type Pair = [name: string, value: string];

/** A request as recorded, and as seen from the client under test. */
export interface RecordedRequest {
  method: string;
  path: string;
  query: Pair[];
  headers: Record<string, string>;
  body: Json;
  /** The body as it was sent. Recorded only where the spelling of a number matters. */
  body_text?: string;
}

/** An answer as recorded: a response, or a connection that brings none. */
export interface RecordedResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: Json;
  body_text?: string;
  body_base64?: string;
  connection?: "closed" | "silent";
}

/** The error that the peer raised. */
export interface RecordedError {
  class: string;
  bases?: string[];
  fields?: JsonObject;
  yielded_before?: Json[];
}

/** What to do instead of copying a bug of the peer. */
export interface Wanted {
  requests?: (Partial<RecordedRequest> & { index: number })[];
  more_responses?: RecordedResponse[];
  pauses_s?: number[];
  result?: Json;
  raises?: string;
  status_code?: number;
  invalid_fields?: Json;
  text?: string;
}

/** One recorded call with everything that went over the wire. */
export interface Case {
  id: string;
  method: string;
  group: string;
  variant: string;
  call: { args: JsonObject; client?: JsonObject; times?: number };
  exchanges: { request: RecordedRequest; response: RecordedResponse }[];
  result?: { value: Json; out_text?: string; out_base64?: string };
  raises?: RecordedError;
  clock?: string;
  sleeps?: number[];
  peer_bug?: boolean;
  wanted?: Wanted;
  note?: string;
}

/** What the adapter's `makeClient` is given. */
export interface ClientSetup {
  /** Root of the server, with the `url_suffix` of the case. */
  url: string;
  fetch: typeof fetch;
  token: string;
  /** Options of the case under the peer's names and units: `retries`, `timeout` in seconds, `retry_quotas`, ... */
  [clientOption: string]: unknown;
}

/** The module named by `--adapter`. `Client` is whatever `makeClient` returns. */
export interface AdapterModule<Client = unknown> {
  /** By the peer's method name: calls the client with `call.args`, returns plain JSON in the peer's result shape. */
  adapter: Record<
    string,
    (client: Client, args: Record<string, unknown>) => Promise<unknown>
  >;
  makeClient(setup: ClientSetup): Client;
}

/** One place where the client differs. */
export interface Difference {
  /** Where: `request 2 query`, `request 1 body/tasks/0/overlap`, `result/items/1/id`, `error`, ... */
  at: string;
  expected: string;
  got: string;
}

/** The outcome of one case. */
export interface CaseReport {
  id: string;
  group: string;
  method: string;
  status: "passed" | "failed" | "manual";
  /** In the order in which they came about. Of a manual case: differences from the peer, for information. */
  differences: Difference[];
  /** Spelling of numbers, and choices of ours that are not the peer's. */
  warnings: string[];
  /** Of a manual case: what a reader has to check. */
  text?: string;
}

/** The outcome of all cases. */
export interface Report {
  cases: CaseReport[];
  /** Methods that have cases and no adapter. */
  missing: string[];
  passed: number;
  failed: number;
  manual: number;
}

/** How to replay. */
export interface ReplayOptions {
  /** Serve over a socket on 127.0.0.1 instead of through the injected `fetch`. */
  http?: boolean;
  /** Real milliseconds that one case may take. @default 10000 */
  limit?: number;
  /** Leave out cases of methods without an adapter instead of failing them. */
  partial?: boolean;
}

// ---------------------------------------------------------------- Rules for requests

/** Headers that are compared; all others name the client or belong to the HTTP library. */
const COMPARED_HEADERS = [
  "Authorization",
  "Content-Type",
  "X-Act-Under-Account-ID",
];

/**
 * Defaults that the peer adds by itself, to bodies and to results alike, and our client does not: found by comparing
 * `call.args` with the recorded bodies, and responses with results, over all cases. Such a value may be missing on our
 * side; no other may. `at` is the end of the path, `*` stands for one name or index.
 */
const ADDED_BY_PEER: { methods: RegExp; at: string; value: Json }[] = [
  { methods: /project/, at: "assignments_issuing_type", value: "AUTOMATED" },
  { methods: /project/, at: "task_spec/input_spec/*/required", value: true },
  { methods: /project/, at: "task_spec/output_spec/*/required", value: true },
  { methods: /project/, at: "task_spec/input_spec/*/hidden", value: false },
  { methods: /project/, at: "task_spec/output_spec/*/hidden", value: false },
  {
    methods: /pool|clone_project/,
    at: "defaults",
    value: { default_overlap_for_new_task_suites: 1 },
  },
  {
    methods: /pool|clone_project/,
    at: "quality_control",
    value: { configs: [] },
  },
  {
    methods: /pool|clone_project/,
    at: "mixer_config/real_tasks_count",
    value: 0,
  },
  {
    methods: /pool|clone_project/,
    at: "mixer_config/golden_tasks_count",
    value: 0,
  },
  {
    methods: /pool|clone_project/,
    at: "mixer_config/training_tasks_count",
    value: 0,
  },
  // The one item of a creation needs no number; of several, each does.
  {
    methods: /^create_(task|task_suite|user_bonus)$/,
    at: "__item_idx",
    value: "0",
  },
];

/**
 * Fields that only the server sets. The peer sends them back when an entity that has them goes out whole; ours may
 * leave them out at the top of these bodies. (The peer itself leaves them out of app items: there ours may send them.)
 */
const READ_ONLY = [
  "id",
  "status",
  "created",
  "owner",
  "type",
  "last_started",
  "last_stopped",
  "last_close_reason",
  "app_project_id",
  "created_at",
  "started_at",
  "finished_at",
  "output_data",
  "errors",
];
const SENDS_WHOLE_ENTITIES =
  /^(create|update|clone)_(project|pool|training|skill)$|^check_update_project/;
const LEAVES_READ_ONLY_OUT = /^create_app_item$/;

/** Fields with filter expressions, which the peer wraps in `and` and `or` of one part. */
const FILTERS = ["filter", "recipients_filter"];

/** `and` or `or` of one part is that part; the order of names is left to {@linkcode diff}. */
function unwrapFilter(filter: Json): Json {
  if (!isObject(filter)) return filter;
  for (const operator of ["and", "or"]) {
    const parts = filter[operator];
    if (!Array.isArray(parts) || Object.keys(filter).length > 1) continue;
    const inner = parts.map(unwrapFilter);
    return inner.length === 1 ? inner[0]! : { [operator]: inner };
  }
  return filter;
}

/**
 * One form for bodies that mean the same: filters unwrapped, a Template Builder config parsed, and of the pair
 * `overlap` and `infinite_overlap` only the half that says something (the peer sends `null` or `false` for the other).
 */
function canonical(value: Json, name = ""): Json {
  if (Array.isArray(value)) return value.map((item) => canonical(item));
  if (FILTERS.includes(name)) return unwrapFilter(value);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "overlap" && item === null && value.infinite_overlap === true) {
      continue;
    }
    if (
      key === "infinite_overlap" && item === false &&
      typeof value.overlap === "number"
    ) continue;
    result[key] = name === "view_spec" && key === "config"
      ? parsed(item)
      : canonical(item, key);
  }
  return result;
}

function parsed(config: Json): Json {
  if (typeof config !== "string") return config;
  try {
    return JSON.parse(config);
  } catch {
    return config;
  }
}

/** Binds `<uuid>` to the first UUID that stands in its place; later ones in the same case must be the same. */
class UuidBinding {
  #value: string | undefined;

  matches(expected: string, got: string): boolean {
    if (expected !== "<uuid>") return expected === got;
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(got)) return false;
    this.#value ??= got;
    return this.#value === got;
  }
}

/** The first difference between a recorded and a seen request, or nothing. */
function requestDifference(
  method: string,
  at: string,
  expected: RecordedRequest,
  got: SeenRequest,
  uuids: UuidBinding,
): Difference | undefined {
  if (expected.method !== got.method) {
    return { at: `${at} method`, expected: expected.method, got: got.method };
  }
  const path = (text: string) => text.split("/").map(decoded);
  const [wantedPath, seenPath] = [path(expected.path), path(got.path)];
  if (
    wantedPath.length !== seenPath.length ||
    wantedPath.some((part, i) => !uuids.matches(part, seenPath[i]!))
  ) {
    return { at: `${at} path`, expected: expected.path, got: got.path };
  }
  return (
    queryDifference(`${at} query`, expected.query, got.query, uuids) ??
      headerDifference(`${at} header`, expected.headers, got.headers) ??
      bodyDifference(method, `${at} body`, expected.body, got, uuids)
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Pairs in any order. A moment may have any number of digits of a second, but must be naive UTC as the API wants it. */
function queryDifference(
  at: string,
  expected: Pair[],
  got: Pair[],
  uuids: UuidBinding,
): Difference | undefined {
  const rest = [...got];
  for (const [name, value] of expected) {
    const found = rest.findIndex(
      ([n, v]) =>
        n === name &&
        (uuids.matches(value, v) || (!hasOffset(v) && sameInstant(value, v))),
    );
    if (found >= 0) rest.splice(found, 1);
    else {
      const others = rest.filter(([n]) => n === name).map(([, v]) =>
        `${name}=${v}`
      );
      return {
        at,
        expected: `${name}=${value}`,
        got: others.join(" ") || `no ${name}`,
      };
    }
  }
  if (rest.length > 0) {
    return {
      at,
      expected: "no more",
      got: rest.map((pair) => pair.join("=")).join(" "),
    };
  }
  return undefined;
}

function headerDifference(
  at: string,
  expected: Record<string, string>,
  got: Headers,
): Difference | undefined {
  for (const name of COMPARED_HEADERS) {
    const [wanted, seen] = [expected[name], got.get(name) ?? undefined].map((
      value,
    ) =>
      name === "Content-Type"
        ? value?.split(";")[0]?.trim().toLowerCase()
        : value
    );
    if (wanted !== seen) {
      return {
        at: `${at} ${name}`,
        expected: wanted ?? "none",
        got: seen ?? "none",
      };
    }
  }
  return undefined;
}

function bodyDifference(
  method: string,
  at: string,
  expected: Json,
  got: SeenRequest,
  uuids: UuidBinding,
): Difference | undefined {
  let body: Json = null;
  if (got.text !== "") {
    try {
      body = JSON.parse(got.text);
    } catch {
      return {
        at,
        expected: show(expected),
        got: `no JSON: ${got.text.slice(0, 80)}`,
      };
    }
  }
  if ((expected === null) !== (got.text === "")) {
    return {
      at,
      expected: expected === null ? "no body" : show(expected),
      got: got.text === "" ? "no body" : show(body),
    };
  }
  return diff(canonical(expected), canonical(body), at, {
    same: (a, b) =>
      typeof a === "string" && typeof b === "string" &&
      (sameInstant(a, b) || uuids.matches(a, b)),
    mayMiss: (path, value) =>
      addedByPeer(method, path, value) ||
      (SENDS_WHOLE_ENTITIES.test(method) && isReadOnly(at, path)),
    mayAdd: (path) => LEAVES_READ_ONLY_OUT.test(method) && isReadOnly(at, path),
  });
}

const isReadOnly = (at: string, path: string) =>
  READ_ONLY.some((name) => path === `${at}/${name}`);

function addedByPeer(method: string, path: string, value: Json): boolean {
  return ADDED_BY_PEER.some((rule) => {
    const end = rule.at.split("/");
    const parts = path.split("/").slice(-end.length);
    return (
      rule.methods.test(method) &&
      end.length === parts.length &&
      end.every((name, i) => name === "*" || name === parts[i]) &&
      equal(rule.value, value)
    );
  });
}

// ---------------------------------------------------------------- Rules for outcomes

/**
 * Results: what the peer returns must be in ours with the same value, except {@linkcode ADDED_BY_PEER}. Missing, null,
 * `[]` and `{}` are one (the peer drops them); a list that is the whole result must be a list. A number may be the
 * wire's numeric text. What ours has beyond the peer must be on the wire, under that name and with that value.
 */
function resultDifference(
  method: string,
  expected: Json,
  got: unknown,
  bodies: Json[],
): Difference | undefined {
  const at = "result";
  const ours = reshaped(expected, toJson(got));
  if (Array.isArray(expected) !== Array.isArray(ours)) {
    return { at, expected: show(expected), got: show(ours) };
  }
  const wire = new Set<string>(
    bodies.flatMap((body) => [...namedValues(body)]),
  );
  return diff(canonical(expected), canonical(ours), at, {
    same: (a, b) => sameValue(a, b) || (isEmpty(a) && isEmpty(b)),
    mayMiss: (path, value) =>
      isEmpty(value) || addedByPeer(method, path, value),
    mayAdd: (path, value) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      return isEmpty(value) || (name === "has_more" && value === false) ||
        wire.has(named(name, value));
    },
  });
}

/** Two spellings of one shape: `items` for the `content` of app listings, a list for a map by index. */
function reshaped(expected: Json, got: Json): Json {
  if (!isObject(expected) || !isObject(got)) return got;
  if ("content" in expected && !("content" in got) && "items" in got) {
    const { items, ...rest } = got;
    return { ...rest, content: items };
  }
  if (isObject(expected.items ?? null) && Array.isArray(got.items)) {
    const byIndex = got.items.map((item, i) => [i, item] as const).filter((
      [, item],
    ) => item !== null);
    return { ...got, items: Object.fromEntries(byIndex) };
  }
  return got;
}

/** Every name in a body with its value, in one canonical text, as it is and as {@linkcode canonical} makes it. */
function* namedValues(value: Json): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) {
      yield* namedValues(item);
    }
  }
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    yield named(name, item);
    yield named(name, name === "config" ? parsed(item) : canonical(item, name));
    yield* namedValues(item);
  }
}

function named(name: string, value: Json): string {
  return `${name}=${JSON.stringify(sorted(value))}`;
}

/** Tables are compared as text, cell by cell: numbers and absent cells are guesses of the peer's table library. */
function tableDifference(
  expected: JsonObject,
  got: unknown,
): Difference | undefined {
  const columns = expected.columns as string[];
  const rows = expected.rows as Json[][];
  const table = toJson(got);
  let seen: Json[][] | undefined;
  let header: Json | undefined;
  if (isObject(table)) [header, seen] = [table.columns, table.rows as Json[][]];
  else if (Array.isArray(table)) {
    seen = table.map((
      row,
    ) => (isObject(row)
      ? columns.map((name) => row[name] ?? null)
      : (row as Json[]))
    );
    const [first] = table;
    if (first !== undefined && isObject(first)) header = Object.keys(first);
  }
  if (!Array.isArray(seen)) {
    return {
      at: "result",
      expected: "a table or a list of rows",
      got: show(table),
    };
  }
  const names = (list: Json) =>
    show(Array.isArray(table) && Array.isArray(list) ? list.toSorted() : list);
  if (
    header !== undefined && columns.length > 0 &&
    names(header) !== names(columns)
  ) {
    return { at: "result/columns", expected: show(columns), got: show(header) };
  }
  if (seen.length !== rows.length) {
    return {
      at: "result/rows",
      expected: `${rows.length} rows`,
      got: `${seen.length} rows`,
    };
  }
  for (const [i, row] of rows.entries()) {
    for (const [j, cell] of row.entries()) {
      if (!sameCell(cell, seen[i]![j] ?? null)) {
        return {
          at: `result/rows/${i}/${columns[j]}`,
          expected: show(cell),
          got: show(seen[i]![j] ?? null),
        };
      }
    }
  }
  return undefined;
}

function sameCell(expected: Json, got: Json): boolean {
  if (expected === null) {
    return ["", "na", "n/a", "nan", "null"].includes(
      String(got ?? "").toLowerCase(),
    );
  }
  if (typeof expected === "boolean") {
    return String(expected) === String(got).toLowerCase();
  }
  if (typeof expected === "number") {
    return got !== null && got !== "" && Number(got) === expected;
  }
  return expected === got || sameInstant(expected, got);
}

/** Downloads: the same bytes, given as text or `{ base64 }`. */
function downloadDifference(
  expected: { out_text?: string; out_base64?: string },
  got: unknown,
) {
  const bytes = (base64: string) =>
    Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const want = expected.out_base64 !== undefined
    ? bytes(expected.out_base64)
    : new TextEncoder().encode(expected.out_text);
  const value = got as { base64?: string; text?: string } | string | undefined;
  const text = typeof value === "string" ? value : value?.text;
  const seen = typeof value === "object" && value?.base64 !== undefined
    ? bytes(value.base64)
    : text === undefined
    ? undefined
    : new TextEncoder().encode(text);
  if (
    seen?.length === want.length && want.every((byte, i) => byte === seen[i])
  ) return;
  const describe = (data: Uint8Array) =>
    `${data.length} bytes ${show([...data.slice(0, 12)])}`;
  return {
    at: "result",
    expected: describe(want),
    got: seen ? describe(seen) : show(toJson(got)),
  };
}

/**
 * Errors of the API: status, code, request id and payload are equal, the message contains the API's. A failed operation:
 * the operation's id is in the error. A plain HTTP error: the status, if the error has one. Else: that an error came.
 */
function errorDifference(
  expected: RecordedError,
  error: unknown,
): Difference | undefined {
  const fields = expected.fields ?? {};
  const ours =
    (typeof error === "object" && error !== null ? error : {}) as Record<
      string,
      unknown
    >;
  const got = (name: string) => toJson(ours[name]);
  if (isApiError(expected)) {
    const names = {
      status_code: "status",
      code: "code",
      request_id: "requestId",
      payload: "payload",
    };
    for (const [theirs, name] of Object.entries(names)) {
      if (!(theirs in fields)) continue;
      const [want, seen] = [fields[theirs], got(name)];
      if (
        diff(want!, seen, "", {
          same: (a, b) => sameValue(a, b) || (isEmpty(a) && isEmpty(b)),
        })
      ) {
        return {
          at: `error/${name}`,
          expected: show(want),
          got: `${show(seen)} in ${describeError(error)}`,
        };
      }
    }
    const text = fields.message;
    if (
      typeof text === "string" && !String(ours.message ?? "").includes(text)
    ) {
      return { at: "error/message", expected: text, got: String(ours.message) };
    }
  } else if (expected.class === "FailedOperation") {
    const id = (fields.operation as JsonObject | undefined)?.id;
    if (typeof id === "string" && !mentions(error, id)) {
      return {
        at: "error",
        expected: `the operation ${id} is named`,
        got: describeError(error),
      };
    }
  } else if (
    typeof fields.status_code === "number" &&
    ours.status !== fields.status_code && "status" in ours
  ) {
    return {
      at: "error/status",
      expected: show(fields.status_code),
      got: show(got("status")),
    };
  }
  return undefined;
}

const isApiError = (error: RecordedError) =>
  error.bases !== undefined || error.class.endsWith("ApiError");

function mentions(value: unknown, id: string, depth = 3): boolean {
  if (typeof value === "string") return value.includes(id);
  if (typeof value !== "object" || value === null || depth === 0) return false;
  return Object.getOwnPropertyNames(value).some(
    (name) =>
      name !== "stack" &&
      mentions((value as Record<string, unknown>)[name], id, depth - 1),
  );
}

// ---------------------------------------------------------------- Rules for pauses

/** A wait that the server named (`Retry-After`, quota): at least that long, and so much longer at most. */
const SERVER_WAIT = { factor: 1.5, extra: 5 };
/** All waiting for operations: not less than this part of the peer's sum (busy waiting), not much more. */
const POLLING = { part: 0.2, factor: 5, extra: 10 };
/** Longest single pause, in seconds, before a poll or a retry. Backoff and its jitter are the client's own choice. */
const LONGEST_PAUSE = { poll: 30, retry: 120 };
/** The peer's `wait_*` timeout (argument `timeout`, seconds): the error comes in this part of it or so much later. */
const TIMEOUT = { part: 0.5, extra: 30 };

/** Recorded sleeps are not compared one by one: each kind of pause is held to the limits above. */
function pauseDifference(
  item: Case,
  plan: Plan,
  script: Script,
): Difference | undefined {
  const { seen } = script;
  let polling = 0;
  for (let i = 0; i + 1 < seen.length; i++) {
    const at = `pause between requests ${i + 1} and ${i + 2}`;
    const [before, after] = [seen[i]!, seen[i + 1]!];
    const pause = after.at - (before.answered ?? before.at);
    const asked = plan.pauses[before.planned ?? -1];
    const again = before.path === after.path &&
      before.method === after.method;
    const polls = isUnfinished(before.response?.body) &&
      /\/operations\/[^/]+$/.test(after.path);
    const [least, most] = asked !== undefined
      ? [asked, asked * SERVER_WAIT.factor + SERVER_WAIT.extra]
      : [
        0,
        polls ? LONGEST_PAUSE.poll : again ? LONGEST_PAUSE.retry : Infinity,
      ];
    if (pause < least || pause > most) {
      return {
        at,
        expected: `${least} to ${most} s`,
        got: `${pause.toFixed(2)} s`,
      };
    }
    if (polls) polling += pause;
  }
  const within = (at: string, least: number, most: number, seconds: number) =>
    seconds < least || seconds > most
      ? {
        at,
        expected: `${least.toFixed(2)} to ${most.toFixed(2)} s`,
        got: `${seconds.toFixed(2)} s`,
      }
      : undefined;
  const timeout = item.call.args.timeout;
  if (item.raises?.class === "TimeoutError" && typeof timeout === "number") {
    return within(
      "time until the error",
      timeout * TIMEOUT.part,
      timeout + TIMEOUT.extra,
      script.elapsed,
    );
  }
  // Where something failed on the way, the peer's sleeps are those of its retries.
  const smooth = item.exchanges.every(({ response }) =>
    response.status !== undefined && response.status < 400
  );
  const first = item.call.args.op === undefined ? 0 : seen[0]?.at ?? 0;
  const sum = (sleeps: number[]) =>
    sleeps.reduce((total, seconds) => total + seconds, 0);
  const sleeps = item.sleeps ?? [];
  if (!smooth || sleeps.length === 0) return;
  // The half second before a first poll is a habit of the peer, the seconds between polls are not.
  const least = sum(sleeps.filter((seconds) => seconds >= 1)) * POLLING.part;
  const most = sum(sleeps) * POLLING.factor + POLLING.extra;
  return within("all pauses between polls", least, most, first + polling);
}

function isUnfinished(body: Json = null): boolean {
  return isObject(body) && typeof body.type === "string" &&
    ["PENDING", "RUNNING"].includes(String(body.status));
}

// ---------------------------------------------------------------- What a case asks for

/** A case after `wanted` and our own decisions are worked in. */
interface Plan {
  exchanges: { request: RecordedRequest; response: RecordedResponse }[];
  /** Seconds that the server asks to wait after the request of that index. */
  pauses: Record<number, number>;
  /** What has to come out. */
  result?: Case["result"] | undefined;
  raises?: RecordedError | undefined;
  /** The result must have everything the body has, not only what the peer keeps. */
  table?: boolean;
  /** An error is as good as the result. */
  errorIsFine?: boolean;
  /** Reads are answered by what they ask for, in any order; writes stay in order. */
  readsInAnyOrder?: boolean;
  /** The last exchanges may be left unused. */
  mayStopEarly?: boolean;
  /** The last exchange may be repeated. */
  mayRepeatLast?: boolean;
  /** A quota that is not waited for: the request of this index may be the last, with its error. */
  mayFailAt?: number;
  manual?: string;
}

const JSON_TYPE = { "Content-Type": "application/json" };
/** These read several lists, or read before they write where the peer reads in between. */
const READS_IN_ANY_ORDER =
  /^(clone_project|create_tasks|create_task_suites|create_user_bonuses)$/;
/** Quota intervals that are waited for unless the case's client says otherwise. */
const DEFAULT_QUOTAS = ["MIN"];

function planOf(item: Case): Plan {
  const exchanges = item.exchanges.map(({ request, response }) => ({
    request: { ...request },
    response,
  }));
  const plan: Plan = {
    exchanges,
    pauses: {},
    result: item.result,
    raises: item.raises,
  };
  plan.readsInAnyOrder = READS_IN_ANY_ORDER.test(item.method);
  const quotas = item.call.client?.retry_quotas;
  const waitedFor = quotas === undefined
    ? DEFAULT_QUOTAS
    : [quotas ?? []].flat();
  for (const [i, { response }] of exchanges.entries()) {
    // The peer repeats at once when the interval is not in its list; ours may fail instead of trying again in vain.
    const payload = isObject(response.body ?? null)
      ? (response.body as JsonObject).payload
      : undefined;
    const interval = isObject(payload ?? null)
      ? (payload as JsonObject).interval
      : undefined;
    if (
      response.status === 429 && interval !== undefined &&
      !waitedFor.includes(interval)
    ) plan.mayFailAt ??= i;
  }
  // The peer does not repeat 502, ours may.
  if (plan.raises && exchanges.at(-1)?.response.status === 502) {
    plan.mayRepeatLast = true;
  }
  // The number of polls before a wait is given up is free.
  if (plan.raises?.class === "TimeoutError") {
    plan.mayRepeatLast = plan.mayStopEarly = true;
  }
  return item.peer_bug && item.wanted
    ? withWanted(plan, item, item.wanted)
    : plan;
}

function withWanted(plan: Plan, item: Case, wanted: Wanted): Plan {
  for (const { index, ...changes } of wanted.requests ?? []) {
    const request = plan.exchanges[index]!.request;
    Object.assign(request, changes);
    if (changes.body !== undefined && changes.body !== null) {
      request.headers = { ...request.headers, ...JSON_TYPE };
    }
  }
  if (wanted.more_responses) {
    const last = plan.exchanges.length - 1;
    for (const response of wanted.more_responses) {
      plan.exchanges.push({ request: plan.exchanges[last]!.request, response });
    }
    wanted.pauses_s?.forEach((pause, i) => {
      if (pause > 0) plan.pauses[last + i] = pause;
    });
  }
  if (wanted.raises) {
    const recorded = item.raises && isApiError(item.raises)
      ? item.raises.fields
      : undefined;
    const status: JsonObject = wanted.status_code === undefined
      ? {}
      : { status_code: wanted.status_code };
    plan.raises = {
      class: wanted.raises,
      fields: { ...recorded, ...status, ...failedOperation(plan) },
    };
    plan.result = undefined;
    plan.mayStopEarly = true;
  } else if (wanted.result !== undefined) {
    const body = plan.exchanges.at(-1)?.response.body ?? null;
    const list = item.method.startsWith("get_") && isObject(body) &&
      (body.items ?? body.content);
    const described = typeof wanted.result === "string";
    plan.raises = undefined;
    plan.result = { value: !described ? wanted.result! : list ? list : body };
    if (item.method === "get_assignments_df") {
      plan.result = { value: { columns: [], rows: [] } };
    }
    plan.errorIsFine = wanted.text !== undefined;
  } else if (!wanted.requests && wanted.text) {
    plan.manual = wanted.text;
  }
  return plan;
}

/** The operation that the last answer with one says has failed. */
function failedOperation(plan: Plan): JsonObject {
  const failed = plan.exchanges
    .map(({ response }) => response.body ?? null)
    .findLast((body) =>
      isObject(body) && body.status === "FAIL" && typeof body.id === "string"
    );
  return failed ? { operation: failed } : {};
}

// ---------------------------------------------------------------- The scripted server

/** A request of the client under test. `at` and `answered` are pretended seconds since the start. */
interface SeenRequest {
  method: string;
  path: string;
  query: Pair[];
  headers: Headers;
  text: string;
  /** Index of the exchange that answered it; none for an unscripted request. */
  planned?: number | undefined;
  at: number;
  answered?: number;
  response?: RecordedResponse;
}

/** Unscripted requests after which the server falls silent, so that a client that spins is caught as hanging. */
const UNSCRIPTED_MOST = 20;

/** Answers in order and keeps what was asked. */
class Script {
  readonly seen: SeenRequest[] = [];
  elapsed = 0;
  #plan: Plan;
  #clock: VirtualClock;

  constructor(plan: Plan, clock: VirtualClock) {
    this.#plan = plan;
    this.#clock = clock;
  }

  answer(
    method: string,
    url: URL,
    headers: Headers,
    text: string,
  ): RecordedResponse {
    const query = [...url.searchParams] as Pair[];
    const request: SeenRequest = {
      method,
      path: url.pathname,
      query,
      headers,
      text,
      at: this.#clock.elapsed / 1000,
    };
    request.planned = this.#find(request);
    let response = request.planned === undefined
      ? undefined
      : this.#plan.exchanges[request.planned]!.response;
    if (
      !response &&
      this.seen.length >= this.#plan.exchanges.length + UNSCRIPTED_MOST
    ) {
      response = { connection: "silent" };
    }
    response ??= {
      status: 418,
      headers: JSON_TYPE,
      body: { code: "UNSCRIPTED", message: "unscripted request" },
    };
    if (response.connection !== "silent") request.answered = request.at;
    this.seen.push(request);
    return (request.response = response);
  }

  /** The next exchange; for a read in any order, the first unused one that it asks for, or has the path of. */
  #find(request: SeenRequest): number | undefined {
    const { exchanges, mayRepeatLast, readsInAnyOrder } = this.#plan;
    const used = new Set(this.seen.map(({ planned }) => planned));
    const unused = [...exchanges.keys()].filter((i) => !used.has(i));
    if (unused.length === 0) {
      return mayRepeatLast ? exchanges.length - 1 : undefined;
    }
    if (!readsInAnyOrder) return unused[0];
    const same = ({ request: { method, path } }: Plan["exchanges"][number]) =>
      method === request.method &&
      (path === request.path || path.includes("<uuid>"));
    const candidates = unused.filter((i) => same(exchanges[i]!));
    if (request.method !== "GET") return candidates[0] ?? unused[0];
    const exact = (i: number) =>
      !requestDifference(
        "",
        "",
        exchanges[i]!.request,
        request,
        new UuidBinding(),
      );
    return candidates.find(exact) ?? candidates[0] ?? unused[0];
  }
}

const NO_BODY = [204, 205, 304];

function bytesOf(response: RecordedResponse): Uint8Array<ArrayBuffer> {
  if (response.body_base64 !== undefined) {
    return Uint8Array.from(
      atob(response.body_base64),
      (char) => char.charCodeAt(0),
    );
  }
  const text = response.body_text ??
    (response.body == null
      ? ""
      : (spelled(response) ?? JSON.stringify(response.body)));
  return new TextEncoder().encode(text);
}

/** A `fetch` that goes through the script and follows redirects only as a real one does. */
function scriptedFetch(script: Script, activity: Activity): typeof fetch {
  return async function scripted(
    input: URL | RequestInfo,
    init?: RequestInit,
  ): Promise<Response> {
    activity.count++;
    const signal = init?.signal ??
      (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const request = new Request(
      input,
      init ? { ...init, signal: null } : undefined,
    );
    const response = script.answer(
      request.method,
      new URL(request.url),
      request.headers,
      await request.text(),
    );
    if (response.connection === "closed") {
      throw new TypeError("error sending request: connection closed");
    }
    if (response.connection === "silent") {
      return await new Promise((_, reject) => rejectOnAbort(signal, reject));
    }
    const { status = 200, headers = {} } = response;
    const location = status >= 300 && status < 400
      ? headers.Location
      : undefined;
    if (location !== undefined && request.redirect === "error") {
      throw new TypeError("unexpected redirect");
    }
    if (location !== undefined && request.redirect === "follow") {
      return await scripted(new URL(location, request.url), {
        headers: request.headers,
        signal: signal ?? null,
      });
    }
    return new Response(NO_BODY.includes(status) ? null : bytesOf(response), {
      status,
      headers,
    });
  };
}

function rejectOnAbort(
  signal: AbortSignal | undefined,
  reject: (reason: unknown) => void,
): void {
  if (signal?.aborted) reject(signal.reason);
  signal?.addEventListener("abort", () => reject(signal.reason), {
    once: true,
  });
}

/** The same over a socket: one request per connection, so that a closed one is not repeated by the HTTP library. */
class SocketServer {
  script: Script | undefined;
  activity: Activity | undefined;
  #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  #open = new Set<Deno.Conn>();

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  /** Real `fetch`; the clock stands still until the answer is read to its end, or known not to come. */
  fetch(activity: Activity): typeof fetch {
    return async (input, init) => {
      activity.count++;
      activity.busy++;
      try {
        const response = await realFetch(input, init);
        const body = await response.arrayBuffer();
        const { status, headers } = response;
        return new Response(NO_BODY.includes(status) ? null : body, {
          status,
          headers,
        });
      } finally {
        if (activity.silent > 0) activity.silent--;
        else activity.busy--;
      }
    };
  }

  async run(): Promise<void> {
    try {
      for await (const connection of this.#listener) {
        this.#serve(connection).catch(() => {});
      }
    } catch {
      /* closed */
    }
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    this.#open.add(connection);
    try {
      const request = await readRequest(connection);
      if (!request || !this.script) return;
      const url = new URL(request.target, this.url);
      const response = this.script.answer(
        request.method,
        url,
        request.headers,
        request.text,
      );
      if (response.connection === "closed") return;
      if (response.connection === "silent") {
        if (this.activity) {
          [this.activity.silent, this.activity.busy] = [
            this.activity.silent + 1,
            this.activity.busy - 1,
          ];
        }
        await connection.read(new Uint8Array(1));
        return;
      }
      const body = bytesOf(response);
      const status = response.status ?? 200;
      const head = [`HTTP/1.1 ${status} Scripted`, "Connection: close"];
      for (const [name, value] of Object.entries(response.headers ?? {})) {
        head.push(`${name}: ${value}`);
      }
      if (!NO_BODY.includes(status)) {
        head.push(`Content-Length: ${body.length}`);
      }
      const bytes = new TextEncoder().encode(head.join("\r\n") + "\r\n\r\n");
      await writeAll(
        connection,
        NO_BODY.includes(status) ? bytes : new Uint8Array([...bytes, ...body]),
      );
    } finally {
      this.#open.delete(connection);
      connection.close();
    }
  }

  close(): void {
    this.#listener.close();
    for (const connection of this.#open) connection.close();
  }
}

async function writeAll(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await connection.write(bytes.subarray(sent));
  }
}

/** One HTTP/1.1 request with its body, or nothing when the connection ends first. */
async function readRequest(connection: Deno.Conn) {
  const chunk = new Uint8Array(65536);
  let raw = ""; // one character per byte
  const more = async () => {
    const count = await connection.read(chunk);
    if (count !== null) {
      raw += Array.from(
        chunk.subarray(0, count),
        (byte) => String.fromCharCode(byte),
      ).join("");
    }
    return count !== null;
  };
  while (!raw.includes("\r\n\r\n")) if (!(await more())) return;
  const [first, ...lines] = raw.slice(0, raw.indexOf("\r\n\r\n")).split("\r\n");
  const headers = new Headers(
    lines.map((line): Pair => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const [method = "", target = ""] = first!.split(" ");
  raw = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  if (headers.get("Transfer-Encoding")?.includes("chunked")) {
    let body = "";
    while (true) {
      while (!raw.includes("\r\n")) if (!(await more())) return;
      const size = parseInt(raw, 16);
      const start = raw.indexOf("\r\n") + 2;
      while (raw.length < start + size + 2) if (!(await more())) return;
      if (size === 0) break;
      body += raw.slice(start, start + size);
      raw = raw.slice(start + size + 2);
    }
    raw = body;
  } else {
    const length = Number(headers.get("Content-Length") ?? 0);
    while (raw.length < length) if (!(await more())) return;
  }
  const text = new TextDecoder().decode(
    Uint8Array.from(raw, (char) => char.charCodeAt(0)),
  );
  return { method, target, headers, text };
}

// ---------------------------------------------------------------- Pretended time

const realFetch = globalThis.fetch;
const RealDate = globalThis.Date;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const realSetInterval = globalThis.setInterval;
const realClearInterval = globalThis.clearInterval;
const realNow = performance.now.bind(performance);
const realAbortTimeout = AbortSignal.timeout;

/** Where the peer's clock started in every case. */
const CLOCK = "2023-03-01T12:00:00+00:00";

/** What goes on outside of pretended time. */
interface Activity {
  /** Grows with every request and timer. */
  count: number;
  /** Requests on a socket whose answer is on its way. */
  busy: number;
  /** Requests on a socket whose answer will never come. */
  silent: number;
}

/** Timers that fire when told to, and a clock that moves only then. */
class VirtualClock {
  elapsed = 0;
  readonly activity: Activity = { count: 0, busy: 0, silent: 0 };
  #start: number;
  #next = 1_000_000_000;
  #timers = new Map<number, { due: number; run: () => void; every?: number }>();

  constructor(start: string) {
    this.#start = RealDate.parse(start);
  }

  get now(): number {
    return this.#start + this.elapsed;
  }

  set(run: () => void, ms: unknown, repeat = false): number {
    this.activity.count++;
    const wait = Math.max(0, Math.trunc(Number(ms ?? 0)) || 0);
    const id = this.#next++;
    this.#timers.set(id, {
      due: this.elapsed + wait,
      run,
      ...(repeat ? { every: Math.max(1, wait) } : {}),
    });
    return id;
  }

  clear(id: unknown): void {
    this.#timers.delete(Number(id));
  }

  /** Jumps to the next timer and runs it; false when there is none. */
  fire(): boolean {
    let first: number | undefined;
    for (const [id, timer] of this.#timers) {
      if (first === undefined || timer.due < this.#timers.get(first)!.due) {
        first = id;
      }
    }
    if (first === undefined) return false;
    const timer = this.#timers.get(first)!;
    this.elapsed = Math.max(this.elapsed, timer.due);
    if (timer.every === undefined) this.#timers.delete(first);
    else timer.due += timer.every;
    try {
      timer.run();
    } catch (error) {
      unhandled.push(error);
    }
    return true;
  }
}

let clock: VirtualClock | undefined;

/** Puts stand-ins for timers and clock in place, once; they pass through to the real ones unless a case runs. */
function installClock(): void {
  if (globalThis.setTimeout !== realSetTimeout) return;
  // deno-lint-ignore no-explicit-any
  type Any = any;
  const on =
    (real: Any, repeat: boolean): Any =>
    (run: Any, ms: unknown, ...args: unknown[]) =>
      clock
        ? clock.set(() => run(...args), ms, repeat)
        : real(run, ms, ...args);
  const off = (real: Any): Any => (id: unknown) =>
    Number(id) >= 1e9 ? clock?.clear(id) : real(id);
  globalThis.setTimeout = on(realSetTimeout, false);
  globalThis.setInterval = on(realSetInterval, true);
  globalThis.clearTimeout = off(realClearTimeout);
  globalThis.clearInterval = off(realClearInterval);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) =>
      Reflect.construct(target, args.length || !clock ? args : [clock.now]),
    apply: () => new RealDate(clock?.now ?? RealDate.now()).toString(),
    get: (
      target,
      name,
    ) => (name === "now" && clock
      ? () => clock!.now
      : Reflect.get(target, name)),
  });
  performance.now = () => (clock ? clock.elapsed : realNow());
  AbortSignal.timeout = (ms: number) => {
    if (!clock) return realAbortTimeout.call(AbortSignal, ms);
    const controller = new AbortController();
    clock.set(
      () =>
        controller.abort(new DOMException("Signal timed out.", "TimeoutError")),
      ms,
    );
    return controller.signal;
  };
}

const realTick = (ms = 0) =>
  new Promise<void>((resolve) => realSetTimeout(resolve, ms));
/** Turns of the event loop without a request or a timer after which nothing is taken to be under way. */
const QUIET_TURNS = 4;
/** Pretended milliseconds after which a client is waiting for nothing. */
const LONGEST_CASE = 7 * 24 * 3600 * 1000;

/** Lets promises and streams settle, then jumps from timer to timer until the call is over. */
async function drive(
  time: VirtualClock,
  over: () => boolean,
  limit: number,
): Promise<string | undefined> {
  const { activity } = time;
  const end = realNow() + limit;
  const settle = async (done: () => boolean) => {
    for (
      let quiet = 0, last = activity.count;
      quiet < QUIET_TURNS && !done();
      quiet++
    ) {
      await realTick();
      if (activity.count !== last || activity.busy > 0) quiet = -1;
      if (realNow() > end) return;
      last = activity.count;
    }
  };
  for (let idle = 0; !over();) {
    await settle(over);
    if (over()) break;
    if (realNow() > end) return `not over after ${limit} ms`;
    if (time.elapsed > LONGEST_CASE) return "not over after a pretended week";
    if (time.fire()) idle = 0;
    else if (++idle > 20) {
      return "waits for something that never comes: no timer is set, no request is open";
    }
  }
  await settle(() => false);
  return undefined;
}

// ---------------------------------------------------------------- Running a case

/** Errors that nobody waited for, of the case that runs or ran last. */
let unhandled: unknown[] = [];
let catching = false;
let replaying = false;

/** A broken promise that nobody waits for would end the process: it is a difference of the case instead. */
function catchUnhandled(): void {
  if (catching) return;
  catching = true;
  globalThis.addEventListener("unhandledrejection", (event) => {
    if (!replaying) return;
    event.preventDefault();
    unhandled.push(event.reason);
  });
}

/** Replays one case. */
async function replayCase<Client>(
  item: Case,
  module: AdapterModule<Client>,
  options: ReplayOptions & { server?: SocketServer } = {},
): Promise<CaseReport> {
  const report: CaseReport = {
    id: item.id,
    group: item.group,
    method: item.method,
    status: "passed",
    differences: [],
    warnings: [],
  };
  const plan = planOf(item);
  const method = module.adapter[item.method];
  if (!method) {
    report.differences.push({
      at: "adapter",
      expected: `a function ${item.method}`,
      got: "none",
    });
  } else {
    await replayInto(report, item, plan, module, method, options);
  }
  if (plan.manual !== undefined) {
    [report.status, report.text] = ["manual", plan.manual];
  } else if (report.differences.length > 0) report.status = "failed";
  return report;
}

async function replayInto<Client>(
  report: CaseReport,
  item: Case,
  plan: Plan,
  module: AdapterModule<Client>,
  method: AdapterModule<Client>["adapter"][string],
  options: ReplayOptions & { server?: SocketServer },
): Promise<void> {
  installClock();
  catchUnhandled();
  const time = new VirtualClock(item.clock ?? CLOCK);
  const script = new Script(plan, time);
  const { url_suffix = "", token = "fake-token", ...clientOptions } =
    item.call.client ?? {};
  const { server } = options;
  if (server) [server.script, server.activity] = [script, time.activity];
  const setup: ClientSetup = {
    ...clientOptions,
    token: String(token),
    url: (server?.url ?? "http://127.0.0.1:1") + url_suffix,
    fetch: server
      ? server.fetch(time.activity)
      : scriptedFetch(script, time.activity),
  };
  const args = structuredClone(item.call.args);
  let outcome: { value: unknown } | { error: unknown } | undefined;
  unhandled = [];
  clock = time;
  try {
    const call = async () => {
      const client = module.makeClient(setup);
      let value: unknown;
      for (let i = 0; i < (item.call.times ?? 1); i++) {
        value = await method(client, args);
      }
      return value;
    };
    call()
      .then(
        (value) => (outcome = { value }),
        (error) => (outcome = { error }),
      )
      .finally(() => {
        script.elapsed = time.elapsed / 1000;
      });
    const hangs = await drive(
      time,
      () => outcome !== undefined,
      options.limit ?? 10_000,
    );
    if (hangs) {
      report.differences.push({ at: "call", expected: "an end", got: hangs });
    }
  } finally {
    clock = undefined;
  }
  compare(report, item, plan, script, outcome);
  if (!equal(args, item.call.args)) {
    report.differences.push({
      at: "arguments",
      expected: "left as they were",
      got: show(args as Json),
    });
  }
}

/** Requests one by one, their number, the outcome, the pauses: in the order in which a reader wants to know. */
function compare(
  report: CaseReport,
  item: Case,
  plan: Plan,
  script: Script,
  outcome: { value: unknown } | { error: unknown } | undefined,
): void {
  const add = (difference: Difference | undefined) =>
    difference && report.differences.push(difference);
  const uuids = new UuidBinding();
  const { seen } = script;
  const planned = plan.exchanges;
  const error = outcome && "error" in outcome ? outcome.error : undefined;
  const failedEarly = outcome && "error" in outcome &&
    plan.mayFailAt === seen.length - 1;
  let lastWrite = -1;
  for (const [i, got] of seen.entries()) {
    if (got.planned === undefined) {
      add({
        at: `request ${i + 1}`,
        expected: "none",
        got: `${got.method} ${got.path}${queryText(got)}`,
      });
      continue;
    }
    const at = `request ${i + 1} (${got.method} ${got.path})`;
    const expected = planned[got.planned]!.request;
    add(requestDifference(item.method, at, expected, got, uuids));
    report.warnings.push(...spellingWarnings(at, expected.body_text, got.text));
    if (got.method === "GET") continue;
    if (got.planned < lastWrite) {
      add({
        at,
        expected: "before the write that went out first",
        got: "after it",
      });
    }
    lastWrite = got.planned;
  }
  const early = failedEarly || (plan.mayStopEarly && seen.length > 0);
  const unused = planned.find((_, i) => !seen.some((got) => got.planned === i));
  if (unused && !early) {
    const { request } = unused;
    const ended = error ? `none, but ${describeError(error)}` : "none";
    add({
      at: `request ${seen.length + 1}`,
      expected: `${request.method} ${request.path}${queryText(request)}`,
      got: ended,
    });
  }
  if (outcome) {
    if (failedEarly) {
      report.warnings.push(
        "fails at once on a quota that is not waited for; the peer tries again",
      );
      add(
        errorDifference(
          { class: "ApiError", fields: { status_code: 429 } },
          error,
        ),
      );
    } else add(outcomeDifference(item, plan, outcome, seen));
  }
  add(pauseDifference(item, plan, script));
}

function outcomeDifference(
  item: Case,
  plan: Plan,
  outcome: { value: unknown } | { error: unknown },
  seen: SeenRequest[],
): Difference | undefined {
  if (plan.raises) {
    if ("error" in outcome) return errorDifference(plan.raises, outcome.error);
    return {
      at: "outcome",
      expected: `an error (${plan.raises.class})`,
      got: show(toJson(outcome.value)),
    };
  }
  const expected = plan.result!;
  if ("error" in outcome) {
    if (plan.errorIsFine) return;
    return {
      at: "outcome",
      expected: show(expected.value),
      got: describeError(outcome.error),
    };
  }
  if (expected.out_text !== undefined || expected.out_base64 !== undefined) {
    return downloadDifference(expected, outcome.value);
  }
  if (
    isObject(expected.value) && "columns" in expected.value &&
    "rows" in expected.value
  ) {
    return tableDifference(expected.value, outcome.value);
  }
  const bodies = seen.map(({ response }) => response?.body ?? null);
  return resultDifference(item.method, expected.value, outcome.value, bodies);
}

/** JavaScript numbers cannot spell `1.50`: told, but not counted. */
function spellingWarnings(
  at: string,
  expected: string | undefined,
  got: string,
): string[] {
  if (expected === undefined || got === "") return [];
  try {
    const ours = spellings(JSON.parse(got, keepSpelling));
    return [...spellings(JSON.parse(expected, keepSpelling))].flatMap(
      ([path, text]) => {
        const own = ours.get(path);
        return own === undefined || own === text
          ? []
          : [`${at} body${path}: ${text} is spelled ${own}`];
      },
    );
  } catch {
    return [];
  }
}

// ---------------------------------------------------------------- JSON, moments, texts

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null ||
    (typeof value === "object" && Object.keys(value).length === 0);
}

interface DiffRules {
  /** Accepts two values that are not simply equal. */
  same?: (expected: Json, got: Json) => boolean;
  /** Accepts that a name is missing on our side. */
  mayMiss?: (path: string, expected: Json) => boolean;
  /** Accepts a name that only our side has. */
  mayAdd?: (path: string, got: Json) => boolean;
}

/** The first difference in two JSON values, numbers by value, names in any order. */
function diff(
  expected: Json,
  got: Json,
  path: string,
  rules: DiffRules = {},
): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(got)) {
    for (let i = 0; i < Math.min(expected.length, got.length); i++) {
      const found = diff(expected[i]!, got[i]!, `${path}/${i}`, rules);
      if (found) return found;
    }
    if (expected.length === got.length) return;
    const of = (list: Json[]) => `${list.length} items`;
    return {
      at: path,
      expected: `${of(expected)} ${show(expected)}`,
      got: `${of(got)} ${show(got)}`,
    };
  }
  if (isObject(expected) && isObject(got)) {
    for (const [name, value] of Object.entries(expected)) {
      const at = `${path}/${name}`;
      if (name in got) {
        const found = diff(value, got[name]!, at, rules);
        if (found) return found;
      } else if (!rules.mayMiss?.(at, value)) {
        return { at, expected: show(value), got: "nothing" };
      }
    }
    for (const [name, value] of Object.entries(got)) {
      const at = `${path}/${name}`;
      if (!(name in expected) && !rules.mayAdd?.(at, value)) {
        return { at, expected: "nothing", got: show(value) };
      }
    }
    return;
  }
  if (expected === got || rules.same?.(expected, got)) return;
  return { at: path, expected: show(expected), got: show(got) };
}

function equal(a: Json, b: Json): boolean {
  return diff(a, b, "") === undefined;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name]!)]),
  );
}

/** Equal, or one moment in two spellings, or a number and its text. */
function sameValue(expected: Json, got: Json): boolean {
  if (expected === got || sameInstant(expected, got)) return true;
  return typeof expected === "number" && typeof got === "string" &&
    /^-?\d/.test(got) && Number(got) === expected;
}

const MOMENT =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/;

const hasOffset = (text: string) => MOMENT.exec(text)?.[3] !== undefined;

function sameInstant(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  const [first, second] = [instant(a), instant(b)];
  return first !== undefined && first === second;
}

/** Microseconds since 1970; a moment without an offset is UTC. */
function instant(text: string): bigint | undefined {
  const match = MOMENT.exec(text);
  if (!match) return;
  const ms = RealDate.parse(match[1] + (match[3] ?? "Z"));
  return Number.isNaN(ms)
    ? undefined
    : BigInt(ms) * 1000n + BigInt((match[2] ?? "").padEnd(6, "0").slice(0, 6));
}

/** What a value is when it goes through JSON: `undefined` is null, objects with `toJSON` are what they give. */
function toJson(value: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? "null");
  } catch {
    return String(value);
  }
}

function show(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function queryText({ query }: { query: Pair[] }): string {
  return query.length > 0
    ? `?${query.map((pair) => pair.join("=")).join("&")}`
    : "";
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return `${typeof error} ${show(toJson(error))}`;
  }
  const cause = error.cause === undefined
    ? ""
    : ` (cause: ${describeError(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

/** A number as it was written. The `JSON` of the running engine makes and writes them, its types do not know yet. */
interface RawNumber {
  rawJSON: string;
}

const rawJson =
  (JSON as unknown as { rawJSON(text: string): RawNumber }).rawJSON;

function keepSpelling(
  this: unknown,
  _name: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  return typeof value === "number" && context?.source !== undefined
    ? rawJson(context.source)
    : value;
}

function spellings(
  value: unknown,
  path = "",
  found = new Map<string, string>(),
): Map<string, string> {
  if (typeof value !== "object" || value === null) return found;
  if ("rawJSON" in value) return found.set(path, String(value.rawJSON));
  for (const [name, item] of Object.entries(value)) {
    spellings(item, `${path}/${name}`, found);
  }
  return found;
}

/** Bodies of responses with their numbers as they were written, to be served so. */
const bodyTexts = new WeakMap<RecordedResponse, string>();
const spelled = (response: RecordedResponse) => bodyTexts.get(response);

// ---------------------------------------------------------------- Loading, replaying all, reporting

/** Reads the cases of a file, or of all `.json` files of a folder. */
export async function loadCases(path: string): Promise<Case[]> {
  const files: string[] = [];
  if ((await Deno.stat(path)).isDirectory) {
    for await (const entry of Deno.readDir(path)) {
      if (entry.isFile && entry.name.endsWith(".json")) {
        files.push(`${path}/${entry.name}`);
      }
    }
  } else files.push(path);
  const cases: Case[] = [];
  for (const file of files.toSorted()) {
    const text = await Deno.readTextFile(file);
    const list: Case[] = JSON.parse(text);
    const raw: Case[] = JSON.parse(text, keepSpelling);
    list.forEach((item, i) =>
      item.exchanges.forEach(({ response }, j) =>
        keepText(response, raw[i]!.exchanges[j]!.response)
      )
    );
    list.forEach((item, i) =>
      item.wanted?.more_responses?.forEach((response, j) =>
        keepText(response, raw[i]!.wanted!.more_responses![j]!)
      )
    );
    cases.push(...list);
  }
  return cases;
}

function keepText(response: RecordedResponse, raw: RecordedResponse): void {
  if (response.body != null) bodyTexts.set(response, JSON.stringify(raw.body));
}

/** Replays all cases in order. Every case has a client, a server and a clock of its own. */
export async function replay<Client>(
  cases: Case[],
  module: AdapterModule<Client>,
  options: ReplayOptions = {},
): Promise<Report> {
  const server = options.http ? new SocketServer() : undefined;
  const serving = server?.run();
  const reports: CaseReport[] = [];
  const missing = new Set<string>();
  replaying = true;
  for (const item of cases) {
    if (!module.adapter[item.method]) {
      missing.add(item.method);
      if (options.partial) continue;
    }
    reports.push(
      await replayCase(item, module, server ? { ...options, server } : options),
    );
    blame(reports.at(-1)!);
  }
  await realTick();
  if (reports.length > 0) blame(reports.at(-1)!);
  replaying = false;
  server?.close();
  await serving;
  const count = (status: CaseReport["status"]) =>
    reports.filter((report) => report.status === status).length;
  return {
    cases: reports,
    missing: [...missing].toSorted(),
    passed: count("passed"),
    failed: count("failed"),
    manual: count("manual"),
  };
}

/** Errors that nobody waited for are differences of the case. */
function blame(report: CaseReport): void {
  for (const reason of unhandled.splice(0)) {
    report.differences.push({
      at: "promise or timer",
      expected: "no error unseen",
      got: describeError(reason),
    });
    if (report.status === "passed") report.status = "failed";
  }
}

/** The report as text. The last line is `N passed, N failed, N manual`. */
export function format(report: Report, all = false): string {
  const lines: string[] = [];
  const groups = Map.groupBy(report.cases, (item) => item.group);
  for (const [group, cases] of groups) {
    const count = (status: CaseReport["status"]) =>
      cases.filter((item) => item.status === status).length;
    const [failed, manual] = [count("failed"), count("manual")];
    const rest = (failed ? `, ${failed} failed` : "") +
      (manual ? `, ${manual} manual` : "");
    lines.push(`${group}: ${count("passed")} passed${rest}`);
    for (const item of cases) {
      const shown = all ? item.differences : item.differences.slice(0, 1);
      if (item.status === "manual") {
        lines.push(`  manual ${item.id}`, `    ${item.text}`);
        if (shown.length === 0) {
          lines.push("    same requests and result as the peer");
        } else lines.push("    unlike the peer:");
      } else if (item.status === "failed") lines.push(`  FAILED ${item.id}`);
      for (const { at, expected, got } of shown) {
        lines.push(
          `    ${at}`,
          `      expected ${expected}`,
          `      got      ${got}`,
        );
      }
      const more = item.differences.length - shown.length;
      if (more > 0) lines.push(`    and ${more} more (--all)`);
      for (const warning of all ? item.warnings : []) {
        lines.push(`  warning ${item.id}: ${warning}`);
      }
    }
  }
  const warnings = report.cases.reduce(
    (sum, item) => sum + item.warnings.length,
    0,
  );
  if (warnings > 0 && !all) lines.push(`${warnings} warnings (--all)`);
  if (report.missing.length > 0) {
    lines.push(
      `methods without an adapter (${report.missing.length}): ${
        report.missing.join(", ")
      }`,
    );
  }
  lines.push(
    `${report.passed} passed, ${report.failed} failed, ${report.manual} manual`,
  );
  return lines.join("\n");
}

const USAGE =
  "usage: replay.ts --adapter FILE --cases DIR|FILE [--only TEXT] [--http] [--partial] [--all] [--json] [--limit MS]";

async function main(args: string[]): Promise<number> {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (
      ["--adapter", "--cases", "--only", "--limit"].includes(arg) &&
      i + 1 < args.length
    ) {
      values.set(arg, args[++i]!);
    } else if (["--http", "--partial", "--all", "--json"].includes(arg)) {
      flags.add(arg);
    } else {
      console.error(`unknown argument ${arg}\n${USAGE}`);
      return 2;
    }
  }
  const [adapter, folder] = [values.get("--adapter"), values.get("--cases")];
  if (!adapter || !folder) {
    console.error(USAGE);
    return 2;
  }
  installClock();
  const module: AdapterModule = await import(
    new URL(adapter, `file://${Deno.cwd()}/`).href
  );
  const only = values.get("--only") ?? "";
  const cases = (await loadCases(folder)).filter((item) =>
    item.id.includes(only)
  );
  if (cases.length === 0) {
    console.error(
      `no case in ${folder}${only ? ` has "${only}" in its id` : ""}`,
    );
    return 2;
  }
  const report = await replay(cases, module, {
    http: flags.has("--http"),
    partial: flags.has("--partial"),
    ...(values.has("--limit") ? { limit: Number(values.get("--limit")) } : {}),
  });
  console.log(
    flags.has("--json")
      ? JSON.stringify(report, null, 1)
      : format(report, flags.has("--all")),
  );
  return report.failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
