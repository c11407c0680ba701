/** Checks of a pool's own settings. @module */
import type { Filter } from "../types/filters.ts";
import type { ConditionView, LintContext, LintRule } from "./lint_rule.ts";
import { contradictions, defaultOverlap, show, valuesAt } from "./lint_rule.ts";
import { MAX_FILTER_LENGTH } from "../filters/expression.ts";

/** Least price of a task suite with general tasks, in US dollars. */
const MIN_REWARD = 0.005;

const SUITE_OVERLAP = "defaults.default_overlap_for_new_task_suites";

interface Bound {
  path: string;
  min: number;
  max: number;
  /** `true` if the bounds are for the number of elements. */
  length?: boolean;
  /** `true` if fractions are allowed. */
  fraction?: boolean;
}

const SPREADS = [
  "mixer_config.golden_task_distribution_function",
  "mixer_config.training_task_distribution_function",
  "quality_control.checkpoints_config.real_settings.task_distribution_function",
  "quality_control.checkpoints_config.golden_settings.task_distribution_function",
  "quality_control.checkpoints_config.training_settings.task_distribution_function",
];

const COLLECTOR = "quality_control.configs.*.collector_config.parameters";
const ACTION = "quality_control.configs.*.rules.*.action.parameters";

/** Documented bounds, all inclusive. */
const BOUNDS: readonly Bound[] = [
  { path: "reward_per_assignment", min: 0, max: Infinity, fraction: true },
  { path: "assignment_max_duration_seconds", min: 5, max: 2 ** 31 - 1 },
  { path: "auto_accept_period_day", min: 1, max: 21 },
  { path: "auto_close_after_complete_delay_seconds", min: 0, max: 259_200 },
  { path: "priority", min: 0, max: 100 },
  { path: SUITE_OVERLAP, min: 1, max: 30_000 },
  { path: "defaults.default_overlap_for_new_tasks", min: 1, max: 30_000 },
  ...["real", "golden", "training"].flatMap((kind) => [
    { path: `mixer_config.${kind}_tasks_count`, min: 0, max: 500 },
    { path: `mixer_config.min_${kind}_tasks_count`, min: 0, max: 500 },
  ]),
  {
    path: "mixer_config.force_last_assignment_delay_seconds",
    min: 0,
    max: 86_400,
  },
  { path: "dynamic_overlap_config.max_overlap", min: 1, max: 30_000 },
  {
    path: "dynamic_overlap_config.min_confidence",
    min: 0,
    max: 1,
    fraction: true,
  },
  {
    path: "dynamic_pricing_config.intervals",
    min: 1,
    max: 10_000,
    length: true,
  },
  {
    path: "dynamic_pricing_config.intervals.*.from",
    min: 0,
    max: 100,
    fraction: true,
  },
  {
    path: "dynamic_pricing_config.intervals.*.to",
    min: 0,
    max: 100,
    fraction: true,
  },
  { path: "speed_quality_balance.percent", min: 10, max: 100 },
  { path: "speed_quality_balance.count", min: 0, max: 100 },
  {
    path: "quality_control.training_requirement.training_passing_skill_value",
    min: 0,
    max: 100,
  },
  ...["real", "golden", "training"].map((kind) => ({
    path: `quality_control.checkpoints_config.${kind}_settings.target_overlap`,
    min: 1,
    max: Infinity,
  })),
  ...SPREADS.flatMap((path) => [
    { path: `${path}.window_days`, min: 1, max: 365 },
    { path: `${path}.intervals`, min: 1, max: 10_000, length: true },
    { path: `${path}.intervals.*.from`, min: 1, max: 1_000_000 },
    { path: `${path}.intervals.*.to`, min: 1, max: 1_000_000 },
    { path: `${path}.intervals.*.frequency`, min: 1, max: Infinity },
  ]),
  { path: `${COLLECTOR}.history_size`, min: 1, max: Infinity },
  { path: `${COLLECTOR}.answer_threshold`, min: 1, max: Infinity },
  { path: `${COLLECTOR}.fast_submit_threshold_seconds`, min: 1, max: Infinity },
  { path: `${ACTION}.duration`, min: 1, max: Infinity },
  { path: `${ACTION}.duration_days`, min: 1, max: Infinity },
  { path: `${ACTION}.skill_value`, min: 0, max: 100, fraction: true },
];

