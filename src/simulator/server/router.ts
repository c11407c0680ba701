/** From a request to the function that answers it. */

import { STATUS_CODE } from "@std/http/status";
import { ApiError } from "../checks/api_error.ts";
import { coerceBody } from "../checks/coercion.ts";
import { dropUnknown, refuseUnknown } from "../checks/unknown_fields.ts";
import type { Rules } from "../checks/validation.ts";
import type { World } from "../world/world.ts";
import { findPage, type ListRequest, writePage } from "./listing.ts";

/** A request as its handler sees it. */
export interface Context extends ListRequest {
  /** The state of the server. */
  readonly world: World;
  /** Parts of the path, by the names in the route. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body; `undefined` if there is none. */
  readonly body: unknown;
  /** The headers. */
  readonly headers: Headers;
}

/** An answer. */
export interface Reply {
  /** HTTP status. */
  status: number;
  /** Headers besides those of the body. */
  headers?: Readonly<Record<string, string>>;
  /** JSON body. */
  body?: unknown;
  /** JSON body that is written already. */
  json?: string;
  /** A body that is not JSON, with its type. */
  text?: { content: string; type: string };
  /** A body of bytes that are created as they are read, with its headers. */
  bytes?: {
    content: () => Iterable<Uint8Array<ArrayBuffer>>;
    headers: Record<string, string>;
  };
  /** The answer itself, where it has to wait for somebody outside. */
  later?: Promise<Reply>;
  /** Paths in the request's body whose values were coerced or dropped. */
  coerced?: readonly string[];
}

/** One endpoint. */
export interface Route {
  /** HTTP method. */
  method: string;
  /** Path with `:name` for the parts that vary. */
  path: string;
  /** Answers the request. */
  handler: (context: Context) => Reply;
  /** Rules of the body, by which it is coerced. */
  rules?: Rules | undefined;
}

/** Path prefix of most of the API. */
export const API = "/api/v1";

/** Describes an endpoint. */
export function route(
  method: string,
  path: string,
  handler: Route["handler"],
  rules?: Rules,
): Route {
  return { method, path, handler, rules };
}

/** 200 with a JSON body. */
export function ok(body: unknown): Reply {
  return { status: STATUS_CODE.OK, body };
}

/** 200 with a page of a list. */
export function page(...list: Parameters<typeof findPage>): Reply {
  return { status: STATUS_CODE.OK, json: writePage(findPage(...list)) };
}

/** 201 with a JSON body. */
export function created(body: unknown): Reply {
  return { status: STATUS_CODE.Created, body };
}

/** 202 with a JSON body. */
export function accepted(body: unknown): Reply {
  return { status: STATUS_CODE.Accepted, body };
}

/** 204. */
export function noContent(): Reply {
  return { status: STATUS_CODE.NoContent };
}

/** Reads a query flag; anything but `true` is off. */
export function flag(query: URLSearchParams, name: string): boolean {
  return query.get(name) === "true";
}

/** A request after its body was read. */
export interface Incoming {
  /** HTTP method. */
  method: string;
  /** Target URL. */
  url: URL;
  /** Headers. */
  headers: Headers;
  /** Body, empty if there is none. */
  text: string;
}

/** Drops a slash at the end, which the platform accepts. */
export function withoutSlash(pathname: string): string {
  return pathname.replace(/(?<=.)\/+$/, "");
}

/** Conditions under which the router answers a request. */
export interface Admission {
  /** Id of the request. */
  requestId: string;
  /** Refuses the request, of which it gets the body, by throwing. */
  admit: (body: unknown) => void;
  /** Tells which entities the request does not see yet. */
  hides: ListRequest["hides"];
  /** `true` if a page size above the maximum is reduced rather than refused. */
  clamps: boolean;
  /** `true` if nothing is coerced. */
  strict: boolean;
}

/** Finds routes by path and method. */
export class Router {
  readonly #bySize = new Map<number, { parts: string[]; route: Route }[]>();

