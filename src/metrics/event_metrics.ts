/** Metrics that count events. @module */
import { checkId } from "../checks.ts";
import type { TolokaClient } from "../client.ts";
import type { Store } from "../store/store.ts";
import {
  assignmentEvents,
  type AssignmentEventType,
  messageThreadEvents,
  userBonusEvents,
  userRestrictionEvents,
  userSkillEvents,
} from "../streaming/streams.ts";
import { parseTime } from "../time.ts";
import type { MessageThread } from "../types/message_threads.ts";
import type { UserSkill } from "../types/user_skills.ts";
import { counterMetric } from "./event_counter.ts";
import { EventFeed, type FeedListener } from "./event_feed.ts";
import {
  checkName,
  checkPools,
  type Metric,
  type MetricOptions,
  type MetricPoint,
  type MoneyMetricOptions,
  moneyUnit,
  readOrThrow,
} from "./metric.ts";

/** Options of metrics that count events. */
export interface EventMetricOptions extends MetricOptions {
  /**
   * Store of the event streams and the totals. With a durable store, a restarted
   * program resumes counting where it ended. The keys follow from the metric's
   * name: two programs with one store need different names.
   *
   * @default a `memoryStore()` of its own
   */
  store?: Store | undefined;
  /**
   * Events from this moment on count.
   *
   * @default all events for metrics of pools, those after the first reading for
   * metrics of the account
   */
  from?: Date | undefined;
}

/** Options of {@linkcode assignmentEventsMetric}. */
export interface AssignmentEventsMetricOptions extends EventMetricOptions {
  /** Types of events to count. @default {["SUBMITTED", "ACCEPTED", "REJECTED"]} */
  types?: readonly AssignmentEventType[] | undefined;
}

/**
 * Creates the counter `toloka_pool_assignment_events`: the events of assignments
 * in pools, by the label `type` (`CREATED`, `SUBMITTED`, `ACCEPTED`,
 * `REJECTED`, `SKIPPED`, `EXPIRED`). A point has the time of its events.
 *
 * A reading costs one listing for each pool and type, eight at a time.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool, or `name` or a type is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import {
 *   assignmentEventsMetric,
 *   readMetrics,
 * } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = assignmentEventsMetric(toloka, ["12345"]);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function assignmentEventsMetric(
  toloka: Pick<TolokaClient, "assignments" | "pools">,
  pools: string | readonly string[],
  options: AssignmentEventsMetricOptions = {},
): Metric {
  const { types = ["SUBMITTED", "ACCEPTED", "REJECTED"] } = options;
  const name = checkName(options.name ?? "toloka_pool_assignment_events");
  const pairs = checkPools(pools).flatMap((pool_id) =>
    [...new Set(types)].map((type) => ({ pool_id, type }))
  );
  checkTypes(types);
  const feed = new EventFeed({
    name,
    store: options.store,
    from: options.from,
    sources: pairs.map(({ pool_id, type }) => ({
      id: `${pool_id} ${type}`,
      open: (stream, from) =>
        assignmentEvents(toloka, {
          pool_id,
          types: [type],
          ...(from && { [`${type.toLowerCase()}_gte`]: from }),
        }, stream),
    })),
  });
  return counterMetric(feed, {
    name,
    description: "Events of the pool's assignments by type",
    labels: ["pool_id", "type"],
    labelsOf: ({ item: { pool_id }, type }) => ({ pool_id, type }),
    known: pairs,
  });
}

/** Options of {@linkcode bonusMetrics}. */
export interface BonusMetricsOptions
  extends EventMetricOptions, MoneyMetricOptions {}

/**
 * Creates the counters `toloka_bonuses`, the number of bonuses that were paid,
 * and `toloka_bonuses_paid`, their sum. Both read one listing.
 *
 * @param options `name` takes the place of `toloka_bonuses` in both names.
 * @throws {TypeError} If `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { bonusMetrics, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metrics = bonusMetrics(toloka);
 * for (const { metric, points } of await readMetrics(metrics)) {
 *   console.log(metric.name, points);
 * }
 * ```
 */
export function bonusMetrics(
  toloka: Pick<TolokaClient, "userBonuses">,
  options: BonusMetricsOptions = {},
): Metric[] {
  const name = checkName(options.name ?? "toloka_bonuses");
  const feed = new EventFeed({
    name,
    store: options.store,
    from: options.from ?? "NOW",
    sources: [{
      id: "all",
      open: (stream, from) =>
        userBonusEvents(toloka, { created_gte: from }, stream),
    }],
  });
  const common = { labels: [], labelsOf: () => ({}), known: [{}] };
  return [
    counterMetric(feed, {
      ...common,
      name,
      description: "Bonuses paid",
    }),
    counterMetric(feed, {
      ...common,
      name: `${name}_paid`,
      unit: moneyUnit(options),
      description: "Money paid as bonuses",
      amountOf: ({ amount }) => amount,
    }),
  ];
}

/**
 * Creates the counter `toloka_skill_changes`, the number of times that skills of
 * Tolokers were set or changed, by the label `skill_id`; and the gauge
 * `toloka_skill_value`, their values, 0 to 100, by `skill_id` and `user_id`. Of
 * several changes between two readings the last one counts.
 *
 * A reading costs one listing for each skill.
 *
 * @param skills Ids of the skills.
 * @param options `name` takes the place of `toloka_skill` in both names.
 * @throws {TypeError} If there is no skill or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { readMetrics, skillMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metrics = skillMetrics(toloka, ["12345"]);
 * for (const { metric, points } of await readMetrics(metrics)) {
 *   console.log(metric.name, points);
 * }
 * ```
 */
