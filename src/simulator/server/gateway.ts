/** The gateway between the network and the API: faults, limits, the log. */

import { delay } from "@std/async/delay";
import { STATUS_CODE, STATUS_TEXT, type StatusCode } from "@std/http/status";
import { ApiError } from "../checks/api_error.ts";
import { isObject } from "../checks/validation.ts";
import { hash, Random } from "../engine/random.ts";
import { parseTime } from "../engine/time.ts";
import type { World } from "../world/world.ts";
import { BrokenConnection } from "./broken.ts";
import type {
  CutFault,
  ErrorFault,
  Fault,
  FaultPlan,
  LimitFault,
  StaleFault,
  TrickleFault,
} from "./faults.ts";
import { fieldOf, type Item, type ListRequest } from "./listing.ts";
import { type QuotaKeeper, TooManyRequests } from "./quotas.ts";
import type { RequestLog } from "./request_log.ts";
import {
  type Bytes,
  collect,
  cut,
  type Outgoing,
  toOutgoing,
  trickle,
} from "./response.ts";
import {
  type Incoming,
  type Reply,
  type Router,
  withoutSlash,
} from "./router.ts";

/** Bytes of a part of a slow body. */
const TRICKLE_BYTES = 64;

/** Endpoints that read one object, or what belongs to it alone. */
const BY_ID = /\/(requester|:(item|batch|project)?id(\/(log|download))?)$/i;

/** Codes in the bodies of errors that are injected. */
const CODES: Readonly<Record<number, string>> = {
  400: "VALIDATION_ERROR",
  401: "AUTHENTICATION_ERROR",
  403: "ACCESS_DENIED",
  404: "DOES_NOT_EXIST",
  405: "METHOD_NOT_ALLOWED",
  409: "CONFLICT_STATE",
  429: "TOO_MANY_REQUESTS",
  503: "REMOTE_SERVICE_UNAVAILABLE",
};

/** The parts that a gateway connects. */
export interface GatewayOptions {
  router: Router;
  /** The account of the token. */
  own: World;
  /** By id, the other accounts that the token may act in. */
  others: ReadonlyMap<string, World>;
  faults: FaultPlan;
  log: RequestLog;
  quotas: QuotaKeeper | undefined;
  /** `true` if page sizes above the maximum are reduced. */
  clamps: boolean;
  /** `true` if values that the description forbids are refused. */
  strict: boolean;
  /** Speed relative to real time; `undefined` if time is virtual. */
  speed: number | undefined;
}

/** A request on its way to an answer. */
interface Exchange {
  number: number;
  /** Id of the request, which errors and headers tell. */
  requestId: string;
  time: Date;
  incoming: Incoming;
  endpoint: string;
  account: string | undefined;
  world: World;
  fault: Fault | undefined;
}

/** Answers requests as they come from the network. */
export class Gateway {
  readonly #options: GatewayOptions;
  /** Refused requests, and when they may come again. */
  readonly #refused = new Map<string, number>();

  /** Puts a gateway before a router. */
  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** The state as data. */
  save(): Record<string, unknown> {
    const { faults, log, quotas } = this.#options;
    return {
      refused: this.#refused,
      faults: faults.save(),
      log: log.save(),
      quotas: quotas?.save() ?? new Map(),
    };
  }

  /** Goes on with what was saved. */
  restore(saved: unknown): void {
    const { refused, ...rest } = saved as Record<string, unknown>;
    const { faults, log, quotas } = this.#options;
    for (const [key, time] of refused as ReadonlyMap<string, number>) {
      this.#refused.set(key, time);
    }
    faults.restore(rest.faults);
    log.restore(rest.log);
    quotas?.restore(rest.quotas);
  }

  /**
   * The time a request that was refused before has been told to wait for, if
   * it comes again.
   */
  takeWait(method: string, url: string): number | undefined {
    const key = `${method} ${url}`;
    const until = this.#refused.get(key);
    this.#refused.delete(key);
    return until;
  }

