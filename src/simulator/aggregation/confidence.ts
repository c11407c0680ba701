/** Confidence of answers from the quality of Tolokers: the platform's formula. */

import {
  type FieldSpec,
  type FieldSpecs,
  isArray,
  scalarType,
  type Values,
} from "../checks/fields.ts";
import { canonical } from "../engine/canonical.ts";

/** Widest range of an integer field whose answers can be compared. */
const MAX_RANGE = 32;
/** Nobody is quite certain, or quite wrong: keeps products above zero. */
const LEAST = 1e-6;

/** One answer that is weighed. */
export interface Vote {
  /** The answer, by output field. */
  values: Values;
  /** Probability that it is right, 0 to 1. */
  quality: number;
}

/** The answer that wins. */
export interface Verdict {
  /** The fields that were compared. */
  values: Values;
  /** Confidence, 0 to 1. */
  confidence: number;
}

/** Counts the values of a field; `undefined` if there are too many. */
export function choicesOf(spec: FieldSpec): number | undefined {
  if (isArray(spec)) return undefined;
  const type = scalarType(spec);
  if (type === "boolean") return 2;
  if (type !== "string" && type !== "integer" && type !== "float") {
    return undefined;
  }
  if (spec.allowed_values !== undefined) return spec.allowed_values.length;
  const { min_value, max_value } = spec;
  if (
    type !== "integer" || min_value === undefined || max_value === undefined ||
    max_value - min_value > MAX_RANGE
  ) return undefined;
  return max_value - min_value + 1;
}

/**
 * Weighs answers against each other. Several fields count as one answer; of
 * answers that are equally certain, the one that came first wins.
 *
 * @returns `undefined` if there is no answer.
 */
export function weigh(
  votes: readonly Vote[],
  specs: FieldSpecs,
  fields: readonly string[],
): Verdict | undefined {
  if (votes.length === 0) return undefined;
  const choices = fields.reduce((product, name) => {
    const spec = specs[name];
    return product * (spec === undefined ? 1 : choicesOf(spec) ?? 1);
  }, 1);
  const given = new Map<string, Values>();
  const answers = votes.map(({ values, quality }) => {
    const compared = Object.fromEntries(
      fields.map((name) => [name, values[name]]),
    );
    const key = canonical(compared);
    if (!given.has(key)) given.set(key, compared);
    return { key, quality: Math.min(1 - LEAST, Math.max(LEAST, quality)) };
  });
  // Logarithms, as the product of many probabilities would come to nothing.
  const share = (key: string | undefined) =>
    answers.reduce((sum, answer) =>
      sum + Math.log(
        answer.key === key
          ? answer.quality
          : (1 - answer.quality) / Math.max(1, choices - 1),
      ), 0);
  const shares = [...given.keys()].map((key) => ({ key, share: share(key) }));
  const best = shares.reduce((a, b) => b.share > a.share ? b : a);
  let total = shares.reduce(
    (sum, s) => sum + Math.exp(s.share - best.share),
    0,
  );
  const others = choices - shares.length;
  if (others > 0) total += others * Math.exp(share(undefined) - best.share);
  return { values: given.get(best.key)!, confidence: 1 / total };
}
