/** Faults of the campaign's server, and the ones that each job meets. */
import { chance, pick } from "./_random.ts";

/** Faults by name; the order is that of the report. */
export const FAULTS = [
  "reset before commit",
  "reset after commit",
  "headers cut",
  "body cut",
  "gzip cut",
  "408",
  "500",
  "502",
  "503",
  "504",
  "slow before commit",
  "slow after commit",
  "stale read",
  "delivered twice",
  "closed after answer",
  "empty 200",
  "HTML 200",
] as const;

/** Name of a fault. */
export type Fault = typeof FAULTS[number];

/** Probability of each fault that a job meets. */
export type Weather = ReadonlyMap<Fault, number>;

/** Draws the faults of a job: up to four kinds, each of 1 to 30% of its requests. */
export function weatherOf(seed: number, job: number): Weather {
  const random = chance(seed, "weather", job);
  const kinds = Math.floor(random() * 5);
  return new Map(
    Array.from({ length: kinds }, () => [
      pick(random, FAULTS),
      0.01 + random() * 0.29,
    ]),
  );
}

/** Draws the fault that meets one request, if any does. */
export function faultOf(
  weather: Weather,
  random: () => number,
): Fault | undefined {
  for (const [fault, probability] of weather) {
    if (random() < probability) return fault;
  }
  return undefined;
}
