import { TolokaError } from "../errors.ts";
import type { FormulaOptions } from "../formulas.ts";
import type { ListOptions, RequestOptions } from "../options.ts";
import { mayBeOwnConflict } from "../operations/own_conflict.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  Assignment,
  AssignmentPatch,
  AssignmentQuery,
  AssignmentSortField,
  AssignmentTableColumn,
  AssignmentTableQuery,
} from "../types/assignments.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";

const LISTING: Listing = {
  noun: "assignments",
  path: "/api/v1/assignments",
  cursor: "id",
  maxPageSize: 100_000,
};

/** Columns of the table about the assignment if its caller does not choose. */
const DEFAULT_FIELDS = [
  "ASSIGNMENT:link",
  "ASSIGNMENT:assignment_id",
  "ASSIGNMENT:worker_id",
  "ASSIGNMENT:status",
  "ASSIGNMENT:started",
];

/** A row of the table of answers: text by column. */
export type AssignmentTableRow = Partial<Record<AssignmentTableColumn, string>>;

/**
 * Assignments: task suites in the hands of Tolokers, and what they answered.
 * Reached as `toloka.assignments`.
 *
 * @example Accept everything that waits for review
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * for await (
 *   const assignment of toloka.assignments.list({
 *     pool_id: "12345",
 *     status: "SUBMITTED",
 *   })
 * ) {
 *   await toloka.assignments.accept(assignment.id, "Thank you");
 * }
 * ```
 */
