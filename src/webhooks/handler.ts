import { abortable } from "@std/async/abortable";
import { checkDuration, checkInteger } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type {
  DynamicOverlapCompletedWebhookEvent,
  WebhookEvent,
  WebhookEventType,
} from "../types/webhook_subscriptions.ts";
import { RecentEvents, type WebhookDeduplication } from "./deduplication.ts";
import {
  checkWebhookSecret,
  type Delivery,
  readDelivery,
  refusalOf,
  type WebhookSecret,
} from "./delivery.ts";
import { checkMaxAge } from "./signature.ts";

/** Number of events that are remembered by default. */
const DEFAULT_DEDUPLICATION = 10_000;
/** Maximum size of a body by default, in bytes: some thousand events. */
const DEFAULT_MAX_BODY_SIZE = 1024 * 1024;
/** Time limit for one event by default, in milliseconds. */
const DEFAULT_TIMEOUT = 30_000;

/**
 * Event of one type.
 *
 * @typeParam Type Type of the event.
 */
export type WebhookEventOf<Type extends WebhookEventType> = WebhookEvent extends
  infer Event extends { type: string } ? Event extends { type: Type } ? Event
    // one interface stands for several types
  : Type extends Event["type"] ? Event & { type: Type }
  : never
  : never;

/** Circumstances of a call that handles an event. */
export interface WebhookContext {
  /** Aborted when the call's time is up: then its event counts as failed. */
  signal: AbortSignal;
}

/**
 * Function that handles an event. Its result is awaited, then ignored; if it
 * throws, the event counts as failed.
 *
 * @typeParam Event Event that it takes.
 */
export type WebhookFunction<Event> = (
  event: Event,
  context: WebhookContext,
) => unknown;

/**
 * Options of {@linkcode webhookHandler}: the secret, limits, and a function for
 * each type of event to handle.
 *
 * @typeParam Output Output values of the project, as
 * {@linkcode WebhookHandlerOptions.onDynamicOverlapCompleted} gets them.
 */
export interface WebhookHandlerOptions<Output = Record<string, unknown>> {
  /**
   * `secret_key` of the subscriptions. Several, as in `[current, previous]`, let
   * a secret be replaced without losing a delivery; a function looks the secret
   * up by the subscription's id, and all subscriptions of a delivery must agree
   * with its signature. `null` also accepts unsigned deliveries and ignores
   * signatures: then anyone who knows the address can invent events.
   */
  secret: WebhookSecret | null;
  /**
   * Maximum age of a signature in milliseconds, see
   * {@linkcode VerifySignatureOptions.maxAge}.
   *
   * @default 86_400_000
   */
  maxAge?: number | undefined;
  /** Maximum size of a delivery's body in bytes. @default 1_048_576 */
  maxBodySize?: number | undefined;
  /**
   * Time limit for handling one event, in milliseconds; `null` for none. An event
   * that takes longer counts as failed, and its function's `signal` is aborted. If
   * the function succeeds all the same, the event counts as handled from then on;
   * until then another delivery of it starts the function again.
   *
   * @default 30_000
   */
  timeout?: number | null | undefined;
  /**
   * Memory of the events that were handled: a number to remember that many
   * recent ones in this process, or a store of your own.
   *
   * @default 10_000
   */
  deduplication?: number | WebhookDeduplication | undefined;
  /** Handles the closing of a pool. */
  onPoolClosed?: WebhookFunction<WebhookEventOf<"POOL_CLOSED">> | undefined;
  /** Handles a task that dynamic overlap has finished. */
  onDynamicOverlapCompleted?:
    | WebhookFunction<DynamicOverlapCompletedWebhookEvent<Output>>
    | undefined;
  /** Handles an assignment that a Toloker started. */
  onAssignmentCreated?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_CREATED">>
    | undefined;
  /** Handles an assignment that a Toloker submitted. */
  onAssignmentSubmitted?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_SUBMITTED">>
    | undefined;
  /** Handles an assignment that a Toloker skipped. */
  onAssignmentSkipped?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_SKIPPED">>
    | undefined;
  /** Handles an assignment that expired. */
  onAssignmentExpired?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_EXPIRED">>
    | undefined;
  /** Handles an assignment that was accepted: events say `APPROVED`. */
  onAssignmentApproved?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_APPROVED">>
    | undefined;
  /** Handles an assignment that was rejected. */
  onAssignmentRejected?:
    | WebhookFunction<WebhookEventOf<"ASSIGNMENT_REJECTED">>
    | undefined;
  /** Handles the event that is sent to test the address. */
  onTestEvent?: WebhookFunction<WebhookEventOf<"TEST_EVENT">> | undefined;
  /** Handles every event that has no function of its own, unknown types included. Without it they are ignored. */
  onEvent?: WebhookFunction<WebhookEvent> | undefined;
  /**
   * Called with each error: with the event if handling it failed, without one if
   * an element of the delivery is not an event or the whole delivery was refused
   * (a {@linkcode WebhookSignatureError} or another {@linkcode TolokaError}). Its
   * result is awaited; what it throws is thrown on to the server.
   *
   * @default writes errors about events to the console, and none about refused deliveries
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
 * Creates a server's function that verifies Toloka's deliveries and calls your
 * functions with their events. It takes a `Request` and returns a `Response`, as
 * `Deno.serve(handler)`, `Bun.serve({ fetch: handler })` and most frameworks want.
 *
 * The events of a delivery are handled one after another, and an event that fails
 * does not hold up the others: the answer is then 500, so that Toloka sends the
 * delivery again, and the events that were handled are skipped. Toloka may also
 * repeat an event by itself; `deduplication` decides how long it is recognized.
 * An event that arrives twice at the same time is handled once.
 *
 * | Status | Condition |
 * | --- | --- |
 * | 200 | Every event is handled, or was before |
 * | 400 | The body is not JSON with a list of events |
 * | 401 | The signature is missing |
 * | 403 | The signature is wrong, or too old |
 * | 405 | The method is not `POST` |
 * | 413 | The body is larger than `maxBodySize` |
 * | 500 | A function of yours, or the store, failed or took too long |
 *
 * An element of the list that is not an event is reported to `onError` and does
 * not change the status, as it would be no better the next time.
 *
 * Responses have no body: `onError` gets the reasons. Return quickly from your
 * functions, as Toloka waits for the response: put long work into a queue.
 *
 * @typeParam Output Output values of the project.
 * @param options Secret, limits, and the functions that handle events.
 * @returns Function to pass to a server. It rejects only if `onError` throws, if a function that looks up a secret throws, or if the request's body was read before.
 * @throws {TypeError} If the secret is neither a string, a list of them, a function nor `null`, or is empty.
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
 * @example Deduplication that outlasts a restart
 * ```ts
 * import { webhookHandler } from "@toloka/client/webhooks";
 * import { assert } from "@std/assert";
 *
 * const table = new Map<string, Date>(); // a table of your database
 * const handler = webhookHandler({
 *   secret: "12345",
 *   deduplication: {
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
  const action = "create webhook handler";
  checkWebhookSecret(action, secret);
  if (maxAge !== undefined) checkMaxAge(action, maxAge);
  checkInteger(action, "maxBodySize", maxBodySize, 1);
  const events = new Events(action, options as WebhookHandlerOptions);

  return async (request) => {
    if (request.bodyUsed) {
      throw new TypeError("Cannot take delivery as its body was read before");
    }
    let delivery: Delivery;
    try {
      delivery = await readDelivery(request, { secret, maxAge, maxBodySize });
    } catch (error) {
      await options.onError?.(error, undefined);
      return refusalOf(error);
    }
    const done = await events.handleAll(delivery);
    return new Response(null, { status: done ? 200 : 500 });
  };
}

/** Handles each event once. */
class Events {
  readonly #options: WebhookHandlerOptions;
  readonly #deduplication: WebhookDeduplication;
  readonly #timeout: number | null;
  /** Events that are being handled now, by their ids. */
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(action: string, options: WebhookHandlerOptions) {
    const { deduplication = DEFAULT_DEDUPLICATION, timeout = DEFAULT_TIMEOUT } =
      options;
    if (typeof deduplication === "number") {
      checkInteger(action, "deduplication", deduplication, 1);
    }
    if (timeout !== null) {
      checkDuration(action, "timeout", timeout, ", or null");
    }
    this.#options = options;
    this.#timeout = timeout;
    this.#deduplication = typeof deduplication === "number"
      ? new RecentEvents(deduplication)
      : deduplication;
  }

