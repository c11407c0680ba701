/** Deliveries of events to a program, as the platform sends them. */
import type { WebhookEvent } from "../types/webhook_subscriptions.ts";
import type { Context, OptionSpecs } from "./command.ts";
import { UsageError } from "./usage_error.ts";

/** Options of commands that deliver events. */
export const FORWARDING = {
  "forward-to": {
    type: "text",
    value: "URL",
    summary: "Address of your program",
  },
} as const satisfies OptionSpecs;

/**
 * Returns a function that delivers an event and resolves to the status of the
 * response, 0 if there is none.
 *
 * @param action Action of the caller, for messages.
 * @throws {UsageError} If there is no valid address.
 */
export async function forwarder(
  { machine, options, signal }: Pick<
    Context<typeof FORWARDING>,
    "machine" | "options" | "signal"
  >,
  action: string,
): Promise<(event: WebhookEvent) => Promise<number>> {
  const url = options["forward-to"];
  if (url === undefined) {
    throw new UsageError(`Cannot ${action} without '--forward-to'`);
  }
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(
      `Cannot ${action} as '--forward-to' must be an http: or https: address: current value is "${url}"`,
    );
  }
  const { webhookRequest } = await import("../webhooks/mod.ts");
  const secret = machine.env("TOLOKA_WEBHOOK_SECRET") || null;
  const send = machine.fetch ?? fetch;
  return async (event) => {
    const request = await webhookRequest({ url, events: [event], secret });
    try {
      const response = await send(request.url, {
        method: "POST",
        headers: request.headers,
        body: await request.text(),
        signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      // Nobody listens there, or the answer broke off.
      if (error instanceof TypeError) return 0;
      throw error;
    }
  };
}

/** Describes the response to a delivery. */
export function formatAnswer(status: number): string {
  return status === 0 ? "no answer" : `answered with ${status}`;
}
