/** Work on the items of app projects, and the state of their batches. */

import type { AppItemStatus } from "../../../types/app_items.ts";
import { type Vote, weigh } from "../../aggregation/confidence.ts";
import type { FieldSpecs, Values } from "../../checks/fields.ts";
import { canonical } from "../../engine/canonical.ts";
import { job } from "../../world/jobs.ts";
import { Random } from "../../engine/random.ts";
import { MINUTE, SECOND } from "../../engine/time.ts";
import { answer, truthOf } from "../../tolokers/answers.ts";
import {
  type AppBatchRecord,
  type AppItemRecord,
  type AppProjectRecord,
  type AppRecord,
  type PoolRecord,
  TaskRecord,
} from "../../world/records.ts";
import type { JobHandler, World } from "../../world/world.ts";

/** Items of one project that are done at the same time. */
const CAPACITY = 20;
/** Mean time for an item. */
const ITEM_TIME = MINUTE;
/** Number of Tolokers who answer an item. */
const WORKERS = 3;
/** Name of the output field that says how sure the others are. */
const CONFIDENCE = "confidence";

const PRIORITIES: readonly string[] = ["ONE", "TWO", "THREE", "FOUR", "FIVE"];

/** Statuses of items that nothing will happen to by itself any more. */
const ENDED: readonly AppItemStatus[] = ["COMPLETED", "ERROR", "CANCELLED"];

/** Job: an item is done. */
export const completeItem: JobHandler = (world, id) => {
  const item = world.appItems.get(id!)!;
  const project = projectOf(world, item);
  project.active--;
  const { price } = appOf(world, project);
  world.account.committed -= price;
  if (!fails(world, item)) {
    pay(world, price);
    complete(world, item);
  }
  settle(world, batchOf(world, item));
  beginWork(world, project);
};

/** Lets an item end as `ERROR`, as often as its app says. */
function fails(world: World, item: AppItemRecord): boolean {
  const { errorRate } = appOf(world, projectOf(world, item));
  const { view } = item;
  const random = new Random(`${world.seed}/app-error/${view.id}`);
  if (!random.chance(errorRate)) return false;
  view.status = "ERROR";
  view.finished_at = world.time;
  view.errors = [{
    code: "INTERNAL_ERROR",
    message: "The item could not be processed",
  }];
  return true;
}

/** The project an item or a batch belongs to. */
export function projectOf(
  world: World,
  { view }: AppItemRecord | AppBatchRecord,
): AppProjectRecord {
  return world.appProjects.get(view.app_project_id)!;
}

/** The app of a project. */
export function appOf(world: World, { view }: AppProjectRecord): AppRecord {
  return world.apps.get(view.app_id)!;
}

function batchOf(
  world: World,
  { view }: AppItemRecord,
): AppBatchRecord | undefined {
  return world.appBatches.get(view.batch_id ?? "");
}

/** The items of a batch. */
export function itemsOf(
  world: World,
  { items }: AppBatchRecord,
): AppItemRecord[] {
  return items.map((id) => world.appItems.get(id)!);
}

/** Lets an item be done when its turn has come. */
export function enqueue(world: World, item: AppItemRecord): void {
  projectOf(world, item).waiting.push(item.view.id);
}

/** Takes everything out of the queue that has not begun. */
export function forget(
  world: World,
  project: AppProjectRecord,
  batch?: AppBatchRecord,
): AppItemRecord[] {
  const items = project.waiting.map((id) => world.appItems.get(id)!);
  const out = (item: AppItemRecord) =>
    batch === undefined || item.view.batch_id === batch.view.id;
  project.waiting = items.filter((item) => !out(item)).map(({ view }) =>
    view.id
  );
  return items.filter(out);
}

/** Starts the batches whose turn it is, and items as far as there is room. */
export function beginWork(world: World, project: AppProjectRecord): void {
  if (project.view.status !== "READY") return;
  const touched = new Set(startBatches(world, project));
  while (project.active < CAPACITY && project.waiting.length > 0) {
    const item = world.appItems.get(project.waiting.shift()!)!;
    begin(world, project, item);
    const batch = batchOf(world, item);
    if (batch !== undefined) touched.add(batch);
  }
  for (const batch of touched) settle(world, batch);
  // A batch without work makes room for the next immediately.
  const over = [...touched].some(({ view }) => view.status !== "PROCESSING");
  if (over) beginWork(world, project);
}

/**
 * Queued batches begin unless one of higher priority is queued or at work.
 *
 * @returns Those that began.
 */
