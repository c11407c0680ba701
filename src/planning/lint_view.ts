/** Checks of a project's view against its fields. @module */
import { show } from "../checks.ts";
import { nearest } from "../names.ts";
import type { LintRule } from "./lint_rule.ts";
import { parseView } from "./view_links.ts";

const CONFIG = "project.task_spec.view_spec.config";

function at(path: string): string {
  return path === "" ? CONFIG : `${CONFIG}.${path}`;
}

/** Checks of the view. */
export const VIEW_RULES: readonly LintRule[] = [
  {
    id: "view-unreadable",
    severity: "error",
    basis: "logic",
    reason: "The configuration of a task page is JSON in a text",
    *check({ project }) {
      if (parseView(project?.task_spec.view_spec) === null) {
        yield { path: CONFIG, message: "The configuration is not JSON" };
      }
    },
  },
  {
    id: "view-path-unknown",
    severity: "error",
    basis: "logic",
    reason: "The page shows or stores nothing where the field does not exist",
    *check({ project, view }) {
      const spec = project?.task_spec;
      if (spec === undefined || spec.view_spec?.inferDataSpec) return;
      for (const { side, name, path } of view?.references ?? []) {
        const fields = side === "input" ? spec.input_spec : spec.output_spec;
        if (fields === undefined || Object.hasOwn(fields, name)) continue;
        const near = nearest(name, Object.keys(fields));
        yield {
          path: at(path),
          message: `There is no ${side} field "${name}"${
            near === undefined ? "" : `: did you mean "${near}"?`
          }`,
        };
      }
    },
  },
  {
    id: "view-value-not-allowed",
    severity: "error",
    basis: "logic",
    reason: "Tolokers who choose the value cannot submit their answers",
    *check({ project, view }) {
      const fields = project?.task_spec.output_spec ?? {};
      for (const { name, value, path } of view?.values ?? []) {
        const allowed = Object.hasOwn(fields, name)
          ? fields[name]!.allowed_values
          : undefined;
        if (!allowed?.length || allowed.includes(value)) continue;
        yield {
          path: at(path),
          message: `Field "${name}" does not allow ${show(value)}`,
        };
      }
    },
  },
];
