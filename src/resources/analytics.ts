import { isRecord } from "../checks.ts";
import { TolokaError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { Transport } from "../transport/transport.ts";
import type { AnalyticsRequest, AnalyticsResult } from "../types/analytics.ts";
import type { KnownOperation } from "../types/operations.ts";
import {
  checkMaxWait,
  waitForSuccess,
  type WaitOptions,
} from "../operations/wait.ts";

/**
 * Analytics: figures about pools. Reached as `toloka.analytics`.
 *
 * @example Ask how far a pool is, and what it has cost
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const results = await toloka.analytics.get([
 *   { subject: "POOL", subject_id: "12345", name: "completion_percentage" },
 *   { subject: "POOL", subject_id: "12345", name: "spent_budget" },
 * ]);
 * for (const { request, result } of results) {
 *   console.log(request.name, result);
 * }
 * ```
 */
export class Analytics {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Asks questions and waits for the answers.
   *
   * @returns One answer for each question, with the question in it.
   * @throws {TolokaOperationError} If the server cannot answer.
   * @throws {TolokaTimeoutError} If it has not answered after `maxWait`.
   */
  async get(
    requests: readonly AnalyticsRequest[],
    options: WaitOptions = {},
  ): Promise<AnalyticsResult[]> {
    checkMaxWait(options);
    const started = await this.startGet(requests, options);
    const { id, details } = await waitForSuccess(
      this.#transport,
      started,
      options,
    );
    if (isRecord(details) && Array.isArray(details.value)) return details.value;
    throw new TolokaError(
      `Cannot read analytics as operation "${id}" has no results: its details are ${
        JSON.stringify(details)
      }`,
    );
  }

  /**
   * Asks questions and does not wait.
   *
   * @returns The operation; its `details` will have the answers.
   */
  startGet(
    requests: readonly AnalyticsRequest[],
    options?: RequestOptions,
  ): Promise<KnownOperation<"ANALYTICS">> {
    // Asking twice changes nothing: it only leaves answers behind that nobody reads.
    const to = "/api/staging/analytics-2";
    const parts = { idempotent: true };
    return this.#transport.post(to, requests, options, parts);
  }
}
