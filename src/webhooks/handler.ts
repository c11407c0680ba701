import { isRecord } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type {
  DynamicOverlapCompletedWebhookEvent,
  WebhookEvent,
  WebhookEventType,
} from "../types/webhook_subscriptions.ts";
import { LastSeenEvents, type SeenEvents } from "./seen.ts";
import {
  checkMaxAge,
  checkSecret,
  SIGNATURE_HEADER,
  verifySignature,
  WebhookSignatureError,
} from "./signature.ts";

/** How many events are remembered unless the caller says otherwise. */
const DEFAULT_SEEN = 10_000;
/** Most bytes of a body unless the caller says otherwise: some thousand events. */
const DEFAULT_MAX_BODY_SIZE = 1024 * 1024;

/**
 * The event of one type.
 *
 * @typeParam Type Type of the event.
 */
export type WebhookEventOf<Type extends WebhookEventType> =
  & WebhookEvent
  & { type: Type };

/**
 * Takes an event. What it returns is awaited, then ignored; if it throws, the
 * event counts as not handled.
 *
 * @typeParam Event What it takes.
 */
export type WebhookFunction<Event> = (event: Event) => unknown;

/**
 * What {@linkcode webhookHandler} needs to know, and a function for each type of
 * event that you want to be told about.
 *
 * @typeParam Output Output values of the project, as
 * {@linkcode WebhookHandlerOptions.onDynamicOverlapCompleted} gets them.
 */
export interface WebhookHandlerOptions<Output = Record<string, unknown>> {
  /**
   * The `secret_key` that the subscriptions were made with. `null` takes unsigned
   * deliveries too, and looks at no signature: then anyone who knows the address
   * can make up events.
   */
  secret: string | null;
  /**
   * Age in milliseconds up to which a signature holds, see
   * {@linkcode VerifySignatureOptions.maxAge}.
   *
   * @default 86_400_000
   */
  maxAge?: number | undefined;
  /** Most bytes that the body of a delivery may have. @default 1_048_576 */
  maxBodySize?: number | undefined;
  /**
   * What remembers the events that were handled: a number for that many of the
   * last ones, in memory, or a store of your own.
   *
   * @default 10_000
   */
  seen?: number | SeenEvents | undefined;
  /** Takes the end of a pool's work: it closed. */
  onPoolClosed?: WebhookFunction<WebhookEventOf<"POOL_CLOSED">> | undefined;
  /** Takes the answer to a task under dynamic overlap. */
  onDynamicOverlapCompleted?:
    | WebhookFunction<DynamicOverlapCompletedWebhookEvent<Output>>
    | undefined;
  /** Takes an assignment that a Toloker began. */
  onAssignmentCreated?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_CREATED">>
    | undefined;
  /** Takes an assignment that a Toloker finished. */
  onAssignmentSubmitted?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_SUBMITTED">>
    | undefined;
  /** Takes an assignment that a Toloker passed over. */
  onAssignmentSkipped?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_SKIPPED">>
    | undefined;
  /** Takes an assignment whose time ran out. */
  onAssignmentExpired?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_EXPIRED">>
    | undefined;
  /** Takes an assignment that was accepted: events say `APPROVED`. */
  onAssignmentApproved?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_APPROVED">>
    | undefined;
  /** Takes an assignment that was rejected. */
  onAssignmentRejected?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_REJECTED">>
    | undefined;
  /** Takes the event that is sent to try the address. */
  onTestEvent?: WebhookFunction<WebhookEventOf<"TEST_EVENT">> | undefined;
  /** Takes every event that has no function of its own, types that are not known included. Without it they are ignored. */
  onEvent?: WebhookFunction<WebhookEvent> | undefined;
  /**
   * Is told what went wrong: with the event if a function of yours or the store
   * failed, without one if the delivery was refused (a
   * {@linkcode WebhookSignatureError} or another {@linkcode TolokaError}). What
   * it returns is awaited; what it throws is thrown on to the server.
   *
   * @default writes failed events to the console, and is silent about refusals
   */
  onError?:
    | ((error: unknown, event: WebhookEvent | undefined) => unknown)
    | undefined;
}

