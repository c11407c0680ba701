/** Parameters of lists. @module */

/**
 * A field to sort by; with `-` in front, from the highest to the lowest.
 *
 * @typeParam Field Fields that the list can be sorted by.
 */
export type Sort<Field extends string> = Field | `-${Field}`;

/**
 * Order and size of one page.
 *
 * @typeParam Field Fields that the list can be sorted by.
 */
export interface PageQuery<Field extends string> {
  /** Field to sort by, or several: the second one orders what is equal in the first. */
  sort?: Sort<Field> | readonly Sort<Field>[] | undefined;
  /**
   * Maximum number of items on the page; the server has a default of its own.
   */
  limit?: number | undefined;
}

/**
 * Order of a whole list, which follows one unique field. For another order, ask
 * for single pages.
 *
 * @typeParam Field The unique field.
 */
export interface OrderQuery<Field extends string = "id"> {
  /** From the lowest to the highest, or with `-` the other way. @default the unique field */
  sort?: Sort<Field> | undefined;
}
