/** The settings that an experiment varies, and their bounds. @module */
import { isRecord, refuse } from "../checks.ts";
import {
  distributions,
  drawFrom,
  type ParameterSource,
} from "./distributions.ts";
import type { RandomSource } from "./random.ts";

/** Rule on fast answers: restricts Tolokers whose last task suites were too fast. */
export interface SubmitTimeParameters {
  /** Number of task suites that count, from 1. */
  history_size: number;
  /** Time that a task suite takes, in seconds. */
  avg_page_seconds: number;
  /** Share of that time below which a task suite is too fast, 0 to 1. */
  too_fast_fraction: number;
}

/** Rule on disagreement with the majority, or on wrong answers to control tasks. */
export interface IncorrectRateParameters {
  /** Number of answers that count, from 1; the rule waits for as many. */
  history_size: number;
  /** Share of incorrect answers that a Toloker may not have, 0 to 100. */
  incorrect_answers_rate: number;
}

/** Result in the training that gives access to the pool. */
export interface TrainingRequirementParameters {
  /** Least share of right first answers, 0 to 100. */
  training_passing_skill_value: number;
}

/** Result in the exam that gives access to the pool. */
export interface ExamRequirementParameters {
  /** Least value of the exam's skill, 0 to 100. */
  exam_passing_skill_value: number;
}

/** Settings of one pool of an experiment. A group that is absent is as in the base pool. */
export interface AutoQualityParameters {
  /** Number of Tolokers for each task, from 1. */
  overlap?: number;
  /** Rule on fast answers. */
  AssignmentSubmitTime?: SubmitTimeParameters;
  /** Rule on disagreement with the majority; needs an overlap of 3. */
  MajorityVote?: IncorrectRateParameters;
  /** Rule on wrong answers to control tasks. */
  GoldenSet?: IncorrectRateParameters;
  /** Requirement of the training. */
  TrainingRequirement?: TrainingRequirementParameters;
  /** Requirement of the exam. */
  ExamRequirement?: ExamRequirementParameters;
}

/** Sources of the settings: for each number the values it can take. */
export type ParameterSpace = {
  [Group in keyof AutoQualityParameters]?: Required<
    AutoQualityParameters
  >[Group] extends number ? ParameterSource
    : {
      [Leaf in keyof Required<AutoQualityParameters>[Group]]: ParameterSource;
    };
};

/** Least and greatest value, and whether only whole numbers are taken. */
type Bounds = readonly [min: number, max: number, unit: "whole" | "any"];

const HISTORY: Bounds = [1, 10_000, "whole"];
const PERCENT: Bounds = [0, 100, "whole"];

/** Bounds of the API; the overlap stands alone, the others in groups. */
const OVERLAP: Bounds = [1, 30_000, "whole"];
const GROUPS: Readonly<Record<string, Readonly<Record<string, Bounds>>>> = {
  AssignmentSubmitTime: {
    history_size: HISTORY,
    avg_page_seconds: [1, 86_400, "whole"],
    too_fast_fraction: [0, 1, "any"],
  },
  MajorityVote: { history_size: HISTORY, incorrect_answers_rate: PERCENT },
  GoldenSet: { history_size: HISTORY, incorrect_answers_rate: PERCENT },
  TrainingRequirement: { training_passing_skill_value: PERCENT },
  ExamRequirement: { exam_passing_skill_value: PERCENT },
};

/**
 * Settings that are drawn unless an experiment has its own, those of
 * toloka-kit: overlap 2 plus Planck(0.8), rates normal(60, 15), passing values
 * normal(50, 20), fast below a skew normal share (2, 0.2, 0.15) of 90 seconds.
 *
 * @example The default rule on control tasks, and overlaps of one's own
 * ```ts
 * import { defaultParameterSpace } from "@toloka/client/autoquality";
 *
 * const parameters = {
 *   overlap: [3, 5],
 *   GoldenSet: defaultParameterSpace.GoldenSet,
 * };
 * console.log(Object.keys(parameters));
 * ```
 */
