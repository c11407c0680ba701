/** Skills: numbers from 0 to 100 that say what a Toloker is good at. @module */
import type { LocalizedText, Owner, RangeFilter, TimeValue } from "./common.ts";

/** What a requester sets of a skill; body of creation and of update. */
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
   * Whether Tolokers are kept from seeing the skill and its value.
   *
   * @default true
   */
  hidden?: boolean;
  /** How many hours after its last change the skill is taken away. */
  skill_ttl_hours?: number;
  /** Whether the skill is out of use. */
  deprecated?: boolean;
}

/** A skill. */
export interface Skill extends SkillInput {
  /** Id of the skill. */
  id: string;
  /** When it was created, UTC. */
  created: string;
  /** Whether it belongs to a training. */
  training?: boolean;
  /** Whether it belongs to Toloka and every requester can use it. */
  global?: boolean;
  /** Whose skill it is. */
  owner?: Owner;
}

/** Which skills to list. */
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
