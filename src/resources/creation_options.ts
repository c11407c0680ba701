/** What callers give to methods that create, and what they get. */
import type { FieldErrors } from "../types/common.ts";
import type { OperationLogItem } from "../types/operations.ts";
import type { WaitOptions } from "./operations.ts";

/** Options of a method that creates one thing. */
export interface CreateOptions extends WaitOptions {
  /**
   * Id of the operation, a UUID. Calling again with the same id takes over what
   * the first call has started instead of creating anything twice.
   *
   * @default a random one
   */
  operationId?: string | undefined;
  /**
   * Whether the server works through an operation, which alone makes the call
   * safe to repeat; `false` has it answer at once, for up to 5,000 items.
   *
   * @default true
   */
  async?: boolean | undefined;
  /** Whether what is missing is taken from the pool's defaults (`allow_defaults`). @default false */
  allowDefaults?: boolean | undefined;
  /** Whether the pool is opened afterwards (`open_pool`). @default false */
  openPool?: boolean | undefined;
}

/** How far a call that creates many things has come. */
export interface CreateProgress {
  /** Items that were sent. */
  sent: number;
  /** Items that were created. */
  created: number;
  /** Items that were refused. */
  refused: number;
  /** Items in all, if the input says how many it has. */
  total: number | undefined;
}

/** Options of a method that creates many things. */
export interface CreateManyOptions extends Omit<CreateOptions, "onProgress"> {
  /**
   * Whether valid items are created although others are not valid
   * (`skip_invalid_items`); else one invalid item stops its whole request.
   *
   * @default false
   */
  skipInvalidItems?: boolean | undefined;
  /** Called after each request whose items are created. */
  onProgress?: ((progress: CreateProgress) => void) | undefined;
}

/** Options of a method that starts creating many things. */
export type StartCreateOptions = Omit<
  CreateManyOptions,
  "async" | "onProgress" | "maxWait"
>;

/**
 * What became of each item of a creation. Keys are the items' positions in the
 * input, `"0"` for the first. A position that is nowhere in here was not
 * created by this call: its request was refused as a whole, or not sent.
 *
 * @typeParam T What was created.
 */
export interface CreateManyResult<T> {
  /** What was created. */
  items: Record<string, T>;
  /** What is wrong with the items that were refused. */
  validation_errors: Record<string, FieldErrors>;
  /** Positions of items that were sent and may have been created or not: no answer says. */
  unknown: string[];
  /** What else failed, such as opening the pool. */
  failures: OperationLogItem[];
}
