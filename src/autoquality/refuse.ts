/** The error of an argument that breaks a rule. @module */
import { show } from "../checks.ts";

/** Throws the error that an argument breaks a rule. */
export function refuse(
  action: string,
  name: string,
  rule: string,
  value: unknown,
): never {
  throw new RangeError(
    `Cannot ${action} as '${name}' ${rule}: current value is ${show(value)}`,
  );
}
