/** The groups that the simulated Tolokers belong to. */

import type { Values } from "../checks/fields.ts";
import type { TaskRecord, TolokerRecord } from "./records.ts";

/** What a group of Tolokers has in common. */
export interface Crowd {
  /** Field to right answer to given answer to its weight. */
  confusion: Confusion;
  /** How a user wants them to answer; lost when the world is saved. */
  answer:
    | ((toloker: TolokerRecord, task: TaskRecord) => Values | "skip" | "leave")
    | undefined;
  /** Probability that one appeals against a rejection. */
  appeals: number;
}

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
