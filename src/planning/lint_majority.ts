/** Checks of majority vote. @module */
import { defaultOverlap } from "./lint_rule.ts";
import type { LintContext, LintField, LintRule } from "./lint_rule.ts";

/** Overlaps of the work that counts: general tasks, or task suites. */
function overlapsOf({ pool, tasks }: LintContext): number[] {
  const byDefault = defaultOverlap(pool);
  if (tasks === undefined) return byDefault === undefined ? [] : [byDefault];
  const amount = pool.mixer_config == null ? tasks.suites : tasks.tasks.general;
  const own = [...amount.overlaps.keys()];
  return amount.byDefault > 0 && byDefault !== undefined
    ? [...own, byDefault]
    : own;
}

/** More fields than that hardly ever agree as a whole. */
const MANY_FIELDS = 3;

function majorities({ rules, collectors }: LintContext) {
  const used = new Set(rules.map(({ collector }) => collector));
  return collectors.filter((collector) =>
    collector.type === "MAJORITY_VOTE" && used.has(collector)
  ).map(({ path, parameters }) => ({
    path,
    threshold: Number(parameters.answer_threshold),
  }));
}

/** Tells if answers of different Tolokers are hardly ever the same. */
function isFree(spec: LintField): boolean {
  if (spec.allowed_values?.length) return false;
  return spec.type !== "boolean" && spec.type !== "integer";
}

/** Tells if the overlap of some tasks can grow. */
function hasMoreOverlap({ pool }: LintContext): boolean {
  return pool.dynamic_overlap_config != null ||
    pool.quality_control?.checkpoints_config?.real_settings != null ||
    defaultOverlap(pool) === undefined;
}

/** Checks of majority vote. */
export const MAJORITY_RULES: readonly LintRule[] = [
  {
    id: "majority-threshold-above-overlap",
    severity: "error",
    basis: "logic",
    reason: "There are never that many equal answers, so nobody is judged",
    *check(context) {
      const { pool } = context;
      const checks = pool.quality_control?.checkpoints_config?.real_settings;
      const overlaps = [
        ...overlapsOf(context),
        ...[pool.dynamic_overlap_config?.max_overlap, checks?.target_overlap]
          .filter((overlap) => overlap != null),
      ];
      const most = Math.max(...overlaps);
      for (const { path, threshold } of majorities(context)) {
        if (overlaps.length > 0 && threshold > most) {
          yield {
            path,
            message:
              `The majority is ${threshold} answers, and the overlap ${most}`,
          };
        }
      }
    },
  },
  {
    id: "majority-threshold-is-overlap",
    severity: "warning",
    basis: "logic",
    reason:
      "Only tasks on which all Tolokers agree count, so nobody is ever wrong",
    *check(context) {
      if (hasMoreOverlap(context)) return;
      const most = Math.max(...overlapsOf(context));
      for (const { path, threshold } of majorities(context)) {
        if (threshold === most) {
          yield {
            path,
            message: `The majority and the overlap are ${threshold}`,
          };
        }
      }
    },
  },
  {
    id: "majority-threshold-low",
    severity: "warning",
    basis: "logic",
    reason:
      "Below half of the overlap, different answers can be right together",
    *check(context) {
      if (hasMoreOverlap(context)) return;
      const least = Math.min(...overlapsOf(context));
      for (const { path, threshold } of majorities(context)) {
        if (least < Infinity && threshold * 2 < least) {
          yield {
            path,
            message:
              `The majority is ${threshold} answers of an overlap of ${least}`,
          };
        }
      }
    },
  },
  {
    id: "majority-order",
    severity: "info",
    basis: "advice",
    reason:
      "The vote needs complete overlap, which is early only in the order of creation",
    *check(context) {
      const { pool } = context;
      const ordered = pool.mixer_config == null
        ? pool.assignments_issuing_config?.issue_task_suites_in_creation_order
        : pool.mixer_config.mix_tasks_in_creation_order;
      if (ordered) return;
      for (const { path } of majorities(context)) {
        yield { path, message: "Majority vote goes with a random order" };
      }
    },
  },
  {
    id: "majority-answers-free",
    severity: "warning",
    basis: "advice",
    reason: "Tolokers rarely give the same answer in free text",
    *check(context) {
      const outputs = Object.entries(
        context.project?.task_spec.output_spec ?? {},
      );
      const [free] =
        outputs.find(([name, spec]) =>
          spec.required !== false && isFree(spec) &&
          !context.view?.choices.has(name)
        ) ?? [];
      if (free === undefined) return;
      for (const { path } of majorities(context)) {
        yield {
          path,
          message: `Majority vote compares output field "${free}"`,
        };
      }
    },
  },
  {
    id: "majority-many-fields",
    severity: "warning",
    basis: "description",
    reason:
      "All required fields together are one answer: the more there are, the fewer Tolokers agree",
    *check(context) {
      const outputs = context.project?.task_spec.output_spec ?? {};
      const required = Object.values(outputs)
        .filter(({ required }) => required !== false).length;
      if (required <= MANY_FIELDS) return;
      for (const { path } of majorities(context)) {
        yield { path, message: `Majority vote compares ${required} fields` };
      }
    },
  },
  {
    id: "majority-nothing-compared",
    severity: "warning",
    basis: "description",
    reason: "Majority vote compares required output fields only",
    *check(context) {
      const outputs = context.project?.task_spec.output_spec;
      if (outputs === undefined) return;
      if (Object.values(outputs).some(({ required }) => required !== false)) {
        return;
      }
      for (const { path } of majorities(context)) {
        yield { path, message: "The project has no required output field" };
      }
    },
  },
  {
    id: "checkpoints-without-majority",
    severity: "warning",
    basis: "advice",
    reason: "Selective checks raise the overlap for a majority vote",
    *check(context) {
      const checks = context.pool.quality_control?.checkpoints_config;
      if (checks?.real_settings != null && majorities(context).length === 0) {
        yield {
          path: "quality_control.checkpoints_config",
          message: "There are selective checks, and no majority vote",
        };
      }
    },
  },
];
