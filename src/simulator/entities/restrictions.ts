/** Restrictions of Tolokers' access. */

import type {
  UserRestriction,
  UserRestrictionInput,
  UserRestrictionScope,
} from "../../types/user_restrictions.ts";
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
import { formatTime, parseTime } from "../engine/time.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  noContent,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { RestrictionRecord, TolokerRecord } from "../world/records.ts";
import type { JobHandler, World } from "../world/world.ts";

const RULES: RulesFor<UserRestrictionInput> = {
  scope: {
    type: "string",
    required: true,
    values: ["ALL_PROJECTS", "PROJECT", "POOL", "SYSTEM"],
  },
  user_id: { type: "string", required: true },
  project_id: { type: "string" },
  pool_id: { type: "string" },
  private_comment: { type: "string", max: 499 },
  will_expire: { type: "time" },
};

const BODY: Rules = { ...RULES, ...unchecked("id", "created") };

const LIST: ListRules = {
  default: 50,
  max: 500,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
  equal: ["scope", "user_id", "project_id", "pool_id"],
};

/** Restricts a Toloker; a restriction of the same scope replaces the old one. */
export function restrict(
  world: World,
  toloker: TolokerRecord,
  input: Scoped,
  until: number | undefined,
): RestrictionRecord {
  const old = toloker.restrictions.find(({ view }) =>
    scopeOf(view) === scopeOf(input)
  );
  const restriction: RestrictionRecord = {
    view: {
      ...input,
      id: old?.view.id ?? world.ids.object(world.clock.now),
      user_id: toloker.id,
      created: old?.view.created ?? world.time,
      ...(until === undefined ? {} : { will_expire: formatTime(until) }),
    },
  };
  if (old !== undefined) lift(world, toloker, old);
  toloker.restrictions.push(restriction);
  world.restrictions.set(restriction.view.id, restriction);
  if (until !== undefined) {
    const end = job("END_RESTRICTION", restriction.view.id, formatTime(until));
    world.clock.at(until, end, true);
  }
  world.emit({ type: "RESTRICTED", toloker, restriction });
  return restriction;
}

/** A restriction's scope, and the project or pool that it concerns. */
export type Scoped = DistributiveOmit<
  UserRestrictionInput,
  "user_id" | "will_expire"
>;

type DistributiveOmit<T, Keys extends PropertyKey> = T extends unknown
  ? Omit<T, Keys>
  : never;

function scopeOf(restriction: Scoped | UserRestriction): string {
  switch (restriction.scope) {
    case "PROJECT":
      return `PROJECT ${restriction.project_id}`;
    case "POOL":
      return `POOL ${restriction.pool_id}`;
  }
  return restriction.scope;
}

/** Job: a restriction ends, unless it was lifted or replaced. */
export const endRestriction: JobHandler = (world, id, willExpire) => {
  const restriction = world.restrictions.get(id!);
  if (restriction?.view.will_expire !== willExpire) return;
  const toloker = world.tolokers.get(restriction!.view.user_id)!;
  lift(world, toloker, restriction!);
  world.emit({
    type: "RESTRICTION_ENDED",
    toloker,
    restriction: restriction!,
    expired: true,
  });
};

function lift(
  world: World,
  toloker: TolokerRecord,
  restriction: RestrictionRecord,
): void {
  const index = toloker.restrictions.indexOf(restriction);
  if (index >= 0) toloker.restrictions.splice(index, 1);
  world.restrictions.delete(restriction.view.id);
}

function find({ world, params }: Context): RestrictionRecord {
  const restriction = world.restrictions.get(params.id!);
  if (restriction === undefined) {
    throw doesNotExist("user restriction", params.id!);
  }
  return restriction;
}

const SYSTEM = conflict.bind(
  undefined,
  "SYSTEM_SCOPE_MODIFICATION",
  "Only the platform sets and lifts restrictions of the scope SYSTEM",
);

function put({ world, body: raw }: Context): Reply {
  const body = checkBody<UserRestrictionInput>(raw, RULES);
  const { scope, user_id, private_comment, will_expire } = body;
  if (isSystem(scope)) throw SYSTEM();
  const errors: FieldErrors = {};
  const toloker = world.tolokers.get(user_id);
  if (toloker === undefined) {
    errors.user_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  if (body.scope === "PROJECT" && !world.projects.has(body.project_id)) {
    errors.project_id = fieldError("ENTITY_DOES_NOT_EXIST");
  } else if (body.scope === "POOL" && !world.pools.has(body.pool_id)) {
    errors.pool_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  throwIfAny(errors);
  const input: Scoped = {
    ...concerned(body),
    ...(private_comment != null && { private_comment }),
  };
  return ok(restrict(world, toloker!, input, parseTime(will_expire)).view);
}

function isSystem(scope: UserRestrictionScope): boolean {
  return scope === "SYSTEM";
}

/** Keeps of a body only the id that its scope calls for. */
function concerned(body: Nullable<UserRestrictionInput>): Scoped {
  switch (body.scope) {
    case "PROJECT":
      return { scope: body.scope, project_id: body.project_id };
    case "POOL":
      return { scope: body.scope, pool_id: body.pool_id };
  }
  return { scope: body.scope };
}

function remove(context: Context): Reply {
  const { world } = context;
  const restriction = find(context);
  if (restriction.view.scope === "SYSTEM") throw SYSTEM();
  const toloker = world.tolokers.get(restriction.view.user_id)!;
  lift(world, toloker, restriction);
  world.emit({
    type: "RESTRICTION_ENDED",
    toloker,
    restriction,
    expired: false,
  });
  return noContent();
}

/** Endpoints of restrictions. */
export const restrictionRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/user-restrictions`,
    (context) => page(context.world.restrictions.values(), context, LIST),
  ),
  route("PUT", `${API}/user-restrictions`, put, BODY),
  route(
    "GET",
    `${API}/user-restrictions/:id`,
    (context) => ok(find(context).view),
  ),
  route("DELETE", `${API}/user-restrictions/:id`, remove),
];
