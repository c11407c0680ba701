/** The result of a call, gathered from the outcomes of its requests. */
import { TolokaIncompleteError } from "../errors.ts";
import { advice, invalidItems } from "./errors.ts";
import type { CreateManyResult, CreateProgress } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import type { Call } from "./request.ts";

/** Gathers outcomes until one of them ends the call. */
export class Gathered<Entity> {
  readonly #call: Call<unknown, Entity>;
  readonly #total: number | undefined;
  readonly #onProgress: ((progress: CreateProgress) => void) | undefined;
  readonly #result: CreateManyResult<Entity> = {
    items: {},
    validation_errors: {},
    unknown: [],
    failures: [],
  };
  #sent = 0;
  #created = 0;
  #refused = 0;
  #error: unknown;
  #isStopped = false;

  /** Starts with nothing. */
  constructor(
    call: Call<unknown, Entity>,
    total: number | undefined,
    onProgress: ((progress: CreateProgress) => void) | undefined,
  ) {
    this.#call = call;
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** `true` if nothing more may be sent. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Adds the outcome of one request. */
  add(outcome: Outcome<Entity>): void {
    const result = this.#result;
    const { items, invalid, unknown, failures, rest = {}, error } = outcome;
    Object.assign(result.items, items);
    Object.assign(result.validation_errors, invalid);
    result.unknown.push(...unknown);
    result.failures.push(...failures);
    merge(result as unknown as Record<string, unknown>, rest);
    const refused = Object.keys(invalid).length;
    this.#sent += outcome.count;
    this.#created += Object.keys(items).length;
    this.#refused += refused;
    if (error !== undefined) return this.fail(error);
    if (refused > 0 && !this.#call.options.skipInvalidItems) {
      return this.fail(invalidItems(this.#call, invalid));
    }
    if (outcome.count === 0) return;
    this.#onProgress?.({
      sent: this.#sent,
      created: this.#created,
      refused: this.#refused,
      total: this.#total,
    });
  }

  /** Ends the call; the first error is the one that counts. */
  fail(error: unknown): void {
    this.#error = this.#isStopped ? this.#error : error;
    this.#isStopped = true;
  }

  /**
   * Gives the result.
   *
   * @throws {TolokaIncompleteError} If the call has stopped halfway.
   */
  end(): CreateManyResult<Entity> {
    const { signal } = this.#call.options;
    signal?.throwIfAborted();
    const result = this.#result;
    if (!this.#isStopped && this.#created > 0) return result;
    if (!this.#isStopped) {
      throw invalidItems(this.#call, result.validation_errors);
    }
    const error = this.#error;
    if (this.#created === 0 && result.unknown.length === 0) throw error;
    throw new TolokaIncompleteError(
      `Cannot create ${this.#call.creation.noun} to the end as a request failed after ${this.#created} were created, and of ${result.unknown.length} it is unknown${
        advice(this.#call, error)
      }: ${error instanceof Error ? error.message : String(error)}`,
      result,
      error,
    );
  }
}

/** Keeps what is not known here: objects by position and lists grow, others are replaced. */
function merge(
  result: Record<string, unknown>,
  rest: Record<string, unknown>,
): void {
  for (const [name, value] of Object.entries(rest)) {
    const before = result[name];
    result[name] = Array.isArray(before) && Array.isArray(value)
      ? [...before, ...value]
      : typeof before === "object" && typeof value === "object"
      ? { ...before, ...value }
      : value;
  }
}
