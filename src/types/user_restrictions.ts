/** Restrictions: what a Toloker may not do for a while, or ever. @module */
import type { RangeFilter, TimeValue } from "./common.ts";

/** What every restriction to set says. */
export interface UserRestrictionInputBase {
  /** Id of the Toloker. */
  user_id: string;
  /** Why, for the requester's eyes only; at most 499 characters. */
  private_comment?: string;
  /** When it ends, UTC, ISO 8601. Without it, never. */
  will_expire?: string;
}

/** Restriction to set for all projects of the requester. */
export interface AllProjectsUserRestrictionInput
  extends UserRestrictionInputBase {
  /** What the Toloker loses access to. */
  scope: "ALL_PROJECTS";
}

/** Restriction to set for one project. */
export interface ProjectUserRestrictionInput extends UserRestrictionInputBase {
  /** What the Toloker loses access to. */
  scope: "PROJECT";
  /** Id of the project. */
  project_id: string;
}

/** Restriction to set for one pool. */
export interface PoolUserRestrictionInput extends UserRestrictionInputBase {
  /** What the Toloker loses access to. */
  scope: "POOL";
  /** Id of the pool. */
  pool_id: string;
}

/**
 * A restriction to set. Sets a new one, or changes the one that is there. The
 * API's description lists `SYSTEM` here too, and the server refuses it.
 */
export type UserRestrictionInput =
  | AllProjectsUserRestrictionInput
  | ProjectUserRestrictionInput
  | PoolUserRestrictionInput;

/** What the server adds to a restriction. */
export interface UserRestrictionRecord {
  /** Id of the restriction. */
  id: string;
  /** When it was set, UTC. */
  created: string;
}

/** Restriction for all projects of the requester. */
export interface AllProjectsUserRestriction
  extends AllProjectsUserRestrictionInput, UserRestrictionRecord {}

/** Restriction for one project. */
export interface ProjectUserRestriction
  extends ProjectUserRestrictionInput, UserRestrictionRecord {}

/** Restriction for one pool. */
export interface PoolUserRestriction
  extends PoolUserRestrictionInput, UserRestrictionRecord {}

/** Restriction set by Toloka itself; the requester cannot change it. */
export interface SystemUserRestriction
  extends UserRestrictionInputBase, UserRestrictionRecord {
  /** What the Toloker loses access to. */
  scope: "SYSTEM";
}

/** A restriction; `scope` tells what it reaches. */
export type UserRestriction =
  | AllProjectsUserRestriction
  | ProjectUserRestriction
  | PoolUserRestriction
  | SystemUserRestriction;

/** What a restriction reaches. */
export type UserRestrictionScope = UserRestriction["scope"];

/** Which restrictions to list. */
export interface UserRestrictionQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only restrictions of this scope. */
  scope?: UserRestrictionScope | undefined;
  /** Only restrictions of this Toloker. */
  user_id?: string | undefined;
  /** Only restrictions for this project. */
  project_id?: string | undefined;
  /** Only restrictions for this pool. */
  pool_id?: string | undefined;
}

/** Fields a list of restrictions can be sorted by. */
export type UserRestrictionSortField = "id" | "created";
