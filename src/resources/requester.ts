import type { RequestOptions } from "../options.ts";
import type { Transport } from "../transport/transport.ts";
import type { Requester } from "../types/requester.ts";

/**
 * The account whose token the client uses. Reached as `toloka.requester`.
 *
 * @example Read the balance
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { balance } = await toloka.requester.get();
 * console.log(`${balance} dollars left`);
 * ```
 */
export class RequesterResource {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads the account: its names, its company, and its balance in dollars.
   */
  get(options?: RequestOptions): Promise<Requester> {
    return this.#transport.get("/api/v1/requester", options);
  }
}
