/** Answers and gold out of what the API sends. @module */
import { isControl } from "../control_tasks.ts";
import { parseTime } from "../time.ts";
import type { Answer, Label } from "./answers.ts";
import { refuse } from "../checks.ts";

/**
 * Labels of a field, by its type; any label where the type is not known.
 *
 * @typeParam Value Type of the field.
 */
export type LabelIn<Value> = unknown extends Value ? Label
  : Extract<Value, Label>;

/**
 * Output field that is the label, or a function that computes the label from all
 * of them and gives `undefined` where there is none.
 *
 * @typeParam Output Output values of the project.
 */
export type LabelSource<Output> =
  | (keyof Output & string)
  | ((values: Output) => Label | undefined);

/**
 * Labels that a source gives.
 *
 * @typeParam Output Output values of the project.
 * @typeParam Source A field or function.
 */
export type LabelFrom<Output, Source> = Source extends
  (values: never) => infer Result ? Extract<Result, Label>
  : Source extends keyof Output ? LabelIn<Output[Source]>
  : never;

/**
 * Task with its input values: what {@linkcode answersOf} reads of a task in an
 * assignment.
 *
 * @typeParam Input Input values of the project.
 */
export interface AnsweredTask<Input = Record<string, unknown>> {
  /** Id of the task. */
  id?: string | undefined;
  /** Input data, by field. */
  input_values: Input;
}

/**
 * Assignment with answers: what {@linkcode answersOf} reads of an assignment.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Output Output values of the project.
 */
export interface AnsweredAssignment<
  Input = Record<string, unknown>,
  Output = Record<string, unknown>,
> {
  /** Id of the Toloker. */
  user_id: string;
  /** Progress of the assignment. */
  status: string;
  /** The tasks. */
  tasks: readonly AnsweredTask<Input>[];
  /** Answers in the order of `tasks`. */
  solutions?:
    | readonly { output_values: Output; task_id?: string | undefined }[]
    | undefined;
  /** Time when the Toloker got it, UTC. */
  created: string;
  /** Time of submission, UTC. */
  submitted?: string | undefined;
}

/**
 * Options of {@linkcode answersOf}.
 *
 * @typeParam Input Input values of the project.
 * @typeParam Source A field or function.
 */
export interface AnswersOfOptions<Input, Source> {
  /** Output field that is the label, or a function that computes the label. */
  output: Source;
  /** Gives what identifies a task. By default its id. */
  task?: ((task: AnsweredTask<Input>) => string) | undefined;
  /**
   * Statuses of the assignments that count.
   *
   * @default {["SUBMITTED", "ACCEPTED"]}
   */
  statuses?: readonly string[] | undefined;
}

const ACTION = "read answers";

/**
 * Reads the answers in assignments: one for each task that has a value in the
 * field. `seconds` of an answer is the time from the assignment's creation to its
 * submission over its number of tasks. Labels have the type of the field.
 *
 * @param assignments The assignments, such as `toloka.assignments.list(...)`.
 * @returns The answers, in the same order, as they are asked for.
 * @throws {RangeError} While they are read, if a value is a list or an object,
 *     or a task has no id.
 *
 * @example Typed by the project
 * ```ts
 * import { answersOf, krippendorffAlpha } from "@toloka/client/aggregation";
 * import { defineProject, TolokaClient } from "@toloka/client";
 *
 * const project = defineProject({
 *   public_name: "Cat or dog",
 *   assignments_issuing_type: "AUTOMATED",
 *   task_spec: {
 *     input_spec: { image: { type: "url" } },
 *     output_spec: {
 *       animal: { type: "string", allowed_values: ["cat", "dog"] },
 *     },
 *     view_spec: { type: "classic", markup: "{{img src=image}}" },
 *   },
 * });
 *
 * async function agreement(client: TolokaClient, pool_id: string) {
 *   const { assignments } = client.project(project);
 *   // Labels are "cat" or "dog".
 *   const answers = answersOf(assignments.list({ pool_id }), {
 *     output: "animal",
 *     task: ({ input_values }) => input_values.image,
 *   });
 *   return await krippendorffAlpha(answers);
 * }
 * ```
 */
export function answersOf<
  Input,
  Output,
  const Source extends LabelSource<Output>,
>(
  assignments: Iterable<AnsweredAssignment<Input, Output>>,
  options: AnswersOfOptions<Input, Source>,
): Generator<Answer<LabelFrom<Output, Source>>>;
/** Reads the answers in assignments as they arrive. */
export function answersOf<
  Input,
  Output,
  const Source extends LabelSource<Output>,
>(
  assignments: AsyncIterable<AnsweredAssignment<Input, Output>>,
  options: AnswersOfOptions<Input, Source>,
): AsyncGenerator<Answer<LabelFrom<Output, Source>>>;
export function answersOf<
  Input,
  Output,
  const Source extends LabelSource<Output>,
