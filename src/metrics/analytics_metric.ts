/** Creates metrics of the server's analytics. */
import { TolokaError } from "../errors.ts";
import { parseTime } from "../time.ts";
import type {
  AnalyticsRequest,
  AnalyticsResult,
  PlainPoolMetric,
} from "../types/analytics.ts";
import {
  checkName,
  checkPools,
  type Metric,
  type MetricOptions,
  type MetricPoint,
  readOrThrow,
} from "./metric.ts";
import {
  type AnalyticsClient,
  type MetricReading,
  questionKey,
} from "./reading.ts";

/** Answer to one question about a pool. */
export interface PoolAnswer {
  /** Time of the server's count. */
  time: Date;
  /** The counted value. */
  value: number;
}

/** Specification of a metric of the server's analytics. */
export interface AnalyticsSpec {
  name: string;
  unit?: string;
  description: string;
  /** Names of the labels besides `pool_id`. */
  labels?: readonly string[];
  /** Questions about one pool. */
  ask: (pool: string) => AnalyticsRequest[];
  /** Points of one pool, from the answers to each question in order of time. */
  points: (
    answers: PoolAnswer[][],
    pool: string,
  ) => MetricPoint[];
}

/** Creates a metric of the server's analytics: one request for all its pools. */
export function analyticsMetric(
  toloka: AnalyticsClient,
  pools: string | readonly string[],
  options: MetricOptions,
  spec: AnalyticsSpec,
): Metric {
  const { name, unit, description, labels = [], ask, points } = spec;
  const ids = checkPools(pools);
  const requests = ids.map((id) => [id, ask(id)] as const);
  const all = requests.flatMap(([, some]) => some);
  const metric = checkName(options.name ?? name);
  return {
    name: metric,
    ...(unit !== undefined && { unit }),
    description,
    kind: "gauge",
    labels: ["pool_id", ...labels],
    async read(reading: MetricReading) {
      const { results, errors } = await reading.analytics(toloka, all);
      const answers = byQuestion(results);
      const found: MetricPoint[] = [];
      const failed: unknown[] = [];
      for (const [id, some] of requests) {
        try {
          if (errors.has(id)) throw errors.get(id);
          found.push(...points(some.map((one) => answersTo(one, answers)), id));
        } catch (error) {
          failed.push(error);
        }
      }
      return readOrThrow(metric, found, failed, ids.length);
    },
  };
}

/** A question that needs nothing but the pool. */
export function question(pool: string, name: PlainPoolMetric) {
  return { subject: "POOL", subject_id: pool, name } as const;
}

function byQuestion(
  results: readonly AnalyticsResult[],
): Map<string, PoolAnswer[]> {
  const answers = new Map<string, PoolAnswer[]>();
  for (const { request, result, finished } of results) {
    const key = questionKey(request);
    const answer = { time: parseTime(finished), value: valueOf(result) };
    answers.set(key, [...answers.get(key) ?? [], answer]);
  }
  return answers;
}

function valueOf(result: AnalyticsResult["result"]): number {
  if (typeof result === "number") return result;
  return result.infinite ? Infinity : result.value;
}

function answersTo(
  request: AnalyticsRequest,
  answers: ReadonlyMap<string, PoolAnswer[]>,
): PoolAnswer[] {
  const found = answers.get(questionKey(request));
  if (found) return found.toSorted((a, b) => +a.time - +b.time);
  throw new TolokaError(
    `Cannot read analytics of pool "${request.subject_id}" as the server has not answered '${request.name}'`,
  );
}