export const defaultParameterSpace: Readonly<Required<ParameterSpace>> = {
  overlap: distributions.planck(0.8, 2),
  AssignmentSubmitTime: {
    history_size: [5],
    avg_page_seconds: [90],
    too_fast_fraction: distributions.skewNormal(2, 0.2, 0.15),
  },
  MajorityVote: {
    history_size: [5],
    incorrect_answers_rate: distributions.normal(60, 15),
  },
  GoldenSet: {
    history_size: [5],
    incorrect_answers_rate: distributions.normal(60, 15),
  },
  TrainingRequirement: {
    training_passing_skill_value: distributions.normal(50, 20),
  },
  ExamRequirement: { exam_passing_skill_value: distributions.normal(50, 20) },
};

const ACTION = "create the experiment";

/** @throws {TypeError} If a group or setting is unknown, missing or without values. */
export function checkSpace(space: ParameterSpace): void {
  for (const [group, source] of Object.entries(space)) {
    if (group === "overlap") {
      checkSource("parameters.overlap", source as ParameterSource);
      continue;
    }
    const leaves = GROUPS[group];
    const given = source as Record<string, ParameterSource>;
    if (leaves === undefined || !isRecord(given)) {
      const known = ["overlap", ...Object.keys(GROUPS)].join(", ");
      refuseShape("parameters", `must have groups among ${known}`, group);
    }
    for (const leaf of Object.keys(leaves)) {
      checkSource(`parameters.${group}.${leaf}`, given[leaf]);
    }
    const odd = Object.keys(given).find((leaf) => !Object.hasOwn(leaves, leaf));
    if (odd !== undefined) {
      const known = Object.keys(leaves).join(", ");
      refuseShape(`parameters.${group}`, `must have only ${known}`, odd);
    }
  }
}

function checkSource(name: string, source: ParameterSource | undefined): void {
  const list = Array.isArray(source) && source.length > 0;
  const drawn = isRecord(source) && typeof source.sample === "function";
  if (!list && !drawn) {
    const rule = "must be a list of values or a distribution";
    refuseShape(name, rule, source);
  }
}

function refuseShape(name: string, rule: string, value: unknown): never {
  throw new TypeError(
    `Cannot ${ACTION} as '${name}' ${rule}: current value is ${
      JSON.stringify(value)
    }`,
  );
}

/** Draws each setting on its own. */
export function drawParameters(
  space: ParameterSpace,
  random: RandomSource,
): AutoQualityParameters {
  const drawn: Record<string, unknown> = {};
  for (const [group, source] of Object.entries(space)) {
    drawn[group] = group === "overlap"
      ? drawFrom(source as ParameterSource, random)
      : Object.fromEntries(
        Object.entries(source as Record<string, ParameterSource>).map(
          ([leaf, values]) => [leaf, drawFrom(values, random)],
        ),
      );
  }
  return drawn as AutoQualityParameters;
}

/**
 * Clips and rounds settings to the values that the API accepts.
 *
 * @throws {RangeError} If a value is not a number.
 */
export function fitParameters(
  parameters: AutoQualityParameters,
): AutoQualityParameters {
  const fitted: Record<string, unknown> = {};
  for (const [group, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (group === "overlap") {
      fitted[group] = fit(group, value as number, OVERLAP);
      continue;
    }
    const leaves = GROUPS[group] ?? {};
    fitted[group] = Object.fromEntries(
      Object.entries(leaves).map(([leaf, bounds]) => {
        const given = (value as Record<string, number>)[leaf];
        return [leaf, fit(`${group}.${leaf}`, given, bounds)];
      }),
    );
  }
  return fitted as AutoQualityParameters;
}

function fit(
  name: string,
  value: number | undefined,
  [min, max, unit]: Bounds,
): number {
  if (typeof value !== "number" || Number.isNaN(value)) {
    refuse("draw settings", name, "must be a number", value);
  }
  const clipped = Math.min(max, Math.max(min, value));
  return unit === "whole"
    ? Math.round(clipped)
    : Math.round(clipped * 100) / 100;
}
