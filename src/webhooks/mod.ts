/**
 * Handles the deliveries of Toloka's webhook subscriptions: verifies signatures,
 * and calls a function for each type of event. It stands alone: importing it does
 * not load the client.
 *
 * Install with `deno add jsr:@toloka/client`, `npx jsr add @toloka/client` or
 * `bunx jsr add @toloka/client`. The module itself needs no permission, but the
 * server around it does, such as `deno run --allow-net=:8000`.
 *
 * {@linkcode webhookHandler} creates the function that a server needs:
 * `Deno.serve(handler)`, `Bun.serve({ fetch: handler })`, or a route of a
 * framework. {@linkcode verifySignature} is for servers of any other kind, and
 * {@linkcode webhookRequest} creates deliveries for your tests. Subscriptions are
 * created with the client, which sets the secret:
 * `toloka.webhookSubscriptions`.
 *
 * @example A server's function, and a delivery
 * ```ts
 * import { webhookHandler, webhookRequest } from "@toloka/client/webhooks";
 * import { assertEquals } from "@std/assert";
 *
 * const secret = "12345";
 * const handler = webhookHandler({
 *   secret,
 *   onPoolClosed: (event) => console.log(event.pool_id, event.close_reason),
 *   onAssignmentSubmitted: (event) => console.log(event.assignment_id),
 * });
 *
 * // In a program: Deno.serve(handler)
 * const request = await webhookRequest({ secret, events: [] });
 * const response = await handler(request);
 * assertEquals(response.status, 200);
 * ```
 *
 * @module
 */
export type { WebhookDeduplication } from "./deduplication.ts";
export type { WebhookSecret } from "./delivery.ts";
export {
  type WebhookContext,
  type WebhookEventOf,
  type WebhookFunction,
  webhookHandler,
  type WebhookHandlerOptions,
} from "./handler.ts";
export {
  verifySignature,
  type VerifySignatureOptions,
  WebhookSignatureError,
  type WebhookSignatureErrorReason,
} from "./signature.ts";
export {
  webhookRequest,
  type WebhookRequestOptions,
} from "./webhook_request.ts";
export { TolokaError, type TolokaErrorOptions } from "../errors.ts";
