/** Filters by the skills of Tolokers. @module */
import { compare, type CompareFilter, condition } from "./filter_builders.ts";
import type { PoolFilter } from "./filter_expression.ts";

/** Builder of conditions on a skill, whose values are 0 to 100. */
export interface SkillFilter extends CompareFilter<number> {
  /**
   * Chooses Tolokers without the skill.
   *
   * @example Newcomers
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").absent(), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "EQ", value: null },
   *     ],
   *   }],
   * });
   * ```
   */
  absent(): PoolFilter;
  /**
   * Chooses Tolokers with the skill, whatever its value.
   *
   * @example Everyone who has it
   * ```ts
   * import { skill } from "@toloka/client/builders";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(skill("20").present(), {
   *   and: [{
   *     or: [
   *       { category: "skill", key: "20", operator: "NE", value: null },
   *     ],
   *   }],
   * });
   * ```
   */
  present(): PoolFilter;
}

/**
 * Conditions on the value of a skill, 0 to 100.
 *
 * @param id Id of the skill.
 * @returns Builder of the conditions; a value outside the bounds throws a `RangeError`.
 *
 * @example Skilled Tolokers, and newcomers
 * ```ts
 * import { or, skill } from "@toloka/client/builders";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(or(skill("20").gte(80), skill("20").absent()), {
 *   and: [{
 *     or: [
 *       { category: "skill", key: "20", operator: "GTE", value: 80 },
 *       { category: "skill", key: "20", operator: "EQ", value: null },
 *     ],
 *   }],
 * });
 * ```
 */
export function skill(id: string): SkillFilter {
  return {
    ...compare("skill", id, toSkillValue),
    absent: () => condition("skill", id, "EQ", null),
    present: () => condition("skill", id, "NE", null),
  };
}

function toSkillValue(value: number): number {
  if (!(value >= 0 && value <= 100)) {
    throw new RangeError(
      `Cannot build the filter as a skill's value must be between 0 and 100: current value is ${value}`,
    );
  }
  return value;
}
