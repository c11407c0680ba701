/**
 * Objects that refer to each other, as JSON. Every object becomes a node, a
 * list that begins with the number of its shape: its kind and its keys. A
 * value that JSON has stays as it is, all others are lists: of one number for
 * an object, otherwise of a name and a text.
 */

/** Objects as JSON. The first node is the one that was saved. */
export interface Graph {
  /** Kinds of nodes, with the keys that they have in common. */
  readonly shapes: readonly (readonly string[])[];
  /** The objects. */
  readonly nodes: readonly (readonly unknown[])[];
}

/** Codec of the objects of a class. */
export interface ClassCodec {
  /** Its name in the saved data. */
  readonly name: string;
  /** The prototype of its objects. */
  readonly prototype: object;
  /** Creates an object to be filled. */
  make(): object;
  /** Returns the fields of an object that are saved. */
  read(object: object): Readonly<Record<string, unknown>>;
  /** Fills an object with what was saved. */
  fill(object: object, fields: Record<string, unknown>): void;
}

type Fields = Readonly<Record<string, unknown>>;

/** Saves the objects of a class whose fields are all public. */
export function openClass(name: string, prototype: object): ClassCodec {
  return {
    name,
    prototype,
    make: () => Object.create(prototype),
    read: (object) => object as Fields,
    fill: (object, fields) => {
      Object.assign(object, fields);
    },
  };
}

/**
 * Writes an object and all that it refers to.
 *
 * @throws {TypeError} If something among it cannot be saved.
 */
export function writeGraph(root: object, codecs: readonly ClassCodec[]): Graph {
  return new Writer(codecs).write(root);
}

class Writer {
  readonly #codecs: ReadonlyMap<object, ClassCodec>;
  readonly #shapes: string[][] = [];
  readonly #shapeNumbers = new Map<string, number>();
  readonly #numbers = new Map<object, number>();
  readonly #objects: object[] = [];

  constructor(codecs: readonly ClassCodec[]) {
    this.#codecs = new Map(codecs.map((codec) => [codec.prototype, codec]));
  }

  write(root: object): Graph {
    this.#refer(root);
    const nodes: unknown[][] = [];
    // The list grows as objects refer to others.
    for (const object of this.#objects) nodes.push(this.#node(object));
    return { shapes: this.#shapes, nodes };
  }

  #node(object: object): unknown[] {
    if (Array.isArray(object)) {
      return [this.#shape(["array"]), ...object.map((v) => this.#value(v))];
    }
    if (object instanceof Map) {
      const node: unknown[] = [this.#shape(["map"])];
      for (const [key, value] of object) {
        node.push(this.#value(key), this.#value(value));
      }
      return node;
    }
    if (object instanceof Set) {
      const values = Array.from(object, (value) => this.#value(value));
      return [this.#shape(["set"]), ...values];
    }
    if (object instanceof Date) {
      return [this.#shape(["date"]), object.getTime()];
    }
    const prototype = Object.getPrototypeOf(object);
    const codec = this.#codecs.get(prototype);
    if (codec === undefined && prototype !== Object.prototype) {
      throw new TypeError(
        `Cannot save an object of this class: "${prototype?.constructor.name}"`,
      );
    }
    const fields = codec?.read(object) ?? object as Fields;
    const keys = Object.keys(fields);
    const shape = this.#shape([codec?.name ?? "object", ...keys]);
    return [shape, ...keys.map((key) => this.#value(fields[key], key))];
  }

  #shape(shape: string[]): number {
    const key = JSON.stringify(shape);
    let number = this.#shapeNumbers.get(key);
    if (number === undefined) {
      number = this.#shapes.push(shape) - 1;
      this.#shapeNumbers.set(key, number);
    }
    return number;
  }

  #value(value: unknown, key = ""): unknown {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) ? value : ["number", String(value)];
      case "bigint":
        return ["bigint", String(value)];
      case "undefined":
        return ["undefined"];
      case "object":
        return value === null ? null : [this.#refer(value)];
    }
    throw new TypeError(`Cannot save a ${typeof value}: "${key}"`);
  }

  #refer(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) {
      number = this.#objects.push(object) - 1;
      this.#numbers.set(object, number);
    }
    return number;
  }
}

/**
 * Creates the objects that were written.
 *
 * @throws {TypeError} If the data is none of {@linkcode writeGraph}.
 */
export function readGraph(
  { shapes, nodes }: Graph,
  codecs: readonly ClassCodec[],
): unknown {
  const byName = new Map(codecs.map((codec) => [codec.name, codec]));
  const objects = nodes.map((node) => make(shapeOf(node)[0], byName));

  const value = (saved: unknown): unknown => {
    if (!Array.isArray(saved)) return saved;
    const [kind, text] = saved;
    switch (kind) {
      case "undefined":
        return undefined;
      case "number":
        return Number(text);
      case "bigint":
        return BigInt(text);
    }
    if (!(kind in objects)) throw malformed(`node ${kind}`);
    return objects[kind];
  };

  function shapeOf(node: readonly unknown[]): readonly string[] {
    const shape = shapes[node[0] as number];
    if (shape === undefined) throw malformed(`shape ${node[0]}`);
    return shape;
  }

  const fill = (node: readonly unknown[], index: number) => {
    const object = objects[index];
    const [kind, ...keys] = shapeOf(node);
    const values = node.slice(1);
    if (Array.isArray(object)) {
      for (const saved of values) object.push(value(saved));
    } else if (object instanceof Map) {
      for (let i = 0; i < values.length; i += 2) {
        object.set(value(values[i]), value(values[i + 1]));
      }
    } else if (object instanceof Set) {
      for (const saved of values) object.add(value(saved));
    } else if (object instanceof Date) {
      object.setTime(Number(values[0]));
    } else {
      const codec = byName.get(kind!);
      const fields: Record<string, unknown> = codec ? {} : object!;
      keys.forEach((key, place) => {
        // Users choose keys, and one of them may be "__proto__".
        Object.defineProperty(fields, key, {
          value: value(values[place]),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      });
      codec?.fill(object!, fields);
    }
  };
  // Classes may look at what their objects hold, so they come last.
  const isOfClass = nodes.map((node) => byName.has(shapeOf(node)[0]!));
  nodes.forEach((node, index) => isOfClass[index] || fill(node, index));
  nodes.forEach((node, index) => isOfClass[index] && fill(node, index));
  return objects[0];
}

function make(
  kind: string | undefined,
  byName: ReadonlyMap<string, ClassCodec>,
): Record<string, unknown> {
  switch (kind) {
    case "array":
      return [] as unknown as Record<string, unknown>;
    case "map":
      return new Map() as unknown as Record<string, unknown>;
    case "set":
      return new Set() as unknown as Record<string, unknown>;
    case "date":
      return new Date(0) as unknown as Record<string, unknown>;
    case "object":
      return {};
  }
  const codec = byName.get(kind ?? "");
  if (codec === undefined) throw malformed(`class ${kind}`);
  return codec.make() as Record<string, unknown>;
}

function malformed(what: string): TypeError {
  return new TypeError(`Cannot load the objects as there is no ${what}`);
}
