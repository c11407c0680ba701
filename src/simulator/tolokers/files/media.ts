/** Files as Tolokers send them: small ones that programs can open. */

import type { Place } from "../../engine/places.ts";
import type { Random } from "../../engine/random.ts";
import { type Bytes, join, little } from "./bytes.ts";
import { jpegOf, locateJpeg, padJpeg } from "./jpeg.ts";
import { BOX, mp4Of } from "./mp4.ts";
import { CHUNK, pngOf } from "./png.ts";

/** Kinds of files. */
export type Media = "JPEG" | "PNG" | "WAV" | "MP4" | "PDF";

/** A kind of file. */
interface Kind {
  readonly ending: string;
  readonly type: string;
  /**
   * Makes a file of `size` bytes, or the smallest one above. A photo may tell
   * the place where it was taken.
   */
  readonly make: (random: Random, size: number, place?: Place) => Bytes;
}

/** Blocks or pixels in a row. */
const SIDE = 8;
/** Samples of a sound in a second. */
const RATE = 8_000;

function levels(random: Random): number[] {
  return Array.from({ length: SIDE * SIDE }, () => random.integer(0, 255));
}

/** Bytes that mean nothing, as letters. */
function filler(random: Random, length: number): Bytes {
  const bytes = new Uint8Array(Math.max(0, length));
  const letters = random.hex(64);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = letters.charCodeAt(i % letters.length);
  }
  return bytes;
}

/** A file without padding, and one with as much as its size wants. */
function padded(
  base: number,
  least: number,
  size: number,
  random: Random,
): Bytes {
  const room = size - base;
  return room >= least ? filler(random, room) : new Uint8Array();
}

function jpeg(random: Random, size: number, place?: Place): Bytes {
  const plain = jpegOf(levels(random), SIDE);
  const locate = (picture: Bytes) =>
    place === undefined ? picture : locateJpeg(picture, place);
  // The place comes before the comment, as Exif wants it.
  const comment = padded(locate(plain).length, 4, size, random);
  return locate(padJpeg(plain, comment));
}

function png(random: Random, size: number): Bytes {
  const pixels = levels(random);
  const base = pngOf(pixels, SIDE, new Uint8Array()).length + CHUNK;
  return pngOf(pixels, SIDE, padded(base, 1, size, random));
}

/** A tone of one of many pitches, as PCM of eight bits. */
function wav(random: Random, size: number): Bytes {
  const pitch = random.integer(200, 900);
  const count = Math.max(0, size - 44);
  const tone = Uint8Array.from(
    { length: count },
    (_, i) => 128 + Math.round(90 * Math.sin(2 * Math.PI * pitch * i / RATE)),
  );
  return join(
    "RIFF",
    little(36 + count, 4),
    "WAVEfmt ",
    little(16, 4),
    little(1, 2),
    little(1, 2),
    little(RATE, 4),
    little(RATE, 4),
    little(1, 2),
    little(8, 2),
    "data",
    little(count, 4),
    tone,
  );
}

function mp4(random: Random, size: number): Bytes {
  const picture = jpegOf(levels(random), SIDE);
  const pixels = SIDE * 8;
  const base = mp4Of(picture, pixels, new Uint8Array()).length + BOX;
  return mp4Of(picture, pixels, padded(base, 1, size, random));
}

/** A page with one line of text. */
function pdf(random: Random, size: number): Bytes {
  const line = `BT /F1 24 Tf 72 720 Td (Document ${random.hex(6)}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " +
    "/Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${line.length} >>\nstream\n${line}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const build = (comment: string) => {
    let text = `%PDF-1.4\n${comment}`;
    const places = objects.map((object, i) => {
      const place = text.length;
      text += `${i + 1} 0 obj\n${object}\nendobj\n`;
      return place;
    });
    const table = places.map((place) =>
      `${String(place).padStart(10, "0")} 00000 n \n`
    );
    return `${text}xref\n0 ${places.length + 1}\n0000000000 65535 f \n` +
      `${table.join("")}trailer\n<< /Size ${places.length + 1} ` +
      `/Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  };
  let comment = "";
  // The place of the table has more digits the longer the comment is.
  for (let round = 0; round < 3; round++) {
    const room = size - build(comment).length + comment.length - 2;
    if (room < 0) break;
    comment = `%${"x".repeat(room)}\n`;
  }
  return join(build(comment));
}

/** The kinds of files that Tolokers send. */
export const MEDIA: Readonly<Record<Media, Kind>> = {
  JPEG: { ending: "jpg", type: "image/jpeg", make: jpeg },
  PNG: { ending: "png", type: "image/png", make: png },
  WAV: { ending: "wav", type: "audio/wav", make: wav },
  MP4: { ending: "mp4", type: "video/mp4", make: mp4 },
  PDF: { ending: "pdf", type: "application/pdf", make: pdf },
};

const NAMES: readonly (readonly [pattern: RegExp, media: Media])[] = [
  [/audio|voice|sound|speech|record/i, "WAV"],
  [/video|clip|movie/i, "MP4"],
  [/pdf|doc|file|report/i, "PDF"],
];

/** The media that the name of a field tells of, where its page does not. */
export function mediaOfName(name: string): Media {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? "JPEG";
}
