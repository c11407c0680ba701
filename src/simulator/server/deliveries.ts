/** Webhooks: what happens is told to the servers of the users. */

import type {
  WebhookEventType,
  WebhookPushResult,
} from "../../types/webhook_subscriptions.ts";
import { Random } from "../engine/random.ts";
import { Recent } from "../engine/recent.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  WebhookRecord,
} from "../world/records.ts";
import type { SimulatedDelivery } from "../world/simulated.ts";
import type { Event, WebhookSender, World } from "../world/world.ts";

/** Default number of deliveries that are kept. */
const LOGGED = 1_000;
/** Version of the signature. */
const VERSION = 1;

/**
 * Delivery of webhooks. Toloka promises neither an order nor a number;
 * the fault `DUPLICATE` lets an event come more than once.
 */
export interface WebhookOptions {
  /**
   * Sends the deliveries.
   *
   * @default {globalThis.fetch}
   */
  fetch?: typeof globalThis.fetch | undefined;
  /**
   * Number of repeats of a delivery that was not answered with a status from
   * 200 to 299. Repeats follow immediately.
   *
   * @default {3}
   */
  retries?: number | undefined;
  /**
   * `true` if what happens within one request or one
   * {@linkcode Simulator.advance} is delivered in a random order. Otherwise each
   * address gets its events in their order, one after another.
   *
   * @default {false}
   */
  shuffled?: boolean | undefined;
  /**
   * Most events of one delivery.
   *
   * @default {1}
   */
  eventsPerDelivery?: number | undefined;
  /**
   * Real milliseconds after which an address that does not answer is given up.
   *
   * @default {10000}
   */
  timeout?: number | undefined;
  /**
   * The time that signatures carry, in milliseconds since 1970. Receivers
   * compare it with their own clock, so it is not the simulator's time.
   *
   * @default {Date.now}
   */
  signingTime?: (() => number) | undefined;
  /**
   * Number of deliveries that {@linkcode Simulator.deliveries} keeps.
   *
   * @default {1000}
   */
  log?: number | undefined;
}

type Payload = Record<string, unknown>;
type EventPayload = Payload & { uuid: string };

interface Delivery {
  webhook: WebhookRecord;
  events: Payload[];
}

const ASSIGNMENT_EVENTS: Readonly<
  Partial<Record<Event["type"], WebhookEventType>>
> = {
  CREATED: "ASSIGNMENT_CREATED",
  SUBMITTED: "ASSIGNMENT_SUBMITTED",
  SKIPPED: "ASSIGNMENT_SKIPPED",
  EXPIRED: "ASSIGNMENT_EXPIRED",
  ACCEPTED: "ASSIGNMENT_APPROVED",
  ACCEPTED_AFTER_REJECT: "ASSIGNMENT_APPROVED",
  REJECTED: "ASSIGNMENT_REJECTED",
};

/** Delivers events to the subscribers of a world. */
export class Deliveries implements WebhookSender {
  /** The last attempts, in the order in which they ended. */
  readonly log: Recent<SimulatedDelivery>;
  readonly #world: World;
  readonly #options: WebhookOptions;
  readonly #copies: (eventType: string) => number;
  /** Chance in what is sent. */
  readonly random: Random;
  #queue: Delivery[] = [];
  /** The last delivery to each address. */
  readonly #tails = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<void>>();

  /** Sends the webhooks of a world. */
  constructor(
    world: World,
    options: WebhookOptions,
    copies: (eventType: string) => number,
  ) {
    checkOptions(options);
    this.log = new Recent(options.log ?? LOGGED);
    this.#world = world;
    this.#options = options;
    this.#copies = copies;
    this.random = new Random(`${world.seed}/webhooks`);
  }

