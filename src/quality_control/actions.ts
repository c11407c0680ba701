/** Builders of actions. @module */
import { checkInteger } from "../checks.ts";
import type { JsonObject } from "../types/common.ts";
import type {
  ApproveAllAssignmentsAction,
  ChangeOverlapAction,
  DurationUnit,
  RejectAllAssignmentsAction,
  RestrictionAction,
  RestrictionActionScope,
  RestrictionV2Action,
  SetSkillAction,
  SetSkillFromOutputFieldAction,
  UndescribedAction,
} from "../types/quality_control.ts";

/**
 * Duration of a restriction: a whole number of one unit, at least 1, or
 * `"PERMANENT"`.
 */
export type RestrictionDuration =
  | { minutes: number }
  | { hours: number }
  | { days: number }
  | "PERMANENT";

/** Scope, duration and reason of a restriction. */
export interface RestrictOptions {
  /** Scope of the restriction. */
  scope: RestrictionActionScope;
  /**
   * Duration. When a timed restriction ends, the Toloker's history is
   * forgotten.
   */
  duration: RestrictionDuration;
  /** Reason, which only the requester sees; at most 499 characters. */
  privateComment?: string | undefined;
}

/** Scope, duration in days and reason of a restriction. */
export interface RestrictDaysOptions {
  /** Scope of the restriction. */
  scope: RestrictionActionScope;
  /**
   * Duration in days, at least 1.
   *
   * @default permanent
   */
  durationDays?: number | undefined;
  /** Reason, which only the requester sees; at most 499 characters. */
  privateComment?: string | undefined;
}

/** A skill and its fixed value. */
export interface SetSkillOptions {
  /** Id of the skill. */
  skillId: string;
  /** Value to set, 0 to 100. */
  value: number;
}

/** A skill and the statistic it takes its value from. */
export interface SetSkillFromOptions {
  /** Id of the skill. */
  skillId: string;
  /**
   * Statistic, one that the rule's collector knows.
   *
   * @default "correct_answers_rate"
   */
  fromField?:
    | SetSkillFromOutputFieldAction["parameters"]["from_field"]
    | undefined;
}

/** By how much the overlap changes. */
export interface ChangeOverlapOptions {
  /** Number of Tolokers to add, or to remove if it is negative; not 0. */
  delta: number;
  /**
   * `true` to reopen a closed pool after the change.
   *
   * @default the server's
   */
  openPool?: boolean | undefined;
}

/** Options of {@linkcode Actions.rejectAllAssignments}. */
export interface RejectAllOptions {
  /** Reason, which the Toloker sees too; at most 2,048 characters. */
  publicComment: string;
}

/** Members of {@linkcode actions}. */
export interface Actions {
  /** Takes away access for a time in any unit (`RESTRICTION_V2`). */
  restrict(options: RestrictOptions): RestrictionV2Action;
  /** Takes away access for a number of days (`RESTRICTION`, the older form). */
  restrictDays(options: RestrictDaysOptions): RestrictionAction;
  /** Gives the Toloker a fixed value of a skill. */
  setSkill(options: SetSkillOptions): SetSkillAction;
  /** Gives the Toloker a skill value taken from a statistic. */
  setSkillFrom(options: SetSkillFromOptions): SetSkillFromOutputFieldAction;
  /** Changes the overlap, so that more or fewer Tolokers answer. */
  changeOverlap(options: ChangeOverlapOptions): ChangeOverlapAction;
  /** Rejects every assignment of the Toloker in the pool. */
  rejectAllAssignments(options: RejectAllOptions): RejectAllAssignmentsAction;
  /** Accepts every assignment of the Toloker in the pool. */
  approveAllAssignments(): ApproveAllAssignmentsAction;
  /** One of the actions the API names without saying what they take. */
  undescribed(
    type: UndescribedAction["type"],
    parameters?: JsonObject,
  ): UndescribedAction;
}

/**
 * Builders of the actions of rules.
 *
 * @example Ten days without the project
 * ```ts
 * import { actions } from "@toloka/client/quality-control";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   actions.restrict({ scope: "PROJECT", duration: { days: 10 } }),
 *   {
 *     type: "RESTRICTION_V2",
 *     parameters: { scope: "PROJECT", duration: 10, duration_unit: "DAYS" },
 *   },
 * );
 * ```
 */
export const actions: Actions = {
  restrict: ({ scope, duration, privateComment }) => ({
    type: "RESTRICTION_V2",
    parameters: {
      scope,
      ...durationOf(duration),
      ...(privateComment === undefined
        ? {}
        : { private_comment: privateComment }),
    },
  }),
  restrictDays: ({ scope, durationDays, privateComment }) => ({
    type: "RESTRICTION",
    parameters: {
      scope,
      ...(durationDays === undefined ? {} : {
        duration_days: checkInteger(
          "build the rule",
          "durationDays",
          durationDays,
          1,
        ),
      }),
      ...(privateComment === undefined
        ? {}
        : { private_comment: privateComment }),
    },
  }),
  setSkill: ({ skillId, value }) => {
    if (!(value >= 0 && value <= 100)) {
      throw new RangeError(
        `Cannot build the action as a skill's value must be between 0 and 100: current value is ${value}`,
      );
    }
    return {
      type: "SET_SKILL",
      parameters: { skill_id: skillId, skill_value: value },
    };
  },
  setSkillFrom: ({ skillId, fromField = "correct_answers_rate" }) => ({
    type: "SET_SKILL_FROM_OUTPUT_FIELD",
    parameters: { skill_id: skillId, from_field: fromField },
  }),
  changeOverlap: ({ delta, openPool }) => {
    if (!Number.isInteger(delta) || delta === 0) {
      throw new RangeError(
        `Cannot build the action as 'delta' must be a whole number other than 0: current value is ${delta}`,
      );
    }
    return {
      type: "CHANGE_OVERLAP",
      parameters: {
        delta,
        ...(openPool === undefined ? {} : { open_pool: openPool }),
      },
    };
  },
  rejectAllAssignments: ({ publicComment }) => ({
    type: "REJECT_ALL_ASSIGNMENTS",
    parameters: { public_comment: publicComment },
  }),
  approveAllAssignments: () => ({ type: "APPROVE_ALL_ASSIGNMENTS" }),
  undescribed: (type, parameters) => ({
    type,
    ...(parameters === undefined ? {} : { parameters }),
  }),
};

const UNITS = [
  ["minutes", "MINUTES"],
  ["hours", "HOURS"],
  ["days", "DAYS"],
] as const;

function durationOf(
  duration: RestrictionDuration,
): { duration?: number; duration_unit: DurationUnit } {
  if (duration === "PERMANENT") return { duration_unit: duration };
  const values: Partial<Record<string, number>> = duration;
  for (const [name, unit] of UNITS) {
    const value = values[name];
    if (value === undefined) continue;
    return {
      duration: checkInteger("build the rule", name, value, 1),
      duration_unit: unit,
    };
  }
  throw new TypeError(
    "Cannot build the action as 'duration' must have minutes, hours or days",
  );
}