  /** Knows the given endpoints; the first that fits answers. */
  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const parts = route.path.split("/");
      const group = this.#bySize.get(parts.length) ?? [];
      group.push({ parts, route });
      this.#bySize.set(parts.length, group);
    }
  }

  /** The method and the path of the endpoint that a request is for. */
  nameOf(method: string, pathname: string): string {
    const path = withoutSlash(pathname).split("/");
    const found = this.#bySize.get(path.length)?.find(({ parts, route }) =>
      route.method === method && match(parts, path) !== undefined
    );
    return `${method} ${found?.route.path ?? "(no endpoint)"}`;
  }

  /**
   * Answers a request, with an error of the API where it fails.
   */
  answer(
    world: World,
    incoming: Incoming,
    { requestId, admit, hides, clamps, strict }: Admission,
  ): Reply {
    let coerced: readonly string[] = [];
    try {
      authenticate(incoming.headers);
      const { route, params } = this.#find(incoming);
      const body = readBody(incoming);
      admit(body);
      coerced = readTolerantly(body, route.rules, strict);
      const reply = route.handler({
        world,
        params,
        query: incoming.url.searchParams,
        body,
        headers: incoming.headers,
        hides,
        clamps,
      });
      return coerced.length === 0 ? reply : { ...reply, coerced };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, code, message, payload, headers } = error;
      return {
        status,
        coerced,
        ...(headers === undefined ? {} : { headers }),
        body: {
          request_id: requestId,
          code,
          message,
          ...(payload === undefined ? {} : { payload }),
        },
      };
    }
  }

  #find(incoming: Incoming): { route: Route; params: Record<string, string> } {
    const path = withoutSlash(incoming.url.pathname).split("/");
    const methods: string[] = [];
    for (const { parts, route } of this.#bySize.get(path.length) ?? []) {
      const params = match(parts, path);
      if (params === undefined) continue;
      if (route.method === incoming.method) return { route, params };
      methods.push(route.method);
    }
    if (methods.length === 0) {
      throw new ApiError(
        STATUS_CODE.NotFound,
        "DOES_NOT_EXIST",
        `There is nothing at this path: ${incoming.url.pathname}`,
      );
    }
    throw new ApiError(
      STATUS_CODE.MethodNotAllowed,
      "METHOD_NOT_ALLOWED",
      `This path does not know the method: ${incoming.method}`,
      { allowed_methods: methods },
    );
  }
}

function match(
  parts: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const given = path[i]!;
    if (!part.startsWith(":")) {
      if (part !== given) return undefined;
    } else if (given === "") {
      return undefined;
    } else {
      params[part.slice(1)] = decode(given);
    }
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function authenticate(headers: Headers): void {
  if (/^(ApiKey|OAuth) +\S/.test(headers.get("authorization") ?? "")) return;
  throw new ApiError(
    STATUS_CODE.Unauthorized,
    "AUTHENTICATION_ERROR",
    "The Authorization header must be 'ApiKey' or 'OAuth' and a token",
  );
}

/**
 * Takes a body as the platform does, or refuses what the description does not
 * have.
 *
 * @returns The paths of what was coerced or dropped.
 */
function readTolerantly(
  body: unknown,
  rules: Rules | undefined,
  strict: boolean,
): readonly string[] {
  if (rules === undefined) return [];
  if (!strict) return [...coerceBody(body, rules), ...dropUnknown(body, rules)];
  refuseUnknown(body, rules);
  return [];
}

function readBody(incoming: Incoming): unknown {
  if (incoming.text === "") return undefined;
  const type = incoming.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]*\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError(
      STATUS_CODE.UnsupportedMediaType,
      "UNSUPPORTED_MEDIA_TYPE",
      `The body must be application/json: current type is '${type}'`,
    );
  }
  try {
    return JSON.parse(incoming.text);
  } catch (cause) {
    throw new ApiError(
      STATUS_CODE.BadRequest,
      "VALIDATION_ERROR",
      `The body is not JSON: ${(cause as Error).message}`,
    );
  }
}
