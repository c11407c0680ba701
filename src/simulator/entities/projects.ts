/** Projects. */

import type {
  FieldSpec,
  ProjectInput,
  ViewSettings,
  ViewSpec,
} from "../../types/projects.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
  inappropriateStatus,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  type FieldSpec as FieldRules,
  type FieldSpecs,
  SCALAR_TYPES,
  scalarType,
} from "../checks/fields.ts";
import {
  asBody,
  checkFields,
  objectAt,
  type Rule,
  type Rules,
  type RulesFor,
  throwIfAny,
  unchecked,
} from "../checks/validation.ts";
import { canonical } from "../engine/canonical.ts";
import { own } from "../engine/own.ts";
import type { ListRules } from "../server/listing.ts";
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
import { collectorRules } from "../world/pool_settings.ts";
import type { ProjectRecord } from "../world/records.ts";
import type { Work, World } from "../world/world.ts";
import { LOCALIZATION } from "./localization_rules.ts";
import { checkQuality, QUALITY_CONTROL } from "./quality_rules.ts";

/** Rules of an input or output field. */
const FIELD: Rule = {
  type: "object",
  fields: {
    type: { type: "string" },
    required: { type: "boolean" },
    hidden: { type: "boolean" },
    allowed_values: { type: "array" },
    min_value: { type: "number" },
    max_value: { type: "number" },
    min_length: { type: "integer" },
    max_length: { type: "integer" },
    min_size: { type: "integer" },
    max_size: { type: "integer" },
    pattern: { type: "string" },
    current_location: { type: "boolean" },
  } satisfies RulesFor<FieldSpec>,
};

const VIEW_SETTINGS: RulesFor<ViewSettings> = {
  showFinish: { type: "boolean" },
  showFullscreen: { type: "boolean" },
  showInstructions: { type: "boolean" },
  showMessage: { type: "boolean" },
  showReward: { type: "boolean" },
  showRoute: { type: "boolean" },
  showSkip: { type: "boolean" },
  showSubmit: { type: "boolean" },
  showTimer: { type: "boolean" },
  showTitle: { type: "boolean" },
  resolution: { type: "string" },
};

const VIEW: RulesFor<ViewSpec> = {
  type: { type: "string" },
  markup: { type: "string" },
  script: { type: "string" },
  styles: { type: "string" },
  assets: {
    type: "object",
    fields: { style_urls: { type: "array" }, script_urls: { type: "array" } },
  },
  config: { type: "any" },
  lock: { type: "object" },
  inferDataSpec: { type: "boolean" },
  settings: { type: "object", fields: VIEW_SETTINGS },
  inputExample: { type: "any" },
  localizationConfig: { type: "any" },
};

const RULES = {
  public_name: { type: "string", required: true, min: 1 },
  public_description: { type: "string" },
  public_instructions: { type: "string" },
  private_comment: { type: "string" },
  task_spec: {
    type: "object",
    required: true,
    fields: {
      input_spec: { type: "object", required: true, each: FIELD },
      output_spec: { type: "object", required: true, each: FIELD },
      view_spec: { type: "object", required: true, fields: VIEW },
    },
  },
  assignments_issuing_type: {
    type: "string",
    values: ["AUTOMATED", "MAP_SELECTOR"],
  },
  assignments_issuing_view_config: {
    type: "object",
    fields: {
      title_template: { type: "string", required: true },
      description_template: { type: "string", required: true },
      map_provider: { type: "string", values: ["GOOGLE", "YANDEX"] },
    },
  },
  assignments_automerge_enabled: { type: "boolean" },
  max_active_assignments_count: { type: "integer", min: 1 },
  quality_control: {
    type: "object",
    // Clients send a pool's quality control as well.
    fields: {
      ...unchecked(
        "captcha_frequency",
        "checkpoints_config",
        "training_requirement",
      ),
      ...QUALITY_CONTROL,
    },
  },
  metadata: { type: "object" },
  sensitive: { type: "boolean" },
  localization_config: LOCALIZATION,
} as const satisfies RulesFor<ProjectInput>;

const LIST: ListRules = {
  default: 20,
  max: 300,
  sort: ["id", "created", "public_name", "private_comment"],
  ranges: { id: "id", created: "time" },
  equal: ["status"],
};

/** Fields only the server sets; what a body says of them is dropped. */
const READ_ONLY = unchecked("id", "status", "created", "owner");

const BODY: Rules = { ...RULES, ...READ_ONLY };

/** Finds a project or answers 404. */
export function findProject(world: World, id: string): ProjectRecord {
  const project = world.projects.get(id);
  if (project === undefined) throw doesNotExist("project", id);
  return project;
}

interface Checked {
  settings: ProjectInput;
  input: FieldSpecs;
  output: FieldSpecs;
}

