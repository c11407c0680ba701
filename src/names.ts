/** Checks of names that callers write, with the one that was meant. */
import { levenshteinDistance } from "@std/text/levenshtein-distance";

/**
 * Checks the names of an object's members.
 *
 * @param action What the caller wanted, for the message: `"list pools"`.
 * @param kind What the members are called: `"option"`.
 * @param given The object.
 * @param known Names that are known.
 * @param open Whether other names may be meant for someone else, so that only those are refused that look mistyped.
 * @throws {TypeError} If a name is not known; the message suggests one that is.
 */
export function checkNames(
  action: string,
  kind: string,
  given: object,
  known: ReadonlySet<string>,
  open = false,
): void {
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    const near = nearest(name, known);
    if (open && near === undefined) continue;
    throw new TypeError(
      `Cannot ${action} as there is no ${kind} '${name.slice(0, 60)}'${
        near === undefined ? "" : `: did you mean '${near}'?`
      }`,
    );
  }
}

/**
 * Finds the known name that a mistyped one is closest to, if one is close enough.
 *
 * @param slips Whether only slips of one or two letters count, as other names may be right, too.
 */
export function nearest(
  name: string,
  known: Iterable<string>,
  slips = false,
): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, "");
  const asked = plain(name);
  let best: string | undefined;
  let least = Math.max(2, slips ? 0 : Math.floor(asked.length / 3)) + 1;
  for (const candidate of known) {
    const other = plain(candidate);
    // "maxRetries" means "retries".
    const contained = !slips && other.length > 3 && asked.includes(other);
    const distance = Math.min(
      levenshteinDistance(asked, other),
      contained ? 1 - other.length / 100 : 9,
    );
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
