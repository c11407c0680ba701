/** Analytics: numbers about a pool. */

import type { AnalyticsRequest, PoolMetric } from "../../types/analytics.ts";
import { type FieldErrors, validationError } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  asBody,
  type Body,
  checkFields,
  type RulesFor,
} from "../checks/validation.ts";
import { fromMoney } from "../engine/money.ts";
import { parseTime } from "../engine/time.ts";
import { passesFilter } from "../issuing/eligibility.ts";
import { priceOf } from "../issuing/pool_life.ts";
import {
  accepted,
  type Context,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import type {
  AssignmentRecord,
  OverlapView,
  PoolRecord,
} from "../world/records.ts";
import type { Work, World } from "../world/world.ts";

type Metric = (world: World, pool: PoolRecord) => unknown;

/** Counts the assignments of the pool that pass. */
function counting(test: (assignment: AssignmentRecord) => boolean): Metric {
  return (_world, { assignments }) => assignments.filter(test).length;
}

function withStatus(status: string): Metric {
  return counting((assignment) => assignment.status === status);
}

function wasSubmitted({ submitted }: AssignmentRecord): boolean {
  return submitted !== undefined;
}

/** Counts the Tolokers of the assignments that pass. */
function people(test: (assignment: AssignmentRecord) => boolean): Metric {
  return (_world, { assignments }) =>
    new Set(assignments.filter(test).map(({ toloker }) => toloker.id)).size;
}

/** Answers that are there and answers that are wanted in all. */
function progress(pool: PoolRecord): { done: number; wanted: number } {
  let done = 0;
  let wanted = 0;
  for (const { kind, view, assignments } of pool.tasks) {
    if (kind !== "GENERAL" || typeof view.overlap !== "number") continue;
    wanted += view.overlap;
    done += Math.min(view.overlap, assignments.filter(wasSubmitted).length);
  }
  return { done, wanted };
}

const METRICS: Readonly<Record<PoolMetric, Metric>> = {
  real_tasks_count: (_world, { tasks }) =>
    tasks.filter(({ kind }) => kind === "GENERAL").length,
  submitted_assignments_count: counting(wasSubmitted),
  skipped_assignments_count: withStatus("SKIPPED"),
  rejected_assignments_count: withStatus("REJECTED"),
  approved_assignments_count: withStatus("ACCEPTED"),
  completion_percentage: (_world, pool) => {
    const { done, wanted } = progress(pool);
    const value = wanted === 0 ? 0 : Math.floor(100 * done / wanted);
    return { type: "NORMAL", value, infinite: false, approximate: false };
  },
  avg_submit_assignment_millis: (_world, { assignments }) => {
    const times = assignments.filter(wasSubmitted).map((
      { created, submitted },
    ) => parseTime(submitted)! - parseTime(created)!);
    const sum = times.reduce((a, b) => a + b, 0);
    return times.length === 0 ? 0 : Math.round(sum / times.length);
  },
  spent_budget: (world, { assignments }) =>
    fromMoney(
      assignments.reduce(
        (sum, { status, reward }) =>
          status === "ACCEPTED" ? sum + priceOf(world, reward) : sum,
        0n,
      ),
    ),
  unique_workers_count: people(() => true),
  unique_submitters_count: people(wasSubmitted),
  // Simulated Tolokers never stay away, so all of them are active.
  active_workers_by_filter_count: (world, { settings }) =>
    [...world.tolokers.values()].filter((toloker) =>
      passesFilter(settings.filter, toloker)
    ).length,
  estimated_assignments_count: (_world, pool) => {
    const used =
      pool.assignments.filter(({ status }) =>
        status !== "SKIPPED" && status !== "EXPIRED"
      ).length;
    return used + Math.ceil(remaining(pool));
  },
};

/** Suites that still have to be handed out. */
function remaining(pool: PoolRecord): number {
  const { mixer } = pool.settings;
  const left = (items: Iterable<{ view: OverlapView }>) => {
    let sum = 0;
    for (const { view } of items) sum += view.remaining_overlap ?? 0;
    return sum;
  };
  if (mixer === undefined) return left(pool.waitingSuites.items);
  return left(pool.waiting.GENERAL.items) / Math.max(1, mixer.real);
}

const RULES: RulesFor<AnalyticsRequest> = {
  subject: { type: "string", required: true, values: ["POOL"] },
  subject_id: { type: "string", required: true },
  name: { type: "string", required: true, values: Object.keys(METRICS) },
  interval_hours: { type: "integer", min: 1 },
};

function check(world: World, requests: readonly Body[]): void {
  const errors: FieldErrors = {};
  requests.forEach((request, index) => {
    checkFields(request, RULES, `${index}`, errors);
    const { name, subject_id, interval_hours } = request;
    if (typeof subject_id === "string" && !world.pools.has(subject_id)) {
      errors[`${index}.subject_id`] = fieldError("ENTITY_DOES_NOT_EXIST");
    }
    if (name === "active_workers_by_filter_count" && interval_hours == null) {
      errors[`${index}.interval_hours`] = fieldError("VALUE_REQUIRED");
    }
  });
  if (Object.keys(errors).length > 0) throw validationError(errors);
}

function ask({ world, body }: Context): Reply {
  if (!Array.isArray(body)) {
    throw validationError({ "": fieldError("ARRAY_EXPECTED") });
  }
  if (body.length === 0) {
    throw validationError({ "": fieldError("ARRAY_SIZE_LESS_THAN_MIN", 1) });
  }
  const requests = body.map(asBody);
  check(world, requests);
  return accepted(
    startOperation(world, {
      type: "ANALYTICS",
      parameters: { value: requests },
      input: requests,
    }).view,
  );
}

/** Computes the metrics of an operation. */
export const analyseWork: Work<readonly AnalyticsRequest[]> = (
  world,
  requests,
) => ({
  value: requests.map((request) => ({
    request,
    result: METRICS[request.name](
      world,
      world.pools.get(request.subject_id)!,
    ),
    finished: world.time,
  })),
});

/** Endpoint of analytics. */
export const analyticsRoutes: readonly Route[] = [
  route("POST", "/api/staging/analytics-2", ask, RULES),
];
