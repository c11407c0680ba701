/** Tasks. */

import type {
  TaskContent,
  TaskInput,
  TaskOverlapPatch,
  TaskPatch,
} from "../../types/tasks.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { checkValues } from "../checks/fields.ts";
import {
  type Body,
  checkBody,
  checkFields,
  copyFields,
  type Nullable,
  type Rule,
  type Rules,
  type RulesFor,
  throwIfAny,
  unchecked,
} from "../checks/validation.ts";
import { idInPool } from "../engine/ids.ts";
import {
  announceWork,
  refreshOverlap,
  setOverlap,
} from "../issuing/overlap.ts";
import { openIfPossible, requireStatus } from "../issuing/pool_life.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  flag,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { TaskKind } from "../world/pool_settings.ts";
import {
  type PoolRecord,
  type RareTaskFields,
  TaskRecord,
  type TaskView,
} from "../world/records.ts";
import type { World } from "../world/world.ts";
import { type BatchKind, createBatch } from "./batch.ts";
import { LOCALIZATION } from "./localization_rules.ts";

/** Most tasks of one pool. */
const MAX_TASKS = 1_000_000;

const OVERLAP = { type: "integer", min: 1, max: 30_000 } as const;
const NAMES = { type: "array", items: { type: "string" } } as const;

/** Rules of what tasks consist of, alone and in suites. */
const CONTENT: RulesFor<TaskContent> = {
  input_values: { type: "object" },
  known_solutions: {
    type: "array",
    items: {
      type: "object",
      fields: {
        output_values: { type: "object", required: true },
        correctness_weight: { type: "number", min: 0, max: 1 },
      },
    },
  },
  message_on_unknown_solution: { type: "string" },
  baseline_solutions: {
    type: "array",
    items: {
      type: "object",
      fields: {
        output_values: { type: "object", required: true },
        confidence_weight: { type: "number", min: 0, max: 1 },
      },
    },
  },
  localization_config: LOCALIZATION,
};

/** Fields only the server sets; what a body says of them has no effect. */
const READ_ONLY = unchecked(
  "id",
  "created",
  "remaining_overlap",
  "origin_task_id",
);

/** Number of an item in its request, by which clients find it in the log. */
export const POSITION = unchecked("__item_idx");

/** Rules of how often and to whom tasks and suites are handed out. */
export const ISSUING = {
  pool_id: { type: "string" },
  overlap: OVERLAP,
  infinite_overlap: { type: "boolean" },
  reserved_for: NAMES,
  unavailable_for: NAMES,
  traits_all_of: NAMES,
  traits_any_of: NAMES,
  traits_none_of_any: NAMES,
} as const satisfies RulesFor<Omit<TaskInput, keyof TaskContent>>;

const TASK: Rules = { ...ISSUING, ...CONTENT, ...READ_ONLY, ...POSITION };

/** Rule of a task in a suite: what is said of its issuing has no effect. */
export const TASK_IN_SUITE: Rule = {
  type: "object",
  fields: {
    ...unchecked(...Object.keys(ISSUING)),
    ...CONTENT,
    ...READ_ONLY,
  },
};

const PATCH: RulesFor<TaskPatch> = {
  overlap: OVERLAP,
  infinite_overlap: { type: "boolean" },
  known_solutions: CONTENT.known_solutions,
  baseline_solutions: CONTENT.baseline_solutions,
  message_on_unknown_solution: { type: "string" },
};

/** Rules of `set-overlap-or-min`. */
export const OVERLAP_OR_MIN: RulesFor<TaskOverlapPatch> = {
  overlap: { ...OVERLAP, min: 0 },
  infinite_overlap: { type: "boolean" },
};

const LIST: ListRules = {
  default: 50,
  max: 100_000,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time", overlap: "number" },
  equal: ["overlap"],
};

/** Checks what a task consists of. */
export function checkContent(
  pool: PoolRecord,
  task: Body,
  path: string,
  errors: FieldErrors,
): void {
  const prefix = path === "" ? "" : `${path}.`;
  checkFields(task, CONTENT, path, errors);
  checkValues(pool.input, task.input_values, `${prefix}input_values`, errors);
  for (const name of ["known_solutions", "baseline_solutions"]) {
    const solutions = Array.isArray(task[name]) ? task[name] : [];
    for (const [index, solution] of solutions.entries()) {
      const place = `${prefix}${name}.${index}.output_values`;
      const values = solution?.output_values;
      if (values == null) continue;
      // A solution need not say anything about every field.
      checkValues(pool.output, values, place, errors, true);
    }
  }
}

/** Derives the kind of a task from its content. */
function kindOf(
  task: Nullable<
    Pick<TaskView, "known_solutions" | "message_on_unknown_solution">
  >,
): TaskKind {
  if (!task.known_solutions?.length) return "GENERAL";
  return task.message_on_unknown_solution ? "TRAINING" : "GOLDEN";
}

/** The fields that most tasks lack. */
const RARE = [
  "known_solutions",
  "message_on_unknown_solution",
  "baseline_solutions",
  "localization_config",
  "reserved_for",
  "unavailable_for",
  "traits_all_of",
  "traits_any_of",
  "traits_none_of_any",
] as const;

