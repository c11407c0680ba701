/** Checks of the JSON itself: what is missing, misspelt or of another kind. @module */
import type { LintRule } from "./lint_rule.ts";
import type { FlawId } from "./shape.ts";

const CHECKS: readonly (Omit<LintRule, "check"> & { id: FlawId })[] = [
  {
    id: "value-missing",
    severity: "error",
    basis: "behavior",
    reason: "Toloka refuses what lacks it",
  },
  {
    id: "value-shape",
    severity: "error",
    basis: "logic",
    reason: "Nothing in it can be read",
  },
  {
    id: "value-type",
    severity: "warning",
    basis: "description",
    reason: "The API's description has another type there",
  },
  {
    id: "name-misspelt",
    severity: "error",
    basis: "logic",
    reason: "The setting that was meant is not set",
  },
  {
    id: "name-unknown",
    severity: "warning",
    basis: "description",
    reason: "The API's description does not have it, so it may do nothing",
  },
];

/** Checks of the JSON itself. */
export const SHAPE_RULES: readonly LintRule[] = CHECKS.map((check) => ({
  ...check,
  *check({ flaws }) {
    for (const { id, message, path } of flaws) {
      if (id === check.id) yield { message, path };
    }
  },
}));
