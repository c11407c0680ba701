/** Places on Earth. */

/** A place, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Reads the place of an object, if it has one. */
export function placeOf(
  { latitude, longitude }: Partial<Place>,
): Place | undefined {
  return latitude === undefined || longitude === undefined
    ? undefined
    : { latitude, longitude };
}

/** A latitude and a longitude, as the API writes places. */
const WRITTEN = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/;

/** Reads `"latitude,longitude"`; `undefined` for other values. */
export function parsePlace(value: unknown): Place | undefined {
  const match = typeof value === "string" ? WRITTEN.exec(value) : null;
  return match === null
    ? undefined
    : { latitude: Number(match[1]), longitude: Number(match[2]) };
}

/** Writes a place with six digits, which is to a decimeter. */
export function writePlace({ latitude, longitude }: Place): string {
  return `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
}

/** Mean radius of the Earth, in meters. */
const RADIUS = 6_371_008.8;

/** The distance of two places, in meters. */
export function distanceBetween(a: Place, b: Place): number {
  return RADIUS * angleBetween(a, b);
}

/** A place at a distance in meters, in a direction in radians from the north. */
export function placeAt(from: Place, meters: number, direction: number): Place {
  const degrees = meters / RADIUS * 180 / Math.PI;
  const latitude = from.latitude + degrees * Math.cos(direction);
  const scale = Math.cos(radians(from.latitude));
  const longitude = from.longitude + degrees * Math.sin(direction) / scale;
  return { latitude, longitude };
}

/**
 * Computes the angle between two places seen from the center of the Earth, in
 * radians, by the haversine formula.
 */
export function angleBetween(a: Place, b: Place): number {
  const height = haversine(b.latitude - a.latitude);
  const width = haversine(b.longitude - a.longitude);
  const scale = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  return 2 * Math.asin(Math.sqrt(Math.min(1, height + scale * width)));
}

function haversine(degrees: number): number {
  return Math.sin(radians(degrees) / 2) ** 2;
}

function radians(degrees: number): number {
  return degrees * Math.PI / 180;
}