  /** Waits until everything is delivered, or given up. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Sends a test event, once. */
  async test(webhook: WebhookRecord): Promise<WebhookPushResult> {
    const pool = this.#world.pools.get(webhook.view.pool_id)!;
    const event = this.#event(webhook, "TEST_EVENT", pool, {});
    const { status, errorType } = await this.#send(
      { webhook, events: [event] },
      1,
    );
    return {
      success: errorType === undefined,
      uuids: [event.uuid],
      ...(status === undefined ? {} : {
        responseReceivedAt: this.#world.time,
        originalStatusCode: status,
      }),
      ...(errorType === undefined ? {} : { errorType }),
    };
  }

  /** Tells the subscribers about an event. */
  publish(event: Event): void {
    if (this.#world.webhooks.size === 0) return;
    switch (event.type) {
      case "CLOSED": {
        const { pool } = event;
        const { last_close_reason } = pool.view;
        this.#publish("POOL_CLOSED", pool, { close_reason: last_close_reason });
        break;
      }
      case "DYNAMIC_OVERLAP_COMPLETED": {
        const { type, task, confidence, assignments, output_values } = event;
        this.#publish(type, task.pool, {
          task_id: task.view.id,
          confidence,
          assignment_ids: assignments.map(({ id }) => id),
          output_values,
        });
        break;
      }
      default: {
        const type = ASSIGNMENT_EVENTS[event.type];
        if (type === undefined || !("assignment" in event)) return;
        const assignment: AssignmentRecord = event.assignment;
        this.#publish(type, assignment.pool, {
          task_suite_id: assignment.task_suite_id,
          assignment_id: assignment.id,
        });
      }
    }
  }

  /** Queues an event for each of its subscribers. */
  #publish(type: WebhookEventType, pool: PoolRecord, more: Payload): void {
    for (const webhook of this.#world.webhooks.values()) {
      const { event_type, pool_id } = webhook.view;
      if (event_type !== type || pool_id !== pool.view.id) continue;
      if (this.#queue.length === 0) {
        // Events without a pause in between are sent together.
        this.#run(Promise.resolve().then(() => this.#flush()));
      }
      const event = this.#event(webhook, type, pool, more);
      this.#queue.push({ webhook, events: [event] });
    }
  }

  #event(
    { view }: WebhookRecord,
    type: WebhookEventType,
    pool: PoolRecord,
    more: Payload,
  ): EventPayload {
    return {
      uuid: this.random.uuid(),
      event_time: this.#world.time.slice(0, "2000-01-01T00:00:00".length),
      project_id: pool.project.view.id,
      pool_id: pool.view.id,
      webhook_subscription_id: view.id,
      type,
      ...more,
    };
  }

  #flush(): void {
    const { shuffled = false } = this.#options;
    const deliveries = this.#queue.flatMap((delivery) => {
      const type = delivery.webhook.view.event_type;
      return new Array<Delivery>(1 + this.#copies(type)).fill(delivery);
    });
    this.#queue = [];
    if (shuffled) this.random.shuffle(deliveries);
    for (const delivery of this.#pack(deliveries)) this.#line(delivery);
  }

  /** Puts neighbours of one subscription together, as far as is allowed. */
  #pack(deliveries: readonly Delivery[]): Delivery[] {
    const { eventsPerDelivery = 1 } = this.#options;
    const packed: Delivery[] = [];
    const last = new Map<string, Delivery>();
    for (const { webhook, events } of deliveries) {
      const url = webhook.view.webhook_url;
      let delivery = last.get(url);
      if (
        delivery?.webhook !== webhook ||
        delivery.events.length >= eventsPerDelivery
      ) {
        delivery = { webhook, events: [] };
        last.set(url, delivery);
        packed.push(delivery);
      }
      delivery.events.push(...events);
    }
    return packed;
  }

  /** Sends a delivery after all others to the same address. */
  #line(delivery: Delivery): void {
    const url = delivery.webhook.view.webhook_url;
    const before = this.#tails.get(url) ?? Promise.resolve();
    const sent = before.then(() => this.#deliver(delivery));
    this.#tails.set(url, sent);
    this.#run(sent);
  }

  #run(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { retries = 3 } = this.#options;
    for (let attempt = 1; attempt <= retries + 1; attempt++) {
      const { errorType } = await this.#send(delivery, attempt);
      if (errorType === undefined) return;
    }
  }

  async #send(
    { webhook, events }: Delivery,
    attempt: number,
  ): Promise<SimulatedDelivery> {
    const { signingTime = Date.now } = this.#options;
    const body = JSON.stringify({ events });
    const headers: Record<string, string> = {
      "content-type": "application/json",
    };
    if (webhook.secret !== undefined) {
      const time = Math.floor(signingTime());
      headers["toloka-signature"] = await sign(webhook.secret, time, body);
    }
    const url = webhook.view.webhook_url;
    const delivery: SimulatedDelivery = {
      url,
      subscriptionId: webhook.view.id,
      headers,
      body,
      attempt,
      ...await this.#post(url, headers, body),
    };
    this.log.add(delivery);
    return delivery;
  }

  async #post(
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Pick<SimulatedDelivery, "status" | "errorType">> {
    const { fetch = globalThis.fetch, timeout = 10_000 } = this.#options;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeout);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers,
        body,
        signal: controller.signal,
      });
      await response.body?.cancel();
      const { status } = response;
      const errorType = response.ok ? undefined : "WRONG_STATUS_CODE";
      return { status, errorType };
    } catch {
      const errorType = controller.signal.aborted
        ? "REQUEST_TIMEOUT"
        : "CONNECTION_ERROR";
      return { status: undefined, errorType };
    } finally {
      clearTimeout(timer);
    }
  }
}

function checkOptions(options: WebhookOptions): void {
  const { retries = 0, eventsPerDelivery = 1, log = 0 } = options;
  if (!Number.isInteger(retries) || retries < 0) {
    throw new RangeError(
      `Cannot deliver webhooks as 'retries' must be a whole number from 0: current value is ${retries}`,
    );
  }
  if (!Number.isInteger(eventsPerDelivery) || eventsPerDelivery < 1) {
    throw new RangeError(
      `Cannot deliver webhooks as 'eventsPerDelivery' must be a whole number from 1: current value is ${eventsPerDelivery}`,
    );
  }
  if (!Number.isInteger(log) || log < 0) {
    throw new RangeError(
      `Cannot deliver webhooks as 'log' must be a whole number from 0: current value is ${log}`,
    );
  }
}

const encoder = new TextEncoder();

/** Computes the signature of a body, a hash that needs the secret. */
export async function sign(
  secret: string,
  time: number,
  body: string,
): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = encoder.encode(`${time}.${VERSION}.${body}`);
  const hash = new Uint8Array(await crypto.subtle.sign("HMAC", key, signed));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0"));
  return `{v=${VERSION}, ts=${time}, sign=${hex.join("")}}`;
}
