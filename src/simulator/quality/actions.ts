/** Actions of quality control rules. */

import type {
  RestrictionActionScope,
  RestrictionParameters,
  RuleAction,
  RuleActionType,
  RuleConditionKey,
} from "../../types/quality_control.ts";
import { ApiError } from "../checks/api_error.ts";
import { DAY, HOUR, MINUTE } from "../engine/time.ts";
import { restrict, type Scoped } from "../entities/restrictions.ts";
import { setSkill } from "../entities/skills.ts";
import { accept, reject } from "../issuing/assigning.ts";
import { setOverlap } from "../issuing/overlap.ts";
import { closeNow, openIfPossible } from "../issuing/pool_life.ts";
import { overlapped } from "../issuing/seen.ts";
import type {
  AssignmentRecord,
  PoolRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { World } from "../world/world.ts";
import type { Facts } from "./collectors.ts";

/** Place at which a rule is evaluated. */
export interface Case {
  world: World;
  pool: PoolRecord;
  toloker: TolokerRecord;
  /** Type of the collector whose rule it is. */
  collector: string;
  /** The assignments that a changed overlap concerns. */
  assignments: readonly AssignmentRecord[];
}

type ParametersOf<Type extends RuleActionType> = NonNullable<
  Extract<RuleAction, { type: Type }>["parameters"]
>;

type Actions = {
  readonly [Type in RuleActionType]: (
    parameters: ParametersOf<Type>,
    place: Case,
    facts: Facts,
  ) => void;
};

const UNITS: Readonly<Record<string, number>> = {
  MINUTES: MINUTE,
  HOURS: HOUR,
  DAYS: DAY,
};

/** Names that the API's description and its clients have for one fact. */
const FIELDS: Readonly<Record<string, RuleConditionKey>> = {
  wrong_answers_rate: "incorrect_answers_rate",
};

/**
 * Actions by type. Nothing is documented of the last three: here they forget
 * what was counted of the Toloker in the pool, all of it or what the rule's
 * collector counted, and close the pool.
 */
const ACTIONS: Actions = {
  RESTRICTION: (parameters, place) => {
    const days = parameters.duration_days;
    restrictTo(parameters, place, days == null ? undefined : days * DAY);
  },
  RESTRICTION_V2: (parameters, place) => {
    const { duration, duration_unit } = parameters;
    const unit = UNITS[duration_unit];
    const isEndless = unit === undefined || duration == null;
    restrictTo(parameters, place, isEndless ? undefined : duration * unit);
  },
  SET_SKILL: ({ skill_id, skill_value }, { world, toloker }) => {
    setSkill(world, toloker, skill_id, skill_value);
  },
  SET_SKILL_FROM_OUTPUT_FIELD: (parameters, { world, toloker }, facts) => {
    const field = parameters.from_field;
    const value = facts[(FIELDS[field] ?? field) as RuleConditionKey];
    if (typeof value !== "number") return;
    const bounded = Math.min(100, Math.max(0, value));
    setSkill(world, toloker, parameters.skill_id, bounded);
  },
  CHANGE_OVERLAP: ({ delta, open_pool }, { world, pool, assignments }) => {
    for (const assignment of assignments) {
      for (const item of overlapped(assignment)) {
        const { overlap } = item.view;
        if (typeof overlap !== "number") continue;
        const wanted = Math.max(item.issued, overlap + delta);
        setOverlap(world, item, wanted);
      }
    }
    if (open_pool === true) tryOpening(world, pool);
  },
  REJECT_ALL_ASSIGNMENTS: ({ public_comment }, place) => {
    for (const assignment of underReview(place)) {
      if (public_comment !== undefined) {
        assignment.add({ comment: public_comment });
      }
      reject(place.world, assignment);
    }
  },
  APPROVE_ALL_ASSIGNMENTS: (_parameters, place) => {
    for (const assignment of underReview(place)) {
      accept(place.world, assignment);
    }
  },
  CLEAN_ASSIGNMENTS_HISTORY: (_parameters, { world, pool, toloker }) => {
    world.history.forget(toloker, (id) => id === pool.view.id);
  },
  CLEAN_COLLECTOR: (_parameters, { world, pool, toloker, collector }) => {
    world.history.forgetCollector(pool, toloker, collector);
  },
  SET_POOL_COMPLETE: (_parameters, { world, pool }) => {
    closeNow(world, pool, "COMPLETED");
  },
};

function underReview({ pool, toloker }: Case): AssignmentRecord[] {
  return pool.assignments.filter((assignment) =>
    assignment.toloker === toloker && assignment.status === "SUBMITTED" &&
    !pool.settings.autoAccept
  );
}

function restrictTo(
  { scope = "PROJECT", private_comment }: Partial<RestrictionParameters>,
  { world, pool, toloker }: Case,
  duration: number | undefined,
): void {
  const comment = private_comment == null ? {} : { private_comment };
  const until = duration === undefined ? undefined : world.clock.now + duration;
  restrict(world, toloker, { ...concerned(scope, pool), ...comment }, until);
}

function concerned(scope: RestrictionActionScope, pool: PoolRecord): Scoped {
  switch (scope) {
    case "PROJECT":
      return { scope, project_id: pool.project.view.id };
    case "POOL":
      return { scope, pool_id: pool.view.id };
  }
  return { scope };
}

/** Does what a rule says. */
export function act(
  { type, parameters = {} }: RuleAction,
  place: Case,
  facts: Facts,
): void {
  // The type decides on the parameters, which TypeScript cannot follow here.
  const action = ACTIONS[type] as Actions["SET_POOL_COMPLETE"];
  action(parameters as ParametersOf<"SET_POOL_COMPLETE">, place, facts);
}

/** A rule must not fail a request because its pool cannot be opened. */
function tryOpening(world: World, pool: PoolRecord): void {
  try {
    openIfPossible(world, pool);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
