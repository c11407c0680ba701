/** Apps, which are ready solutions, and lists of the Apps API. */

import type { FieldSpec } from "../../../types/projects.ts";
import { doesNotExist, type FieldErrors } from "../../checks/api_error.ts";
import { fieldError } from "../../checks/field_errors.ts";
import type { FieldSpecs } from "../../checks/fields.ts";
import { throwIfAny } from "../../checks/validation.ts";
import { fromMoney, toMoney } from "../../engine/money.ts";
import {
  findPage,
  type Item,
  type ListRequest,
  type ListRules,
  readLimit,
} from "../../server/listing.ts";
import {
  type Context,
  ok,
  type Reply,
  type Route,
  route,
} from "../../server/router.ts";
import type { AppRecord, Entity } from "../../world/records.ts";
import type { World } from "../../world/world.ts";

/** Path prefix of the Apps API. */
export const APPS_API = "/api/app/v0";

/** Page size where the request has none. */
const PAGE = 100;

/** An app for projects. */
export interface SimulatedApp {
  /** Identifier. */
  id: string;
  /** Name. */
  name: string;
  /**
   * Description.
   *
   * @default {""}
   */
  description?: string | undefined;
  /**
   * Price of an item.
   *
   * @default {0.05}
   */
  price?: number | undefined;
  /** Fields of an item's input, as in a project's `input_spec`. */
  input_spec: Record<string, SimulatedAppField>;
  /**
   * Fields of an item's output, as in a project's `output_spec`. A field named
   * `confidence` tells how sure the others are; the rest is what Tolokers
   * answer.
   */
  output_spec: Record<string, SimulatedAppField>;
  /**
   * Names of the required parameters of projects.
   *
   * @default {[]}
   */
  parameters?: readonly string[] | undefined;
  /**
   * `true` if it answers within the request, so that batches can be synchronous.
   *
   * @default {false}
   */
  synchronous?: boolean | undefined;
  /**
   * Probability that an item ends as `ERROR`, 0 to 1; it costs nothing then.
   *
   * @default {0}
   */
  errorRate?: number | undefined;
}

/** A field of an app's input or output. */
export interface SimulatedAppField {
  /** Type, such as `string` or `array_url`. */
  type: string;
  /**
   * `true` if it is required.
   *
   * @default {true}
   */
  required?: boolean | undefined;
  /** The only values it may have. */
  allowed_values?: unknown[] | undefined;
}

const CONFIDENCE = { type: "float", required: false };

/** The apps that are there unless the options name others. */
const APPS: readonly SimulatedApp[] = [
  {
    id: "SimulatedSentiment00",
    name: "Sentiment of texts",
    description: "Tells whether a text is positive, negative or neutral",
    price: 0.03,
    input_spec: {
      id: { type: "string", required: false },
      text: { type: "string" },
    },
    output_spec: {
      result: {
        type: "string",
        allowed_values: ["positive", "negative", "neutral"],
      },
      confidence: CONFIDENCE,
    },
    parameters: ["default_language"],
  },
  {
    id: "SimulatedRelevance00",
    name: "Relevance of pages",
    description: "Tells whether a page answers a query",
    price: 0.05,
    input_spec: {
      id: { type: "string", required: false },
      query: { type: "string" },
      website_url: { type: "url" },
    },
    output_spec: {
      result: { type: "string", allowed_values: ["relevant", "irrelevant"] },
      confidence: CONFIDENCE,
    },
  },
  {
    id: "SimulatedSpamCheck00",
    name: "Spam in comments",
    description: "Tells at once whether a comment is spam",
    price: 0.01,
    input_spec: {
      id: { type: "string", required: false },
      text: { type: "string" },
    },
    output_spec: {
      result: { type: "boolean" },
      confidence: CONFIDENCE,
    },
    synchronous: true,
  },
];

