/** Which options there are; the parts of it that are used here. */
export interface ParseOptions {
  /** Options that take a text. */
  string?: readonly string[];
  /** Options that are on or off. */
  boolean?: readonly string[];
  /** Options that may be repeated; their values become a list. */
  collect?: readonly string[];
  /** Other names of options. */
  alias?: Record<string, string | readonly string[]>;
  /** Called for what is none of them; `false` leaves it out of the result. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}
/** Options by name; `_` has what is none. */
export interface Args {
  /** What is no option. */
  _: (string | number)[];
  /** An option. */
  [name: string]: unknown;
}
/** Reads the arguments of a command line. */
export function parseArgs(args: string[], options?: ParseOptions): Args;
