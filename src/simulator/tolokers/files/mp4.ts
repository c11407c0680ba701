/** Videos as MP4 (ISO/IEC 14496): one second of one picture. */

import { big, type Bytes, join } from "./bytes.ts";

/** Units of time in a second. */
const SECOND = 1_000;
/** A picture that is neither turned nor scaled. */
const MATRIX = join(
  ...[0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map((n) => big(n, 4)),
);
/** `avc1` and the like need an encoder; JPEG is a codec of MPEG-4, too. */
const JPEG_CODEC = 0x6c;

/** Bytes that a box has besides its content. */
export const BOX = 8;

/** A video that shows a JPEG picture of `pixels` by `pixels`. */
export function mp4Of(picture: Bytes, pixels: number, fill: Bytes): Bytes {
  const head = box("ftyp", "isom", big(0x200, 4), "isom", "mp42");
  // Where the picture is follows from the size of what is before it.
  const length = movie(picture.length, pixels, 0).length;
  const at = head.length + length + BOX;
  return join(
    head,
    movie(picture.length, pixels, at),
    box("mdat", picture),
    fill.length === 0 ? [] : box("free", fill),
  );
}

type Part = Bytes | readonly number[] | string;

function box(type: string, ...parts: Part[]): Bytes {
  const content = join(...parts);
  return join(big(content.length + BOX, 4), type, content);
}

/** A box with a version and flags. */
function fullBox(type: string, flags: number, ...parts: Part[]): Bytes {
  return box(type, big(flags, 4), ...parts);
}

const zeros = (count: number) => new Uint8Array(count);

function movie(size: number, pixels: number, at: number): Bytes {
  return box(
    "moov",
    fullBox(
      "mvhd",
      0,
      zeros(8),
      big(SECOND, 4),
      big(SECOND, 4),
      big(0x10000, 4),
      big(0x100, 2),
      zeros(10),
      MATRIX,
      zeros(24),
      big(2, 4),
    ),
    box(
      "trak",
      // The track is enabled, and used in the movie.
      fullBox(
        "tkhd",
        3,
        zeros(8),
        big(1, 4),
        zeros(4),
        big(SECOND, 4),
        zeros(16),
        MATRIX,
        big(pixels * 0x10000, 4),
        big(pixels * 0x10000, 4),
      ),
      box(
        "mdia",
        fullBox(
          "mdhd",
          0,
          zeros(8),
          big(SECOND, 4),
          big(SECOND, 4),
          // The language "und".
          big(0x55c4, 2),
          zeros(2),
        ),
        fullBox("hdlr", 0, zeros(4), "vide", zeros(12), "Video", [0]),
        box(
          "minf",
          fullBox("vmhd", 1, zeros(8)),
          box("dinf", fullBox("dref", 0, big(1, 4), fullBox("url ", 1))),
          samples(size, pixels, at),
        ),
      ),
    ),
  );
}

/** Where the only sample is, and what it is. */
function samples(size: number, pixels: number, at: number): Bytes {
  const one = big(1, 4);
  return box(
    "stbl",
    fullBox("stsd", 0, one, sampleEntry(pixels)),
    fullBox("stts", 0, one, one, big(SECOND, 4)),
    fullBox("stsc", 0, one, one, one, one),
    fullBox("stsz", 0, big(size, 4), one),
    fullBox("stco", 0, one, big(at, 4)),
  );
}

function sampleEntry(pixels: number): Bytes {
  const decoder = descriptor(
    4,
    join([JPEG_CODEC, 0x11], zeros(3), zeros(4), zeros(4)),
  );
  const stream = join(big(1, 2), [0], decoder, descriptor(6, Uint8Array.of(2)));
  return box(
    "mp4v",
    zeros(6),
    big(1, 2),
    zeros(16),
    big(pixels, 2),
    big(pixels, 2),
    // 72 dots per inch.
    big(0x480000, 4),
    big(0x480000, 4),
    zeros(4),
    big(1, 2),
    zeros(32),
    big(24, 2),
    big(0xffff, 2),
    fullBox("esds", 0, descriptor(3, stream)),
  );
}

function descriptor(tag: number, content: Bytes): Bytes {
  return join([tag, content.length], content);
}
