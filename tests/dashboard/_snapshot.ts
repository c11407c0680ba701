/** A snapshot with something in every part. */
import type {
  DashboardSnapshot,
  PoolSnapshot,
} from "../../src/dashboard/mod.ts";

/** A pool, with changes. */
export function poolSnapshot(change: Partial<PoolSnapshot> = {}): PoolSnapshot {
  return {
    id: "12345",
    name: "Pictures",
    status: "OPEN",
    closeReason: undefined,
    completion: 0.25,
    eta: 5400,
    statuses: {
      SUBMITTED: 3,
      ACCEPTED: 1234,
      REJECTED: 2,
      SKIPPED: 1,
      EXPIRED: 0,
    },
    perHour: 60,
    speed: [
      { time: "2026-01-01T10:00:00.000Z", submitted: 2 },
      { time: "2026-01-01T10:01:00.000Z", submitted: 4 },
    ],
    speedInterval: 60,
    accuracy: 0.9,
    tolokers: 1,
    eligible: 7,
    quality: [{
      id: "t1",
      suites: 5,
      accuracy: 0.8,
      agreement: undefined,
      seconds: 31.4,
      restrictions: 1,
    }],
    events: [{
      time: "2026-01-01T10:01:30",
      type: "SUBMITTED",
      user: "t1",
      id: "a1",
    }],
    spent: 12.5,
    estimate: 50,
    ...change,
  };
}

/** A dashboard of some pools. */
export function snapshotOf(
  pools: PoolSnapshot[] = [poolSnapshot()],
  change: Partial<DashboardSnapshot> = {},
): DashboardSnapshot {
  return {
    time: "2026-01-01T10:02:03.000Z",
    balance: 1000,
    pools,
    alerts: [],
    ...change,
  };
}
