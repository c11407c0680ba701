import type { RequestOptions } from "../options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { User } from "../types/users.ts";

/**
 * Tolokers: what a requester may know about them. Reached as `toloka.users`.
 *
 * @example Read a Toloker's country and languages
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const { country, languages } = await toloka.users.get(
 *   "1ad097faba0eff85a04fe30bc04d53db",
 * );
 * console.log(country, languages);
 * ```
 */
export class Users {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads a Toloker's profile and what the server sees of the Toloker.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(userId: string, options?: RequestOptions): Promise<User> {
    return this.#transport.get(path`/api/v1/user-metadata/${userId}`, options);
  }
}
