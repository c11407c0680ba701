/** Eligibility of Tolokers for a pool. */

import type { PoolRecord, TolokerRecord } from "../world/records.ts";
import { accuracy } from "../world/tolokers.ts";
import type { World } from "../world/world.ts";

interface Condition {
  category?: string;
  key?: string;
  operator?: string;
  value?: unknown;
  and?: unknown[];
  or?: unknown[];
}

/** Tells whether a Toloker may take suites of the pool now. */
export function isEligible(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): boolean {
  return !isRestricted(pool, toloker) &&
    passesFilter(pool.settings.filter, toloker) &&
    isAmongBest(world, pool, toloker) &&
    hasTraining(world, pool, toloker);
}

/** Tells whether the balance of speed and quality admits a Toloker. */
export function isAmongBest(
  world: World,
  { settings: { best, filter } }: PoolRecord,
  toloker: TolokerRecord,
): boolean {
  if (best === undefined) return true;
  let all = 0;
  let better = 0;
  for (const other of world.tolokers.values()) {
    if (!passesFilter(filter, other)) continue;
    all++;
    const lead = accuracy(other) - accuracy(toloker);
    if (lead > 0 || (lead === 0 && other.id < toloker.id)) better++;
  }
  const places = "count" in best
    ? best.count
    : Math.ceil(all * best.percent / 100);
  return better < places;
}

/** Tells whether a restriction keeps a Toloker out of the pool. */
export function isRestricted(
  pool: PoolRecord,
  toloker: TolokerRecord,
): boolean {
  return toloker.restrictions.some(({ view }) => {
    if (view.scope === "POOL") return view.pool_id === pool.view.id;
    if (view.scope === "PROJECT") {
      return view.project_id === pool.project.view.id;
    }
    return true;
  });
}

/** Tells whether a Toloker has passed the training that the pool requires. */
export function hasTraining(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
): boolean {
  const { training } = pool.settings;
  if (training === undefined) return true;
  const skill = world.trainingSkills.get(training.poolId);
  const value = toloker.skills.get(skill ?? "")?.view.exact_value;
  return value !== undefined && value >= training.passing;
}

/** Tells whether a Toloker passes a filter; without one everyone does. */
export function passesFilter(filter: unknown, toloker: TolokerRecord): boolean {
  if (filter === undefined || filter === null) return true;
  const condition = filter as Condition;
  const and = condition.and ?? [];
  if (!and.every((part) => passesFilter(part, toloker))) return false;
  const { or } = condition;
  if (or != null && !or.some((part) => passesFilter(part, toloker))) {
    return false;
  }
  return condition.key === undefined || passes(condition, toloker);
}

function passes(condition: Condition, toloker: TolokerRecord): boolean {
  const key = String(condition.key);
  const actual = condition.category === "skill"
    ? toloker.skills.get(key)?.view.exact_value
    : toloker.traits[key];
  return compare(actual, condition.operator ?? "EQ", condition.value);
}

/** Compares as filters and quality control do. */
export function compare(
  actual: unknown,
  operator: string,
  wanted: unknown,
): boolean {
  switch (operator) {
    case "EQ":
      return (actual ?? null) === (wanted ?? null);
    case "NE":
      return (actual ?? null) !== (wanted ?? null);
    case "IN":
      return contains(actual, wanted);
    case "NOT_IN":
      return !contains(actual, wanted);
  }
  if (actual === undefined || actual === null) return false;
  const [a, b] = [Number(actual), Number(wanted)];
  switch (operator) {
    case "GT":
      return a > b;
    case "GTE":
      return a >= b;
    case "LT":
      return a < b;
    case "LTE":
      return a <= b;
  }
  return false;
}

function contains(actual: unknown, wanted: unknown): boolean {
  const have = Array.isArray(actual) ? actual : [actual];
  const want = Array.isArray(wanted) ? wanted : [wanted];
  return have.some((value) => want.includes(value));
}
