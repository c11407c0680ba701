/** Cutting a long input into what single requests may carry. */
import { show } from "../checks.ts";

/** Items that go into one request. */
export interface Chunk<T> {
  /** Position of the first item in the whole input. */
  start: number;
  /** The items. */
  items: T[];
}

/** Bytes that the values of one item take up in a request. */
export interface ValueSizes {
  /** Of all `input_values`. */
  input: number;
  /** Of all `output_values`. */
  output: number;
}

/** Most bytes of all values of a kind in one request, as the API documents them. */
const MOST_BYTES: ValueSizes = { input: 1_048_576, output: 4_194_304 };

const encoder = new TextEncoder();

/** Bytes of values when they are sent. */
export function sizeOf(values: unknown): number {
  return values === undefined
    ? 0
    : encoder.encode(JSON.stringify(values)).length;
}

/**
 * Cuts an input into chunks that each fit into a request, in order.
 *
 * @throws {TypeError} If the input is no list, or an item no object.
 * @throws {RangeError} If there is no item, or one that is too large by itself.
 */
export async function* chunksOf<T>(
  action: string,
  input: Iterable<T> | AsyncIterable<T>,
  most: number,
  measure: (item: T, index: number) => ValueSizes,
): AsyncGenerator<Chunk<T>, void, void> {
  let chunk: Chunk<T> = { start: 0, items: [] };
  let filled: ValueSizes = { input: 0, output: 0 };
  let index = 0;
  checkIterable(action, input);
  for await (const item of input) {
    if (typeof item !== "object" || item === null) {
      throw new TypeError(
        `Cannot ${action} as each must be an object: current value of item ${index} is ${
          show(item)
        }`,
      );
    }
    const size = measure(item, index);
    for (const kind of ["input", "output"] as const) {
      if (size[kind] > MOST_BYTES[kind]) {
        throw new RangeError(
          `Cannot ${action} as the '${kind}_values' of item ${index} take ${
            size[kind]
          } bytes: a request carries at most ${MOST_BYTES[kind]}`,
        );
      }
    }
    if (
      chunk.items.length === most ||
      filled.input + size.input > MOST_BYTES.input ||
      filled.output + size.output > MOST_BYTES.output
    ) {
      yield chunk;
      chunk = { start: index, items: [] };
      filled = { input: 0, output: 0 };
    }
    chunk.items.push(item);
    filled.input += size.input;
    filled.output += size.output;
    index++;
  }
  if (index === 0) {
    throw new RangeError(`Cannot ${action} as the list is empty`);
  }
  yield chunk;
}

function checkIterable(action: string, input: unknown): void {
  const methods = Object(input);
  if (Symbol.iterator in methods || Symbol.asyncIterator in methods) return;
  throw new TypeError(
    `Cannot ${action} as they must be given as a list or an iterable: current value is ${
      show(input)
    }`,
  );
}
