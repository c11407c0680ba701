/** Pools. */

import { choicesOf } from "../aggregation/confidence.ts";
import { doesNotExist, type FieldErrors } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  asBody,
  type Body,
  checkBody,
  checkFields,
  throwIfAny,
} from "../checks/validation.ts";
import { own } from "../engine/own.ts";
import {
  addPool,
  parameterName,
  requireStatus,
  requireUnlocked,
  startArchive,
  startClose,
  startCloseForUpdate,
  startOpen,
  touch,
} from "../issuing/pool_life.ts";
import { listPage, type ListRules } from "../server/listing.ts";
import {
  accepted,
  API,
  type Context,
  created,
  noContent,
  ok,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import { poolSettings, trainingSettings } from "../world/pool_settings.ts";
import type { PoolRecord, ProjectRecord, View } from "../world/records.ts";
import type { World } from "../world/world.ts";
import { checkPool, POOL, POOL_PATCH, TRAINING } from "./pool_rules.ts";
import { checkQuality } from "./quality_rules.ts";

const LIST: ListRules = {
  default: 20,
  max: 300,
  sort: ["id", "created", "last_started"],
  ranges: { id: "id", created: "time", last_started: "time" },
  equal: ["status", "project_id"],
};

type Kind = PoolRecord["kind"];

/** Fields only the server sets; what a body says of them is dropped. */
const READ_ONLY = [
  "id",
  "owner",
  "type",
  "status",
  "last_close_reason",
  "created",
  "last_started",
  "last_stopped",
];

/** What the server fills in where the body is silent. */
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

/** Finds a pool or answers 404. */
export function findPool(
  world: World,
  id: string,
  kind: Kind = "POOL",
): PoolRecord {
  const pool = world.pools.get(id);
  if (pool === undefined || pool.kind !== kind) {
    throw doesNotExist(kind.toLowerCase(), id);
  }
  return pool;
}

function check(
  world: World,
  kind: Kind,
  raw: unknown,
): { settings: Body; project: ProjectRecord } {
  const body = asBody(raw);
  const errors: FieldErrors = {};
  checkFields(body, kind === "POOL" ? POOL : TRAINING, "", errors);
  if (kind === "POOL") checkPool(body, errors);
  const project = world.projects.get(String(body.project_id));
  if (body.project_id != null && project?.view.status !== "ACTIVE") {
    errors.project_id ??= fieldError("ENTITY_DOES_NOT_EXIST");
  }
  checkQuality(body.quality_control, errors);
  checkReferences(world, body, errors);
  checkDynamicOverlap(body, project, errors);
  throwIfAny(errors);
  const settings: Body = { ...DEFAULTS[kind] };
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && !READ_ONLY.includes(name)) settings[name] = value;
  }
  return { settings, project: project! };
}

