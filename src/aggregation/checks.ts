/** Checks of options, and their errors. @module */
import { refuse } from "../checks.ts";

/** Checks a share or probability: 0 to 1. */
export function checkShare(action: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    refuse(action, name, "must be a number from 0 to 1", value);
  }
}

/** Checks a probability that is neither impossible nor certain. */
export function checkOpenShare(
  action: string,
  name: string,
  value: number,
): void {
  if (!(value > 0 && value < 1)) {
    refuse(action, name, "must be a number between 0 and 1", value);
  }
}

/** Checks a number that must be finite and at least 0. */
export function checkAmount(action: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    refuse(action, name, "must be a finite number from 0", value);
  }
}
