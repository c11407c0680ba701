import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type {
  Skill,
  SkillInput,
  SkillQuery,
  SkillSortField,
} from "../types/skills.ts";

const LISTING: Listing = {
  noun: "skills",
  path: "/api/v1/skills",
  cursor: "id",
  maxPageSize: 100,
};

/**
 * Skills: numbers from 0 to 100 that describe Tolokers and that pools can ask
 * for. Reached as `toloka.skills`.
 *
 * @example Create a skill
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const skill = await toloka.skills.create({
 *   name: "Accuracy in cats and dogs",
 *   hidden: true,
 * });
 * console.log(skill.id);
 * ```
 */
export class Skills {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Creates a skill.
   *
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Create a skill that Tolokers see, and that expires
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const skill = await toloka.skills.create({
   *   name: "Cats and dogs, last month",
   *   public_name: { EN: "Knows animals" },
   *   hidden: false,
   *   skill_ttl_hours: 30 * 24,
   * });
   * console.log(skill.id);
   * ```
   */
  create(skill: SkillInput, options?: RequestOptions): Promise<Skill> {
    return this.#transport.post(LISTING.path, skill, options);
  }

  /**
   * Reads a skill.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(skillId: string, options?: RequestOptions): Promise<Skill> {
    return this.#transport.get(path`/api/v1/skills/${skillId}`, options);
  }

  /**
   * Reads one page of the skills that match a query, as the API answers it.
   */
  find(
    query: SkillQuery & PageQuery<SkillSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<Skill>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every skill that matches a query.
   *
   * @example Print your skills
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (const skill of toloka.skills.list({ global: false })) {
   *   console.log(skill.id, skill.name);
   * }
   * ```
   */
  list(
    query: SkillQuery & OrderQuery = {},
    options?: ListOptions,
  ): Paginated<Skill> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Replaces a skill's settings; what is left out goes back to its default.
   *
   * @throws {TolokaValidationError} If a field breaks a rule.
   *
   * @example Show a skill to Tolokers
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const skill = await toloka.skills.get("11051");
   * await toloka.skills.update(skill.id, { ...skill, hidden: false });
   * ```
   */
  update(
    skillId: string,
    skill: SkillInput,
    options?: RequestOptions,
  ): Promise<Skill> {
    const to = path`/api/v1/skills/${skillId}`;
    return this.#transport.put(to, skill, options);
  }
}
