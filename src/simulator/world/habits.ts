/** Habits of simulated Tolokers. */

/** Every habit. */
export const HABITS: readonly Habit[] = [
  "careful",
  "sloppy",
  "random",
  "colluding",
  "skipping",
  "forgetful",
  "leaving",
];

/**
 * Habit of a Toloker. `careful` ones answer as well as their skill allows,
 * `sloppy` ones faster and worse, `random` ones click without looking, and
 * `colluding` ones of a group all give the same answer. `skipping` ones leave
 * most suites to others, `forgetful` ones let the time of many run out, and
 * `leaving` ones do a few suites and never come back.
 */
export type Habit =
  | "careful"
  | "sloppy"
  | "random"
  | "colluding"
  | "skipping"
  | "forgetful"
  | "leaving";