  /**
   * Answers a request. What it changes is changed before the first `await`.
   *
   * @throws {BrokenConnection} If the connection breaks.
   */
  async answer(incoming: Incoming, signal?: AbortSignal): Promise<Outgoing> {
    const exchange = this.#begin(incoming);
    const { fault, world, requestId } = exchange;
    let missing = false;
    const query = incoming.url.searchParams;
    const hides = fault?.type !== "STALE" ? undefined : (item: Item) => {
      const late = isLate(world, item, query, fault);
      missing ||= late;
      return late;
    };
    let reply = comesInstead(fault) ? undefined : this.#ask(exchange, hides);
    if (reply?.later !== undefined) reply = await reply.later;
    switch (fault?.type) {
      case "REFUSE":
      case "RESET":
        this.#end(exchange, undefined, true);
        throw new BrokenConnection(fault.type);
      case "ERROR":
        reply = errorReply(fault, requestId);
        break;
      case "LIMIT":
        reply = limitReply(fault, requestId);
        break;
      case "STALE":
        if (fault.byId && isLateObject(world, reply!, fault)) {
          missing = true;
          reply = errorReply({ type: "ERROR", status: 404 }, requestId);
        }
        break;
    }
    const outgoing = toOutgoing(reply!);
    outgoing.headers["x-request-id"] = requestId;
    if (fault?.type === "TRICKLE" || fault?.type === "CUT") {
      const body = outgoing.body === undefined
        ? undefined
        : await collect(outgoing.body);
      const injected = body !== undefined && body.length > 0;
      if (injected) outgoing.body = spoil(body, fault, signal);
      this.#end(exchange, reply, injected);
      return outgoing;
    }
    this.#end(exchange, reply, fault?.type !== "STALE" || missing);
    if (fault?.type === "DELAY") {
      await delay(fault.milliseconds, { ...(signal && { signal }) });
    }
    return outgoing;
  }

  #begin(incoming: Incoming): Exchange {
    const { router, own, others, faults, log } = this.#options;
    const { method, url, headers } = incoming;
    const account = headers.get("x-act-under-account-id") ?? undefined;
    const world = others.get(account ?? "") ?? own;
    const number = log.next();
    const endpoint = router.nameOf(method, url.pathname);
    const path = withoutSlash(url.pathname);
    return {
      number,
      requestId: new Random(`${own.seed}/request/${number}`).uuid(),
      time: new Date(own.clock.now),
      incoming,
      endpoint,
      account: account === own.account.id ? undefined : account,
      world,
      fault: faults.choose(method, path, BY_ID.test(endpoint)),
    };
  }

  /** Logs the end of a request. */
  #end(
    { number, time, incoming, endpoint, account, fault }: Exchange,
    reply: Reply | undefined,
    injected: boolean,
  ): void {
    const { faults, log } = this.#options;
    const { method, url } = incoming;
    if (fault !== undefined && injected) faults.count(fault.type);
    const code = isObject(reply?.body) ? reply.body.code : undefined;
    log.add(endpoint, {
      number,
      time,
      method,
      path: url.pathname + url.search,
      ...(reply && { status: reply.status }),
      ...(reply && reply.status >= 400 && typeof code === "string" && { code }),
      ...(account !== undefined && { account }),
      ...(reply?.coerced?.length && { coerced: reply.coerced }),
      ...(fault !== undefined && injected && { fault: fault.type }),
    });
  }

  /** Asks the API, if quotas and the account allow it. */
  #ask(
    { requestId, incoming, world, account }: Exchange,
    hides: ListRequest["hides"],
  ): Reply {
    const { router, quotas, speed, others, clamps, strict } = this.#options;
    const { method, url } = incoming;
    const admit = (body: unknown) => {
      if (account !== undefined && !others.has(account)) {
        throw new ApiError(
          STATUS_CODE.Forbidden,
          "ACCESS_DENIED",
          `The token does not give access to this account: ${account}`,
        );
      }
      try {
        quotas?.admit(world.account.id, {
          method,
          path: withoutSlash(url.pathname),
          body,
          now: world.clock.now,
          speed,
        });
      } catch (error) {
        if (error instanceof TooManyRequests) {
          this.#refused.set(`${method} ${url}`, error.until);
        }
        throw error;
      }
    };
    return router.answer(world, incoming, {
      requestId,
      admit,
      hides,
      clamps,
      strict,
    });
  }
}