/** Adds the apps to a world that has none. */
export function addApps(
  world: World,
  apps: readonly SimulatedApp[] = APPS,
): void {
  for (const app of apps) {
    const { id, name, description = "", price = 0.05, parameters = [] } = app;
    world.apps.set(id, {
      view: {
        id,
        name,
        description,
        default_item_price: price,
        param_spec: {
          fields: {
            type: "object",
            required: [...parameters],
            properties: Object.fromEntries(
              parameters.map((parameter) => [parameter, { type: "string" }]),
            ),
          },
        },
        input_spec: app.input_spec as Record<string, FieldSpec>,
        output_spec: app.output_spec as Record<string, FieldSpec>,
        examples: {},
        input_format_info: {},
      },
      price: toMoney(price),
      input: app.input_spec as FieldSpecs,
      output: app.output_spec as FieldSpecs,
      parameters,
      synchronous: app.synchronous ?? false,
      errorRate: app.errorRate ?? 0,
    });
  }
}

/** An app's price of an item, as a number. */
export function priceOf({ price }: AppRecord): number {
  return fromMoney(price);
}

/** Parameters that a list of the Apps API supports. */
export interface AppListRules {
  /** Largest page size. */
  max: number;
  /** Fields to sort by, to what an entity calls them. */
  sort: Readonly<Record<string, string>>;
  /** Fields that must be equal. */
  equal?: readonly string[];
}

const NAME_RANGES: Readonly<
  Record<string, (name: string, bound: string) => boolean>
> = {
  name_gt: (name, bound) => name > bound,
  name_gte: (name, bound) => name >= bound,
  name_lt: (name, bound) => name < bound,
  name_lte: (name, bound) => name <= bound,
};

/** Answers a list request of the Apps API, whose pages go on after an item. */
export function appPage<R extends Entity<Item>>(
  records: Iterable<R>,
  request: ListRequest,
  rules: AppListRules,
  show: (record: R) => unknown = ({ view }) => view,
): Reply {
  const errors: FieldErrors = {};
  const { query } = request;
  const limit = readLimit(request, { default: PAGE, max: rules.max }, errors);
  throwIfAny(errors);
  const times = Object.keys(rules.sort)
    .filter((name) => name === "created" || name === "finished");
  const all: ListRules = {
    default: Infinity,
    max: Infinity,
    sort: Object.keys(rules.sort),
    ranges: {
      id: "id",
      ...Object.fromEntries(times.map((name) => [name, "time" as const])),
    },
    equal: rules.equal ?? [],
  };
  const names = Object.entries(NAME_RANGES).filter(([name]) =>
    "name" in rules.sort && query.has(name)
  );
  const rows = Array.from(records, (record) => ({
    view: fieldsOf(record.view, rules),
    record,
  })).filter(({ view }) =>
    names.every(([name, test]) => test(`${view.name ?? ""}`, query.get(name)!))
  );
  const plain = new URLSearchParams(query);
  plain.delete("limit");
  plain.delete("after_id");
  const found = findPage(rows, { ...request, query: plain }, all).records;
  const start = placeAfter(found, query.get("after_id"));
  return ok({
    content: found.slice(start, start + limit)
      .map(({ record }) => show(record)),
    has_more: found.length > start + limit,
  });
}

function fieldsOf(
  view: Item,
  rules: AppListRules,
): Item & Record<string, unknown> {
  const values = new Map(Object.entries(view));
  const fields: Item & Record<string, unknown> = { id: view.id };
  for (const name of rules.equal ?? []) fields[name] = values.get(name);
  for (const [name, own] of Object.entries(rules.sort)) {
    fields[name] = values.get(own);
  }
  return fields;
}

function placeAfter(found: readonly Entity<Item>[], id: string | null): number {
  if (id === null) return 0;
  const place = found.findIndex(({ view }) => view.id === id);
  if (place < 0) throwIfAny({ after_id: fieldError("ENTITY_DOES_NOT_EXIST") });
  return place + 1;
}

const LIST: AppListRules = { max: 1_000, sort: { id: "id" } };

/** Lists show less of an app than a request for one, and examples otherwise. */
function summary({ view }: AppRecord): Record<string, unknown> {
  const { id, name, description, default_item_price } = view;
  return { id, name, description, default_item_price, examples: [] };
}

function getApp({ world, params }: Context): Reply {
  const app = world.apps.get(params.id!);
  if (app === undefined) throw doesNotExist("app", params.id!);
  return ok(app.view);
}

/** Endpoints of apps. */
export const appRoutes: readonly Route[] = [
  route(
    "GET",
    `${APPS_API}/apps`,
    (context) => appPage(context.world.apps.values(), context, LIST, summary),
  ),
  route("GET", `${APPS_API}/apps/:id`, getApp),
];
