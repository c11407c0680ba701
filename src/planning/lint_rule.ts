/** Parts that the checks of a pool share. @module */
import type { PoolInput } from "../types/pools.ts";
import type {
  QualityControlConfig,
  RuleAction,
} from "../types/quality_control.ts";
import type { TaskSummary } from "./planned_tasks.ts";
import type { Flaw } from "./shape.ts";
import type { LintViewSpec, ViewLinks } from "./view_links.ts";

/**
 * Severity of a finding: an `error` is refused or cannot work, a `warning`
 * costs money or quality, an `info` deserves a look.
 */
export type LintSeverity = "error" | "warning" | "info";

/**
 * Ground of a check: recorded `behavior` of the platform, `logic` where it
 * follows from the settings themselves, the API's `description` alone, or
 * `advice` from the platform's guides and from practice. Only the first two
 * can be errors.
 */
export type LintBasis = "behavior" | "logic" | "description" | "advice";

/** Finding of one check. */
export interface Problem {
  /** Problem in words, with the values. */
  message: string;
  /** Path of the problem: keys and positions joined by dots. */
  path: string;
}

/** An output field as far as the checks look at it; a `FieldSpec` is one. */
export interface LintField {
  /** Type of the field. */
  type: string;
  /** `true` if a value is required. */
  required?: boolean | null;
  /** Values that are allowed. */
  allowed_values?: readonly unknown[] | null;
  /** Least value. */
  min_value?: number | null;
  /** Greatest value. */
  max_value?: number | null;
}

/** Fields and view of a project; a `TaskSpec` is one. */
export interface LintTaskSpec {
  /** Input fields by name. */
  input_spec?: Readonly<Record<string, LintField>>;
  /** Task page. */
  view_spec?: LintViewSpec;
  /** Output fields by name. */
  output_spec: Readonly<Record<string, LintField>>;
}

/** Quality control of a project; a `ProjectQualityControl` is one. */
export interface LintProjectQualityControl {
  /** Collectors with their rules. */
  configs?: readonly QualityControlConfig[] | null;
}

/** A project as far as the checks look at it; a `ProjectInput` is one. */
export interface LintProject {
  /** Its tasks. */
  task_spec: LintTaskSpec;
  /** Method of issuing tasks. */
  assignments_issuing_type?: string | null;
  /** Look of the tasks on the map. */
  assignments_issuing_view_config?: object | null;
  /** Rules for all of its pools. */
  quality_control?: LintProjectQualityControl | null;
}

/** Context of the checks. */
export interface LintContext {
  /** The pool. */
  pool: PoolInput;
  /** Its project, if known. */
  project: LintProject | undefined;
  /** Its tasks, if known. */
  tasks: TaskSummary | undefined;
  /** Links between its view and its fields, if it has a readable view. */
  view: ViewLinks | undefined;
  /** Flaws of the JSON. */
  flaws: readonly Flaw[];
  /** Time to compare expiry with, in milliseconds since 1970. */
  now: number;
  /** Collectors of pool and project. */
  collectors: readonly CollectorView[];
  /** Rules of pool and project. */
  rules: readonly RuleView[];
}

/** A collector and where it stands. */
export interface CollectorView {
  /** The collector and its rules. */
  config: QualityControlConfig;
  /** Type of the collector, also one we do not know. */
  type: string;
  /** Parameters of the collector. */
  parameters: Readonly<Record<string, unknown>>;
  /** Path of the configuration. */
  path: string;
}

/** A condition as it may come from anywhere. */
export interface ConditionView {
  /** Statistic or property that is compared. */
  key: string;
  /** Operator of the comparison. */
  operator: string;
  /** Value to compare with. */
  value: unknown;
}

/** A rule, its collector and where it stands. */
export interface RuleView {
  /** The collector. */
  collector: CollectorView;
  /** Conditions; all must hold. */
  conditions: readonly ConditionView[];
  /** Action that follows. */
  action: RuleAction;
  /** Path of the rule. */
  path: string;
}

/** A check. */
export interface LintRule {
  /** Name of the check. */
  id: string;
  /** Severity of its findings. */
  severity: LintSeverity;
  /** Ground of the check. */
  basis: LintBasis;
  /** Explanation of why they are problems. */
  reason: string;
  /** Finds problems. */
  check(context: LintContext): Iterable<Problem>;
}

/**
 * Overlap of tasks, or of task suites without smart mixing, by default; with
 * smart mixing, tasks may bring their own.
 */
export function defaultOverlap(pool: PoolInput): number | undefined {
  return pool.mixer_config == null
    ? pool.defaults.default_overlap_for_new_task_suites
    : pool.defaults.default_overlap_for_new_tasks ?? undefined;
}

