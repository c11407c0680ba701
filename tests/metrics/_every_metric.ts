/** One metric of each type. */
import type { TolokaClient } from "@toloka/client";
import {
  acceptedCostMetric,
  activeTolokersMetric,
  agreementMetric,
  assignmentEventsMetric,
  assignmentsMetric,
  balanceMetric,
  bansMetric,
  bonusMetrics,
  completionMetric,
  eligibleTolokersMetric,
  forecastCostMetric,
  forecastToEstimateMetric,
  goldenAccuracyMetric,
  messageThreadsMetric,
  type Metric,
  PoolSubmissions,
  remainingTimeMetric,
  skillMetrics,
  spentMetric,
  submissionsPerHourMetric,
  suiteTimeMetric,
  tasksMetric,
  tolokerMetrics,
  verdictsMetric,
} from "@toloka/client/metrics";

/** Makes one metric of each type for pools. */
export function everyMetric(
  toloka: TolokaClient,
  pools: string[],
  skill: string,
): Metric[] {
  const submissions = new PoolSubmissions(toloka, pools, { output: "animal" });
  const total = { min: 1, likely: 2, max: 3 };
  const estimates = Object.fromEntries(pools.map((id) => [id, { total }]));
  return [
    balanceMetric(toloka),
    ...[
      completionMetric,
      assignmentsMetric,
      tasksMetric,
      spentMetric,
      eligibleTolokersMetric,
      submissionsPerHourMetric,
      remainingTimeMetric,
      verdictsMetric,
      acceptedCostMetric,
      forecastCostMetric,
    ].map((create) => create(toloka, pools)),
    forecastToEstimateMetric(toloka, estimates),
    assignmentEventsMetric(toloka, pools),
    bansMetric(toloka, pools),
    ...bonusMetrics(toloka),
    ...skillMetrics(toloka, skill),
    messageThreadsMetric(toloka),
    ...[
      goldenAccuracyMetric,
      agreementMetric,
      suiteTimeMetric,
      activeTolokersMetric,
    ].map((create) => create(submissions)),
    ...tolokerMetrics(submissions),
  ];
}
