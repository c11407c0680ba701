/** The groups that the simulated Tolokers belong to. */

import type { Values } from "../checks/fields.ts";
import type { TaskRecord, TolokerRecord } from "./records.ts";

/** Group of Tolokers. */
export interface Crowd {
  /** Field to right answer to given answer to its weight. */
  confusion: Confusion;
  /** The user's function that answers; lost when the world is saved. */
  answer:
    | ((toloker: TolokerRecord, task: TaskRecord) => Values | "skip" | "leave")
    | undefined;
  /** Probability that one appeals against a rejection. */
  appeals: number;
  /** Least and most milliseconds until new work is noticed. */
  notice: readonly [number, number];
  /** Least and most milliseconds of a long break. */
  rest: readonly [number, number];
  /** Hours of the day in which they work, where they live. */
  hours: readonly [number, number];
  /** Probability that a careful one gives a suite back. */
  skips: number;
  /** Probability that a careful one lets the time of a suite run out. */
  forgets: number;
  /** Time of each part of a task, as a multiple of that of a choice. */
  effort: Readonly<Record<EffortKind, number>>;
}

/** Numbers of Tolokers who take nothing from a pool, by reason. */
export interface Shortage {
  /** Tolokers with a restriction. */
  readonly restricted: number;
  /** Tolokers who do not pass the pool's filter or are not among the best. */
  readonly filtered: number;
  /** Tolokers who have not passed the training. */
  readonly untrained: number;
  /** Tolokers who have done, skipped or lost all that they may do. */
  readonly done: number;
  /** Tolokers who have left for good. */
  readonly gone: number;
}

/** Parts of a task that take time. */
export type EffortKind =
  | "choice"
  | "number"
  | "text"
  | "annotation"
  | "list"
  | "file"
  | "player"
  | "thousandCharacters";

/** Field to right answer to given answer to how often it is given. */
export type Confusion = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
>;

/** Probability that a Toloker is right. */
export function accuracy({ habit, skill }: TolokerRecord): number {
  switch (habit) {
    case "sloppy":
      // They work below their skill.
      return 0.75 * skill;
    case "random":
    case "colluding":
      return 0;
  }
  return skill;
}