function check(raw: unknown): Checked {
  const body = asBody(raw);
  const errors: FieldErrors = {};
  checkFields(body, RULES, "", errors);
  if (
    body.assignments_issuing_type === "MAP_SELECTOR" &&
    body.assignments_issuing_view_config == null
  ) {
    errors.assignments_issuing_view_config = fieldError("VALUE_REQUIRED");
  }
  checkQuality(body, errors);
  const spec = objectAt(body, "task_spec");
  const input = readSpecs(spec?.input_spec, "task_spec.input_spec", errors);
  const output = readSpecs(spec?.output_spec, "task_spec.output_spec", errors);
  throwIfAny(errors);
  const settings = Object.fromEntries(
    Object.entries(body).filter(([name]) => !Object.hasOwn(READ_ONLY, name)),
  );
  settings.assignments_issuing_type ??= "AUTOMATED";
  settings.assignments_automerge_enabled ??= false;
  return { settings: settings as unknown as ProjectInput, input, output };
}

function readSpecs(
  raw: unknown,
  path: string,
  errors: FieldErrors,
): FieldSpecs {
  if (typeof raw !== "object" || raw === null) return {};
  const specs = Object.entries(raw).map(([name, given]) => {
    const spec = Object.fromEntries(
      Object.entries(given ?? {}).filter(([, value]) => value !== null),
    ) as unknown as FieldRules;
    const types: readonly string[] = SCALAR_TYPES;
    if (typeof spec.type !== "string") {
      errors[`${path}.${name}.type`] = fieldError("VALUE_REQUIRED");
    } else if (
      !types.includes(scalarType(spec)) ||
      (scalarType(spec) === "file" && path.endsWith("input_spec"))
    ) {
      errors[`${path}.${name}.type`] = fieldError("UNKNOWN_ENUM_VALUE");
    }
    return [name, spec] as const;
  });
  return Object.fromEntries(specs);
}

function createProject({ world, body }: Context): Reply {
  const { settings, input, output } = check(body);
  const project: ProjectRecord = {
    view: {
      ...settings,
      id: world.ids.number(),
      status: "ACTIVE",
      created: world.time,
      owner: world.owner(),
    },
    input,
    output,
    quality: collectorRules(settings.quality_control),
    pools: [],
  };
  world.projects.set(project.view.id, project);
  return created(project.view);
}

function updateProject({ world, params, body }: Context): Reply {
  const project = findProject(world, params.id!);
  if (project.view.status !== "ACTIVE") {
    throw inappropriateStatus(["ACTIVE"], "PROJECT_INAPPROPRIATE_STATUS");
  }
  const { settings, input, output } = check(body);
  const { id, status, created, owner = world.owner() } = project.view;
  project.view = { ...settings, id, status, created, owner };
  project.input = input;
  project.output = output;
  project.quality = collectorRules(settings.quality_control);
  return ok(project.view);
}

/** Compares a new version of the project with the current one. */
function checkProject({ world, params, body }: Context): Reply {
  const project = findProject(world, params.id!);
  const next = check(body);
  let differenceLevel = "EQUAL";
  if (
    breaks(project.input, next.input) || breaks(project.output, next.output)
  ) {
    differenceLevel = "BREAKING_CHANGE";
  } else {
    const { id: _id, status: _status, created: _created, ...rest } =
      project.view;
    const { owner: _owner, ...current } = rest;
    if (canonical(current) !== canonical(next.settings)) {
      differenceLevel = "NON_BREAKING_CHANGE";
    }
  }
  return ok({ differenceLevel });
}

/** A field that is required, before or after, and changes, breaks. */
function breaks(before: FieldSpecs, after: FieldSpecs): boolean {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of names) {
    const [old, next] = [own(before, name), own(after, name)];
    const required = [old, next].some((spec) =>
      spec !== undefined && spec.required !== false
    );
    if (required && canonical(old) !== canonical(next)) return true;
  }
  return false;
}

function archiveProject({ world, params }: Context): Reply {
  const project = findProject(world, params.id!);
  if (project.view.status === "ARCHIVED") return noContent();
  const open = project.pools.filter(({ view }) => view.status !== "ARCHIVED");
  if (open.length > 0) {
    throw conflict(
      "UNARCHIVED_POOLS_CONFLICT",
      "Every pool and training of the project must be archived first",
      { pool_ids: open.map(({ view }) => view.id) },
    );
  }
  return accepted(
    startOperation(world, {
      type: "PROJECT.ARCHIVE",
      parameters: { project_id: project.view.id },
      input: project.view.id,
    }).view,
  );
}

/** Archives the project with the id that the operation names. */
export const archiveProjectWork: Work<string> = (world, id) => {
  world.projects.get(id)!.view.status = "ARCHIVED";
};

/** Endpoints of projects. */
export const projectRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/projects`,
    (context) =>
      page([...context.world.projects.values()], context, LIST, true),
  ),
  route("POST", `${API}/projects`, createProject, BODY),
  route(
    "GET",
    `${API}/projects/:id`,
    ({ world, params }) => ok(findProject(world, params.id!).view),
  ),
  route("PUT", `${API}/projects/:id`, updateProject, BODY),
  route("POST", `${API}/projects/:id/archive`, archiveProject),
  route("POST", "/api/staging/projects/:id/check", checkProject, BODY),
];
