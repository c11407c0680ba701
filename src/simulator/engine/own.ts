/** Objects whose keys users choose. */

/** A field of the object itself: `constructor` and the like are not there. */
export function own<T>(
  object: Readonly<Record<string, T>>,
  name: string,
): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