function startBatches(
  world: World,
  project: AppProjectRecord,
): AppBatchRecord[] {
  const batches = project.batches.map((id) => world.appBatches.get(id)!)
    .filter(({ view }) =>
      view.status === "QUEUED" || view.status === "PROCESSING"
    );
  const rank = ({ view }: AppBatchRecord) =>
    PRIORITIES.indexOf(view.priority_order ?? "FIVE");
  const first = Math.min(...batches.map(rank));
  const started = batches.filter((batch) =>
    batch.view.status === "QUEUED" && rank(batch) === first
  );
  for (const batch of started) {
    batch.view.status = "PROCESSING";
    batch.view.started_at ??= world.time;
    for (const item of itemsOf(world, batch)) {
      if (item.view.status === "NEW") enqueue(world, item);
    }
  }
  return started;
}

/** Begins an item, unless there is no money or the answer is known. */
function begin(
  world: World,
  project: AppProjectRecord,
  item: AppItemRecord,
): void {
  const { account, clock } = world;
  const { view } = item;
  view.started_at = world.time;
  if (takeKnown(world, item)) return;
  const { price } = appOf(world, project);
  if (account.balance - account.committed < price) {
    view.status = "NO_MONEY";
    return;
  }
  account.committed += price;
  project.active++;
  view.status = "PROCESSING";
  const time = SECOND + world.random.exponential(ITEM_TIME);
  clock.after(time, job("APP_ITEM_DONE", view.id));
}

function pay(world: World, price: bigint): void {
  world.account.balance -= price;
  world.account.spent += price;
}

function keyOf({ view }: AppItemRecord): string {
  return `${view.app_project_id}/${canonical(view.input_data)}`;
}

/** An equal item that is done already lends its answer, for nothing. */
function takeKnown(world: World, item: AppItemRecord): boolean {
  if (item.original) return false;
  const known = world.appItems.get(world.appAnswers.get(keyOf(item)) ?? "");
  if (known === undefined) return false;
  item.confidence = known.confidence;
  const { output_data } = known.view;
  if (output_data !== undefined) item.view.output_data = output_data;
  item.view.status = "COMPLETED";
  item.view.finished_at = world.time;
  return true;
}

/** Gives an item its answer. */
function complete(world: World, item: AppItemRecord): void {
  const { view } = item;
  const { output } = appOf(world, projectOf(world, item));
  const { values, confidence } = answerItem(world, output, item);
  item.confidence = confidence;
  view.output_data = CONFIDENCE in output
    ? { ...values, [CONFIDENCE]: Math.round(confidence * 1e4) / 1e4 }
    : values;
  view.status = "COMPLETED";
  view.finished_at = world.time;
  world.appAnswers.set(keyOf(item), view.id);
}

/** Completes an item within the request. */
export function completeNow(world: World, item: AppItemRecord): void {
  item.view.started_at = world.time;
  if (takeKnown(world, item) || fails(world, item)) return;
  pay(world, appOf(world, projectOf(world, item)).price);
  complete(world, item);
}

/** Lets some Tolokers answer, and weighs their answers by skill. */
function answerItem(
  world: World,
  specs: FieldSpecs,
  { view }: AppItemRecord,
): { values: Values; confidence: number } {
  const { [CONFIDENCE]: _confidence, ...output } = specs;
  // Tolokers look at nothing else of a task.
  const pool = {
    output,
    view: { id: view.app_project_id },
    project: { view: {} },
  };
  const task = new TaskRecord(
    view.id,
    pool as unknown as PoolRecord,
    view.created_at ?? "",
    JSON.stringify(view.input_data),
    "GENERAL",
    undefined,
  );
  const everybody = [...world.tolokers.values()];
  const votes: Vote[] = [];
  for (let i = 0; i < WORKERS && everybody.length > 0; i++) {
    const toloker = world.random.pick(everybody);
    const values = answer(world, toloker, task);
    if (typeof values === "string") continue;
    votes.push({ values, quality: toloker.skill });
  }
  return weigh(votes, output, Object.keys(output)) ??
    { values: truthOf(world, task), confidence: 0 };
}

/** Draws the conclusion of its items for a batch. */
export function settle(world: World, batch: AppBatchRecord | undefined): void {
  if (batch === undefined) return;
  const { view } = batch;
  const is = (...statuses: AppItemStatus[]) => (id: string) =>
    statuses.includes(world.appItems.get(id)!.view.status);
  if (view.status === "STOPPING") {
    if (!batch.items.some(is("PROCESSING"))) view.status = "STOPPED";
    return;
  }
  if (view.status !== "PROCESSING") return;
  // They begin in their order, so the last ones are open the longest.
  if (batch.items.findLast(is("NEW", "PROCESSING")) !== undefined) return;
  const ended = batch.items.every(is(...ENDED));
  view.status = ended ? "COMPLETED" : "NO_MONEY";
  if (ended) view.finished_at = world.time;
}
