/** Skills: numbers from 0 to 100 that say what a Toloker is good at. @module */
import type { LocalizedText, Owner, RangeFilter, TimeValue } from "./common.ts";

/** Settings of a skill; body of its creation and update. */
export interface SkillInput {
  /** Name for the requester. */
  name: string;
  /** Name Tolokers see. */
  public_name?: LocalizedText;
  /** Note for the requester only. */
  private_comment?: string;
  /** Description Tolokers see. */
  public_requester_description?: LocalizedText;
  /**
   * `true` to hide the skill and its value from Tolokers.
   *
   * @default true
   */
  hidden?: boolean;
  /** Lifetime of the skill after its last change, in hours. */
  skill_ttl_hours?: number;
  /** `true` if the skill is deprecated. */
  deprecated?: boolean;
}

/** A skill. */
export interface Skill extends SkillInput {
  /** Id of the skill. */
  id: string;
  /** Creation time, UTC. */
  created: string;
  /** `true` if it belongs to a training. */
  training?: boolean;
  /** `true` if it belongs to Toloka and every requester can use it. */
  global?: boolean;
  /** Whose skill it is. */
  owner?: Owner;
}

/** Filters of a list of skills. */
export interface SkillQuery
  extends
    RangeFilter<"id", string>,
    RangeFilter<"created" | "modified", TimeValue> {
  /** Only skills of this name. */
  name?: string | undefined;
  /** Only Toloka's own skills, or only the others. */
  global?: boolean | undefined;
}

/** Fields a list of skills can be sorted by. */
export type SkillSortField = "id" | "created";
