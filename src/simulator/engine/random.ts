/**
 * Numbers that look random but follow from a seed, so that every run can be
 * repeated.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand); its state is filled
 * from the seed by FNV-1a hashes.
 */

/** 32-bit FNV-1a hash of a text. */
export function hash(text: string, basis = 0x811c9dc5): number {
  let value = basis;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  // FNV mixes its high bits poorly on short texts; this is murmur3's last step.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** One stream of seeded random numbers. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Starts the stream that belongs to `seed`. */
  constructor(seed: number | string) {
    const text = String(seed);
    this.#a = hash(text);
    this.#b = hash(text, this.#a);
    this.#c = hash(text, this.#b);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Position in the stream. */
  save(): readonly number[] {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  /** Goes on from where a stream was. */
  restore(saved: readonly number[]): void {
    [this.#a, this.#b, this.#c, this.#counter] = saved as [
      number,
      number,
      number,
      number,
    ];
  }

  /** The next number, at least 0 and below 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `min` to `max`, both possible. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** A number from `min` to `max`. */
  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** A waiting time with the given mean, as between independent arrivals. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** A number from the bell curve around 0 with a deviation of 1. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("Cannot pick from no items");
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** One of the keys, each as likely as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, w]) => sum + w, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries[entries.length - 1]![0];
  }

  /** Puts the items into a random order, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }

  /** A text of hexadecimal digits. */
  hex(length: number): string {
    const parts = Array.from({ length: Math.ceil(length / 8) }, () => {
      const part = Math.floor(this.next() * 0x1_0000_0000);
      return part.toString(16).padStart(8, "0");
    });
    // A joined text is written as JSON faster than one that is put together.
    return parts.join("").slice(0, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const digits = this.hex(32);
    const variant = (8 + Math.floor(this.next() * 4)).toString(16);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${
      digits.slice(13, 16)
    }-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
}
