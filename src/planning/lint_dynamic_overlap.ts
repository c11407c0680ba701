/** Checks of dynamic overlap. @module */
import { defaultOverlap } from "./lint_rule.ts";
import type { LintField, LintRule } from "./lint_rule.ts";

/** Widest integer field that answers can be weighed by. */
const MAX_INTEGER_SPAN = 32;

/** Tells why answers in a field cannot be weighed, if they cannot. */
function unweighable(spec: LintField): string | undefined {
  switch (spec.type) {
    case "boolean":
      return undefined;
    case "string":
    case "float":
      return spec.allowed_values?.length ? undefined : "has no allowed values";
    case "integer": {
      if (spec.allowed_values?.length) return undefined;
      const { min_value: min, max_value: max } = spec;
      return typeof min === "number" && typeof max === "number" &&
          max - min <= MAX_INTEGER_SPAN
        ? undefined
        : `has neither allowed values nor bounds at most ${MAX_INTEGER_SPAN} apart`;
    }
    default:
      return `is of type "${spec.type}"`;
  }
}

/** Checks of dynamic overlap. */
export const DYNAMIC_OVERLAP_RULES: readonly LintRule[] = [
  {
    id: "max-overlap-not-above-default",
    severity: "warning",
    basis: "description",
    reason: "Dynamic overlap starts at the default and only grows",
    *check({ pool }) {
      const most = pool.dynamic_overlap_config?.max_overlap;
      const least = defaultOverlap(pool);
      if (most !== undefined && least !== undefined && most <= least) {
        yield {
          path: "dynamic_overlap_config.max_overlap",
          message:
            `The maximum overlap is ${most}, and the default is ${least}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-without-mixer",
    severity: "warning",
    basis: "description",
    reason: "Only with smart mixing can single tasks get more overlap",
    *check({ pool }) {
      if (pool.dynamic_overlap_config != null && pool.mixer_config == null) {
        yield {
          path: "mixer_config",
          message: "Dynamic overlap is set, and smart mixing is not",
        };
      }
    },
  },
  {
    id: "dynamic-overlap-without-delay",
    severity: "warning",
    basis: "description",
    reason:
      "The pool must stay open for at least a second after its last task for overlap to grow",
    *check({ pool }) {
      const delay = pool.auto_close_after_complete_delay_seconds ?? 0;
      if (pool.dynamic_overlap_config != null && delay < 1) {
        yield {
          path: "auto_close_after_complete_delay_seconds",
          message: `Dynamic overlap goes with a closing delay of ${delay}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-with-reissue",
    severity: "warning",
    basis: "description",
    reason:
      "Reissued work raises the overlap beyond the maximum of dynamic overlap",
    *check({ pool, rules }) {
      if (pool.dynamic_overlap_config == null) return;
      for (const { collector, action, path } of rules) {
        if (
          collector.type === "USERS_ASSESSMENT" &&
          action.type === "CHANGE_OVERLAP"
        ) {
          yield {
            path,
            message:
              "The rule changes the overlap in a pool with dynamic overlap",
          };
        }
      }
    },
  },
  {
    id: "confidence-unusual",
    severity: "info",
    basis: "advice",
    reason:
      "Below 0.7 results are unreliable, and above 0.95 they cost more without being better",
    *check({ pool: { dynamic_overlap_config: config } }) {
      const confidence = config?.min_confidence;
      if (
        confidence !== undefined && (confidence < 0.7 || confidence > 0.95)
      ) {
        yield {
          path: "dynamic_overlap_config.min_confidence",
          message: `The sufficient confidence is ${confidence}`,
        };
      }
    },
  },
  {
    id: "dynamic-overlap-field",
    severity: "warning",
    basis: "description",
    reason:
      "Answers are compared by fields with few values: booleans, allowed values, small integers",
    *check({ pool: { dynamic_overlap_config: config }, project }) {
      if (config == null) return;
      const path = "dynamic_overlap_config.fields";
      if (!config.fields?.length) {
        yield { path, message: "Dynamic overlap compares no field" };
        return;
      }
      const specs = project?.task_spec.output_spec;
      if (specs === undefined) return;
      for (const [index, { name }] of config.fields.entries()) {
        const spec = specs[name];
        const problem = spec && unweighable(spec);
        if (problem !== undefined) {
          yield {
            path: `${path}.${index}`,
            message: `Output field "${name}" ${problem}`,
          };
        }
      }
    },
  },
  {
    id: "dynamic-overlap-field-unknown",
    severity: "error",
    basis: "logic",
    reason: "Answers cannot be compared by a field that they do not have",
    *check({ pool: { dynamic_overlap_config: config }, project }) {
      const specs = project?.task_spec.output_spec;
      if (specs === undefined) return;
      for (const [index, { name }] of config?.fields?.entries() ?? []) {
        if (Object.hasOwn(specs, name)) continue;
        yield {
          path: `dynamic_overlap_config.fields.${index}`,
          message: `Output field "${name}" is not in the project's output`,
        };
      }
    },
  },
  {
    id: "weight-skill-unset",
    severity: "info",
    basis: "advice",
    reason:
      "Answers of Tolokers without the skill weigh little; control tasks can set it, here or elsewhere",
    *check({ pool: { dynamic_overlap_config: config }, rules }) {
      if (config == null) return;
      const id = config.answer_weight_skill_id;
      const set = rules.some(({ action }) =>
        (action.type === "SET_SKILL" ||
          action.type === "SET_SKILL_FROM_OUTPUT_FIELD") &&
        action.parameters.skill_id === id
      );
      if (!set) {
        yield {
          path: "dynamic_overlap_config.answer_weight_skill_id",
          message: `No rule sets skill "${id}"`,
        };
      }
    },
  },
];
