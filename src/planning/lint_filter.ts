/** Checks of filters. @module */
import { MAX_FILTER_LENGTH } from "../filters/expression.ts";
import type { Filter } from "../types/filters.ts";
import { contradictions, show } from "./lint_rule.ts";
import type { ConditionView, LintRule } from "./lint_rule.ts";

/** Keys by which filters select Tolokers on the way. */
const MOBILE_KEYS = ["client_type", "device_category", "os_family"];

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

/** Checks of filters. */
export const FILTER_RULES: readonly LintRule[] = [
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
