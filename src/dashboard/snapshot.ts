/** Numbers of a dashboard at one moment, as data. @module */

/** Statuses of assignments that a dashboard counts. */
export type CountedStatus =
  | "SUBMITTED"
  | "ACCEPTED"
  | "REJECTED"
  | "SKIPPED"
  | "EXPIRED";

/** Quality of one Toloker in a pool. */
export interface TolokerQuality {
  /** Id of the Toloker. */
  id: string;
  /** Number of submitted task suites. */
  suites: number;
  /** Share of right answers to control tasks, 0 to 1; none without any. */
  accuracy: number | undefined;
  /** Share of answers that equal the majority's, 0 to 1; none without any. */
  agreement: number | undefined;
  /** Average seconds for a task suite. */
  seconds: number;
  /** Number of restrictions that the Toloker got in this pool. */
  restrictions: number;
}

/** Event in a pool. */
export interface RecentEvent {
  /** Time, UTC. */
  time: string;
  /** Type: a status of an assignment, or `"RESTRICTED"`. */
  type: CountedStatus | "RESTRICTED";
  /** Id of the Toloker. */
  user: string;
  /** Id of the assignment or restriction. */
  id: string;
}

/** Money spent so far, and the estimate of the total. */
export interface MoneySpent {
  /** Money spent so far, in US dollars. */
  spent: number | undefined;
  /** Likely cost of the whole pool, in US dollars; none if it is not known. */
  estimate: number | undefined;
}

/** One pool. */
export interface PoolSnapshot extends MoneySpent {
  /** Id of the pool. */
  id: string;
  /** Name for the requester. */
  name: string;
  /** Status of the pool, such as `"OPEN"`. */
  status: string;
  /** Reason of the last closing. */
  closeReason: string | undefined;
  /** Share of the work that is done, 0 to 1. */
  completion: number | undefined;
  /** Seconds until everything is done at the present speed. */
  eta: number | undefined;
  /** Assignments by status: each counts once, as it is now. */
  statuses: Record<CountedStatus, number>;
  /** Submitted task suites an hour, by those of the last hour. */
  perHour: number;
  /** Submitted task suites over time: start of each interval, and number. */
  speed: { time: string; submitted: number }[];
  /** Length of these intervals, in seconds. */
  speedInterval: number;
  /** Share of right answers to control tasks, 0 to 1. */
  accuracy: number | undefined;
  /** Tolokers who have submitted something. */
  tolokers: number;
  /** Active Tolokers who pass the filter. */
  eligible: number | undefined;
  /** Tolokers with the most submitted suites. */
  quality: TolokerQuality[];
  /** Latest events, the newest first. */
  events: RecentEvent[];
}

/** Condition that needs attention. */
export interface Alert {
  /** Kind of the alert. */
  kind:
    | "POOL_DONE"
    | "POOL_CLOSED"
    | "BALANCE_LOW"
    | "NOBODY_LEFT"
    | "QUALITY_DROPPED"
    | "READING_FAILED";
  /** Pool that the alert concerns. */
  pool: string | undefined;
  /** One sentence. */
  text: string;
}

/** Numbers of a dashboard at one moment. */
export interface DashboardSnapshot {
  /** Time of the numbers, UTC. */
  time: string;
  /** Money in the account, in US dollars. */
  balance: number | undefined;
  /** The pools, in the order in which they were given. */
  pools: PoolSnapshot[];
  /** Conditions that need attention. */
  alerts: Alert[];
}