const FUNCTION_OF: ReadonlyMap<string, keyof WebhookHandlerOptions> = new Map(
  Object.entries(
    {
      POOL_CLOSED: "onPoolClosed",
      DYNAMIC_OVERLAP_COMPLETED: "onDynamicOverlapCompleted",
      ASSIGNMENT_CREATED: "onAssignmentCreated",
      ASSIGNMENT_SUBMITTED: "onAssignmentSubmitted",
      ASSIGNMENT_SKIPPED: "onAssignmentSkipped",
      ASSIGNMENT_EXPIRED: "onAssignmentExpired",
      ASSIGNMENT_APPROVED: "onAssignmentApproved",
      ASSIGNMENT_REJECTED: "onAssignmentRejected",
      TEST_EVENT: "onTestEvent",
    } satisfies Record<WebhookEventType, keyof WebhookHandlerOptions>,
  ),
);

/**
 * Makes a server's function that takes Toloka's deliveries, checks them, and
 * calls your functions with their events. It takes a `Request` and gives a
 * `Response`, which is what `Deno.serve(handler)`, `Bun.serve({ fetch: handler })`
 * and most frameworks want.
 *
 * The events of a delivery are handled one after another. Toloka may deliver an
 * event more than once; an event that was handled is not handled again, as far
 * as `seen` remembers, and one that arrives twice at the same time is handled
 * once. If a function fails, the delivery ends there with status 500, so that
 * Toloka can send it again: what was handled before is then skipped.
 *
 * | Status | When |
 * | --- | --- |
 * | 200 | Every event is handled, or was before |
 * | 400 | The body is not JSON with a list of events |
 * | 401 | There is no signature |
 * | 403 | The signature does not hold |
 * | 405 | The method is not `POST` |
 * | 413 | The body is larger than `maxBodySize` |
 * | 500 | A function of yours, or the store, failed |
 *
 * Responses have no body: `onError` is told why. Return soon from your functions,
 * as Toloka waits for the response: put long work into a queue.
 *
 * @typeParam Output Output values of the project.
 * @param options Secret, limits, and the functions that take events.
 * @returns The function to give to a server. It rejects only if `onError` throws, or if the request's body was read before.
 * @throws {TypeError} If the secret is neither a text nor `null`, or empty.
 * @throws {RangeError} If a limit is out of range.
 *
 * @example Usage
 * ```ts
 * import { webhookHandler, webhookRequest } from "@toloka/client/webhooks";
 * import { assertEquals } from "@std/assert";
 *
 * const submitted: string[] = [];
 * const handler = webhookHandler({
 *   secret: "12345",
 *   onAssignmentSubmitted: (event) => submitted.push(event.assignment_id),
 *   onEvent: (event) => console.log("Not expected:", event.type),
 * });
 *
 * // In a program: Deno.serve(handler)
 * const request = await webhookRequest({
 *   secret: "12345",
 *   events: [{
 *     type: "ASSIGNMENT_SUBMITTED",
 *     assignment_id: "5",
 *     task_suite_id: "4",
 *     uuid: crypto.randomUUID(),
 *     event_time: "2025-01-01T12:00:00",
 *     project_id: "1",
 *     pool_id: "2",
 *     webhook_subscription_id: "3",
 *   }],
 * });
 * await handler(request.clone());
 * const again = await handler(request);
 * assertEquals(again.status, 200);
 * assertEquals(submitted, ["5"]);
 * ```
 *
 * @example A store that outlasts a restart
 * ```ts
 * import { webhookHandler } from "@toloka/client/webhooks";
 * import { assert } from "@std/assert";
 *
 * const table = new Map<string, Date>(); // a table of your database
 * const handler = webhookHandler({
 *   secret: "12345",
 *   seen: {
 *     has: (uuid) => Promise.resolve(table.has(uuid)),
 *     add: (uuid) => Promise.resolve(table.set(uuid, new Date())),
 *   },
 *   onPoolClosed: (event) => console.log(event.pool_id, event.close_reason),
 * });
 * assert(handler);
 * ```
 */
export function webhookHandler<Output = Record<string, unknown>>(
  options: WebhookHandlerOptions<Output>,
): (request: Request) => Promise<Response> {
  const { secret, maxAge, maxBodySize = DEFAULT_MAX_BODY_SIZE } = options;
  const action = "make webhook handler";
  if (secret !== null) checkSecret(action, secret);
  if (maxAge !== undefined) checkMaxAge(action, maxAge);
  checkCount(action, "maxBodySize", maxBodySize);
  const events = new Events(options as WebhookHandlerOptions);

  return async (request) => {
    if (request.bodyUsed) {
      throw new TypeError("Cannot take delivery as its body was read before");
    }
    let delivered: WebhookEvent[];
    try {
      checkMethod(request);
      const body = await readBody(request, maxBodySize);
      if (secret !== null) {
        const header = request.headers.get(SIGNATURE_HEADER);
        await verifySignature({ header, body, secret, maxAge });
      }
      delivered = parseEvents(body);
    } catch (error) {
      await options.onError?.(error, undefined);
      return refusalOf(error);
    }
    for (const event of delivered) {
      if (!await events.handle(event)) {
        return new Response(null, { status: 500 });
      }
    }
    return new Response(null, { status: 200 });
  };
}

