/** App batches: items of an app project that are run together. */

import type {
  AppBatch,
  AppBatchInput,
  AppBatchPatch,
  AppBatchStatus,
  AppBatchSyncInput,
} from "../../../types/app_batches.ts";
import type { AppItemStatus } from "../../../types/app_items.ts";
import {
  conflict,
  doesNotExist,
  inappropriateStatus,
} from "../../checks/api_error.ts";
import {
  checkBody,
  type Nullable,
  type RulesFor,
} from "../../checks/validation.ts";
import { fromMoney } from "../../engine/money.ts";
import { formatTime, MINUTE } from "../../engine/time.ts";
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
import {
  checkCount,
  importItems,
  MANY,
  rememberImport,
  requireProject,
} from "./items.ts";
import { findProject } from "./projects.ts";
import {
  appOf,
  beginWork,
  completeNow,
  forget,
  itemsOf,
  projectOf,
  settle,
} from "./work.ts";
import { type AppListRules, appPage, APPS_API } from "./apps.ts";

/** Expected duration of an item. */
const TIME_PER_ITEM = MINUTE / 20;

const PRIORITY = {
  type: "string",
  values: ["ONE", "TWO", "THREE", "FOUR", "FIVE"],
} as const;

const CREATE: RulesFor<AppBatchInput> = {
  name: { type: "string" },
  items: { type: "array", items: { type: "object" } },
  priority_order: PRIORITY,
  force_new_original: MANY.force_new_original,
  ignore_errors: MANY.ignore_errors,
};

const SYNC: RulesFor<AppBatchSyncInput> = {
  name: CREATE.name,
  items: CREATE.items,
};

const PATCH: RulesFor<AppBatchPatch> = {
  name: { type: "string" },
  priority_order: PRIORITY,
};

const LIST: AppListRules = {
  max: 1_000,
  sort: { id: "id", name: "name", created: "created_at", status: "status" },
  equal: ["status"],
};

/** In which statuses a batch can be asked to do something. */
const FROM: Readonly<Record<string, readonly AppBatchStatus[]>> = {
  start: ["NEW", "NO_MONEY"],
  stop: ["PROCESSING", "QUEUED"],
  resume: ["STOPPING", "STOPPED"],
  archive: ["NEW", "COMPLETED", "ERROR", "CANCELLED", "NO_MONEY", "STOPPED"],
  unarchive: ["ARCHIVE"],
};

type Change = (world: World, batch: AppBatchRecord) => void;

/** Items of a batch get another status if they have a certain one. */
function turn(
  items: readonly AppItemRecord[],
  from: readonly AppItemStatus[],
  to: AppItemStatus,
): void {
  for (const { view } of items) {
    if (from.includes(view.status)) view.status = to;
  }
}

function run(world: World, batch: AppBatchRecord): void {
  turn(itemsOf(world, batch), ["STOPPED", "NO_MONEY"], "NEW");
  batch.view.status = "QUEUED";
  beginWork(world, projectOf(world, batch));
}

const CHANGES: Readonly<Record<string, Change>> = {
  start: run,
  stop: (world, batch) => {
    const project = projectOf(world, batch);
    forget(world, project, batch);
    turn(itemsOf(world, batch), ["NEW"], "STOPPED");
    batch.view.status = "STOPPING";
    settle(world, batch);
    beginWork(world, project);
  },
  resume: run,
  archive: (world, batch) => {
    batch.before = batch.view.status;
    batch.view.status = "ARCHIVE";
    for (const item of itemsOf(world, batch)) {
      item.before = item.view.status;
      item.view.status = "ARCHIVE";
    }
  },
  unarchive: (world, batch) => {
    batch.view.status = batch.before ?? "NEW";
    batch.before = undefined;
    for (const item of itemsOf(world, batch)) {
      item.view.status = item.before ?? "NEW";
      item.before = undefined;
    }
  },
};

function addBatch(
  world: World,
  project: AppProjectRecord,
  body: Nullable<AppBatchInput>,
): AppBatchRecord {
  const batch: AppBatchRecord = {
    view: {
      id: world.ids.app(),
      app_project_id: project.view.id,
      status: "NEW",
      name: body.name ?? "",
      priority_order: body.priority_order ?? "FIVE",
      created_at: world.time,
      read_only: false,
    },
    items: [],
    before: undefined,
  };
  const inputs = body.items ?? [];
  checkCount(inputs.length);
  const result = importItems(world, project, batch, inputs, {
    ignoreErrors: body.ignore_errors === true,
    original: body.force_new_original === true,
  });
  world.appBatches.set(batch.view.id, batch);
  project.batches.push(batch.view.id);
  rememberImport(world, batch, result);
  return batch;
}

