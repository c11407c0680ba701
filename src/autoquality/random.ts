/** Chance that follows from a seed. @module */

/** Source of random numbers, each from 0 to below 1. */
export type RandomSource = () => number;

/**
 * Creates a source of random numbers: the same seed gives the same numbers on
 * every runtime. The generator is C. Doty-Humphrey's sfc32 ("PractRand", 2010).
 */
export function randomOf(seed: string): RandomSource {
  let [a, b, c, counter] = [hash(seed, 1), hash(seed, 2), hash(seed, 3), 1];
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21 | c >>> 11) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers show how seeds resemble each other.
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** FNV-1a over the code units of a text, with its bits mixed at the end. */
function hash(text: string, start: number): number {
  let value = 0x811c9dc5 ^ start;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) | 0;
}

/** Draws from the standard normal distribution (Box and Muller, 1958). */
export function drawNormal(random: RandomSource): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Chooses one item, all as likely as each other. */
export function pick<T>(random: RandomSource, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}
