/** Pools. */

import type { Pool, PoolInput, PoolPatch } from "../../types/pools.ts";
import type { TrainingInput } from "../../types/trainings.ts";
import { choicesOf } from "../aggregation/confidence.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  asBody,
  type Body,
  checkBody,
  checkFields,
  objectAt,
  objectsAt,
  type Rules,
  throwIfAny,
  unchecked,
  withoutNulls,
} from "../checks/validation.ts";
import { own } from "../engine/own.ts";
import {
  addPool,
  type NewPool,
  parameterName,
  requireStatus,
  requireUnlocked,
  settingsOf,
  startArchive,
  startClose,
  startCloseForUpdate,
  startOpen,
  touch,
} from "../issuing/pool_life.ts";
import type { Item, ListRules } from "../server/listing.ts";
import {
  accepted,
  API,
  type Context,
  created,
  noContent,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import type { PoolRecord, ProjectRecord } from "../world/records.ts";
import type { Work, World } from "../world/world.ts";
import { checkPool, POOL, POOL_PATCH, TRAINING } from "./pool_rules.ts";
import { checkQuality } from "./quality_rules.ts";

const LIST: ListRules = {
  default: 20,
  max: 300,
  sort: ["id", "created", "last_started"],
  ranges: { id: "id", created: "time", last_started: "time" },
  equal: ["status", "project_id", "type"],
};

type Kind = PoolRecord["kind"];

/** Fields only the server sets; what a body says of them is dropped. */
const READ_ONLY = unchecked(
  "id",
  "owner",
  "type",
  "status",
  "last_close_reason",
  "created",
  "last_started",
  "last_stopped",
);

/** Fields in which `null` has a meaning. */
const LITERAL = ["filter", "metadata"];

/** Defaults of fields that the body lacks. */
const DEFAULTS: Readonly<Record<Kind, Body>> = {
  POOL: {
    auto_accept_solutions: true,
    auto_close_after_complete_delay_seconds: 0,
    priority: 0,
  },
  TRAINING: {
    mix_tasks_in_creation_order: true,
    shuffle_tasks_in_task_suite: true,
  },
};

/** Finds a pool or a training, or answers 404; `/pools` knows both. */
export function findPool(world: World, id: string, kind: Kind): PoolRecord {
  const pool = world.pools.get(id);
  if (pool === undefined || (kind === "TRAINING" && pool.kind !== kind)) {
    throw doesNotExist(kind.toLowerCase(), id);
  }
  return pool;
}

/** A pool, or a training as the pool that it is. */
function viewOf(pool: PoolRecord, kind: Kind): Item & Partial<Pool> {
  if (pool.kind === "POOL" || kind === "TRAINING") return pool.view;
  const {
    training_tasks_in_task_suite_count: count,
    mix_tasks_in_creation_order = true,
    shuffle_tasks_in_task_suite = true,
    inherited_instructions: _inherited,
    task_suites_required_to_pass: _required,
    retry_training_after_days: _retry,
    ...view
  } = pool.view;
  return {
    ...view,
    type: "TRAINING",
    reward_per_assignment: 0,
    auto_accept_solutions: true,
    priority: 0,
    mixer_config: {
      real_tasks_count: 0,
      golden_tasks_count: 0,
      training_tasks_count: count,
      mix_tasks_in_creation_order,
      shuffle_tasks_in_task_suite,
    },
  };
}

/** Settings that were checked: those of a pool or of a training. */
type Settings = PoolInput & TrainingInput;

function check(
  world: World,
  kind: Kind,
  raw: unknown,
): { settings: Settings; project: ProjectRecord } {
  const body = asBody(raw);
  const errors: FieldErrors = {};
  checkFields(body, kind === "POOL" ? POOL : TRAINING, "", errors);
  if (kind === "POOL") checkPool(body, errors);
  const project = world.projects.get(`${body.project_id}`);
  if (body.project_id != null && project?.view.status !== "ACTIVE") {
    errors.project_id ??= fieldError("ENTITY_DOES_NOT_EXIST");
  }
  checkQuality(body, errors);
  checkReferences(world, body, errors);
  checkDynamicOverlap(body, project, errors);
  throwIfAny(errors);
  const settings: Body = { ...DEFAULTS[kind] };
  for (const [name, value] of Object.entries(body)) {
    if (Object.hasOwn(READ_ONLY, name)) continue;
    const kept = LITERAL.includes(name) ? value : withoutNulls(value);
    if (kept != null) settings[name] = kept;
  }
  return { settings: settings as unknown as Settings, project: project! };
}

/** Skills and trainings that the settings name must exist. */
function checkReferences(world: World, body: Body, errors: FieldErrors): void {
  for (
    const [config, name] of [
      ["dynamic_pricing_config", "skill_id"],
      ["dynamic_overlap_config", "answer_weight_skill_id"],
    ] as const
  ) {
    const skill = objectAt(body, config)?.[name];
    if (skill != null && !world.skills.has(`${skill}`)) {
      errors[`${config}.${name}`] ??= fieldError("ENTITY_DOES_NOT_EXIST");
    }
  }
  const quality = objectAt(body, "quality_control");
  const training = objectAt(quality, "training_requirement");
  const id = training?.training_pool_id;
  if (id != null && world.pools.get(`${id}`)?.kind !== "TRAINING") {
    errors["quality_control.training_requirement.training_pool_id"] ??=
      fieldError("ENTITY_DOES_NOT_EXIST");
  }
  for (const [c, config] of objectsAt(quality, "configs").entries()) {
    for (const [r, rule] of objectsAt(config, "rules").entries()) {
      const skill = objectAt(objectAt(rule, "action"), "parameters")?.skill_id;
      if (skill != null && !world.skills.has(`${skill}`)) {
        errors[
          `quality_control.configs.${c}.rules.${r}.action.parameters.skill_id`
        ] = fieldError("ENTITY_DOES_NOT_EXIST");
      }
    }
  }
}

/** Answers are compared by fields with few possible values. */
function checkDynamicOverlap(
  body: Body,
  project: ProjectRecord | undefined,
  errors: FieldErrors,
): void {
  const config = objectAt(body, "dynamic_overlap_config");
  for (const [index, { name }] of objectsAt(config, "fields").entries()) {
    const spec = own(project?.output ?? {}, `${name}`);
    const path = `dynamic_overlap_config.fields.${index}.name`;
    if (spec === undefined) {
      errors[path] ??= fieldError("ENTITY_DOES_NOT_EXIST");
    } else if (choicesOf(spec) === undefined) {
      errors[path] ??= fieldError("VALUE_NOT_ALLOWED");
    }
  }
}

function newPool(world: World, kind: Kind, settings: Settings): NewPool {
  const view = {
    ...settings,
    id: world.ids.number(),
    status: "CLOSED" as const,
    created: world.time,
    owner: world.owner(),
  };
  return kind === "POOL"
    ? { kind, view: { ...view, type: "REGULAR" } }
    : { kind, view };
}

function createOne(kind: Kind, { world, body }: Context): Reply {
  const { settings, project } = check(world, kind, body);
  return created(addPool(world, project, newPool(world, kind, settings)).view);
}

function withoutReadOnly(view: PoolRecord["view"]): Settings {
  const fields = Object.entries(view).filter(([name]) =>
    !Object.hasOwn(READ_ONLY, name)
  );
  return Object.fromEntries(fields) as unknown as Settings;
}

function replace(world: World, pool: PoolRecord, settings: Settings): void {
  const kept = Object.fromEntries(
    Object.entries(pool.view).filter(([name]) =>
      Object.hasOwn(READ_ONLY, name)
    ),
  );
  const { id, created, status } = pool.view;
  pool.view = { ...settings, ...kept, id, created, status };
  pool.settings = settingsOf(pool);
  pool.grown = world.clock.now;
  touch(world, pool);
}

function update(kind: Kind, { world, params, body }: Context): Reply {
  const pool = findPool(world, params.id!, kind);
  if (pool.kind !== kind) {
    throw conflict("POOL_IS_TRAINING", "A training has settings of its own");
  }
  requireStatus(pool, ["CLOSED"]);
  requireUnlocked(pool);
  const { settings, project } = check(world, kind, body);
  if (project !== pool.project) {
    throwIfAny({ project_id: fieldError("VALUE_NOT_ALLOWED") });
  }
  replace(world, pool, settings);
  return ok(pool.view);
}

function patch({ world, params, body }: Context): Reply {
  const pool = findPool(world, params.id!, "POOL");
  if (pool.kind !== "POOL") {
    throw conflict("POOL_IS_TRAINING", "A training has no priority");
  }
  requireStatus(pool, ["OPEN", "CLOSED"]);
  const { priority } = checkBody<PoolPatch>(body, POOL_PATCH);
  if (priority != null) {
    pool.view.priority = priority;
    pool.settings.priority = priority;
  }
  return ok(pool.view);
}

function clone(path: Kind, { world, params }: Context): Reply {
  const { kind, view } = findPool(world, params.id!, path);
  return accepted(
    startOperation(world, {
      type: `${kind}.CLONE`,
      parameters: { [parameterName(kind)]: view.id },
      input: view.id,
    }).view,
  );
}

/** Clones the pool or training with the id that the operation names. */
export const cloneWork: Work<string> = (world, id) => {
  const { kind, view, project } = world.pools.get(id)!;
  const settings = structuredClone(withoutReadOnly(view));
  const pool = addPool(world, project, newPool(world, kind, settings), true);
  return { [parameterName(kind)]: pool.view.id };
};

const CHANGES = {
  "open": startOpen,
  "close": startClose,
  "close-for-update": startCloseForUpdate,
  "archive": startArchive,
} as const;

/** Endpoints that pools and trainings have in common. */
export function poolLikeRoutes(kind: Kind, base: string): Route[] {
  const settings = kind === "POOL" ? POOL : TRAINING;
  const rules: Rules = { ...settings, ...READ_ONLY };
  return [
    route("GET", base, (context) => {
      // Clients that clone a project expect its pools here, and find its
      // trainings elsewhere; only who asks for trainings gets them.
      const wanted = context.query.get("type") === "TRAINING"
        ? "TRAINING"
        : kind;
      const pools = [...context.world.pools.values()]
        .filter((pool) => pool.kind === wanted)
        .map((pool) => ({ view: viewOf(pool, kind) }));
      return page(pools, context, LIST, true);
    }),
    route("POST", base, (context) => createOne(kind, context), rules),
    route(
      "GET",
      `${base}/:id`,
      ({ world, params }) =>
        ok(viewOf(findPool(world, params.id!, kind), kind)),
    ),
    route("PUT", `${base}/:id`, (context) => update(kind, context), rules),
    route("POST", `${base}/:id/clone`, (context) => clone(kind, context)),
    ...Object.entries(CHANGES).map(([verb, start]) =>
      route("POST", `${base}/:id/${verb}`, ({ world, params }) => {
        const operation = start(world, findPool(world, params.id!, kind));
        return operation === undefined ? noContent() : accepted(operation.view);
      })
    ),
  ];
}

/** Endpoints of pools. */
export const poolRoutes: readonly Route[] = [
  ...poolLikeRoutes("POOL", `${API}/pools`),
  route("PATCH", `${API}/pools/:id`, patch, POOL_PATCH),
];
