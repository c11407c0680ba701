/**
 * Pictures as baseline JPEG (ITU-T T.81): gray, each block of 8 by 8 pixels of
 * one brightness, so that a Huffman table of a few codes is enough.
 */

import type { Place } from "../../engine/places.ts";
import { big, type Bytes, join } from "./bytes.ts";
import { exifOf } from "./exif.ts";

/** Most bytes of a segment, its length included. */
const SEGMENT = 65_535;
/** Bits of the code for each size of a difference, 0 to 8: all have four. */
const CODE_BITS = 4;

/** A picture of `side` by `side` blocks with a brightness of 0 to 255 each. */
export function jpegOf(brightness: readonly number[], side: number): Bytes {
  return join(start(side), [...scan(brightness)], [0xff, 0xd9]);
}

/** Comments of `size` bytes in all, which viewers skip; at least 4. */
export function comments(fill: Bytes): Bytes {
  const parts: Bytes[] = [];
  for (let at = 0; at < fill.length;) {
    const left = fill.length - at;
    // What is left must have room for the marker and the length.
    let size = Math.min(left, SEGMENT + 2);
    if (left > size && left - size < 4) size -= 4;
    const text = fill.subarray(at + 4, at + size);
    parts.push(join([0xff, 0xfe], big(size - 2, 2), text));
    at += size;
  }
  return join(...parts);
}

/** Adds comments to a picture, to give it a size. */
export function padJpeg(picture: Bytes, fill: Bytes): Bytes {
  return insert(picture, comments(fill));
}

/** Adds the place where a picture was taken. */
export function locateJpeg(picture: Bytes, place: Place): Bytes {
  return insert(picture, segment(0xe1, exifOf(place)));
}

/** Puts segments after the marker of the beginning. */
function insert(picture: Bytes, segments: Bytes): Bytes {
  return join(picture.subarray(0, 2), segments, picture.subarray(2));
}

function segment(marker: number, ...parts: (Bytes | number[])[]): Bytes {
  const content = join(...parts);
  return join([0xff, marker], big(content.length + 2, 2), content);
}

function start(side: number): Bytes {
  const pixels = big(side * 8, 2);
  const quantization = Array.from({ length: 64 }, () => 8);
  const sizes = Array.from({ length: 9 }, (_, size) => size);
  return join(
    [0xff, 0xd8],
    segment(0xe0, join("JFIF", [0, 1, 1, 0]), big(1, 2), big(1, 2), [0, 0]),
    segment(0xdb, [0], quantization),
    segment(0xc0, [8], pixels, pixels, [1, 1, 0x11, 0]),
    // Nine codes of four bits for differences of 0 to 8 bits.
    segment(0xc4, [0x00], counts(CODE_BITS, sizes.length), sizes),
    // One code of one bit: the block has no other frequencies.
    segment(0xc4, [0x10], counts(1, 1), [0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
  );
}

/** Number of codes of each length, 1 to 16 bits. */
function counts(bits: number, codes: number): number[] {
  return Array.from({ length: 16 }, (_, i) => i + 1 === bits ? codes : 0);
}

function* scan(brightness: readonly number[]): Generator<number> {
  let [bits, count, before] = [0, 0, 0];
  const codes: [value: number, length: number][] = [];
  for (const level of brightness) {
    // Eight times the mean, divided by the quantization of 8.
    const mean = Math.round(level) - 128;
    const difference = Math.max(-255, Math.min(255, mean - before));
    before += difference;
    const size = Math.abs(difference).toString(2).length *
      (difference === 0 ? 0 : 1);
    codes.push([size, CODE_BITS]);
    const low = difference < 0 ? difference + 2 ** size - 1 : difference;
    if (size > 0) codes.push([low, size]);
    codes.push([0, 1]);
  }
  // The last byte is filled up with ones.
  codes.push([127, 7]);
  for (const [value, length] of codes) {
    bits = bits * 2 ** length + value;
    count += length;
    while (count >= 8) {
      const byte = Math.floor(bits / 2 ** (count - 8));
      yield byte;
      if (byte === 0xff) yield 0;
      bits -= byte * 2 ** (count - 8);
      count -= 8;
    }
  }
}
