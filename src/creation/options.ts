/** Options and results of methods that create. */
import type { WaitOptions } from "../operations/wait.ts";
import type { FieldErrors } from "../types/common.ts";
import type { OperationLogItem } from "../types/operations.ts";

/** Options of a method that creates one thing. */
export interface CreateOptions extends WaitOptions {
  /**
   * Id of the operation, a UUID. It stands for this very input: calling again
   * with the same id and input takes over what the first call has begun instead
   * of creating anything twice, and another input under it is refused.
   *
   * @default a random one, which errors name as `operationId`
   */
  operationId?: string | undefined;
  /**
   * Called with the id of the operation, and waited for, before anything is sent:
   * whoever keeps the id can call again with it after a crash or an abort. Not
   * called with `async: false`.
   */
  onOperation?: ((operationId: string) => void | Promise<void>) | undefined;
  /**
   * `true` to let the server work through an operation, which alone makes the call
   * safe to repeat; with `false` it answers directly, for up to 5,000 items, and
   * an `operationId` is refused.
   *
   * @default true
   */
  async?: boolean | undefined;
  /** `true` to take missing settings from the pool's defaults (`allow_defaults`). @default false */
  allowDefaults?: boolean | undefined;
  /** `true` to open the pool afterwards (`open_pool`). @default false */
  openPool?: boolean | undefined;
}

/** Progress of a call that creates many things. */
export interface CreateProgress {
  /** Items whose requests are done. */
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
   * `true` to create valid items although others are not valid
   * (`skip_invalid_items`); otherwise one invalid item stops its whole request.
   *
   * @default false
   */
  skipInvalidItems?: boolean | undefined;
  /**
   * Number of operations that the server may work on at a time. Their requests
   * are sent one after another. Without operations (`async: false`) it is 1.
   *
   * @default 4
   */
  concurrency?: number | undefined;
  /**
   * `true` to read what was created again, with all that the server has set;
   * otherwise an item of the result is the input with its `id`.
   *
   * @default true
   */
  readBack?: boolean | undefined;
  /** Called after each request whose items are created. */
  onProgress?: ((progress: CreateProgress) => void) | undefined;
}

/** Options of a method that starts creating many things; one call is one operation. */
export type StartCreateOptions = Omit<
  CreateManyOptions,
  "async" | "concurrency" | "maxWait" | "onProgress" | "readBack"
>;

/**
 * Result of a creation, item by item. Keys are the items' positions in the
 * input, `"0"` for the first. A position that is in none of the members was not
 * created: its request was refused as a whole, or not sent. Members of the
 * server's answers that this version does not know, such as `warnings`, stay
 * beside these. Every item is in memory: more than fit there are uploaded by
 * `uploadTasks` of `@toloka/client/streaming`.
 *
 * @typeParam T Kind of thing that was created.
 */
export interface CreateManyResult<T> {
  /** Created items. */
  items: Record<string, T>;
  /** Reasons why items were refused. */
  validation_errors: Record<string, FieldErrors>;
  /** Positions of items that were sent and may have been created or not: no answer says. */
  unknown: string[];
  /** Other steps that failed, such as opening the pool. */
  failures: OperationLogItem[];
}
