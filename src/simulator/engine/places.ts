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
