/** Money that pools have cost. @module */
import type { TolokaClient } from "../client.ts";
import { multiplyMoney, sumMoney } from "../money.ts";
import type { RequestOptions } from "../options.ts";
import type { AnalyticsRequest, PlainPoolMetric } from "../types/analytics.ts";
import type { Pool } from "../types/pools.ts";

/**
 * Reads what pools have cost, without fee. Answers that wait for review count
 * too, at the pool's price: they are paid unless they are rejected.
 */
export async function spentOn(
  client: Pick<TolokaClient, "analytics">,
  pools: readonly Pool[],
  request: RequestOptions,
): Promise<number> {
  const requests = pools.flatMap(({ id, auto_accept_solutions }) =>
    metricsOf(auto_accept_solutions === false).map((
      name,
    ): AnalyticsRequest => ({ subject: "POOL", subject_id: id, name }))
  );
  const values = new Map<string, number>();
  for (
    const { request: asked, result } of await client.analytics.get(
      requests,
      request,
    )
  ) {
    const value = typeof result === "number" ? result : result.value;
    values.set(`${asked.subject_id} ${asked.name}`, value);
  }
  return sumMoney(pools.map(({ id, reward_per_assignment }) => {
    const value = (name: PlainPoolMetric) => values.get(`${id} ${name}`) ?? 0;
    const due = value("submitted_assignments_count") -
      value("rejected_assignments_count");
    const owed = multiplyMoney(reward_per_assignment, Math.max(0, due));
    return Math.max(value("spent_budget"), owed);
  }));
}

function metricsOf(reviewed: boolean): PlainPoolMetric[] {
  return reviewed
    ? [
      "spent_budget",
      "submitted_assignments_count",
      "rejected_assignments_count",
    ]
    : ["spent_budget"];
}