export class Assignments<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads an assignment.
   *
   * @throws {TolokaNotFoundError} If there is none with this id.
   */
  get(
    assignmentId: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>> {
    return this.#transport.get(
      path`/api/v1/assignments/${assignmentId}`,
      options,
    );
  }

  /**
   * Reads one page of the assignments that match a query, as the API answers it.
   */
  find(
    query: AssignmentQuery & PageQuery<AssignmentSortField>,
    options?: RequestOptions,
  ): Promise<Page<Assignment<Input, Output>>> {
    return findPage(this.#transport, LISTING, query, options);
  }

  /**
   * Lists every assignment that matches a query.
   *
   * @example Print answers with their tasks
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const accepted = toloka.assignments.list(
   *   { pool_id: "12345", status: "ACCEPTED" },
   *   { pageSize: 1000 },
   * );
   * for await (const { tasks, solutions } of accepted) {
   *   for (const [i, { input_values }] of tasks.entries()) {
   *     console.log(input_values.image, solutions?.[i]?.output_values.animal);
   *   }
   * }
   * ```
   */
  list(
    query: AssignmentQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<Assignment<Input, Output>> {
    return new Paginated(this.#transport, LISTING, query, options);
  }

  /**
   * Changes an assignment's status or its comment.
   *
   * @throws {TolokaConflictError} If its status cannot change so.
   *
   * @example Tell a Toloker more
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * await toloka.assignments.patch("0001a5f2c8--64d1e0b7", {
   *   public_comment: "Look at the ears: the second picture shows a dog",
   * });
   * ```
   */
  patch(
    assignmentId: string,
    patch: AssignmentPatch,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>> {
    const to = path`/api/v1/assignments/${assignmentId}`;
    return this.#transport.patch(to, patch, options);
  }

  /**
   * Accepts an assignment that waits for review, or one that was rejected: the
   * Toloker is paid.
   *
   * @param publicComment Comment for the Toloker, up to 2,048 characters.
   *
   * @example Accept an assignment
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { status } = await toloka.assignments.accept(
   *   "0001a5f2c8--64d1e0b7",
   *   "Well done",
   * );
   * console.log(status); // ACCEPTED
   * ```
   */
  accept(
    assignmentId: string,
    publicComment?: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>> {
    return this.#review("ACCEPTED", assignmentId, publicComment, options);
  }

  /**
   * Rejects an assignment that waits for review: the Toloker is not paid, and
   * may appeal for seven days.
   *
   * @param publicComment Reason for the Toloker, up to 2,048 characters.
   *
   * @example Reject an assignment
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { status } = await toloka.assignments.reject(
   *   "0001a5f2c8--64d1e0b7",
   *   "The second picture shows a dog",
   * );
   * console.log(status); // REJECTED
   * ```
   */
  reject(
    assignmentId: string,
    publicComment: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>> {
    return this.#review("REJECTED", assignmentId, publicComment, options);
  }

  /**
   * The table of a pool's answers, as the platform's web interface gives it: one
   * row for each task, read as it comes in.
   *
   * @param poolId Pool.
   * @param query Statuses (accepted ones by default), span of time, columns about the assignment.
   * @returns Rows with text by column: `INPUT:...`, `OUTPUT:...`, `ASSIGNMENT:...`.
   * @throws {TolokaError} If a row has another number of cells than there are columns.
   *
   * @example Print answers
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * for await (
   *   const row of toloka.assignments.table("12345", {
   *     status: ["APPROVED", "SUBMITTED"],
   *   })
   * ) {
   *   console.log(row["INPUT:image"], row["OUTPUT:result"]);
   * }
   * ```
   */
  async *table(
    poolId: string,
    query: AssignmentTableQuery = {},
    options?: RequestOptions,
  ): AsyncGenerator<AssignmentTableRow, void, void> {
    const { parseRows } = await import("../tsv.ts");
    const text = await this.#tableText(poolId, query, options);
    try {
      yield* parseRows(text);
    } catch (cause) {
      if (cause instanceof TolokaError || options?.signal?.aborted) throw cause;
      throw new TolokaError(
        `Cannot read the table of pool "${poolId}": ${
          cause instanceof Error ? cause.message : String(cause)
        }`,
        { cause },
      );
    }
  }

  /**
   * Reads the table of a pool's answers as text with commas between cells, as
   * it comes in: the first chunks are the names of the columns.
   *
   * Tolokers are strangers, and a cell that begins with `=`, `+`, `-` or `@`
   * runs as a formula when a spreadsheet opens the table. An apostrophe is
   * therefore written before it; `formulas: "keep"` leaves it out, for programs
   * that run no formulas.
   *
   * @param poolId Pool.
   * @param query As for {@linkcode Assignments.table}, and `formulas`.
   *
   * @example Save answers
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const text = await toloka.assignments.csv("12345");
   * await Deno.writeTextFile("answers.csv", text);
   * ```
   */
  async csv(
    poolId: string,
    query: AssignmentTableQuery & FormulaOptions = {},
    options?: RequestOptions,
  ): Promise<ReadableStream<string>> {
    const { formulas = "escape", ...table } = query;
    const { toCsv } = await import("../tsv.ts");
    return toCsv(await this.#tableText(poolId, table, options), formulas);
  }

  async #tableText(
    poolId: string,
    query: AssignmentTableQuery,
    options?: RequestOptions,
  ): Promise<ReadableStream<string>> {
    const {
      status = "APPROVED",
      field = DEFAULT_FIELDS,
      start_time_from: startTimeFrom,
      start_time_to: startTimeTo,
      exclude_banned: excludeBanned,
    } = query;
    const body = await this.#transport.stream(
      path`/api/new/requester/pools/${poolId}/assignments.tsv`,
      options,
      {
        status,
        field,
        startTimeFrom,
        startTimeTo,
        excludeBanned,
        addRowDelimiter: false,
      },
    );
    return body.pipeThrough(new TextDecoderStream());
  }

  /** A conflict with a review that an earlier attempt of this very call has made is none. */
  async #review(
    status: "ACCEPTED" | "REJECTED",
    assignmentId: string,
    publicComment: string | undefined,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>> {
    const patch: AssignmentPatch = publicComment === undefined
      ? { status }
      : { status, public_comment: publicComment };
    try {
      return await this.patch(assignmentId, patch, options);
    } catch (error) {
      if (!mayBeOwnConflict(error)) throw error;
      const current = await this.get(assignmentId, options);
      if (current.status !== status) throw error;
      return current;
    }
  }
}
