/** Pools in which nobody works any more. @module */
import type { TolokaClient } from "../client.ts";
import type { RequestOptions } from "../options.ts";

/** Statuses of assignments that were submitted. */
const SUBMITTED = ["SUBMITTED", "ACCEPTED", "REJECTED"] as const;

/** Notices pools without a submission for some time, by this process's clock. */
export class IdleWatch {
  readonly #client: Pick<TolokaClient, "assignments">;
  readonly #limit: number;
  readonly #request: RequestOptions;
  /** The newest submission of each pool, and the moment when it was first seen. */
  readonly #seen = new Map<string, { id: string | undefined; at: number }>();

  /** Creates a watch; the limit is in milliseconds. */
  constructor(
    client: Pick<TolokaClient, "assignments">,
    limit: number,
    request: RequestOptions,
  ) {
    this.#client = client;
    this.#limit = limit;
    this.#request = request;
  }

  /** Tells whether a pool is idle; the time counts from the first call. */
  async isIdle(pool_id: string): Promise<boolean> {
    const { items: [newest] } = await this.#client.assignments.find({
      pool_id,
      status: SUBMITTED,
      sort: "-submitted",
      limit: 1,
    }, this.#request);
    const seen = this.#seen.get(pool_id);
    if (seen !== undefined && seen.id === newest?.id) {
      return Date.now() - seen.at >= this.#limit;
    }
    this.#seen.set(pool_id, { id: newest?.id, at: Date.now() });
    return false;
  }
}
