/** Parts that several checks of a pool share. @module */
import { COLLECTOR_KEYS } from "../quality_control/collector_keys.ts";
import type { RuleAction } from "../types/quality_control.ts";

/** Kinds of tasks. */
export const KINDS = ["general", "golden", "training"] as const;

/** Actions that review assignments. */
export const REVIEW_ACTIONS = [
  "REJECT_ALL_ASSIGNMENTS",
  "APPROVE_ALL_ASSIGNMENTS",
];

/** Keys of the conditions that a collector feeds; none if it is unknown. */
export function keysOf(type: string): readonly string[] | undefined {
  return (COLLECTOR_KEYS as Readonly<Record<string, readonly string[]>>)[type];
}

/** Tells if an action is a restriction. */
export function isRestriction({ type }: RuleAction): boolean {
  return type === "RESTRICTION" || type === "RESTRICTION_V2";
}
