/**
 * The resources that carry a project's own data, with its types in the place
 * of the methods' type parameters. A generic method would take its types from
 * its argument, and so accept any. Lists are named beside the iterables that
 * they are, as the compiler then points at the very value that is wrong.
 */
import type { FormulaOptions } from "./formulas.ts";
import type { ListOptions, RequestOptions } from "./options.ts";
import type { Paginated } from "./paginator.ts";
import type { AggregatedSolutions } from "./resources/aggregated_solutions.ts";
import type { AssignmentTableRow } from "./resources/assignments.ts";
import type {
  CreateManyOptions,
  CreateManyResult,
  CreateOptions,
  StartCreateOptions,
} from "./resources/creation_options.ts";
import type { TaskSuitePatchOptions } from "./resources/task_suites.ts";
import type { TaskPatchOptions } from "./resources/tasks.ts";
import type {
  AggregatedSolution,
  AggregatedSolutionQuery,
  AggregatedSolutionSortField,
  TaskAggregationInput,
} from "./types/aggregated_solutions.ts";
import type {
  Assignment,
  AssignmentPatch,
  AssignmentQuery,
  AssignmentSortField,
  AssignmentTableQuery,
} from "./types/assignments.ts";
import type { Page } from "./types/common.ts";
import type { OrderQuery, PageQuery } from "./types/listing.ts";
import type { Operation } from "./types/operations.ts";
import type {
  TaskSuite,
  TaskSuiteInput,
  TaskSuiteOverlapPatch,
  TaskSuitePatch,
  TaskSuiteQuery,
  TaskSuiteSortField,
} from "./types/task_suites.ts";
import type {
  ExactTask,
  Task,
  TaskInput,
  TaskOverlapPatch,
  TaskPatch,
  TaskQuery,
  TaskSortField,
} from "./types/tasks.ts";

/**
 * What `toloka.tasks` can do, for the tasks of one project; see `Tasks` for
 * what each method does, and throws.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectTasks<Input, Output> {
  /** Creates a task. */
  create(
    task: TaskInput<Input, Output>,
    options?: CreateOptions,
  ): Promise<Task<Input, Output>>;
  /** Creates any number of tasks and reads them back. */
  createMany<Given extends TaskInput<Input, Output>>(
    tasks:
      | readonly ExactTask<Given>[]
      | Iterable<ExactTask<Given>>
      | AsyncIterable<ExactTask<Given>>,
    options?: CreateManyOptions,
  ): Promise<CreateManyResult<Task<Input, Output>>>;
  /** Starts creating tasks, at most 10,000, and does not wait. */
  startCreateMany<Given extends TaskInput<Input, Output>>(
    tasks: readonly ExactTask<Given>[],
    options?: StartCreateOptions,
  ): Promise<Operation>;
  /** Reads a task. */
  get(taskId: string, options?: RequestOptions): Promise<Task<Input, Output>>;
  /** One page of the tasks that match a query, as the API answers it. */
  find(
    query: TaskQuery & PageQuery<TaskSortField>,
    options?: RequestOptions,
  ): Promise<Page<Task<Input, Output>>>;
  /** Every task that matches a query. */
  list(
    query: TaskQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<Task<Input, Output>>;
  /** Changes a task's overlap, known solutions or hint. */
  patch(
    taskId: string,
    patch: TaskPatch<Output>,
    options?: TaskPatchOptions,
  ): Promise<Task<Input, Output>>;
  /** Sets a task's overlap, or the least that is still possible. */
  setOverlapOrMin(
    taskId: string,
    patch: TaskOverlapPatch,
    options?: TaskPatchOptions,
  ): Promise<Task<Input, Output>>;
}

