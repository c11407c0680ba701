/** Putting the bytes of files together. */

/** Bytes of a file or of a part of one. */
export type Bytes = Uint8Array<ArrayBuffer>;

const ENCODER = new TextEncoder();

/** The bytes of a text. */
export function ascii(text: string): Bytes {
  return ENCODER.encode(text);
}

/** A whole number in `size` bytes, the greatest first. */
export function big(value: number, size: 1 | 2 | 4): Bytes {
  const bytes = new Uint8Array(size);
  for (let i = size - 1; i >= 0; i--) {
    bytes[i] = value & 0xff;
    value = Math.floor(value / 256);
  }
  return bytes;
}

/** A whole number in `size` bytes, the least first. */
export function little(value: number, size: 2 | 4): Bytes {
  return big(value, size).reverse();
}

/** Parts one after the other: bytes, lists of bytes and texts. */
export function join(...parts: (Bytes | readonly number[] | string)[]): Bytes {
  const all = parts.map((part) =>
    typeof part === "string" ? ascii(part) : Uint8Array.from(part)
  );
  const bytes = new Uint8Array(
    all.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
