/**
 * Ids as numbers, so that a span of them can be cut. The ids of a pool's tasks,
 * task suites and assignments are the pool and a MongoDB ObjectId, which begins
 * with the second of its creation: they are dense where much was created.
 */

/** Ids of one form and length, whose order as texts is that of their numbers. */
export interface IdSpace {
  /** Gives the number that an id stands for. */
  valueOf(id: string): bigint;
  /** Gives the id of a number; `undefined` if it is longer. */
  idOf(value: bigint): string | undefined;
}

/** A decimal id has fewer digits than this; a hexadecimal one may have no letter by chance. */
const MAX_DECIMAL = 20;

/** Finds the space that two ids lie in; `undefined` if their form is not known. */
export function idSpaceOf(first: unknown, last: unknown): IdSpace | undefined {
  if (typeof first !== "string" || typeof last !== "string") return undefined;
  const shape = shapeOf(first);
  if (shape !== shapeOf(last) || !/^x[x-]*$/.test(shape)) return undefined;
  const isDecimal = shape.length < MAX_DECIMAL && /^\d+$/.test(first + last);
  return isDecimal ? spaceOf(shape, 10, "") : spaceOf(shape, 16, "0x");
}

/** Writes an id with `x` for each of its digits. */
function shapeOf(id: string): string {
  return id.replace(/[0-9a-f]/g, "x");
}

function spaceOf(shape: string, base: number, prefix: string): IdSpace {
  const length = shape.replaceAll("-", "").length;
  return {
    valueOf: (id) => BigInt(`${prefix}${id.replaceAll("-", "")}`),
    idOf(value) {
      const digits = value.toString(base).padStart(length, "0");
      if (digits.length > length) return undefined;
      let next = 0;
      return shape.replace(/x/g, () => digits[next++]!);
    },
  };
}

/** Tells whether values are ids of one length, each larger than the one before it. */
export function isAscending(ids: readonly unknown[]): ids is string[] {
  const [first] = ids;
  if (typeof first !== "string") return ids.length === 0;
  return ids.every((id, i) =>
    typeof id === "string" && id.length === first.length &&
    (i === 0 || (ids[i - 1] as string) < id)
  );
}