/**
 * What `toloka.taskSuites` can do, for the task suites of one project; see
 * `TaskSuites` for what each method does, and throws.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectTaskSuites<Input, Output> {
  /** Creates a task suite. */
  create(
    suite: TaskSuiteInput<Input, Output>,
    options?: CreateOptions,
  ): Promise<TaskSuite<Input, Output>>;
  /** Creates any number of task suites and reads them back. */
  createMany(
    suites:
      | readonly TaskSuiteInput<Input, Output>[]
      | Iterable<TaskSuiteInput<Input, Output>>
      | AsyncIterable<TaskSuiteInput<Input, Output>>,
    options?: CreateManyOptions,
  ): Promise<CreateManyResult<TaskSuite<Input, Output>>>;
  /** Starts creating task suites, at most 10,000, and does not wait. */
  startCreateMany(
    suites: readonly TaskSuiteInput<Input, Output>[],
    options?: StartCreateOptions,
  ): Promise<Operation>;
  /** Reads a task suite. */
  get(
    taskSuiteId: string,
    options?: RequestOptions,
  ): Promise<TaskSuite<Input, Output>>;
  /** One page of the task suites that match a query, as the API answers it. */
  find(
    query: TaskSuiteQuery & PageQuery<TaskSuiteSortField>,
    options?: RequestOptions,
  ): Promise<Page<TaskSuite<Input, Output>>>;
  /** Every task suite that matches a query. */
  list(
    query: TaskSuiteQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<TaskSuite<Input, Output>>;
  /** Changes a task suite's overlap or its place in the order. */
  patch(
    taskSuiteId: string,
    patch: TaskSuitePatch,
    options?: TaskSuitePatchOptions,
  ): Promise<TaskSuite<Input, Output>>;
  /** Sets a task suite's overlap, or the least that is still possible. */
  setOverlapOrMin(
    taskSuiteId: string,
    patch: TaskSuiteOverlapPatch,
    options?: TaskSuitePatchOptions,
  ): Promise<TaskSuite<Input, Output>>;
}

/**
 * What `toloka.assignments` can do, for the answers to one project; see
 * `Assignments` for what each method does, and throws.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectAssignments<Input, Output> {
  /** Reads an assignment. */
  get(
    assignmentId: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>>;
  /** One page of the assignments that match a query, as the API answers it. */
  find(
    query: AssignmentQuery & PageQuery<AssignmentSortField>,
    options?: RequestOptions,
  ): Promise<Page<Assignment<Input, Output>>>;
  /** Every assignment that matches a query. */
  list(
    query: AssignmentQuery & OrderQuery,
    options?: ListOptions,
  ): Paginated<Assignment<Input, Output>>;
  /** Changes an assignment's status or its comment. */
  patch(
    assignmentId: string,
    patch: AssignmentPatch,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>>;
  /** Accepts an assignment: the Toloker is paid. */
  accept(
    assignmentId: string,
    publicComment?: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>>;
  /** Rejects an assignment that waits for review: the Toloker is not paid. */
  reject(
    assignmentId: string,
    publicComment: string,
    options?: RequestOptions,
  ): Promise<Assignment<Input, Output>>;
  /** The table of a pool's answers, row by row, as text by column. */
  table(
    poolId: string,
    query?: AssignmentTableQuery,
    options?: RequestOptions,
  ): AsyncGenerator<AssignmentTableRow, void, void>;
  /** The table of a pool's answers as text with commas between cells. */
  csv(
    poolId: string,
    query?: AssignmentTableQuery & FormulaOptions,
    options?: RequestOptions,
  ): Promise<ReadableStream<string>>;
}

/**
 * What `toloka.aggregatedSolutions` can do, for the answers to one project;
 * see `AggregatedSolutions` for what each method does, and throws. A result
 * has only the fields that were aggregated.
 *
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectAggregatedSolutions<Output> {
  /** Aggregates the answers to all completed tasks of a pool, and waits. */
  aggregateByPool: AggregatedSolutions["aggregateByPool"];
  /** Starts aggregating the answers to all completed tasks of a pool. */
  startAggregateByPool: AggregatedSolutions["startAggregateByPool"];
  /** Aggregates the answers to one task, at once. */
  aggregateByTask(
    aggregation: TaskAggregationInput,
    options?: RequestOptions,
  ): Promise<AggregatedSolution<Partial<Output>>>;
  /** One page of the results of an aggregation, as the API answers it. */
  find(
    operationId: string,
    query?: AggregatedSolutionQuery & PageQuery<AggregatedSolutionSortField>,
    options?: RequestOptions,
  ): Promise<Page<AggregatedSolution<Partial<Output>>>>;
  /** Every result of an aggregation. */
  list(
    operationId: string,
    query?: AggregatedSolutionQuery & OrderQuery<"task_id">,
    options?: ListOptions,
  ): Paginated<AggregatedSolution<Partial<Output>>>;
}

/**
 * The resources that carry a project's own data: `toloka.project(project)`.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectScope<Input, Output> {
  /** Tasks, of which the server makes task suites. */
  readonly tasks: ProjectTasks<Input, Output>;
  /** Pages of tasks that a Toloker takes as one. */
  readonly taskSuites: ProjectTaskSuites<Input, Output>;
  /** Answers of Tolokers: read, accept, reject. */
  readonly assignments: ProjectAssignments<Input, Output>;
  /** One answer to each task, made of the answers of many Tolokers. */
  readonly aggregatedSolutions: ProjectAggregatedSolutions<Output>;
}