/** Reads the collectors of a pool or a project. */
export function collectorsOf(
  configs: readonly QualityControlConfig[] | null | undefined,
  path: string,
): CollectorView[] {
  return (configs ?? []).map((config, index) => ({
    config,
    type: config.collector_config.type,
    parameters: { ...config.collector_config.parameters },
    path: `${path}.${index}`,
  }));
}

/** Reads the rules of a collector. */
export function rulesOf(collector: CollectorView): RuleView[] {
  const { rules } = collector.config;
  return rules.map(({ conditions, action }, index) => ({
    collector,
    conditions,
    action,
    path: `${collector.path}.rules.${index}`,
  }));
}

/**
 * Values at a path whose `*` stands for every position of an array, with the
 * path of each. What is missing or null is left out.
 */
export function* valuesAt(
  root: unknown,
  path: string,
): Generator<[path: string, value: unknown]> {
  const [first = "", ...others] = path.split(".");
  const rest = others.join(".");
  const keys = first === "*" && Array.isArray(root)
    ? root.map((_, index) => String(index))
    : [first];
  for (const key of keys) {
    const value = (root as Record<string, unknown> | null | undefined)?.[key];
    if (value === undefined || value === null) continue;
    if (rest === "") yield [key, value];
    else {for (const [below, found] of valuesAt(value, rest)) {
        yield [`${key}.${below}`, found];
      }}
  }
}

/** Bounds of a number. */
export interface Range {
  /** Lower bound. */
  min: number;
  /** Upper bound. */
  max: number;
  /** `true` if the lower bound itself is outside. */
  minOpen: boolean;
  /** `true` if the upper bound itself is outside. */
  maxOpen: boolean;
}

/** Finds the range in which all conditions on a key hold. */
export function rangeOf(
  conditions: readonly ConditionView[],
  key: string,
  start: Range = {
    min: -Infinity,
    max: Infinity,
    minOpen: false,
    maxOpen: false,
  },
): Range {
  const range = { ...start };
  for (const { key: other, operator, value } of conditions) {
    if (other !== key || typeof value !== "number") continue;
    const open = operator === "GT" || operator === "LT";
    const lower = operator === "GT" || operator === "GTE" || operator === "EQ";
    const upper = operator === "LT" || operator === "LTE" || operator === "EQ";
    if (lower && (value > range.min || value === range.min && open)) {
      range.min = value;
      range.minOpen = open;
    }
    if (upper && (value < range.max || value === range.max && open)) {
      range.max = value;
      range.maxOpen = open;
    }
  }
  return range;
}

/** Tells if no number is in the range; `whole` if only whole ones count. */
export function isEmpty(range: Range, whole = false): boolean {
  const { min, max, minOpen, maxOpen } = range;
  if (!whole) return min > max || min === max && (minOpen || maxOpen);
  const least = minOpen ? Math.floor(min) + 1 : Math.ceil(min);
  const most = maxOpen ? Math.ceil(max) - 1 : Math.floor(max);
  return least > most;
}

/** Keys on which the conditions contradict each other. */
export function* contradictions(
  conditions: readonly ConditionView[],
): Generator<string> {
  for (const key of new Set(conditions.map(({ key }) => key))) {
    const own = conditions.filter((condition) => condition.key === key);
    const equal = own.filter(({ operator }) => operator === "EQ");
    const other = own.filter(({ operator }) => operator === "NE");
    const inside = own.filter(({ operator }) => operator === "IN");
    const outside = own.filter(({ operator }) => operator === "NOT_IN");
    // No value, as of a skill that Tolokers lack, compares with none.
    const absent = equal.some(({ value }) => value == null);
    const clash = absent && own.some(needsValue) ||
      equal.some(({ value }) => value !== equal[0]!.value) ||
      other.some(({ value }) => equal[0] && equal[0].value === value) ||
      inside.some(({ value }) => outside.some((it) => it.value === value));
    if (clash || isEmpty(rangeOf(own, key))) yield key;
  }
}

/** Tells if only something that has a value meets the condition. */
function needsValue({ operator, value }: ConditionView): boolean {
  return operator === "EQ" || operator === "NE"
    ? operator === "EQ" ? value != null : value == null
    : true;
}

/** Operators in words. */
const SIGNS: Readonly<Record<string, string>> = {
  EQ: "=",
  NE: "≠",
  GT: ">",
  GTE: "≥",
  LT: "<",
  LTE: "≤",
};

/** Shows a condition. */
export function show({ key, operator, value }: ConditionView): string {
  return `${key} ${SIGNS[operator] ?? operator} ${JSON.stringify(value)}`;
}