/** Tells whether the server never sees the request. */
function comesInstead(fault: Fault | undefined): boolean {
  switch (fault?.type) {
    case "REFUSE":
    case "LIMIT":
      return true;
    case "RESET":
    case "ERROR":
      return fault.committed !== true;
  }
  return false;
}

function errorReply(fault: ErrorFault, requestId: string): Reply {
  const { status = STATUS_CODE.InternalServerError, html = false } = fault;
  const reason = STATUS_TEXT[status as StatusCode] ?? "Error";
  if (html) {
    const title = `<title>${status} ${reason}</title>`;
    const content = `<!DOCTYPE html>\n<html><head>${title}</head>` +
      `<body><h1>${status} ${reason}</h1></body></html>\n`;
    return { status, text: { content, type: "text/html" } };
  }
  const code = fault.code ?? CODES[status] ?? "INTERNAL_ERROR";
  return { status, body: { request_id: requestId, code, message: reason } };
}

function limitReply(fault: LimitFault, requestId: string): Reply {
  const { interval, retryAfter } = fault;
  return {
    status: STATUS_CODE.TooManyRequests,
    body: {
      request_id: requestId,
      code: "TOO_MANY_REQUESTS",
      message: "Too many requests",
      ...(interval !== undefined && { payload: { interval } }),
    },
    ...(retryAfter !== undefined && {
      headers: { "retry-after": String(retryAfter) },
    }),
  };
}

function spoil(
  body: Bytes,
  fault: TrickleFault | CutFault,
  signal: AbortSignal | undefined,
): Outgoing["body"] {
  if (fault.type === "CUT") {
    return cut(body, fault.bytes ?? body.length >> 1);
  }
  const { bytes = TRICKLE_BYTES, milliseconds } = fault;
  return trickle(body, bytes, milliseconds, signal);
}

/** Times that say when an object came into a list or changed its place. */
const TIMES = [
  "submitted",
  "accepted",
  "rejected",
  "skipped",
  "expired",
  "finished",
  "modified",
] as const;

/** Tells whether a list does not contain an object yet. */
function isLate(
  world: World,
  item: Item,
  query: URLSearchParams,
  fault: StaleFault,
): boolean {
  const named = [...query].flatMap(([name, value]) =>
    name === "sort" || name === "status"
      ? value.toLowerCase().split(",").map((part) => part.replace("-", ""))
      : [name.replace(/_[gl]te?$/, "")]
  );
  const times = TIMES.filter((name) => named.includes(name));
  return isLateBy(world, item, [...times, creationOf(item)], fault);
}

/** Tells whether an answer is an object that does not appear yet. */
function isLateObject(world: World, reply: Reply, fault: StaleFault): boolean {
  const { body } = reply;
  return isItem(body) && isLateBy(world, body, [creationOf(body)], fault);
}

function isItem(body: unknown): body is Item {
  return typeof body === "object" && body !== null && "id" in body &&
    typeof body.id === "string";
}

/** The field with the time at which an object was created. */
function creationOf(item: Item): string {
  const names = ["created", "created_at"];
  // An operation says only when it was submitted.
  return names.find((name) => fieldOf(item, name) !== undefined) ?? "submitted";
}

/** Derives an object's delay from its id, so that it appears only once. */
function isLateBy(
  { clock, seed }: World,
  item: Item,
  fields: readonly string[],
  { milliseconds }: StaleFault,
): boolean {
  return fields.some((field) => {
    const time = parseTime(fieldOf(item, field));
    if (time === undefined || clock.now - time >= milliseconds) return false;
    const share = hash(`${seed}/${item.id}/${field}`) / 2 ** 32;
    return clock.now - time < share * milliseconds;
  });
}
