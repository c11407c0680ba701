/** Pictures as PNG: gray, not compressed. */

import { big, type Bytes, join } from "./bytes.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A picture of `side` by `side` pixels with a brightness of 0 to 255 each. */
export function pngOf(
  brightness: readonly number[],
  side: number,
  fill: Bytes,
): Bytes {
  const rows = Array.from(
    { length: side },
    (_, y) => [0, ...brightness.slice(y * side, (y + 1) * side)],
  ).flat();
  return join(
    SIGNATURE,
    chunk("IHDR", join(big(side, 4), big(side, 4), [8, 0, 0, 0, 0])),
    // A chunk of our own, which viewers skip.
    fill.length === 0 ? [] : chunk("toLk", fill),
    chunk("IDAT", stored(Uint8Array.from(rows))),
    chunk("IEND", new Uint8Array()),
  );
}

/** Bytes that a chunk has besides its data. */
export const CHUNK = 12;

function chunk(type: string, data: Bytes): Bytes {
  const named = join(type, data);
  return join(big(data.length, 4), named, big(crc32(named), 4));
}

/** A zlib stream of one block that is not compressed; up to 65,535 bytes. */
function stored(data: Bytes): Bytes {
  const { length } = data;
  return join(
    [0x78, 0x01, 1, length & 0xff, length >> 8],
    [~length & 0xff, (~length >> 8) & 0xff],
    data,
    big(adler32(data), 4),
  );
}

function adler32(data: Bytes): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(data: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