/** Longest comments, in characters. */
const COMMENTS = [
  [`${ACTION}.private_comment`, 499],
  [`${ACTION}.public_comment`, 2_048],
] as const;

const DAY = 86_400;

/** Keys by which filters select Tolokers on the way. */
const MOBILE_KEYS = ["client_type", "device_category", "os_family"];

/** Parses a time of the API, which is UTC without a zone, to milliseconds. */
function timeOf(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

function path(first: string, second: number): string {
  return `${first}.${second}`;
}

/** Tells if only control and training tasks are issued. */
function isWithoutGeneral({ pool, tasks }: LintContext): boolean {
  if (tasks !== undefined) {
    return tasks.tasks.general.count + tasks.inSuites.general === 0;
  }
  return pool.mixer_config == null || pool.mixer_config.real_tasks_count === 0;
}

/** A part of a filter, as far as it can be relied upon. */
type FilterPart = Partial<ConditionView> & {
  category?: string;
  and?: FilterPart[];
  or?: FilterPart[];
};

type FilterConditionView = ConditionView & { category: string };

/** Goes through a filter and all of its parts. */
function* filterParts(
  filter: Filter | null | undefined,
  at = "filter",
): Generator<[path: string, part: FilterPart]> {
  if (filter == null) return;
  const part = filter as FilterPart;
  yield [at, part];
  for (const joint of ["and", "or"] as const) {
    for (const [index, inner] of part[joint]?.entries() ?? []) {
      yield* filterParts(inner as Filter, `${at}.${joint}.${index}`);
    }
  }
}

function* filterConditions(
  filter: Filter | null | undefined,
): Generator<[path: string, condition: FilterConditionView]> {
  for (const [path, part] of filterParts(filter)) {
    if (part.and !== undefined || part.or !== undefined || !part.key) continue;
    yield [path, part as FilterConditionView];
  }
}

/** Alternatives, of which a Toloker must meet one; a condition alone is one. */
function clausesOf(part: FilterPart): FilterConditionView[][] {
  if (part.and !== undefined) return part.and.flatMap(clausesOf);
  if (part.or === undefined) {
    return part.key ? [[part as FilterConditionView]] : [];
  }
  if (part.or.length === 1) return clausesOf(part.or[0]!);
  // An alternative of several conditions could be met in many ways.
  const plain = part.or.every(({ and, or, key }) => !and && !or && key);
  return plain ? [part.or as FilterConditionView[]] : [];
}

/** Gives categories their part in the key, for conditions to be compared. */
function keyed(condition: FilterConditionView): ConditionView {
  return { ...condition, key: `${condition.category}.${condition.key}` };
}

/** Tells what is odd about a condition's value, if anything. */
function oddity(
  { category, key, value }: ConditionView & { category: string },
): string | undefined {
  if (category === "skill") {
    return typeof value === "number" && (value < 0 || value > 100)
      ? "skills are 0 to 100"
      : undefined;
  }
  switch (key) {
    case "country":
    case "citizenship":
      return /^[A-Z]{2}$/.test(String(value))
        ? undefined
        : "countries are two letters in capitals";
    case "languages":
      return /^[A-Z]{2}(-[A-Z]+)?$/.test(String(value))
        ? undefined
        : "languages are codes in capitals";
    case "date_of_birth":
      return Math.abs(Number(value)) < 1e10
        ? undefined
        : "dates of birth are in seconds, not milliseconds";
    default:
      return undefined;
  }
}

/** Checks of the settings. */
export const SETTINGS_RULES: readonly LintRule[] = [
  {
    id: "value-out-of-bounds",
    severity: "warning",
    basis: "description",
    reason: "The API's description has narrower bounds",
    *check({ pool, tasks }) {
      for (const { path, min, max, length, fraction } of BOUNDS) {
        for (const [at, found] of valuesAt(pool, path)) {
          const value = length && Array.isArray(found) ? found.length : found;
          if (typeof value !== "number") continue;
          // Pools with smart mixing ran with it, as the overlap of tasks counts.
          if (
            value === 0 && at === SUITE_OVERLAP && pool.mixer_config != null
          ) {
            continue;
          }
          if (
            value >= min && value <= max &&
            (fraction || Number.isInteger(value))
          ) continue;
          const kind = fraction ? "" : "a whole number ";
          const bounds = max === Infinity
            ? `at least ${min}`
            : `between ${min} and ${max}`;
          const what = length ? `number of '${at}'` : `'${at}'`;
          yield {
            path: at,
            message: `${what} is ${value}, not ${kind}${bounds}`,
          };
        }
      }
      const amounts = tasks
        ? [...Object.values(tasks.tasks), tasks.suites]
        : [];
      const wrong = new Set(
        amounts.flatMap(({ overlaps }) => [...overlaps.keys()])
          .filter((value) =>
            !(Number.isInteger(value) && value >= 1 && value <= 30_000)
          ),
      );
      for (const value of wrong) {
        yield {
          path: "tasks",
          message:
            `The overlap of a task is ${value}, not a whole number between 1 and 30000`,
        };
      }
    },
  },
  {
    id: "comment-too-long",
    severity: "warning",
    basis: "description",
    reason: "Toloka refuses comments that are longer",
    *check({ pool }) {
      for (const [at, most] of COMMENTS) {
        for (const [path, text] of valuesAt(pool, at)) {
          const { length } = String(text);
          if (length > most) {
            yield {
              path,
              message: `The comment has ${length} characters, not ${most}`,
            };
          }
        }
      }
    },
  },
  {
    id: "expiry-unreadable",
    severity: "error",
    basis: "logic",
    reason: "The pool needs a latest closing time",
    *check({ pool: { will_expire } }) {
      if (will_expire && Number.isNaN(timeOf(will_expire))) {
        yield {
          path: "will_expire",
          message: `"${will_expire}" is not an ISO 8601 moment`,
        };
      }
    },
  },
  {
    id: "expiry-past",
    severity: "error",
    basis: "logic",
    reason: "A pool past its expiry closes, whatever is left to do",
    *check({ pool: { will_expire }, now }) {
      if (will_expire && timeOf(will_expire) <= now) {
        yield {
          path: "will_expire",
          message: `The pool expired at ${will_expire}`,
        };
      }
    },
  },
  {
    id: "reward-too-low",
    severity: "warning",
    basis: "description",
    reason:
      "A task suite costs at least 0.005 dollars; only control and training tasks can be free",
    *check(context) {
      const { pool } = context;
      const intervals = pool.dynamic_pricing_config?.intervals ?? [];
      const rewards: [path: string, reward: number][] = [
        ["reward_per_assignment", pool.reward_per_assignment],
        ...intervals.map((interval, index): [string, number] => [
          `dynamic_pricing_config.intervals.${index}.reward_per_assignment`,
          interval.reward_per_assignment,
        ]),
      ];
      for (const [path, reward] of rewards) {
        if (!(reward < MIN_REWARD)) continue;
        if (reward === 0 && isWithoutGeneral(context)) continue;
        yield { path, message: `The price of a task suite is ${reward}` };
      }
    },
  },
  {
    id: "pricing-intervals-overlap",
    severity: "warning",
    basis: "description",
    reason: "A Toloker's skill must determine one price",
    *check({ pool }) {
      const at = "dynamic_pricing_config.intervals";
      const intervals = (pool.dynamic_pricing_config?.intervals ?? [])
        .map(({ from, to }, index) => ({
          from: from ?? 0,
          to: to ?? 100,
          index,
        }));
      for (const { from, to, index } of intervals) {
        if (from > to) {
          yield {
            path: path(at, index),
            message: `The interval from ${from} to ${to} holds no value`,
          };
        }
      }
      intervals.sort((a, b) => a.from - b.from);
      for (const [place, { from, to, index }] of intervals.entries()) {
        const next = intervals[place + 1];
        if (next !== undefined && next.from <= to) {
          yield {
            path: path(at, next.index),
            message:
              `The interval from ${next.from} to ${next.to} overlaps interval ${index} from ${from} to ${to}`,
          };
        }
      }
    },
  },
  {
    id: "balance-step",
    severity: "warning",
    basis: "description",
    reason: "The share of the best Tolokers has steps of 10",
    *check({ pool: { speed_quality_balance: balance } }) {
      if (
        balance?.type === "TOP_PERCENTAGE_BY_QUALITY" &&
        balance.percent % 10 !== 0
      ) {
        yield {
          path: "speed_quality_balance.percent",
          message: `The share is ${balance.percent} percent`,
        };
      }
    },
  },
  {
    id: "assignment-duration-long",
    severity: "info",
    basis: "advice",
    reason:
      "An abandoned task suite goes to another Toloker only when its time is over",
    *check({ pool: { assignment_max_duration_seconds: seconds } }) {
      if (seconds > DAY) {
        yield {
          path: "assignment_max_duration_seconds",
          message: `A task suite may take ${seconds} seconds, more than a day`,
        };
      }
    },
  },
  {
    id: "assignment-duration-short",
    severity: "warning",
    basis: "advice",
    reason:
      "A Toloker who reads, loads and answers needs a minute at least: what takes longer expires unpaid",
    *check({ pool: { assignment_max_duration_seconds: seconds } }) {
      if (seconds < 60) {
        yield {
          path: "assignment_max_duration_seconds",
          message: `A task suite may take ${seconds} seconds`,
        };
      }
    },
  },
  {
    id: "review-period-missing",
    severity: "warning",
    basis: "description",
    reason: "Assignments not reviewed in time are accepted and paid",
    *check({ pool }) {
      if (
        pool.auto_accept_solutions === false &&
        pool.auto_accept_period_day == null
      ) {
        yield {
          path: "auto_accept_period_day",
          message: "Manual review has no period",
        };
      }
    },
  },
  {
    id: "review-with-overlap",
    severity: "info",
    basis: "advice",
    reason:
      "Reviewed answers are reliable already; more Tolokers per task only add to the cost",
    *check({ pool }) {
      const overlap = defaultOverlap(pool);
      if (
        pool.auto_accept_solutions === false && overlap !== undefined &&
        overlap > 1
      ) {
        yield {
          path: "defaults",
          message: `Manual review goes with an overlap of ${overlap}`,
        };
      }
    },
  },
  {
    id: "audience-missing",
    severity: "warning",
    basis: "advice",
    reason:
      "Without a filter or a training, Tolokers of every country and language may work",
    *check({ pool }) {
      const conditions = [...filterConditions(pool.filter)];
      if (
        conditions.length === 0 &&
        pool.quality_control?.training_requirement == null
      ) {
        yield {
          path: "filter",
          message: "The pool is open to everyone",
        };
      }
    },
  },
  {
    id: "filter-too-long",
    severity: "warning",
    basis: "description",
    reason: `Toloka takes filters of at most ${MAX_FILTER_LENGTH} characters`,
    *check({ pool: { filter } }) {
      const { length } = JSON.stringify(filter ?? null);
      if (length > MAX_FILTER_LENGTH) {
        yield {
          path: "filter",
          message: `The filter has ${length} characters`,
        };
      }
    },
  },
  {
    id: "filter-unreadable",
    severity: "error",
    basis: "logic",
    reason:
      "A part of a filter is 'and', 'or', or a condition of category, key and operator",
    *check({ pool: { filter } }) {
      for (const [path, part] of filterParts(filter)) {
        const { and, or, category, key, operator } = part;
        const joints = Number(and !== undefined) + Number(or !== undefined);
        const whole = category && key && operator;
        if (joints === (whole ? 0 : 1)) continue;
        yield {
          path,
          message: joints === 2
            ? "The part has both 'and' and 'or'"
            : "The part is no complete condition",
        };
      }
    },
  },
  {
    id: "filter-value",
    severity: "warning",
    basis: "description",
    reason: "No Toloker has this value, or everyone has it",
    *check({ pool }) {
      for (const [path, condition] of filterConditions(pool.filter)) {
        const odd = oddity(condition);
        if (odd !== undefined) {
          yield { path, message: `${show(condition)}: ${odd}` };
        }
      }
    },
  },
  {
    id: "filter-excludes-everyone",
    severity: "error",
    basis: "logic",
    reason: "No Toloker can meet conditions that contradict each other",
    *check({ pool: { filter } }) {
      const clauses = clausesOf((filter ?? {}) as FilterPart)
        .map((clause) => clause.map(keyed));
      const musts = clauses.filter(({ length }) => length === 1).flat();
      const clashes = [...contradictions(musts)].map((key) =>
        musts.filter((condition) => condition.key === key)
      );
      const closed = clauses.filter((clause) =>
        clause.length > 1 && clause.every((condition) => {
          const own = musts.filter(({ key }) => key === condition.key);
          return !contradictions(own).next().done ||
            !contradictions([...own, condition]).next().done;
        })
      );
      for (const clash of clashes) {
        yield {
          path: "filter",
          message: `Nobody meets ${clash.map(show).join(" and ")}`,
        };
      }
      if (clashes.length > 0) return;
      for (const clause of closed) {
        yield {
          path: "filter",
          message: `Nobody meets ${
            clause.map(show).join(" or ")
          } beside the other conditions`,
        };
      }
    },
  },
  {
    id: "issuing-order-unused",
    severity: "warning",
    basis: "description",
    reason:
      "The order of task suites applies only without smart mixing and without a map",
    *check({ pool, project }) {
      const ordered = pool.assignments_issuing_config
        ?.issue_task_suites_in_creation_order;
      const map = project?.assignments_issuing_type === "MAP_SELECTOR";
      if (ordered && (pool.mixer_config != null || map)) {
        yield {
          path: "assignments_issuing_config",
          message: `The order of creation has no effect with ${
            map ? "a map" : "smart mixing"
          }`,
        };
      }
    },
  },
  {
    id: "captcha-out-of-use",
    severity: "info",
    basis: "description",
    reason: "Toloka shows captchas by itself, and the setting is to be removed",
    *check({ pool, collectors }) {
      if (pool.quality_control?.captcha_frequency != null) {
        yield {
          path: "quality_control.captcha_frequency",
          message: "The frequency of captchas is deprecated",
        };
      }
      for (const { type, path } of collectors) {
        if (type === "CAPTCHA") {
          yield { path, message: "The collector of captchas is deprecated" };
        }
      }
    },
  },
  {
    id: "training-level-low",
    severity: "info",
    basis: "advice",
    reason: "Below 5 percent, everyone who tries passes",
    *check({ pool }) {
      const level = pool.quality_control?.training_requirement
        ?.training_passing_skill_value;
      if (level !== undefined && level < 5) {
        yield {
          path: "quality_control.training_requirement",
          message: `The training is passed with ${level} percent`,
        };
      }
    },
  },
  {
    id: "files-without-review",
    severity: "warning",
    basis: "advice",
    reason:
      "No rule can tell if a file is right: whatever is attached gets paid",
    *check({ pool, project }) {
      if (pool.auto_accept_solutions === false) return;
      const files = Object.entries(project?.task_spec.output_spec ?? {})
        .filter(([, { type }]) => /^(array_)?file$/.test(type));
      for (const [name] of files) {
        yield {
          path: `project.task_spec.output_spec.${name}`,
          message: `Files in "${name}" are accepted without a look`,
        };
      }
    },
  },
  {
    id: "map-without-view-config",
    severity: "warning",
    basis: "description",
    reason: "Tolokers choose tasks on a map by these titles and descriptions",
    *check({ project }) {
      if (
        project?.assignments_issuing_type === "MAP_SELECTOR" &&
        project.assignments_issuing_view_config == null
      ) {
        yield {
          path: "project.assignments_issuing_view_config",
          message: "The project has a map, and nothing to show on it",
        };
      }
    },
  },
  {
    id: "map-without-app-filter",
    severity: "warning",
    basis: "advice",
    reason: "Tasks on a map are done on the way, with the mobile application",
    *check({ pool, project }) {
      if (project?.assignments_issuing_type !== "MAP_SELECTOR") return;
      const conditions = [...filterConditions(pool.filter)];
      if (!conditions.some(([, { key }]) => MOBILE_KEYS.includes(key))) {
        yield {
          path: "filter",
          message: "The filter does not ask for the mobile application",
        };
      }
    },
  },
];
