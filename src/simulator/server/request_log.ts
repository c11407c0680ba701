/** Log of the requests to a simulator. */

import { Recent } from "../engine/recent.ts";
import type { FaultType } from "./faults.ts";

/** A request that the simulator has answered, or not. */
export interface SimulatedRequest {
  /** Running number, from 1. */
  readonly number: number;
  /** Time of arrival, by the simulator's clock. */
  readonly time: Date;
  /** HTTP method. */
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  /** HTTP status of the answer; missing if the connection broke before. */
  readonly status?: number;
  /** Code in the body of an error. */
  readonly code?: string;
  /** Account the request was sent for, if it was not the token's own. */
  readonly account?: string;
  /**
   * Paths in the body of what the platform takes although its description
   * does not allow it: values of a wrong type, such as `"true"` for a boolean,
   * which are coerced, and unknown fields, which are dropped.
   */
  readonly coerced?: readonly string[];
  /** The fault that was injected. */
  readonly fault?: FaultType;
}

/** One endpoint in a summary of all requests. */
export interface EndpointSummary {
  /** Method and path, with `:id` and the like for what varies. */
  readonly endpoint: string;
  /** Number of requests. */
  readonly count: number;
  /** Number of requests by status; 0 stands for no response. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** Keeps the last requests, and counts them all. */
export class RequestLog {
  readonly #kept: Recent<SimulatedRequest>;
  readonly #counts = new Map<string, Map<number, number>>();
  #number = 0;

  /** Keeps at most `size` requests. */
  constructor(size: number) {
    this.#kept = new Recent(size);
  }

  /** The number of a request that has come. */
  next(): number {
    return ++this.#number;
  }

  /** Logs the end of a request. */
  add(endpoint: string, request: SimulatedRequest): void {
    this.#kept.add(request);
    const statuses = this.#counts.get(endpoint) ?? new Map();
    this.#counts.set(endpoint, statuses);
    const status = request.status ?? 0;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  /** The log as data. */
  save(): Record<string, unknown> {
    return { kept: this.requests, counts: this.#counts, number: this.#number };
  }

  /** Goes on with a log that was saved. */
  restore(saved: unknown): void {
    const { kept, counts, number } = saved as {
      kept: readonly SimulatedRequest[];
      counts: ReadonlyMap<string, Map<number, number>>;
      number: number;
    };
    for (const request of kept) this.#kept.add(request);
    for (const [endpoint, statuses] of counts) {
      this.#counts.set(endpoint, statuses);
    }
    this.#number = number;
  }

  /** The requests that are kept, oldest first. */
  get requests(): readonly SimulatedRequest[] {
    return this.#kept.items.toSorted((a, b) => a.number - b.number);
  }

  /** All requests so far, by endpoint. */
  get summary(): readonly EndpointSummary[] {
    return [...this.#counts].map(([endpoint, statuses]) => ({
      endpoint,
      count: [...statuses.values()].reduce((sum, count) => sum + count, 0),
      statuses: Object.fromEntries(statuses),
    })).sort((a, b) => b.count - a.count || (a.endpoint < b.endpoint ? -1 : 1));
  }
}

/** Most paths in a line. */
const MAX_PATHS = 5;

function listOf(paths: readonly string[]): string {
  const rest = paths.length - MAX_PATHS;
  const shown = paths.slice(0, MAX_PATHS).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** Writes a request in one line. */
export function formatRequest(request: SimulatedRequest): string {
  const { number, time, method, path, status, code, account } = request;
  const { coerced, fault } = request;
  return [
    `#${number}`,
    time.toISOString(),
    method,
    path,
    status ?? "-",
    code,
    account && `for ${account}`,
    coerced && `coerced ${listOf(coerced)}`,
    fault && `(${fault})`,
  ].filter((part) => part !== undefined).join(" ");
}
