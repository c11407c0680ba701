/** Restrictions: what a Toloker may not do for a while, or ever. @module */
import type { RangeFilter, TimeValue } from "./common.ts";

/** Fields that all new restrictions share. */
export interface UserRestrictionInputBase {
  /** Id of the Toloker. */
  user_id: string;
  /** Reason, which only the requester sees; at most 499 characters. */
  private_comment?: string;
  /** End time, UTC, ISO 8601; permanent if absent. */
  will_expire?: string;
}

/** Restriction to set for all projects of the requester. */
export interface AllProjectsUserRestrictionInput
  extends UserRestrictionInputBase {
  /** Scope of the restriction. */
  scope: "ALL_PROJECTS";
}

/** Restriction to set for one project. */
export interface ProjectUserRestrictionInput extends UserRestrictionInputBase {
  /** Scope of the restriction. */
  scope: "PROJECT";
  /** Id of the project. */
  project_id: string;
}

/** Restriction to set for one pool. */
export interface PoolUserRestrictionInput extends UserRestrictionInputBase {
  /** Scope of the restriction. */
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

/** Fields that the server adds to a restriction. */
export interface UserRestrictionRecord {
  /** Id of the restriction. */
  id: string;
  /** Time it was set, UTC. */
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
  /** Scope of the restriction. */
  scope: "SYSTEM";
}

/** A restriction; `scope` tells what it reaches. */
export type UserRestriction =
  | AllProjectsUserRestriction
  | ProjectUserRestriction
  | PoolUserRestriction
  | SystemUserRestriction;

/** Scope of a restriction. */
export type UserRestrictionScope = UserRestriction["scope"];

/** Filters of a list of restrictions. */
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
