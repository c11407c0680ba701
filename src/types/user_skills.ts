/** User skills: the value of one skill of one Toloker. @module */
import type { RangeFilter, TimeValue } from "./common.ts";

/** A value to set. Sets a new one, or changes the one that is there. */
export interface UserSkillInput {
  /** Id of the skill. */
  skill_id: string;
  /** Id of the Toloker, who must have done a task of the requester. */
  user_id: string;
  /** The value, 0 to 100; fractions are kept. */
  value: number;
  /** Reason of the change; unknown to the API's Python client. */
  reason?: string;
}

/** The value of one skill of one Toloker. */
export interface UserSkill {
  /** Id of this pair of skill and Toloker. */
  id: string;
  /** Id of the skill. */
  skill_id: string;
  /** Id of the Toloker. */
  user_id: string;
  /** The value rounded to a whole number, 0 to 100. */
  value: number;
  /** The value with its fraction, 0 to 100. */
  exact_value?: number;
  /** Time the Toloker first got the skill, UTC. */
  created?: string;
  /** Time of the value's last change, UTC. */
  modified?: string;
}

/** Filters of a list of values. */
export interface UserSkillQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created" | "modified", TimeValue> {
  /** Only values of this Toloker. */
  user_id?: string | undefined;
  /** Only values of this skill. */
  skill_id?: string | undefined;
}

/** Fields a list of values can be sorted by. */
export type UserSkillSortField = "id" | "created" | "modified";
