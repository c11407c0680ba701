/** Webhook subscriptions. */

import type {
  WebhookEventType,
  WebhookSubscriptionInput,
} from "../../types/webhook_subscriptions.ts";
import {
  doesNotExist,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  asBody,
  type Body,
  checkFields,
  type Rules,
  type RulesFor,
  unchecked,
} from "../checks/validation.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  noContent,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { WebhookRecord } from "../world/records.ts";
import type { World } from "../world/world.ts";
import { byIndex } from "./batch.ts";

const EVENT_TYPES: readonly WebhookEventType[] = [
  "POOL_CLOSED",
  "DYNAMIC_OVERLAP_COMPLETED",
  "ASSIGNMENT_CREATED",
  "ASSIGNMENT_SUBMITTED",
  "ASSIGNMENT_SKIPPED",
  "ASSIGNMENT_EXPIRED",
  "ASSIGNMENT_APPROVED",
  "ASSIGNMENT_REJECTED",
  "TEST_EVENT",
];

const RULES: RulesFor<WebhookSubscriptionInput> = {
  webhook_url: { type: "string", required: true },
  event_type: { type: "string", required: true, values: EVENT_TYPES },
  pool_id: { type: "string", required: true },
  secret_key: { type: "string" },
};

const BODY: Rules = { ...RULES, ...unchecked("id", "created") };

const LIST: ListRules = {
  default: 50,
  max: 300,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
  equal: ["event_type", "pool_id"],
};

function check(world: World, item: Body): FieldErrors | undefined {
  const errors: FieldErrors = {};
  checkFields(item, RULES, "", errors);
  const { webhook_url, pool_id } = item;
  if (typeof webhook_url === "string" && !isWebAddress(webhook_url)) {
    errors.webhook_url = fieldError("INVALID_URL_SYNTAX");
  }
  if (typeof pool_id === "string" && !world.pools.has(pool_id)) {
    errors.pool_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** An item that {@linkcode check} has found nothing wrong with. */
function checked(item: Body): WebhookSubscriptionInput {
  return item as unknown as WebhookSubscriptionInput;
}

/** An address has one subscription for each event of a pool. */
function upsert(
  world: World,
  { webhook_url, event_type, pool_id, secret_key }: WebhookSubscriptionInput,
): WebhookRecord["view"] {
  const secret = secret_key ?? undefined;
  for (const webhook of world.webhooks.values()) {
    const { view } = webhook;
    if (
      view.webhook_url !== webhook_url || view.event_type !== event_type ||
      view.pool_id !== pool_id
    ) continue;
    webhook.secret = secret;
    return view;
  }
  const view: WebhookRecord["view"] = {
    id: world.ids.object(world.clock.now),
    webhook_url,
    event_type,
    pool_id,
    created: world.time,
  };
  world.webhooks.set(view.id, { view, secret });
  return view;
}

function put({ world, body }: Context): Reply {
  const single = !Array.isArray(body);
  const items = (single ? [body] : body).map(asBody);
  if (items.length === 0) {
    throw validationError({ "": fieldError("ARRAY_SIZE_LESS_THAN_MIN", 1) });
  }
  const errors = items.map((item) => check(world, item));
  if (single && errors[0] !== undefined) throw validationError(errors[0]);
  if (errors.every((error) => error !== undefined)) {
    throw validationError(byIndex(errors));
  }
  const views = items.map((item, index) =>
    errors[index] === undefined ? upsert(world, checked(item)) : undefined
  );
  return ok(
    single
      ? views[0]
      : { items: byIndex(views), validation_errors: byIndex(errors) },
  );
}

function find({ world, params }: Context): WebhookRecord {
  const webhook = world.webhooks.get(params.id!);
  if (webhook === undefined) {
    throw doesNotExist("webhook subscription", params.id!);
  }
  return webhook;
}

function remove(context: Context): Reply {
  context.world.webhooks.delete(find(context).view.id);
  return noContent();
}

function test(context: Context): Reply {
  const later = context.world.sender.test(find(context)).then(ok);
  return { ...noContent(), later };
}

const BASE = `${API}/webhook-subscriptions`;

/** Endpoints of webhook subscriptions. */
export const webhookSubscriptionRoutes: readonly Route[] = [
  route(
    "GET",
    BASE,
    (context) => page(context.world.webhooks.values(), context, LIST),
  ),
  route("PUT", BASE, put, BODY),
  route("GET", `${BASE}/:id`, (context) => ok(find(context).view)),
  route("DELETE", `${BASE}/:id`, remove),
  route("POST", `${BASE}/:id/test`, test),
];
