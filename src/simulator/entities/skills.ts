/** Skills and the values Tolokers have in them. */

import type { SkillInput } from "../../types/skills.ts";
import type { UserSkillInput } from "../../types/user_skills.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  checkBody,
  type Nullable,
  type Rules,
  type RulesFor,
  throwIfAny,
  unchecked,
} from "../checks/validation.ts";
import { job } from "../world/jobs.ts";
import { HOUR } from "../engine/time.ts";
import type { ListRules } from "../server/listing.ts";
import {
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
import type {
  SkillRecord,
  TolokerRecord,
  UserSkillRecord,
} from "../world/records.ts";
import type { JobHandler, World } from "../world/world.ts";

const SKILL: RulesFor<SkillInput> = {
  name: { type: "string", required: true, min: 1 },
  public_name: { type: "object" },
  private_comment: { type: "string" },
  public_requester_description: { type: "object" },
  hidden: { type: "boolean" },
  skill_ttl_hours: { type: "integer", min: 1 },
  deprecated: { type: "boolean" },
};

const SKILL_BODY: Rules = {
  ...SKILL,
  ...unchecked("id", "owner", "training", "global", "created"),
};

const USER_SKILL: RulesFor<UserSkillInput> = {
  skill_id: { type: "string", required: true },
  user_id: { type: "string", required: true },
  value: { type: "number", required: true, min: 0, max: 100 },
  reason: { type: "string" },
};

const USER_SKILL_BODY: Rules = { ...USER_SKILL, ...unchecked("id") };

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

/** Creates a skill from the fields of a request. */
export function addSkill(
  world: World,
  body: Nullable<SkillInput>,
  training: boolean,
): SkillRecord {
  const skill: SkillRecord = {
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

/** Keeps the fields that a requester may set. */
function known(body: Nullable<SkillInput>): SkillInput {
  const fields = Object.entries(body).filter(([name, value]) =>
    Object.hasOwn(SKILL, name) && value !== null
  );
  return Object.fromEntries(fields) as unknown as SkillInput;
}

/** Gives a Toloker a value in a skill, 0 to 100. */
export function setSkill(
  world: World,
  toloker: TolokerRecord,
  skillId: string,
  value: number,
): UserSkillRecord {
  const old = toloker.skills.get(skillId);
  const values = {
    value: Math.round(value),
    exact_value: value,
    modified: world.time,
  };
  const changed = old?.view.exact_value !== value;
  const record: UserSkillRecord = old ?? {
    view: {
      id: world.ids.object(world.clock.now),
      skill_id: skillId,
      user_id: toloker.id,
      created: world.time,
      ...values,
    },
  };
  Object.assign(record.view, values);
  toloker.skills.set(skillId, record);
  world.userSkills.set(record.view.id, record);
  planExpiry(world, record);
  if (changed) world.emit({ type: "SKILL_CHANGED", toloker, skillId });
  return record;
}

/** A skill with a life time is lost if its value is not set again. */
function planExpiry(world: World, { view }: UserSkillRecord): void {
  const hours = world.skills.get(view.skill_id)?.view.skill_ttl_hours;
  if (hours == null) return;
  const expire = job("EXPIRE_SKILL", view.id, view.modified);
  world.clock.after(hours * HOUR, expire, true);
}

/** Job: a value of a skill is lost, unless it was set since. */
export const expireSkill: JobHandler = (world, id, modified) => {
  const record = world.userSkills.get(id!);
  if (record?.view.modified !== modified) return;
  const toloker = world.tolokers.get(record!.view.user_id);
  removeSkill(world, toloker, record!);
};

function removeSkill(
  world: World,
  toloker: TolokerRecord | undefined,
  { view }: UserSkillRecord,
): void {
  world.userSkills.delete(view.id);
  if (toloker === undefined) return;
  const skillId = view.skill_id;
  toloker.skills.delete(skillId);
  world.emit({ type: "SKILL_CHANGED", toloker, skillId });
}

function findSkill({ world, params }: Context): SkillRecord {
  const skill = world.skills.get(params.id!);
  if (skill === undefined) throw doesNotExist("skill", params.id!);
  return skill;
}

function createSkill({ world, body }: Context): Reply {
  return created(
    addSkill(world, checkBody<SkillInput>(body, SKILL), false).view,
  );
}

function updateSkill(context: Context): Reply {
  const skill = findSkill(context);
  if (skill.view.training === true) {
    throw conflict("SKILL_IS_TRAINING", "The skill belongs to a training");
  }
  const body = checkBody<SkillInput>(context.body, SKILL);
  const { id, training = false, global = false, created } = skill.view;
  const { owner = context.world.owner() } = skill.view;
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

function findUserSkill({ world, params }: Context): UserSkillRecord {
  const record = world.userSkills.get(params.id!);
  if (record === undefined) throw doesNotExist("user skill", params.id!);
  return record;
}

function setUserSkill({ world, body }: Context): Reply {
  const { skill_id, user_id, value } = checkBody<UserSkillInput>(
    body,
    USER_SKILL,
  );
  const errors: FieldErrors = {};
  const toloker = world.tolokers.get(user_id);
  if (toloker === undefined) {
    errors.user_id = fieldError("ENTITY_DOES_NOT_EXIST");
  } else if (world.services.skillsOnlyKnown && toloker.done.size === 0) {
    errors.user_id = fieldError("ENTITY_ACCESS_DENIED");
  }
  if (!world.skills.has(skill_id)) {
    errors.skill_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  throwIfAny(errors);
  const isNew = !toloker!.skills.has(skill_id);
  const { view } = setSkill(world, toloker!, skill_id, value);
  return isNew ? created(view) : ok(view);
}

function deleteUserSkill(context: Context): Reply {
  const { world } = context;
  const record = findUserSkill(context);
  const toloker = world.tolokers.get(record.view.user_id);
  removeSkill(world, toloker, record);
  return noContent();
}

/** Endpoints of skills and of Tolokers' values in them. */
export const skillRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/skills`,
    (context) => page(context.world.skills.values(), context, SKILL_LIST),
  ),
  route("POST", `${API}/skills`, createSkill, SKILL_BODY),
  route("GET", `${API}/skills/:id`, (context) => ok(findSkill(context).view)),
  route("PUT", `${API}/skills/:id`, updateSkill, SKILL_BODY),
  route(
    "GET",
    `${API}/user-skills`,
    (context) =>
      page(context.world.userSkills.values(), context, USER_SKILL_LIST),
  ),
  route("PUT", `${API}/user-skills`, setUserSkill, USER_SKILL_BODY),
  route(
    "GET",
    `${API}/user-skills/:id`,
    (context) => ok(findUserSkill(context).view),
  ),
  route("DELETE", `${API}/user-skills/:id`, deleteUserSkill),
];
