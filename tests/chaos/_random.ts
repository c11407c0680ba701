/** Chance that follows from a text, so that a campaign can be run again. */

/** Returns numbers from 0 to 1 that follow from the seed (FNV-1a, then mulberry32). */
export function chance(...seed: (string | number)[]): () => number {
  let state = 0x811c9dc5;
  for (const char of seed.join("/")) {
    state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193);
  }
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
  };
}

/** Picks one of a list. */
export function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}
