/** Bans. */

import {
  conflict,
  doesNotExist,
  type FieldErrors,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { checkBody, type Rules, throwIfAny } from "../checks/validation.ts";
import { job } from "../engine/clock.ts";
import { formatTime, parseTime } from "../engine/time.ts";
import { listPage, type ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  noContent,
  ok,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { PlainRecord } from "../world/records.ts";
import type { TolokerRecord } from "../world/tolokers.ts";
import type { JobHandler, World } from "../world/world.ts";

const RULES: Rules = {
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

const LIST: ListRules = {
  default: 50,
  max: 500,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
  equal: ["scope", "user_id", "project_id", "pool_id"],
};

/** What a ban is about. */
export interface Ban {
  /** `ALL_PROJECTS`, `PROJECT` or `POOL`. */
  scope: string;
  /** The project, for `PROJECT`. */
  project_id?: string;
  /** The pool, for `POOL`. */
  pool_id?: string;
  /** Why. */
  private_comment?: string;
}

/** Bans a Toloker; a ban of the same scope takes the place of the old one. */
export function restrict(
  world: World,
  toloker: TolokerRecord,
  ban: Ban,
  until: number | undefined,
): PlainRecord {
  const old = toloker.restrictions.find(({ view }) =>
    view.scope === ban.scope && view.project_id === ban.project_id &&
    view.pool_id === ban.pool_id
  );
  const restriction: PlainRecord = {
    view: {
      ...ban,
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
    const { id, will_expire } = restriction.view;
    const end = job("END_RESTRICTION", id, String(will_expire));
    world.clock.at(until, end, true);
  }
  world.emit({ type: "RESTRICTED", toloker, restriction });
  return restriction;
}

/** Job: a ban ends, unless it was lifted or set anew. */
export const endRestriction: JobHandler = (world, id, willExpire) => {
  const restriction = world.restrictions.get(id!);
  if (restriction?.view.will_expire !== willExpire) return;
  const toloker = world.tolokers.get(String(restriction!.view.user_id))!;
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
  restriction: PlainRecord,
): void {
  const index = toloker.restrictions.indexOf(restriction);
  if (index >= 0) toloker.restrictions.splice(index, 1);
  world.restrictions.delete(restriction.view.id);
}

function find({ world, params }: Context): PlainRecord {
  const restriction = world.restrictions.get(params.id!);
  if (restriction === undefined) {
    throw doesNotExist("user restriction", params.id!);
  }
  return restriction;
}

const SYSTEM = conflict.bind(
  undefined,
  "SYSTEM_SCOPE_MODIFICATION",
  "Only the platform sets and lifts bans of the scope SYSTEM",
);

function put({ world, body: raw }: Context): Reply {
  const body = checkBody(raw, RULES);
  const scope = String(body.scope);
  if (scope === "SYSTEM") throw SYSTEM();
  const errors: FieldErrors = {};
  const toloker = world.tolokers.get(String(body.user_id));
  if (toloker === undefined) {
    errors.user_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  const ban: Ban = { scope };
  if (scope === "PROJECT") {
    ban.project_id = String(body.project_id);
    if (!world.projects.has(ban.project_id)) {
      errors.project_id = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  } else if (scope === "POOL") {
    ban.pool_id = String(body.pool_id);
    if (!world.pools.has(ban.pool_id)) {
      errors.pool_id = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  }
  throwIfAny(errors);
  if (typeof body.private_comment === "string") {
    ban.private_comment = body.private_comment;
  }
  return ok(restrict(world, toloker!, ban, parseTime(body.will_expire)).view);
}

function remove(context: Context): Reply {
  const { world } = context;
  const restriction = find(context);
  if (restriction.view.scope === "SYSTEM") throw SYSTEM();
  const toloker = world.tolokers.get(String(restriction.view.user_id))!;
  lift(world, toloker, restriction);
  world.emit({
    type: "RESTRICTION_ENDED",
    toloker,
    restriction,
    expired: false,
  });
  return noContent();
}

/** Endpoints of bans. */
export const restrictionRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/user-restrictions`,
    ({ world, query }) =>
      ok(listPage(world.restrictions.values(), query, LIST)),
  ),
  route("PUT", `${API}/user-restrictions`, put),
  route(
    "GET",
    `${API}/user-restrictions/:id`,
    (context) => ok(find(context).view),
  ),
  route("DELETE", `${API}/user-restrictions/:id`, remove),
];