/** Skills and trainings that the settings name must exist. */
function checkReferences(world: World, body: Body, errors: FieldErrors): void {
  for (
    const [config, name] of [
      ["dynamic_pricing_config", "skill_id"],
      ["dynamic_overlap_config", "answer_weight_skill_id"],
    ] as const
  ) {
    const skill = (body[config] as Body | null | undefined)?.[name];
    if (skill != null && !world.skills.has(String(skill))) {
      errors[`${config}.${name}`] ??= fieldError("ENTITY_DOES_NOT_EXIST");
    }
  }
  const quality = (body.quality_control ?? {}) as Body;
  const training = (quality.training_requirement ?? {}) as Body;
  const id = training.training_pool_id;
  if (id != null && world.pools.get(String(id))?.kind !== "TRAINING") {
    errors["quality_control.training_requirement.training_pool_id"] ??=
      fieldError("ENTITY_DOES_NOT_EXIST");
  }
  if (!Array.isArray(quality.configs)) return;
  for (const [c, config] of quality.configs.entries()) {
    const rules = Array.isArray(config?.rules) ? config.rules : [];
    for (const [r, rule] of rules.entries()) {
      const skill = rule?.action?.parameters?.skill_id;
      if (skill != null && !world.skills.has(String(skill))) {
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
  const config = body.dynamic_overlap_config as Body | null | undefined;
  if (config == null || !Array.isArray(config.fields)) return;
  for (const [index, field] of config.fields.entries()) {
    const spec = own(project?.output ?? {}, String(field?.name));
    const path = `dynamic_overlap_config.fields.${index}.name`;
    if (spec === undefined) {
      errors[path] ??= fieldError("ENTITY_DOES_NOT_EXIST");
    } else if (choicesOf(spec) === undefined) {
      errors[path] ??= fieldError("VALUE_NOT_ALLOWED");
    }
  }
}

function newView(world: World, kind: Kind, settings: Body): View {
  return {
    ...settings,
    ...(kind === "POOL" ? { type: "REGULAR" } : {}),
    id: world.ids.number(),
    status: "CLOSED",
    created: world.time,
    owner: world.owner(),
  };
}

function createOne(kind: Kind, { world, body }: Context): Reply {
  const { settings, project } = check(world, kind, body);
  const view = newView(world, kind, settings);
  addPool(world, kind, project, view);
  return created(view);
}

function settingsOf(view: View): Body {
  return Object.fromEntries(
    Object.entries(view).filter(([name]) => !READ_ONLY.includes(name)),
  );
}

function replace(world: World, pool: PoolRecord, settings: Body): void {
  const kept = Object.fromEntries(
    Object.entries(pool.view).filter(([name]) => READ_ONLY.includes(name)),
  );
  pool.view = { ...settings, ...kept, id: pool.view.id };
  const read = pool.kind === "POOL" ? poolSettings : trainingSettings;
  pool.settings = read(pool.view);
  pool.grown = world.clock.now;
  touch(world, pool);
}

function update(kind: Kind, { world, params, body }: Context): Reply {
  const pool = findPool(world, params.id!, kind);
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
  const pool = findPool(world, params.id!);
  requireStatus(pool, ["OPEN", "CLOSED"]);
  const { priority } = checkBody(body, POOL_PATCH);
  if (priority != null) {
    pool.view.priority = priority;
    pool.settings.priority = priority as number;
  }
  return ok(pool.view);
}

function clone(kind: Kind, { world, params }: Context): Reply {
  const pool = findPool(world, params.id!, kind);
  return accepted(
    startOperation(world, {
      type: `${kind}.CLONE`,
      parameters: { [parameterName(kind)]: pool.view.id },
      input: pool.view.id,
    }).view,
  );
}

/** Tells a world what the operations that clone do. */
export function startCloning(world: World): void {
  for (const kind of ["POOL", "TRAINING"] as const) {
    world.work(`${kind}.CLONE`, (_world, { input }) => {
      const pool = world.pools.get(String(input))!;
      const settings = structuredClone(settingsOf(pool.view));
      const view = newView(world, kind, settings);
      addPool(world, kind, pool.project, view, true);
      return { [parameterName(kind)]: view.id };
    });
  }
}

const CHANGES = {
  "open": startOpen,
  "close": startClose,
  "close-for-update": startCloseForUpdate,
  "archive": startArchive,
} as const;

/** Endpoints that pools and trainings have in common. */
export function poolLikeRoutes(kind: Kind, base: string): Route[] {
  return [
    route("GET", base, ({ world, query }) => {
      const pools = [...world.pools.values()];
      const ofKind = pools.filter((pool) => pool.kind === kind);
      return ok(listPage(ofKind, query, LIST, true));
    }),
    route("POST", base, (context) => createOne(kind, context)),
    route(
      "GET",
      `${base}/:id`,
      ({ world, params }) => ok(findPool(world, params.id!, kind).view),
    ),
    route("PUT", `${base}/:id`, (context) => update(kind, context)),
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
  route("PATCH", `${API}/pools/:id`, patch),
];
