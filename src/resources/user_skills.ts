import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  UserSkill,
  UserSkillInput,
  UserSkillQuery,
  UserSkillSortField,
} from "../types/user_skills.ts";

const LISTING: Listing = {
  noun: "user skills",
  path: "/api/v1/user-skills",
  cursor: "id",
  maxPageSize: 1000,
};

/**
 * Values of skills, each of one skill and one Toloker. Reached as
 * `toloka.userSkills`.
 *
 * @example Give a Toloker a skill
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const skill = await toloka.userSkills.set({
 *   skill_id: "11051",
 *   user_id: "1ad097faba0eff85a04fe30bc04d53db",
 *   value: 85.42,
 * });
 * console.log(skill.value, skill.exact_value); // 85 85.42
 * ```
 */
export class UserSkills {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Gives a Toloker a skill, or changes the value of one that is there already.
   *
   * @returns The value as the server has it.
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Give a Toloker a skill and say why
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { id } = await toloka.userSkills.set({
   *   skill_id: "11051",
   *   user_id: "1ad097faba0eff85a04fe30bc04d53db",
   *   value: 100,
   *   reason: "Has passed our exam",
   * });
   * console.log(id);
   * ```
   */
  set(skill: UserSkillInput, options?: RequestOptions): Promise<UserSkill> {
    return this.#transport.put(LISTING.path, skill, options);
  }

  /**
   * Reads the value of a skill.
   *
   * @param userSkillId Id of the pair of skill and Toloker.
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(userSkillId: string, options?: RequestOptions): Promise<UserSkill> {
    return this.#transport.get(
      path`/api/v1/user-skills/${userSkillId}`,
      options,
    );
  }

  /**
   * Reads one page of the values that match a query, as the API answers it.
   */
  find(
    query: UserSkillQuery & PageQuery<UserSkillSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<UserSkill>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every value that matches a query.
   *
   * @example Print who has a skill
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const { user_id, value } of toloka.userSkills.list({ skill_id: "11051" })
   * ) {
   *   console.log(user_id, value);
   * }
   * ```
   */
  list(
    query: UserSkillQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<UserSkill> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Takes a skill away from a Toloker.
   *
   * @param userSkillId Id of the pair of skill and Toloker.
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  delete(userSkillId: string, options?: RequestOptions): Promise<void> {
    return this.#transport.delete(
      path`/api/v1/user-skills/${userSkillId}`,
      options,
    );
  }
}