/** A batch with all that follows from its items. */
function show(world: World, batch: AppBatchRecord): AppBatch {
  const { view } = batch;
  const project = projectOf(world, batch);
  const { price } = appOf(world, project);
  const items = itemsOf(world, batch);
  const states: Record<string, number> = {};
  let sure = 0;
  let done = 0;
  for (const { view, confidence } of items) {
    const { status } = view;
    states[status] = (states[status] ?? 0) + 1;
    if (confidence === undefined) continue;
    sure += confidence;
    done++;
  }
  const count = items.length;
  return {
    ...view,
    item_count: count,
    items_count: count,
    item_price: fromMoney(price),
    cost: fromMoney(price * BigInt(count)),
    cost_of_processed: fromMoney(price * BigInt(done)),
    items_processed_count: done,
    items_per_state: states,
    ...(done === 0 ? {} : { confidence_avg: sure / done }),
    current_time: world.time,
    ...forecast(world, project, batch, count - done),
  };
}

/** Estimates the start and end of work; nothing if none is ahead. */
function forecast(
  world: World,
  project: AppProjectRecord,
  { view }: AppBatchRecord,
  left: number,
): Pick<AppBatch, "eta" | "etd" | "app_project_eta"> {
  const { now } = world.clock;
  const ahead = project.active + project.waiting.length;
  const ends = formatTime(now + TIME_PER_ITEM * Math.max(ahead, left));
  const all = ahead === 0 ? {} : { app_project_eta: ends };
  switch (view.status) {
    case "QUEUED":
      return {
        ...all,
        etd: formatTime(now + TIME_PER_ITEM * ahead),
        eta: formatTime(now + TIME_PER_ITEM * (ahead + left)),
      };
    case "PROCESSING":
      return { ...all, eta: formatTime(now + TIME_PER_ITEM * left) };
  }
  return all;
}

function find(context: Context): AppBatchRecord {
  const id = context.params.batchId!;
  const batch = context.world.appBatches.get(id);
  const project = findProject(context);
  if (batch?.view.app_project_id !== project.view.id) {
    throw doesNotExist("batch", id);
  }
  return batch;
}

function create(context: Context): Reply {
  const { world } = context;
  const project = findProject(context);
  requireProject(project);
  const body = checkBody<AppBatchInput>(context.body, CREATE);
  return created(show(world, addBatch(world, project, body)));
}

function createSync(context: Context): Reply {
  const { world } = context;
  const project = findProject(context);
  if (project.view.status !== "READY") throw inappropriateStatus(["READY"]);
  const app = appOf(world, project);
  if (!app.synchronous) {
    throw conflict("CONFLICT_STATE", "The app does not answer at once");
  }
  const { name, items: inputs = [] } = checkBody<AppBatchInput>(
    context.body,
    CREATE,
  );
  const count = inputs?.length ?? 0;
  const free = world.account.balance - world.account.committed;
  const needed = app.price * BigInt(count);
  if (free < needed) {
    throw conflict(
      "NOT_ENOUGH_BALANCE",
      "The balance does not cover the items",
      { balance: fromMoney(free), required: fromMoney(needed) },
    );
  }
  const batch = addBatch(world, project, { name: name ?? "", items: inputs });
  const items = itemsOf(world, batch);
  batch.view.started_at = world.time;
  for (const item of items) completeNow(world, item);
  batch.view.status = "COMPLETED";
  batch.view.finished_at = world.time;
  return created({
    batch: show(world, batch),
    items: items.map(({ view }) => view),
  });
}

function patch(context: Context): Reply {
  const { world } = context;
  const batch = find(context);
  const { view } = batch;
  const { name, priority_order } = checkBody<AppBatchPatch>(
    context.body,
    PATCH,
  );
  if (name != null) view.name = name;
  if (priority_order != null) view.priority_order = priority_order;
  beginWork(world, projectOf(world, batch));
  return ok(show(world, batch));
}

const BASE = `${APPS_API}/app-projects/:projectId/batches`;

/** Endpoints of app batches. */
export const appBatchRoutes: readonly Route[] = [
  route("GET", BASE, (context) => {
    const { world } = context;
    const batches = findProject(context).batches
      .map((id) => world.appBatches.get(id)!);
    return appPage(batches, context, LIST, (batch) => show(world, batch));
  }),
  route("POST", BASE, create, CREATE),
  route("POST", `${BASE}/sync`, createSync, SYNC),
  route(
    "GET",
    `${BASE}/:batchId`,
    (context) => ok(show(context.world, find(context))),
  ),
  route("PATCH", `${BASE}/:batchId`, patch, PATCH),
  ...Object.entries(CHANGES).map(([verb, change]) =>
    route("POST", `${BASE}/:batchId/${verb}`, (context) => {
      const batch = find(context);
      const from = FROM[verb]!;
      if (!from.includes(batch.view.status)) {
        throw inappropriateStatus(from);
      }
      change(context.world, batch);
      return created(undefined);
    })
  ),
];