>(
  assignments:
    | Iterable<AnsweredAssignment<Input, Output>>
    | AsyncIterable<AnsweredAssignment<Input, Output>>,
  options: AnswersOfOptions<Input, Source>,
):
  | Generator<Answer<LabelFrom<Output, Source>>>
  | AsyncGenerator<Answer<LabelFrom<Output, Source>>> {
  return Symbol.asyncIterator in assignments
    ? readLater(assignments, options)
    : readNow(assignments, options);
}

function* readNow<Input, Output, Source extends LabelSource<Output>>(
  assignments: Iterable<AnsweredAssignment<Input, Output>>,
  options: AnswersOfOptions<Input, Source>,
) {
  for (const assignment of assignments) yield* answersIn(assignment, options);
}

async function* readLater<Input, Output, Source extends LabelSource<Output>>(
  assignments: AsyncIterable<AnsweredAssignment<Input, Output>>,
  options: AnswersOfOptions<Input, Source>,
) {
  for await (const assignment of assignments) {
    yield* answersIn(assignment, options);
  }
}

function* answersIn<Input, Output, Source extends LabelSource<Output>>(
  assignment: AnsweredAssignment<Input, Output>,
  options: AnswersOfOptions<Input, Source>,
): Generator<Answer<LabelFrom<Output, Source>>> {
  const { statuses = ["SUBMITTED", "ACCEPTED"], output } = options;
  const { tasks, solutions = [], status, user_id: worker } = assignment;
  if (!statuses.includes(status)) return;
  const seconds = secondsPerTask(assignment);
  for (const [at, task] of tasks.entries()) {
    const solution = solutions[at];
    if (solution === undefined) continue;
    const label = labelOf(solution.output_values, output);
    if (label === undefined) continue;
    const id = options.task?.(task) ?? task.id ?? solution.task_id;
    if (id === undefined) {
      const rule = "must identify tasks that have no id";
      refuse(ACTION, "task", rule, options.task);
    }
    yield {
      task: id,
      worker,
      label: label as LabelFrom<Output, Source>,
      ...(seconds !== undefined && { seconds }),
    };
  }
}

function secondsPerTask(
  { created, submitted, tasks }: AnsweredAssignment<unknown, unknown>,
): number | undefined {
  if (submitted === undefined || tasks.length === 0) return undefined;
  const taken = parseTime(submitted).getTime() - parseTime(created).getTime();
  return Math.max(0, taken) / 1000 / tasks.length;
}

function labelOf<Output>(
  values: Output,
  output: LabelSource<Output>,
): Label | undefined {
  const value = typeof output === "function" ? output(values) : values[output];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object") {
    const rule = "must name a field with texts, numbers or booleans";
    refuse(ACTION, "output", rule, JSON.stringify(value));
  }
  return value as Label;
}

/**
 * A control task: what {@linkcode goldOf} reads of a task.
 *
 * @typeParam Output Output values of the project.
 */
export interface TaskWithGold<Output = Record<string, unknown>> {
  /** Id of the task. */
  id: string;
  /** Right answers. */
  known_solutions?: readonly { output_values: Output }[] | null | undefined;
  /** Hint on a wrong answer: it marks a training task. */
  message_on_unknown_solution?: string | null | undefined;
}

/**
 * Reads the right labels of control tasks: the `gold` of other functions. Tasks
 * with several right answers and training tasks are left out.
 *
 * @param tasks The tasks, such as `toloka.tasks.list(...)`.
 * @param options The output field, or a function that computes the label; `task`
 *     gives what identifies a task, by default its id.
 * @throws {RangeError} If a value is a list or an object.
 *
 * @example Usage
 * ```ts
 * import { goldOf } from "@toloka/client/aggregation";
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const tasks = toloka.tasks.list({ pool_id: "12345" });
 * const gold = await goldOf(tasks, { output: "animal" });
 * console.log(`${gold.size} control tasks`);
 * ```
 */
export async function goldOf<
  Output,
  TaskType extends TaskWithGold<Output>,
  const Source extends LabelSource<Output>,
>(
  tasks:
    | AsyncIterable<TaskType & TaskWithGold<Output>>
    | Iterable<TaskType & TaskWithGold<Output>>,
  options: {
    output: Source;
    task?: ((task: TaskType) => string) | undefined;
  },
): Promise<Map<string, LabelFrom<Output, Source>>> {
  const gold = new Map<string, LabelFrom<Output, Source>>();
  for await (const task of tasks) {
    const label = rightLabelOf(task, options.output);
    if (label === undefined) continue;
    const id = options.task?.(task) ?? task.id;
    gold.set(id, label as LabelFrom<Output, Source>);
  }
  return gold;
}

/** Returns the right label of a control task; `undefined` if it is another task, or has several. */
export function rightLabelOf<Output>(
  task: Omit<TaskWithGold<Output>, "id">,
  output: LabelSource<Output>,
): Label | undefined {
  const [known, ...others] = task.known_solutions ?? [];
  if (known === undefined || others.length > 0 || !isControl(task)) return;
  return labelOf(known.output_values, output);
}
