import type { ListOptions, RequestOptions } from "../options.ts";
import { findPage, type Listing, Paginated } from "../paginator.ts";
import { type IdPath, path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type {
  AggregatedSolution,
  AggregatedSolutionQuery,
  AggregatedSolutionSortField,
  PoolAggregationInput,
  TaskAggregationInput,
} from "../types/aggregated_solutions.ts";
import type { Page } from "../types/common.ts";
import type { OrderQuery, PageQuery } from "../types/listing.ts";
import type { KnownOperation } from "../types/operations.ts";
import {
  checkMaxWait,
  waitForSuccess,
  type WaitOptions,
} from "../operations/wait.ts";

/**
 * Aggregated solutions: one answer to each task, made of the answers of many
 * Tolokers. Reached as `toloka.aggregatedSolutions`.
 *
 * @example Aggregate a pool's answers
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const operation = await toloka.aggregatedSolutions.aggregateByPool({
 *   type: "WEIGHTED_DYNAMIC_OVERLAP",
 *   pool_id: "12345",
 *   answer_weight_skill_id: "11051",
 *   fields: [{ name: "result" }],
 * });
 * for await (
 *   const solution of toloka.aggregatedSolutions.list(operation.id)
 * ) {
 *   console.log(
 *     solution.task_id,
 *     solution.output_values,
 *     solution.confidence,
 *   );
 * }
 * ```
 */
export class AggregatedSolutions<Output = Record<string, unknown>> {
  readonly #transport: Transport;

  /** Created by the client. */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Aggregates the answers to all completed tasks of a pool and waits for the end.
   * The server allows 5 such requests a minute, 30 an hour, 200 a day.
   *
   * @returns The operation; its id leads to the results.
   * @throws {TolokaIncorrectActionError} With code `UNSUPPORTED_ALGORITHM` if the pool cannot be aggregated so.
   * @throws {TolokaOperationError} If aggregating fails.
   *
   * @example Aggregate by Dawid-Skene, for half an hour at most
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const operation = await toloka.aggregatedSolutions.aggregateByPool(
   *   { type: "DAWID_SKENE", pool_id: "12345", fields: [{ name: "result" }] },
   *   { maxWait: 30 * 60_000 },
   * );
   * console.log(operation.id);
   * ```
   */
  async aggregateByPool(
    aggregation: PoolAggregationInput,
    options: WaitOptions = {},
  ): Promise<KnownOperation<"SOLUTION.AGGREGATE">> {
    checkMaxWait(options);
    const started = await this.startAggregateByPool(aggregation, options);
    return await waitForSuccess(this.#transport, started, options);
  }

  /**
   * Starts aggregating the answers to all completed tasks of a pool.
   *
   * @returns The operation; its id will lead to the results.
   */
  startAggregateByPool(
    aggregation: PoolAggregationInput,
    options?: RequestOptions,
  ): Promise<KnownOperation<"SOLUTION.AGGREGATE">> {
    const to = "/api/v1/aggregated-solutions/aggregate-by-pool";
    return this.#transport.post(to, aggregation, options);
  }

  /**
   * Aggregates the answers to one task, in the answer itself.
   *
   * @example Aggregate the answers to one task
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { output_values, confidence } = await toloka.aggregatedSolutions
   *   .aggregateByTask({
   *     type: "DAWID_SKENE",
   *     pool_id: "12345",
   *     task_id: "0001a5f2c7--64d1dfa2",
   *     fields: [{ name: "result" }],
   *   });
   * console.log(output_values.result, confidence);
   * ```
   */
  aggregateByTask(
    aggregation: TaskAggregationInput,
    options?: RequestOptions,
  ): Promise<AggregatedSolution<Output>> {
    const to = "/api/v1/aggregated-solutions/aggregate-by-task";
    // The result is computed from the answers of Tolokers each time, and changes nothing.
    const parts = { idempotent: true };
    return this.#transport.post(to, aggregation, options, parts);
  }

  /**
   * Reads one page of the results of an aggregation, as the API answers it. The server
   * allows 5 such requests a minute, 30 an hour, 200 a day.
   *
   * @param operationId Operation that has aggregated the answers.
   */
  find(
    operationId: string,
    query:
      & AggregatedSolutionQuery
      & PageQuery<AggregatedSolutionSortField> = {},
    options?: RequestOptions,
  ): Promise<Page<AggregatedSolution<Output>>> {
    return findPage(this.#transport, results(operationId), query, options);
  }

  /**
   * Lists every result of an aggregation. As requests are scarce here (see
   * {@linkcode AggregatedSolutions.find}), one asks for 10,000 results unless
   * `pageSize` says otherwise; up to 100,000 are possible.
   *
   * @param operationId Operation that has aggregated the answers.
   *
   * @example Print answers that are sure enough
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const operationId = "c1a9e37d-58b2-4f06-8d14-7b3f6e2a9c05";
   * const solutions = toloka.aggregatedSolutions.list(operationId);
   * for await (const { task_id, output_values, confidence = 0 } of solutions) {
   *   if (confidence > 0.9) console.log(task_id, output_values.result);
   * }
   * ```
   */
  list(
    operationId: string,
    query: AggregatedSolutionQuery & OrderQuery<"task_id"> = {},
    options?: ListOptions,
  ): Paginated<AggregatedSolution<Output>> {
    const listing = results(operationId);
    return new Paginated(this.#transport, listing, query, options);
  }
}

function results(operationId: string): Listing<IdPath> {
  return {
    noun: "aggregated solutions",
    path: path`/api/v1/aggregated-solutions/${operationId}`,
    cursor: "task_id",
    maxPageSize: 100_000,
    defaultPageSize: 10_000,
  };
}