function rareFields(body: Partial<TaskInput>): RareTaskFields | undefined {
  const fields: RareTaskFields = {};
  copyFields(body, fields, RARE);
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/** Creates a task that was checked. */
export function addTask(
  world: World,
  pool: PoolRecord,
  body: Partial<TaskInput>,
): TaskRecord {
  return new TaskRecord(
    idInPool(pool.ids, world.clock.now, world.ids.count()),
    pool,
    world.time,
    JSON.stringify(body.input_values ?? {}),
    kindOf(body),
    rareFields(body),
  );
}

/** Creation of tasks. */
export const TASKS: BatchKind = {
  name: "TASK",
  tasks: (item) => [item],
  accepts: (pool) => {
    requireMixer(pool);
    if (pool.tasks.length >= MAX_TASKS) {
      throw conflict(
        "POOL_TASKS_COUNT_EXCEEDED",
        `A pool can have at most ${MAX_TASKS} tasks`,
        { pool_id: pool.view.id },
      );
    }
  },
  check: (pool, item, errors) => {
    checkFields(item, ISSUING, "", errors);
    checkContent(pool, item, "", errors);
    if (pool.kind === "TRAINING") item.infinite_overlap ??= true;
  },
  create: (world, pool, body) => {
    const item = body as Partial<TaskInput>;
    const task = addTask(world, pool, item);
    const fallback = pool.settings.defaultTaskOverlap;
    const overlap = item.overlap ?? fallback;
    const infinite = item.infinite_overlap ?? overlap === Infinity;
    task.overlap = infinite ? null : overlap;
    pool.tasks.push(task);
    pool.waiting[task.kind].add(task);
    refreshOverlap(task);
    return task;
  },
};

/** Refuses pools without smart mixing, whose suites have the overlap. */
function requireMixer(pool: PoolRecord): void {
  if (pool.settings.mixer !== undefined) return;
  throw conflict(
    "MIXER_CONFIG_REQUIRED",
    "A pool without 'mixer_config' takes task suites, not tasks",
    { pool_id: pool.view.id },
  );
}

function findTask({ world, params }: Context): TaskRecord {
  const task = world.tasks.get(params.id!);
  if (task === undefined) throw doesNotExist("task", params.id!);
  return task;
}

function listTasks(context: Context): Reply {
  const { world, query } = context;
  const id = query.get("pool_id");
  if (id === null) {
    throw validationError({ pool_id: fieldError("VALUE_REQUIRED") });
  }
  return page(world.pools.get(id)?.tasks ?? [], context, LIST, true);
}

/** Reads the overlap a body asks for: `undefined` for no change. */
export function wantedOverlap(
  body: Nullable<TaskOverlapPatch>,
): number | "infinite" | undefined {
  if (body.infinite_overlap === true) return "infinite";
  return body.overlap ?? undefined;
}

/** The fields that a patch replaces, or removes where it says `null`. */
const PATCHED = [
  "known_solutions",
  "baseline_solutions",
  "message_on_unknown_solution",
] as const;

function patchTask(context: Context): Reply {
  const { world } = context;
  const task = findTask(context);
  requireStatus(task.pool, ["OPEN", "CLOSED"]);
  const body = checkBody<TaskPatch>(context.body, PATCH);
  const errors: FieldErrors = {};
  checkContent(task.pool, { ...task.toJSON(), ...body }, "", errors);
  throwIfAny(errors);
  const before = task.kind;
  const { pool } = task;
  const patched = { ...task.rare };
  for (const name of PATCHED) if (body[name] === null) delete patched[name];
  copyFields(body, patched, PATCHED);
  task.rare = rareFields(patched);
  task.kind = kindOf(patched);
  task.truth = undefined;
  if (task.kind !== before && pool.settings.mixer !== undefined) {
    pool.waiting[before].remove(task);
    pool.waiting[task.kind].add(task);
    refreshOverlap(task);
  }
  const overlap = wantedOverlap(body);
  if (overlap !== undefined) {
    requireMixer(pool);
    setOverlap(world, task, overlap === "infinite" ? undefined : overlap);
  } else {
    announceWork(world, pool);
  }
  if (flag(context.query, "open_pool")) openIfPossible(world, pool);
  return ok(task);
}

function stopTask(context: Context): Reply {
  const task = findTask(context);
  requireStatus(task.pool, ["OPEN", "CLOSED"]);
  requireMixer(task.pool);
  const body = checkBody<TaskOverlapPatch>(context.body, OVERLAP_OR_MIN);
  const overlap = wantedOverlap(body) ?? 0;
  const wanted = overlap === "infinite"
    ? undefined
    : Math.max(overlap, task.issued);
  setOverlap(context.world, task, wanted);
  return ok(task);
}

/** Endpoints of tasks. */
export const taskRoutes: readonly Route[] = [
  route("GET", `${API}/tasks`, listTasks),
  route("POST", `${API}/tasks`, (context) => createBatch(TASKS, context), TASK),
  route("GET", `${API}/tasks/:id`, (context) => ok(findTask(context))),
  route("PATCH", `${API}/tasks/:id`, patchTask, PATCH),
  route(
    "PATCH",
    `${API}/tasks/:id/set-overlap-or-min`,
    stopTask,
    OVERLAP_OR_MIN,
  ),
];