  /** Handles all events of a delivery; tells whether none failed. */
  async handleAll({ events, malformed }: Delivery): Promise<boolean> {
    let done = true;
    for (const error of malformed) await this.#report(error, undefined);
    for (const event of events) done = await this.#handle(event) && done;
    return done;
  }

  /** Tells whether the event is handled: now, before, or by another delivery meanwhile. */
  #handle(event: WebhookEvent): Promise<boolean> {
    const { uuid } = event;
    let run = this.#running.get(uuid);
    if (!run) {
      run = this.#run(event).finally(() => this.#running.delete(uuid));
      this.#running.set(uuid, run);
    }
    return run;
  }

  async #run(event: WebhookEvent): Promise<boolean> {
    const controller = new AbortController();
    const { signal } = controller;
    const timer = this.#timeout === null ? undefined : setTimeout(
      () => controller.abort(timeoutError(event, this.#timeout!)),
      this.#timeout,
    );
    try {
      await abortable(this.#callOnce(event, signal), signal);
      return true;
    } catch (error) {
      await this.#report(error, event);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async #callOnce(event: WebhookEvent, signal: AbortSignal): Promise<void> {
    if (await this.#deduplication.has(event.uuid)) return;
    await this.#call(event, { signal });
    await this.#deduplication.add(event.uuid);
  }

  #call(event: WebhookEvent, context: WebhookContext): unknown {
    const name = FUNCTION_OF.get(event.type);
    const own = name && this.#options[name] as WebhookFunction<WebhookEvent>;
    return (own ?? this.#options.onEvent)?.call(this.#options, event, context);
  }

  async #report(error: unknown, event: WebhookEvent | undefined) {
    // A failure that nobody hears of would go unnoticed: Toloka does not show it.
    if (this.#options.onError) await this.#options.onError(error, event);
    else console.error(error);
  }
}

function timeoutError({ type, uuid }: WebhookEvent, ms: number): TolokaError {
  return new TolokaError(
    `Cannot handle event "${uuid}" (${type}) within ${ms} ms`,
  );
}
