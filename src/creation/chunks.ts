/** Cuts a long input into what single requests may carry. */
import { checkJson, show } from "../checks.ts";
import { POSITION_KEY } from "../operations/log.ts";

/** Bytes that the values of one item take up in a request. */
export interface ValueSizes {
  /** Of all `input_values`. */
  input: number;
  /** Of all `output_values`. */
  output: number;
}

/** An item as it is sent. */
export interface Serialized {
  /** JSON of the item. */
  json: string;
  /** Bytes of its values. */
  size: ValueSizes;
}

/** An item, ready to be sent. */
export interface Item<Input> extends Serialized {
  /** Position in the whole input. */
  position: number;
  /** The item as it is sent. */
  input: Input;
}

/** Checks and serializes single items. */
export interface ItemRules<Input> {
  /** Things that are created, in the plural: `"tasks"`. */
  noun: string;
  /** Checks an item and gives it as it is sent; throws if it cannot be right. */
  check(item: Input, position: number): Input;
  /** Serializes an item, once for both its size and the request. */
  serialize(item: Input): Serialized;
}

/** Bytes of all values of a kind that one request carries, as the API documents them. */
const MAX_BYTES: ValueSizes = { input: 1_048_576, output: 4_194_304 };

const KINDS = ["input", "output"] as const;

const encoder = new TextEncoder();

/** Counts the bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  // deno-lint-ignore no-control-regex
  return /^[\x00-\x7f]*$/.test(text)
    ? text.length
    : encoder.encode(text).length;
}

/**
 * Checks an item and prepares it for sending.
 *
 * @throws {TypeError} If the item is not an object, or cannot be sent as JSON.
 * @throws {RangeError} If it is too large for a request by itself.
 */
function prepareItem<Input extends object>(
  rules: ItemRules<Input>,
  given: Input,
  position: number,
): Item<Input> {
  const action = `create ${rules.noun}`;
  if (typeof given !== "object" || given === null) {
    throw new TypeError(
      `Cannot ${action} as each must be an object: current value of item ${position} is ${
        show(given)
      }`,
    );
  }
  const input = withoutPosition(rules.check(given, position));
  checkJson(action, input, `item ${position}`);
  const { json, size } = rules.serialize(input);
  for (const kind of KINDS) {
    if (size[kind] <= MAX_BYTES[kind]) continue;
    throw new RangeError(
      `Cannot ${action} as the '${kind}_values' of item ${position} take ${
        size[kind]
      } bytes: a request carries at most ${MAX_BYTES[kind]}`,
    );
  }
  return { position, input, json, size };
}

/** The key is ours: an item that was read from a log may still have it. */
function withoutPosition<Input extends object>(item: Input): Input {
  if (!(POSITION_KEY in item)) return item;
  const { [POSITION_KEY]: _, ...rest } = item;
  return rest as Input;
}

/** The items of one call that have not been sent yet, in order. */
export class ItemQueue<Input extends object> {
  readonly #rules: ItemRules<Input>;
  readonly #input: AsyncIterator<Input> | Iterator<Input>;
  #waiting: Item<Input>[] = [];
  #taken = 0;
  #ended = false;

  /**
   * Creates a queue of an input that is read lazily.
   *
   * @throws {TypeError} If the input is neither a list nor an iterable.
   */
  constructor(
    rules: ItemRules<Input>,
    input: Iterable<Input> | AsyncIterable<Input>,
  ) {
    this.#rules = rules;
    this.#input = iteratorOf(`create ${rules.noun}`, input);
  }

  /**
   * Checks the whole input.
   *
   * @throws {RangeError} If there is none.
   */
  async readAll(): Promise<void> {
    const all: Item<Input>[] = [];
    for (let item; (item = await this.#read());) all.push(item);
    this.#waiting = all;
  }

  /**
   * Takes as many items as fit into a request; none at the end.
   *
   * @param maxItems Number of items that one request carries.
   * @throws {RangeError} If the input has no items at all.
   */
  async cut(maxItems: number): Promise<Item<Input>[]> {
    const chunk: Item<Input>[] = [];
    const filled: ValueSizes = { input: 0, output: 0 };
    let next = 0;
    for (;;) {
      if (next === this.#waiting.length) {
        const item = await this.#read();
        if (!item) break;
        this.#waiting.push(item);
      }
      const { size } = this.#waiting[next]!;
      const isFull = chunk.length === maxItems ||
        KINDS.some((kind) => filled[kind] + size[kind] > MAX_BYTES[kind]);
      if (isFull) break;
      for (const kind of KINDS) filled[kind] += size[kind];
      chunk.push(this.#waiting[next++]!);
    }
    this.#waiting = this.#waiting.slice(next);
    return chunk;
  }

  /** Puts items back in their places, to be sent after all. */
  giveBack(items: readonly Item<Input>[]): void {
    this.#waiting = [...items, ...this.#waiting]
      .sort((a, b) => a.position - b.position);
  }

  /** Takes the items at the given positions, as far as the input has them. */
  async take(positions: ReadonlySet<number>): Promise<Item<Input>[]> {
    let last = -1;
    for (const position of positions) last = Math.max(last, position);
    while (this.#taken <= last) {
      const item = await this.#read();
      if (!item) break;
      this.#waiting.push(item);
    }
    const isTaken = ({ position }: Item<Input>) => positions.has(position);
    const taken = this.#waiting.filter(isTaken);
    this.#waiting = this.#waiting.filter((item) => !isTaken(item));
    return taken;
  }

  /** Lets go of an input that is not read to its end. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#input.return?.();
    this.#ended = true;
  }

  async #read(): Promise<Item<Input> | undefined> {
    if (this.#ended) return undefined;
    const { done, value } = await this.#input.next();
    if (done) {
      this.#ended = true;
      if (this.#taken > 0) return undefined;
      throw new RangeError(
        `Cannot create ${this.#rules.noun} as the list is empty`,
      );
    }
    return prepareItem(this.#rules, value, this.#taken++);
  }
}

function iteratorOf<T>(
  action: string,
  input: Iterable<T> | AsyncIterable<T>,
): AsyncIterator<T> | Iterator<T> {
  const methods = Object(input);
  if (Symbol.asyncIterator in methods) return methods[Symbol.asyncIterator]();
  if (Symbol.iterator in methods) return methods[Symbol.iterator]();
  throw new TypeError(
    `Cannot ${action} as they must be given as a list or an iterable: current value is ${
      show(input)
    }`,
  );
}
