/** Skills and the values Tolokers have in them. */

import {
  conflict,
  doesNotExist,
  type FieldErrors,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { checkBody, type Rules, throwIfAny } from "../checks/validation.ts";
import { job } from "../engine/clock.ts";
import { HOUR } from "../engine/time.ts";
import { listPage, type ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  created,
  noContent,
  ok,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { PlainRecord } from "../world/records.ts";
import type { TolokerRecord } from "../world/tolokers.ts";
import type { JobHandler, World } from "../world/world.ts";

const SKILL: Rules = {
  name: { type: "string", required: true, min: 1 },
  public_name: { type: "object" },
  private_comment: { type: "string" },
  public_requester_description: { type: "object" },
  hidden: { type: "boolean" },
  skill_ttl_hours: { type: "integer", min: 1 },
  deprecated: { type: "boolean" },
};

const USER_SKILL: Rules = {
  skill_id: { type: "string", required: true },
  user_id: { type: "string", required: true },
  value: { type: "number", required: true, min: 0, max: 100 },
  reason: { type: "string" },
};

const SKILL_LIST: ListRules = {
  default: 100,
  max: 100,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time", modified: "time" },
  equal: ["name", "global"],
};

const USER_SKILL_LIST: ListRules = {
  default: 50,
  max: 1_000,
  sort: ["id", "created", "modified"],
  ranges: { id: "id", created: "time", modified: "time" },
  equal: ["user_id", "skill_id"],
};

/** Makes a skill; `body` may say anything a requester may say. */
export function addSkill(
  world: World,
  body: Record<string, unknown>,
  training: boolean,
): PlainRecord {
  const skill: PlainRecord = {
    view: {
      hidden: true,
      ...known(body),
      id: world.ids.number(),
      training,
      global: false,
      created: world.time,
      owner: world.owner(),
    },
  };
  world.skills.set(skill.view.id, skill);
  return skill;
}

function known(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) =>
      Object.hasOwn(SKILL, name) && value !== null
    ),
  );
}

/** Gives a Toloker a value in a skill, 0 to 100. */
export function setSkill(
  world: World,
  toloker: TolokerRecord,
  skillId: string,
  value: number,
): PlainRecord {
  let record = toloker.skills.get(skillId);
  if (record === undefined) {
    record = {
      view: {
        id: world.ids.object(world.clock.now),
        skill_id: skillId,
        user_id: toloker.id,
        created: world.time,
      },
    };
    toloker.skills.set(skillId, record);
    world.userSkills.set(record.view.id, record);
  }
  const changed = record.view.exact_value !== value;
  record.view.value = Math.round(value);
  record.view.exact_value = value;
  record.view.modified = world.time;
  planExpiry(world, record);
  if (changed) world.emit({ type: "SKILL_CHANGED", toloker, skillId });
  return record;
}

/** A skill with a life time is lost if its value is not set again. */
function planExpiry(world: World, { view }: PlainRecord): void {
  const hours = world.skills.get(String(view.skill_id))?.view.skill_ttl_hours;
  if (typeof hours !== "number") return;
  const expire = job("EXPIRE_SKILL", view.id, String(view.modified));
  world.clock.after(hours * HOUR, expire, true);
}

/** Job: a value of a skill is lost, unless it was set since. */
export const expireSkill: JobHandler = (world, id, modified) => {
  const record = world.userSkills.get(id!);
  if (record?.view.modified !== modified) return;
  const toloker = world.tolokers.get(String(record!.view.user_id));
  removeSkill(world, toloker, record!);
};

function removeSkill(
  world: World,
  toloker: TolokerRecord | undefined,
  { view }: PlainRecord,
): void {
  world.userSkills.delete(view.id);
  if (toloker === undefined) return;
  const skillId = String(view.skill_id);
  toloker.skills.delete(skillId);
  world.emit({ type: "SKILL_CHANGED", toloker, skillId });
}

function findSkill({ world, params }: Context): PlainRecord {
  const skill = world.skills.get(params.id!);
  if (skill === undefined) throw doesNotExist("skill", params.id!);
  return skill;
}

function createSkill({ world, body }: Context): Reply {
  return created(addSkill(world, checkBody(body, SKILL), false).view);
}

function updateSkill(context: Context): Reply {
  const skill = findSkill(context);
  if (skill.view.training === true) {
    throw conflict("SKILL_IS_TRAINING", "The skill belongs to a training");
  }
  const body = checkBody(context.body, SKILL);
  const { id, training, global, created, owner } = skill.view;
  skill.view = {
    hidden: true,
    ...known(body),
    id,
    training,
    global,
    created,
    owner,
  };
  return ok(skill.view);
}

function findUserSkill({ world, params }: Context): PlainRecord {
  const record = world.userSkills.get(params.id!);
  if (record === undefined) throw doesNotExist("user skill", params.id!);
  return record;
}

function setUserSkill({ world, body }: Context): Reply {
  const { skill_id, user_id, value } = checkBody(body, USER_SKILL);
  const errors: FieldErrors = {};
  const toloker = world.tolokers.get(String(user_id));
  if (toloker === undefined) {
    errors.user_id = fieldError("ENTITY_DOES_NOT_EXIST");
  } else if (world.services.skillsOnlyKnown && toloker.done.size === 0) {
    errors.user_id = fieldError("ENTITY_ACCESS_DENIED");
  }
  if (!world.skills.has(String(skill_id))) {
    errors.skill_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  throwIfAny(errors);
  const record = setSkill(world, toloker!, String(skill_id), Number(value));
  return ok(record.view);
}

function deleteUserSkill(context: Context): Reply {
  const { world } = context;
  const record = findUserSkill(context);
  const toloker = world.tolokers.get(String(record.view.user_id));
  removeSkill(world, toloker, record);
  return noContent();
}

/** Endpoints of skills and of Tolokers' values in them. */
export const skillRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/skills`,
    ({ world, query }) =>
      ok(listPage(world.skills.values(), query, SKILL_LIST)),
  ),
  route("POST", `${API}/skills`, createSkill),
  route("GET", `${API}/skills/:id`, (context) => ok(findSkill(context).view)),
  route("PUT", `${API}/skills/:id`, updateSkill),
  route(
    "GET",
    `${API}/user-skills`,
    ({ world, query }) =>
      ok(listPage(world.userSkills.values(), query, USER_SKILL_LIST)),
  ),
  route("PUT", `${API}/user-skills`, setUserSkill),
  route(
    "GET",
    `${API}/user-skills/:id`,
    (context) => ok(findUserSkill(context).view),
  ),
  route("DELETE", `${API}/user-skills/:id`, deleteUserSkill),
];
