/** Task suites. */

import type {
  TaskSuiteInput,
  TaskSuitePatch,
} from "../../types/task_suites.ts";
import {
  conflict,
  doesNotExist,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  type Body,
  checkBody,
  checkFields,
  copyFields,
  type Rules,
  type RulesFor,
  unchecked,
} from "../checks/validation.ts";
import { idInPool } from "../engine/ids.ts";
import { refreshOverlap, setOverlap } from "../issuing/overlap.ts";
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
import {
  OwnSuite,
  type SuiteRecord,
  suitesOf,
  type SuiteView,
} from "../world/records.ts";
import { type BatchKind, createBatch } from "./batch.ts";
import {
  addTask,
  checkContent,
  ISSUING,
  OVERLAP_OR_MIN,
  POSITION,
  TASK_IN_SUITE,
  wantedOverlap,
} from "./tasks.ts";

const ORDER = {
  type: "number",
  min: -99_999.99999,
  max: 99_999.99999,
} as const;

const RULES: RulesFor<TaskSuiteInput> = {
  ...ISSUING,
  tasks: { type: "array", required: true, min: 1, items: TASK_IN_SUITE },
  issuing_order_override: ORDER,
  longitude: { type: "number" },
  latitude: { type: "number" },
};

const BODY: Rules = {
  ...RULES,
  ...POSITION,
  ...unchecked("id", "created", "mixed", "automerged", "remaining_overlap"),
};

const PATCH: RulesFor<TaskSuitePatch> = {
  overlap: ISSUING.overlap,
  infinite_overlap: { type: "boolean" },
  issuing_order_override: ORDER,
};

const LIST: ListRules = {
  default: 50,
  max: 100_000,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time", overlap: "number" },
  equal: ["overlap"],
};

function tasksOf(item: Body): Body[] {
  return Array.isArray(item.tasks) ? item.tasks : [];
}

/** Creation of task suites. */
export const TASK_SUITES: BatchKind = {
  name: "TASK_SUITE",
  tasks: tasksOf,
  accepts: (pool) => {
    if (pool.settings.mixer !== undefined) {
      throw conflict(
        "POOL_TASK_TYPE_CONFLICT",
        "A pool with 'mixer_config' takes tasks, not task suites",
        { pool_id: pool.view.id },
      );
    }
  },
  check: (pool, item, errors) => {
    checkFields(item, RULES, "", errors);
    tasksOf(item).forEach((task, index) => {
      if (typeof task === "object" && task !== null) {
        const path = `tasks.${index}`;
        checkContent(pool, task, path, errors);
        if (task.baseline_solutions != null) {
          errors[`${path}.baseline_solutions`] = fieldError(
            "VALUE_NOT_ALLOWED",
          );
        }
      }
    });
  },
  create: (world, pool, body) => {
    const item = body as Partial<TaskSuiteInput>;
    const tasks = item.tasks?.map((task) => addTask(world, pool, task)) ?? [];
    const infinite = item.infinite_overlap === true;
    const id = idInPool(pool.ids, world.clock.now, world.ids.count());
    const view: SuiteView = {
      id,
      pool_id: pool.view.id,
      created: world.time,
      mixed: false,
      automerged: false,
      infinite_overlap: infinite,
      overlap: infinite
        ? null
        : item.overlap ?? pool.settings.defaultSuiteOverlap,
    };
    copyFields(
      item,
      view,
      Object.keys(RULES).filter((name) => name !== "tasks" && !(name in view)),
    );
    const suite = new OwnSuite(view, pool, tasks);
    pool.suites.push(suite);
    for (const task of tasks) pool.tasks.push(task);
    pool.waitingSuites.add(suite);
    refreshOverlap(suite);
    return suite;
  },
};

function findSuite({ world, params }: Context): SuiteRecord {
  const suite = world.suites.get(params.id!);
  if (suite === undefined) throw doesNotExist("task suite", params.id!);
  return suite;
}

function listSuites(context: Context): Reply {
  const { world, query } = context;
  const poolId = query.get("pool_id");
  const taskId = query.get("task_id");
  if (poolId === null && taskId === null) {
    throw validationError({ pool_id: fieldError("VALUE_REQUIRED") });
  }
  const pool = poolId === null
    ? world.tasks.get(taskId!)?.pool
    : world.pools.get(poolId);
  const suites = pool === undefined ? [] : suitesOf(pool);
  if (taskId === null) return page(suites, context, LIST, true);
  const task = world.tasks.get(taskId);
  const found = Array.from(suites).filter(({ tasks }) =>
    task !== undefined && tasks.includes(task)
  );
  return page(found, context, LIST, true);
}

function patchSuite(context: Context): Reply {
  const { world, query } = context;
  const suite = findSuite(context);
  requireStatus(suite.pool, ["OPEN", "CLOSED"]);
  const body = checkBody<TaskSuitePatch>(context.body, PATCH);
  refuseMixed(suite);
  if (body.issuing_order_override != null) {
    suite.view.issuing_order_override = body.issuing_order_override;
    suite.pool.waitingSuites.reorder();
  }
  const overlap = wantedOverlap(body);
  if (overlap !== undefined) {
    setOverlap(world, suite, overlap === "infinite" ? undefined : overlap);
  }
  if (flag(query, "open_pool")) openIfPossible(world, suite.pool);
  return ok(suite);
}

function stopSuite(context: Context): Reply {
  const suite = findSuite(context);
  requireStatus(suite.pool, ["OPEN", "CLOSED"]);
  const body = checkBody<TaskSuitePatch>(context.body, OVERLAP_OR_MIN);
  refuseMixed(suite);
  const overlap = wantedOverlap(body) ?? 0;
  const wanted = overlap === "infinite"
    ? undefined
    : Math.max(overlap, suite.issued);
  setOverlap(context.world, suite, wanted);
  return ok(suite);
}

/** The overlap of mixed suites is that of their tasks. */
function refuseMixed(suite: SuiteRecord): asserts suite is OwnSuite {
  if (!suite.mixed) return;
  throw conflict(
    "POOL_TASK_TYPE_CONFLICT",
    "A suite made by smart mixing cannot be changed",
  );
}

/** Endpoints of task suites. */
export const taskSuiteRoutes: readonly Route[] = [
  route("GET", `${API}/task-suites`, listSuites),
  route(
    "POST",
    `${API}/task-suites`,
    (context) => createBatch(TASK_SUITES, context),
    BODY,
  ),
  route(
    "GET",
    `${API}/task-suites/:id`,
    (context) => ok(findSuite(context)),
  ),
  route("PATCH", `${API}/task-suites/:id`, patchSuite, PATCH),
  route(
    "PATCH",
    `${API}/task-suites/:id/set-overlap-or-min`,
    stopSuite,
    OVERLAP_OR_MIN,
  ),
];
