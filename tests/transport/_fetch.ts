/** A scripted `fetch`, and clients that use it. */
import type { FakeClock } from "../_clock.ts";
import {
  type ClientOptions,
  DefaultRetryPolicy,
  type FailedAttempt,
  TolokaClient,
} from "../../mod.ts";
import { settingsOf } from "../../src/settings.ts";
import { Transport } from "../../src/transport/transport.ts";

/** A token in the shape of an API key. */
export const TOKEN = "abcdefghijklmnopqrstuv.SECRET.endOfToken";

/** Options of a test: sanitizers are off unless a test asks for them. */
export const STRICT = { sanitizeOps: true, sanitizeResources: true } as const;

/** What a scripted `fetch` does: answer, fail, or never come back. */
export type Answer = Response | Error | "silence";

/** A request as the scripted `fetch` saw it. */
export interface Seen {
  /** Method. */
  method: string;
  /** Path and query. */
  target: string;
  /** Parameters of the query. */
  query: Record<string, string>;
  /** Headers. */
  headers: Headers;
  /** Body; none is `undefined`. */
  body: string | undefined;
  /** Its signal. */
  signal: AbortSignal;
}

/** Answers in order and keeps what was asked; more requests than answers are a failure. */
export function answering(
  ...answers: Answer[]
): { fetch: typeof fetch; seen: Seen[] } {
  const seen: Seen[] = [];
  const scripted = (input: URL | RequestInfo, init?: RequestInit) => {
    const url = new URL(String(input));
    const { method = "GET", body, signal } = init ?? {};
    seen.push({
      method,
      target: url.pathname + url.search,
      query: Object.fromEntries(url.searchParams),
      headers: new Headers(init?.headers),
      body: body === undefined || body === null ? undefined : String(body),
      signal: signal!,
    });
    const answer = answers[seen.length - 1];
    if (answer === undefined) {
      return Promise.reject(new Error(`Unscripted ${method} ${url}`));
    }
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer !== "silence") return Promise.resolve(answer);
    return new Promise<Response>((_, reject) => {
      signal!.addEventListener("abort", () => reject(signal!.reason));
    });
  };
  return { fetch: scripted, seen };
}

/** Options that lead to a scripted `fetch`, without time limits. */
export function options(
  fetch: typeof globalThis.fetch,
  more: Partial<ClientOptions> = {},
): ClientOptions {
  return {
    token: TOKEN,
    url: "http://toloka.test",
    timeout: null,
    fetch,
    ...more,
  };
}

/** A client over a scripted `fetch`. */
export function clientOf(
  fetch: typeof globalThis.fetch,
  more: Partial<ClientOptions> = {},
): TolokaClient {
  return new TolokaClient(options(fetch, more));
}

/** A transport over a scripted `fetch`. */
export function transportOf(
  fetch: typeof globalThis.fetch,
  more: Partial<ClientOptions> = {},
): Transport {
  return new Transport(settingsOf(options(fetch, more)));
}

/** An error answer of the API. */
export function refusal(
  status: number,
  code: string,
  { payload, headers }: { payload?: unknown; headers?: HeadersInit } = {},
): Response {
  const body = { request_id: "r-1", code, message: "Refused", payload };
  return Response.json(body, { status, ...(headers ? { headers } : {}) });
}

/** What `fetch` fails with when a connection broke. */
export function broken(): Error {
  return new TypeError("fetch failed", {
    cause: new Error("client error (SendRequest): connection reset"),
  });
}

/** What `fetch` fails with when no connection came about. */
export function unreachable(): Error {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), {
      code: "ECONNREFUSED",
    }),
  });
}

/** Decides as the default policy and keeps what it decided, but does not wait. */
export class Hasty extends DefaultRetryPolicy {
  /** Judged attempts with the decided wait. */
  readonly judged: (FailedAttempt & { wait: number | undefined })[] = [];

  /** No wait where the default policy waits. */
  override wait(failure: FailedAttempt): number | undefined {
    const wait = super.wait(failure);
    this.judged.push({ ...failure, wait });
    return wait === undefined ? undefined : 0;
  }
}

/** A call's outcome: the value, or the error it rejected with. */
export async function outcomeOf<T>(
  call: Promise<T>,
): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await call };
  } catch (error) {
    return { error };
  }
}

/** The error that a call rejects with. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const outcome = await outcomeOf(call);
  if ("error" in outcome) return outcome.error;
  throw new Error(`The call succeeded: ${Deno.inspect(outcome.value)}`);
}

/** Goes from timer to timer until a call is over. */
export async function skipping<T>(
  time: FakeClock,
  call: Promise<T>,
): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  call.then(end, end);
  while (!over) await time.nextAsync();
  return await call;
}
