/** The place where a picture was taken, as Exif 2.3 has it. */

import type { Place } from "../../engine/places.ts";
import { ascii, big, type Bytes, join } from "./bytes.ts";

/** Types of values, by their names in Exif. */
const TYPES = { BYTE: 1, ASCII: 2, LONG: 4, RATIONAL: 5 } as const;

/** Bytes of the header, and of a directory with some entries. */
const HEADER = 8;
const directorySize = (entries: number) => 2 + 12 * entries + 4;

/** Where the directory of the place begins, and where its numbers do. */
const GPS = HEADER + directorySize(1);
const NUMBERS = GPS + directorySize(5);
/** Bytes of an angle: degrees, minutes and seconds, as fractions. */
const ANGLE = 24;

/** The content of the segment APP1 of a JPEG. */
export function exifOf({ latitude, longitude }: Place): Bytes {
  const south = latitude < 0 ? "S" : "N";
  const west = longitude < 0 ? "W" : "E";
  return join(
    ascii("Exif\0\0"),
    ascii("MM\0*"),
    big(HEADER, 4),
    directory([0x8825, "LONG", 1, big(GPS, 4)]),
    directory(
      [0, "BYTE", 4, [2, 3, 0, 0]],
      [1, "ASCII", 2, [...ascii(south), 0, 0, 0]],
      [2, "RATIONAL", 3, big(NUMBERS, 4)],
      [3, "ASCII", 2, [...ascii(west), 0, 0, 0]],
      [4, "RATIONAL", 3, big(NUMBERS + ANGLE, 4)],
    ),
    angle(Math.abs(latitude)),
    angle(Math.abs(longitude)),
  );
}

type Entry = [
  tag: number,
  type: keyof typeof TYPES,
  count: number,
  value: Bytes | readonly number[],
];

function directory(...entries: Entry[]): Bytes {
  const written = entries.map(([tag, type, count, value]) =>
    join(big(tag, 2), big(TYPES[type], 2), big(count, 4), value)
  );
  return join(big(entries.length, 2), ...written, big(0, 4));
}

/** Units of a second, which are 3 millimeters on the ground. */
const PRECISION = 10_000;

function angle(degrees: number): Bytes {
  const units = Math.round(degrees * 3_600 * PRECISION);
  const minutes = Math.floor(units / (60 * PRECISION));
  return join(
    fraction(Math.floor(minutes / 60), 1),
    fraction(minutes % 60, 1),
    fraction(units % (60 * PRECISION), PRECISION),
  );
}

function fraction(numerator: number, denominator: number): Bytes {
  return join(big(numerator, 4), big(denominator, 4));
}
