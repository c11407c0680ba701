import type { WebhookEvent } from "../types/webhook_subscriptions.ts";
import { checkSecret, SIGNATURE_HEADER, signatureOf } from "./signature.ts";

/** Options of {@linkcode webhookRequest}. */
export interface WebhookRequestOptions {
  /** Events to deliver, in this order. */
  events: readonly WebhookEvent[];
  /** Secret to sign with; `null` leaves the delivery unsigned. */
  secret: string | null;
  /** Address of the delivery. @default "http://localhost/" */
  url?: string | URL | undefined;
  /** Moment of signing. @default the current time */
  time?: Date | undefined;
}

/**
 * Creates a delivery as Toloka would send it, for tests of programs that handle
 * webhooks. Pass it to your server's function, or send it with `fetch`.
 *
 * @param options Events, secret, address and time.
 * @returns A signed `POST` request.
 * @throws {TypeError} If the secret is empty.
 * @throws {RangeError} If the time is not a moment since 1970.
 *
 * @example Usage
 * ```ts
 * import { webhookHandler, webhookRequest } from "@toloka/client/webhooks";
 * import { assertEquals } from "@std/assert";
 *
 * const closed: string[] = [];
 * const handler = webhookHandler({
 *   secret: "12345",
 *   onPoolClosed: (event) => closed.push(event.pool_id),
 * });
 *
 * const request = await webhookRequest({
 *   secret: "12345",
 *   events: [{
 *     type: "POOL_CLOSED",
 *     close_reason: "COMPLETED",
 *     uuid: crypto.randomUUID(),
 *     event_time: "2025-01-01T12:00:00",
 *     project_id: "1",
 *     pool_id: "2",
 *     webhook_subscription_id: "3",
 *   }],
 * });
 * assertEquals((await handler(request)).status, 200);
 * assertEquals(closed, ["2"]);
 * ```
 */
export async function webhookRequest(
  options: WebhookRequestOptions,
): Promise<Request> {
  const { events, secret, url = "http://localhost/", time = new Date() } =
    options;
  const body = JSON.stringify({ events });
  const headers = new Headers({ "Content-Type": "application/json" });
  if (secret !== null) {
    checkSecret("create webhook request", secret);
    if (!(time.getTime() > 0)) {
      throw new RangeError(
        `Cannot create webhook request as 'time' must be a moment since 1970: current value is ${time}`,
      );
    }
    headers.set(SIGNATURE_HEADER, await signatureOf(body, secret, time));
  }
  return new Request(url, { method: "POST", headers, body });
}
