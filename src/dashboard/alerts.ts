/** Conditions of a snapshot that need attention. */
import type { Alert, DashboardSnapshot, PoolSnapshot } from "./snapshot.ts";

/** Recent accuracy on control tasks below which quality counts as low. */
const LOW_ACCURACY = 0.7;

/** Drop below a pool's own accuracy that counts, too. */
const DROP = 0.15;

/** A pool with the accuracy of its latest answers. */
export type JudgedPool = PoolSnapshot & { recentAccuracy: number | undefined };

/** Finds the alerts of a pool and its account. */
export function alertsOf(
  { balance }: Pick<DashboardSnapshot, "balance">,
  pools: readonly JudgedPool[],
): Alert[] {
  const alerts: Alert[] = pools.flatMap(alertsOfPool);
  const missing = pools.reduce(
    (sum, { status, estimate, spent }) =>
      status === "OPEN" && estimate !== undefined
        ? sum + Math.max(0, estimate - (spent ?? 0))
        : sum,
    0,
  );
  if (balance !== undefined && (balance <= 0 || balance < missing)) {
    const text = balance <= 0
      ? "The account has no money left"
      : `The balance of $${balance} does not cover the $${
        missing.toFixed(2)
      } that open pools still need`;
    alerts.unshift({ kind: "BALANCE_LOW", pool: undefined, text });
  }
  return alerts;
}

function alertsOfPool(pool: JudgedPool): Alert[] {
  const { id, name, status, closeReason, completion, eligible } = pool;
  const alerts: Alert[] = [];
  const add = (kind: Alert["kind"], text: string) =>
    alerts.push({ kind, pool: id, text: `${name}: ${text}` });
  if (completion !== undefined && completion >= 1) {
    add("POOL_DONE", "all tasks are done");
  } else if (status === "CLOSED" && closeReason && closeReason !== "MANUAL") {
    add("POOL_CLOSED", `closed with the reason ${closeReason}`);
  }
  if (status === "OPEN" && eligible === 0) {
    add("NOBODY_LEFT", "no active Toloker passes the filter");
  }
  const { accuracy, recentAccuracy } = pool;
  if (
    recentAccuracy !== undefined &&
    (recentAccuracy < LOW_ACCURACY ||
      (accuracy !== undefined && recentAccuracy < accuracy - DROP))
  ) {
    add(
      "QUALITY_DROPPED",
      `only ${
        Math.round(recentAccuracy * 100)
      }% of the latest answers to control tasks are right`,
    );
  }
  return alerts;
}
