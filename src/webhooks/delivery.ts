/** Reading a delivery: its method, its body, its signature and its events. */
import { isRecord, show } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type { WebhookEvent } from "../types/webhook_subscriptions.ts";
import {
  checkSecret,
  SIGNATURE_HEADER,
  verifySignature,
  WebhookSignatureError,
} from "./signature.ts";

/**
 * Secret, or several, with which deliveries may be signed; or a function that
 * looks them up by the id of a subscription and returns `undefined` for one that
 * it does not know.
 */
export type WebhookSecret =
  | string
  | readonly string[]
  | ((
    subscriptionId: string,
  ) =>
    | string
    | readonly string[]
    | undefined
    | Promise<string | readonly string[] | undefined>);

/** Options of reading deliveries. */
export interface DeliveryOptions {
  secret: WebhookSecret | null;
  maxAge: number | undefined;
  maxBodySize: number;
}

/** The parts of a delivery. */
export interface Delivery {
  /** Events, in the order of the body. */
  events: WebhookEvent[];
  /** One error for each element of the list that is not an event. */
  malformed: TolokaError[];
}

/** Error about a request that is not a delivery: `status` is the server's answer. */
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

/**
 * Reads and verifies a delivery.
 *
 * @throws {TolokaError} If the request is to be refused, see {@linkcode refusalOf}.
 */
export async function readDelivery(
  request: Request,
  options: DeliveryOptions,
): Promise<Delivery> {
  const { secret, maxAge } = options;
  checkMethod(request);
  const body = await readBody(request, options.maxBodySize);
  const header = request.headers.get(SIGNATURE_HEADER);
  // Without an id to look a secret up by, nothing of the body is read unverified.
  if (secret !== null && typeof secret !== "function") {
    await verifySignature({ header, body, secret, maxAge });
  }
  const delivery = parseDelivery(body);
  if (typeof secret === "function") {
    for (const id of subscriptionsOf(delivery.events)) {
      const found = await secret(id);
      if (found === undefined) throw unknownSubscription(id);
      await verifySignature({ header, body, secret: found, maxAge });
    }
  }
  return delivery;
}

/** Answers a request that {@linkcode readDelivery} threw about; rethrows other errors. */
export function refusalOf(error: unknown): Response {
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

/** Checks a secret that is not looked up; the message does not show it. */
export function checkWebhookSecret(
  action: string,
  secret: WebhookSecret | null,
): void {
  if (secret === null || typeof secret === "function") return;
  checkSecret(action, secret);
}

/** Ids of the subscriptions whose secret must have signed the delivery: each one named. */
function subscriptionsOf(events: readonly WebhookEvent[]): Set<string> {
  const ids = new Set(
    events.map(({ webhook_subscription_id: id }) => id),
  );
  for (const id of ids) {
    if (typeof id !== "string" || id === "") throw unknownSubscription(id);
  }
  if (ids.size === 0) throw unknownSubscription(undefined);
  return ids;
}

function unknownSubscription(id: unknown): WebhookSignatureError {
  return new WebhookSignatureError(
    "WRONG",
    `Cannot verify signature as no secret is known for the event's subscription: current value is ${
      show(id)
    }`,
  );
}

function checkMethod(request: Request): void {
  if (request.method === "POST") return;
  throw new RefusedDelivery(
    405,
    `its method must be "POST": current value is "${request.method}"`,
  );
}

/** Reads the body, holding at most one chunk beyond the limit. */
async function readBody(
  request: Request,
  maxSize: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = Number(request.headers.get("Content-Length"));
  if (size <= maxSize || Number.isNaN(size)) {
    size = 0;
    try {
      for await (const chunk of request.body ?? []) {
        size += chunk.length;
        if (size > maxSize) break;
        chunks.push(chunk);
      }
    } catch (error) {
      throw new RefusedDelivery(400, "its body broke off", error);
    }
  }
  if (size > maxSize) {
    throw new RefusedDelivery(
      413,
      `its body must not be larger than ${maxSize} bytes: it has ${size} or more`,
    );
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Parses a body; an unknown type of event is not an error. */
function parseDelivery(body: Uint8Array): Delivery {
  let parsed: unknown;
  try {
    parsed = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(body),
    );
  } catch (error) {
    throw new RefusedDelivery(400, "its body is not JSON", error);
  }
  const list = isRecord(parsed) ? parsed.events : undefined;
  if (!Array.isArray(list)) throw notEvents();
  const delivery: Delivery = { events: [], malformed: [] };
  list.forEach((value, i) => {
    if (isEvent(value)) delivery.events.push(value);
    else delivery.malformed.push(malformed(value, i));
  });
  if (delivery.events.length === 0 && list.length > 0) throw notEvents();
  return delivery;
}

function notEvents(): RefusedDelivery {
  return new RefusedDelivery(
    400,
    "its body must have 'events', a list of objects with 'uuid' and 'type'",
  );
}

function malformed(value: unknown, index: number): TolokaError {
  return new TolokaError(
    `Cannot handle event ${index} of a delivery as it must be an object with 'uuid' and 'type': current value is ${
      show(value)
    }`,
    { cause: value },
  );
}

function isEvent(value: unknown): value is WebhookEvent {
  return isRecord(value) && typeof value.type === "string" &&
    typeof value.uuid === "string" && value.uuid !== "";
}