export function skillMetrics(
  toloka: Pick<TolokaClient, "userSkills">,
  skills: string | readonly string[],
  options: EventMetricOptions = {},
): Metric[] {
  const name = checkName(options.name ?? "toloka_skill");
  const ids = [...new Set(typeof skills === "string" ? [skills] : skills)];
  for (const id of ids) checkId("create metric", "the id of a skill", id);
  const feed = new EventFeed<UserSkill>({
    name,
    store: options.store,
    from: options.from ?? "NOW",
    sources: ids.map((skill_id) => ({
      id: skill_id,
      open: (stream, from) =>
        userSkillEvents(
          toloka,
          { skill_id, types: ["MODIFIED"], modified_gte: from },
          stream,
        ),
    })),
  });
  return [
    counterMetric(feed, {
      name: `${name}_changes`,
      description: "Values of the skill that were set or changed",
      labels: ["skill_id"],
      labelsOf: ({ item: { skill_id } }) => ({ skill_id }),
      known: ids.map((skill_id) => ({ skill_id })),
    }),
    skillValueMetric(feed, `${name}_value`),
  ];
}

function skillValueMetric(feed: EventFeed<UserSkill>, name: string): Metric {
  let points: MetricPoint[] = [];
  const listener: FeedListener<UserSkill> = {
    name,
    totalsWith: () => ({}),
    restore: () => {},
    take({ time, item: { skill_id, user_id, value, exact_value } }) {
      points.push({
        time: parseTime(time),
        value: exact_value ?? value,
        labels: { skill_id, user_id },
      });
    },
  };
  return {
    name,
    description: "Value of the Toloker's skill",
    kind: "gauge",
    sparse: true,
    labels: ["skill_id", "user_id"],
    async read(reading) {
      const errors = await feed.read(reading, listener);
      const found = points;
      points = [];
      return readOrThrow(name, found, errors, feed.size);
    },
  };
}

/**
 * Creates the counter `toloka_message_threads`: conversations that began, by the
 * labels `project_id` and `pool_id`. A conversation about neither has empty
 * labels.
 *
 * @throws {TypeError} If `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { messageThreadsMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = messageThreadsMetric(toloka);
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function messageThreadsMetric(
  toloka: Pick<TolokaClient, "messageThreads">,
  options: EventMetricOptions = {},
): Metric {
  const name = checkName(options.name ?? "toloka_message_threads");
  const feed = new EventFeed<MessageThread>({
    name,
    store: options.store,
    from: options.from ?? "NOW",
    sources: [{
      id: "all",
      open: (stream, from) =>
        messageThreadEvents(toloka, { created_gte: from }, stream),
    }],
  });
  return counterMetric(feed, {
    name,
    description: "Conversations that began",
    labels: ["project_id", "pool_id"],
    labelsOf: ({ item: { meta } }) => ({
      project_id: meta?.project_id ?? "",
      pool_id: meta?.pool_id ?? "",
    }),
  });
}

/** Options of {@linkcode bansMetric}. */
export interface BansMetricOptions extends EventMetricOptions {
  /**
   * `true` to distinguish bans by their private comment, in the label
   * `comment`.
   *
   * @default false
   */
  byComment?: boolean | undefined;
}

/**
 * Creates the counter `toloka_pool_bans`: Tolokers who were banned from pools. A
 * reading costs one listing for each pool, eight at a time.
 *
 * @param pools Ids of the pools.
 * @throws {TypeError} If there is no pool or `name` is not valid.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 * import { bansMetric, readMetrics } from "@toloka/client/metrics";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const metric = bansMetric(toloka, ["12345"], { byComment: true });
 * const [sample] = await readMetrics([metric]);
 * console.log(metric.unit, sample?.points);
 * ```
 */
export function bansMetric(
  toloka: Pick<TolokaClient, "userRestrictions">,
  pools: string | readonly string[],
  options: BansMetricOptions = {},
): Metric {
  const { byComment = false } = options;
  const name = checkName(options.name ?? "toloka_pool_bans");
  const ids = checkPools(pools);
  const feed = new EventFeed({
    name,
    store: options.store,
    from: options.from,
    sources: ids.map((pool_id) => ({
      id: pool_id,
      open: (stream, from) =>
        userRestrictionEvents(toloka, { pool_id, created_gte: from }, stream),
    })),
  });
  return counterMetric(feed, {
    name,
    description: "Bans from the pool",
    labels: byComment ? ["pool_id", "comment"] : ["pool_id"],
    labelsOf: ({ item }) => ({
      pool_id: item.scope === "POOL" ? item.pool_id : "",
      ...(byComment && { comment: item.private_comment ?? "" }),
    }),
    ...(!byComment && { known: ids.map((pool_id) => ({ pool_id })) }),
  });
}

function checkTypes(types: readonly string[]): void {
  if (types.length > 0) return;
  throw new TypeError(
    "Cannot create metric as 'types' must have a type of event: current value is []",
  );
}
