/** App items: the pieces of work of an app project. */

import { STATUS_CODE } from "@std/http/status";
import type { AppBatchStatus } from "../../../types/app_batches.ts";
import type { AppItemInput, AppItemsInput } from "../../../types/app_items.ts";
import {
  ApiError,
  doesNotExist,
  type FieldErrors,
  inappropriateStatus,
  validationError,
} from "../../checks/api_error.ts";
import { fieldError } from "../../checks/field_errors.ts";
import { checkValues, type Values } from "../../checks/fields.ts";
import { checkBody, type RulesFor } from "../../checks/validation.ts";
import {
  type Context,
  created,
  ok,
  type Reply,
  type Route,
  route,
} from "../../server/router.ts";
import type {
  AppBatchRecord,
  AppItemRecord,
  AppProjectRecord,
} from "../../world/records.ts";
import type { World } from "../../world/world.ts";
import { findProject } from "./projects.ts";
import { appOf, beginWork, enqueue } from "./work.ts";
import { type AppListRules, appPage, APPS_API } from "./apps.ts";

/** Most items of one request. */
const MAX_ITEMS = 10_000;

/** Statuses of batches that take items. */
const OPEN: readonly AppBatchStatus[] = [
  "NEW",
  "QUEUED",
  "PROCESSING",
  "STOPPED",
];

const ONE: RulesFor<AppItemInput> = {
  batch_id: { type: "string" },
  input_data: { type: "object", required: true },
  force_new_original: { type: "boolean" },
};

/** Rules of a request with many items. */
export const MANY: RulesFor<AppItemsInput> = {
  batch_id: { type: "string" },
  items: { type: "array", required: true, items: { type: "object" } },
  force_new_original: { type: "boolean" },
  ignore_errors: { type: "boolean" },
};

const LIST: AppListRules = {
  max: 1_000,
  sort: {
    id: "id",
    created: "created_at",
    finished: "finished_at",
    status: "status",
  },
  equal: ["batch_id", "status"],
};

/** Result of an import of items. */
export interface Import {
  /** The good ones. */
  items: AppItemRecord[];
  /** Errors of the invalid items. */
  errors: FieldErrors;
  /** Number of invalid items. */
  skipped: number;
}

/** Refuses items of projects that are archived or failed. */
export function requireProject(project: AppProjectRecord): void {
  const { status } = project.view;
  if (status !== "CREATING" && status !== "READY") {
    throw inappropriateStatus(["CREATING", "READY"]);
  }
}

/** Refuses more items than one request may have. */
export function checkCount(count: number): void {
  if (count <= MAX_ITEMS) return;
  throw new ApiError(
    STATUS_CODE.ContentTooLarge,
    "REQUEST_ENTITY_TOO_LARGE",
    `One request can add at most ${MAX_ITEMS} items: current value is ${count}`,
  );
}

/**
 * Checks many inputs and adds the good ones; unless mistakes are to be ignored,
 * one bad input stops them all.
 */
export function importItems(
  world: World,
  project: AppProjectRecord,
  batch: AppBatchRecord | undefined,
  inputs: readonly Values[],
  options: { ignoreErrors: boolean; original: boolean },
): Import {
  const { input } = appOf(world, project);
  const errors: FieldErrors = {};
  const good = inputs.filter((values, index) => {
    const own: FieldErrors = {};
    checkValues(input, values, `input_data.${index}`, own);
    Object.assign(errors, own);
    return Object.keys(own).length === 0;
  });
  const skipped = inputs.length - good.length;
  if (skipped > 0 && !options.ignoreErrors) throw validationError(errors);
  const items = good.map((values) =>
    addItem(world, project, batch, values, options.original)
  );
  return { items, errors, skipped };
}

function addItem(
  world: World,
  project: AppProjectRecord,
  batch: AppBatchRecord | undefined,
  input_data: Values,
  original: boolean,
): AppItemRecord {
  const view: AppItemRecord["view"] = {
    id: world.ids.app(),
    app_project_id: project.view.id,
    ...(batch === undefined ? {} : { batch_id: batch.view.id }),
    status: "NEW",
    input_data,
    errors: [],
    created_at: world.time,
  };
  const item: AppItemRecord = {
    view,
    original,
    confidence: undefined,
    before: undefined,
  };
  world.appItems.set(view.id, item);
  project.items.push(view.id);
  batch?.items.push(view.id);
  // A batch waits until it is started; what is alone does not.
  const running = batch === undefined || batch.view.status === "PROCESSING";
  if (running) enqueue(world, item);
  return item;
}

function findBatch(
  world: World,
  project: AppProjectRecord,
  id: string | null | undefined,
): AppBatchRecord | undefined {
  if (id == null) return undefined;
  const batch = world.appBatches.get(id);
  if (batch?.view.app_project_id !== project.view.id) {
    throw validationError({ batch_id: fieldError("ENTITY_DOES_NOT_EXIST") });
  }
  if (!OPEN.includes(batch.view.status)) {
    throw inappropriateStatus(OPEN);
  }
  return batch;
}

function createOne(context: Context): Reply {
  const { world } = context;
  const project = findProject(context);
  requireProject(project);
  const body = checkBody<AppItemInput>(context.body, ONE);
  const batch = findBatch(world, project, body.batch_id);
  const errors: FieldErrors = {};
  const { input } = appOf(world, project);
  checkValues(input, body.input_data, "input_data", errors);
  if (Object.keys(errors).length > 0) throw validationError(errors);
  const original = body.force_new_original === true;
  const item = addItem(world, project, batch, body.input_data, original);
  beginWork(world, project);
  return created(item.view);
}

function createMany(context: Context): Reply {
  const { world } = context;
  const project = findProject(context);
  requireProject(project);
  const body = checkBody<AppItemsInput>(context.body, MANY);
  const inputs = body.items;
  checkCount(inputs.length);
  const batch = findBatch(world, project, body.batch_id);
  const ignoreErrors = body.ignore_errors === true;
  if (ignoreErrors && batch === undefined) {
    throw validationError({ ignore_errors: fieldError("VALUE_NOT_ALLOWED") });
  }
  const result = importItems(world, project, batch, inputs, {
    ignoreErrors,
    original: body.force_new_original === true,
  });
  if (batch !== undefined) rememberImport(world, batch, result);
  beginWork(world, project);
  return created(result.items.map(({ view }) => view.id));
}

/** A batch tells how its last upload went. */
export function rememberImport(
  world: World,
  batch: AppBatchRecord,
  { items, skipped, errors }: Import,
): void {
  batch.view.last_items_import = {
    id: world.ids.app(),
    records_count: items.length + skipped,
    records_processed: items.length,
    records_skipped: skipped,
    errors,
  };
}

function getOne(context: Context): Reply {
  const id = context.params.itemId!;
  const item = context.world.appItems.get(id);
  const project = findProject(context);
  if (item?.view.app_project_id !== project.view.id) {
    throw doesNotExist("item", id);
  }
  return ok(item.view);
}

function list(context: Context): Reply {
  const { world } = context;
  const items = findProject(context).items.map((id) => world.appItems.get(id)!);
  return appPage(items, context, LIST);
}

const BASE = `${APPS_API}/app-projects/:projectId/items`;

/** Endpoints of app items. */
export const appItemRoutes: readonly Route[] = [
  route("GET", BASE, list),
  route("POST", BASE, createOne, ONE),
  route("POST", `${BASE}/bulk`, createMany, MANY),
  route("GET", `${BASE}/:itemId`, getOne),
];
