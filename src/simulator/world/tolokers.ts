/** Who the simulated Tolokers are, and what is kept of them. */

import type { Values } from "../checks/fields.ts";
import type { Planned } from "../engine/clock.ts";
import type { AssignmentRecord, PlainRecord, TaskRecord } from "./records.ts";

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
 * How a Toloker works. `careful` ones answer as well as their skill allows,
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

/** A simulated Toloker. */
export interface TolokerRecord {
  id: string;
  /** Which group of the population he belongs to. */
  group: number;
  habit: Habit;
  /** Probability of a right answer, 0 to 1, when he takes care. */
  skill: number;
  /** Seconds a task takes him. */
  secondsPerTask: number;
  /** What pool filters ask for, by key. */
  traits: Readonly<Record<string, unknown>>;
  /** What tasks ask for in `traits_all_of` and the like. */
  taskTraits: readonly string[];
  /** Skill values of this requester, by skill id. */
  skills: Map<string, PlainRecord>;
  restrictions: PlainRecord[];
  /** Ids of the tasks and suites he has met, by pool id. */
  seen: Map<string, Set<string>>;
  /** How many tasks he was given, by pool id and day since 1970. */
  done: Map<string, Map<number, number>>;
  /** The suite he works on. */
  working: AssignmentRecord | undefined;
  /** Suites he took from the map and has not begun. */
  held: AssignmentRecord[];
  /** When he looks for work next. */
  arrival: Planned | undefined;
  /** Whether he will never come back. */
  gone: boolean;
  /** Trainings he has finished: pool id to the time. */
  trained: Map<string, number>;
  /** How far he is with trainings, by pool id. */
  lessons: Map<string, Lesson>;
  /** Ids of pools he did tasks of and has no access to any more. */
  lost: Set<string>;
}

/** How far a Toloker is with a training. */
export interface Lesson {
  suites: number;
  answers: number;
  right: number;
}

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
      // He works below his skill.
      return 0.75 * skill;
    case "random":
    case "colluding":
      return 0;
  }
  return skill;
}