/** Handles each event once. */
class Events {
  readonly #options: WebhookHandlerOptions;
  readonly #seen: SeenEvents;
  /** Events that are being handled now, by their ids. */
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(options: WebhookHandlerOptions) {
    const { seen = DEFAULT_SEEN } = options;
    if (typeof seen === "number") {
      checkCount("make webhook handler", "seen", seen);
    }
    this.#options = options;
    this.#seen = typeof seen === "number" ? new LastSeenEvents(seen) : seen;
  }

  /** Whether the event is handled: now, before, or by another delivery meanwhile. */
  handle(event: WebhookEvent): Promise<boolean> {
    const { uuid } = event;
    let run = this.#running.get(uuid);
    if (!run) {
      run = this.#handle(event).finally(() => this.#running.delete(uuid));
      this.#running.set(uuid, run);
    }
    return run;
  }

  async #handle(event: WebhookEvent): Promise<boolean> {
    try {
      if (await this.#seen.has(event.uuid)) return true;
      await this.#call(event);
      await this.#seen.add(event.uuid);
      return true;
    } catch (error) {
      // A failure that nobody hears of would go unnoticed: Toloka does not show it.
      if (this.#options.onError) await this.#options.onError(error, event);
      else console.error(error);
      return false;
    }
  }

  #call(event: WebhookEvent): unknown {
    const name = FUNCTION_OF.get(event.type);
    const own = name && this.#options[name] as WebhookFunction<WebhookEvent>;
    return (own ?? this.#options.onEvent)?.call(this.#options, event);
  }
}

/** A delivery is not one: the server's answer is `status`. */
class RefusedDelivery extends TolokaError {
  readonly status: number;

  constructor(status: number, detail: string, cause?: unknown) {
    super(
      `Cannot take delivery as ${detail}`,
      cause === undefined ? {} : { cause },
    );
    this.status = status;
  }
}

function refusalOf(error: unknown): Response {
  if (error instanceof RefusedDelivery) {
    const { status } = error;
    return new Response(null, {
      status,
      headers: status === 405 ? { Allow: "POST" } : {},
    });
  }
  if (!(error instanceof WebhookSignatureError)) throw error;
  if (error.reason !== "MISSING") return new Response(null, { status: 403 });
  return new Response(null, {
    status: 401,
    headers: { "WWW-Authenticate": SIGNATURE_HEADER },
  });
}

function checkMethod(request: Request): void {
  if (request.method === "POST") return;
  throw new RefusedDelivery(
    405,
    `its method must be "POST": current value is "${request.method}"`,
  );
}

/** The body, of which no more than one chunk beyond the limit is ever held. */
async function readBody(
  request: Request,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = Number(request.headers.get("Content-Length"));
  if (size <= most || Number.isNaN(size)) {
    size = 0;
    try {
      for await (const chunk of request.body ?? []) {
        size += chunk.length;
        if (size > most) break;
        chunks.push(chunk);
      }
    } catch (error) {
      throw new RefusedDelivery(400, "its body broke off", error);
    }
  }
  if (size > most) {
    throw new RefusedDelivery(
      413,
      `its body must not be larger than ${most} bytes: it has ${size} or more`,
    );
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** The events of a body. Types are not looked at: one that is not known is no mistake. */
function parseEvents(body: Uint8Array): WebhookEvent[] {
  let delivery: unknown;
  try {
    delivery = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(body),
    );
  } catch (error) {
    throw new RefusedDelivery(400, "its body is not JSON", error);
  }
  const events = isRecord(delivery) ? delivery.events : undefined;
  if (!Array.isArray(events) || !events.every(isEvent)) {
    throw new RefusedDelivery(
      400,
      "its body must have 'events', a list of objects with 'uuid' and 'type'",
    );
  }
  return events;
}

function isEvent(value: unknown): value is WebhookEvent {
  return isRecord(value) && typeof value.type === "string" &&
    typeof value.uuid === "string" && value.uuid !== "";
}

function checkCount(action: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `Cannot ${action} as '${name}' must be a whole number of at least 1: current value is ${value}`,
  );
}
