/** Records of all entities. */

import type { AggregatedSolution } from "../../types/aggregated_solutions.ts";
import type { AppBatch, AppBatchStatus } from "../../types/app_batches.ts";
import type { AppItem, AppItemStatus } from "../../types/app_items.ts";
import type { AppProject } from "../../types/app_projects.ts";
import type { App } from "../../types/apps.ts";
import type { Assignment, AssignmentStatus } from "../../types/assignments.ts";
import type { Attachment } from "../../types/attachments.ts";
import type { Message, MessageThread } from "../../types/message_threads.ts";
import type { OperationBase, OperationType } from "../../types/operations.ts";
import type { Pool, PoolStatus } from "../../types/pools.ts";
import type { Project } from "../../types/projects.ts";
import type { Skill } from "../../types/skills.ts";
import type { TaskSuite } from "../../types/task_suites.ts";
import type { Task } from "../../types/tasks.ts";
import type { Training } from "../../types/trainings.ts";
import type { UserBonus } from "../../types/user_bonuses.ts";
import type { UserRestriction } from "../../types/user_restrictions.ts";
import type { UserSkill } from "../../types/user_skills.ts";
import type { WebhookSubscription } from "../../types/webhook_subscriptions.ts";
import type { FieldErrors } from "../checks/api_error.ts";
import type { FieldSpecs, Values } from "../checks/fields.ts";
import type { Planned } from "../engine/clock.ts";
import { fromMoney, type Money } from "../engine/money.ts";
import type { Place } from "../engine/places.ts";
import type { Waiting, WaitingList } from "../engine/waiting.ts";
import type { Habit } from "./habits.ts";
import type {
  CollectorRules,
  PoolSettings,
  TaskKind,
} from "./pool_settings.ts";

/** An entity, and the object that the API returns for it. */
export interface Entity<View> {
  view: View;
}

/** A project. */
export interface ProjectRecord extends Entity<Project> {
  /** Input fields tasks must have from now on. */
  input: FieldSpecs;
  /** Output fields Tolokers fill in from now on. */
  output: FieldSpecs;
  quality: readonly CollectorRules[];
  pools: PoolRecord[];
}

/** A pool, or a training, which is a pool of another kind. */
export type PoolRecord =
  & PoolState
  & (
    | { kind: "POOL"; view: Pool & { status: PoolStatus } }
    | { kind: "TRAINING"; view: Training & { status: PoolStatus } }
  );

/** The state that pools and trainings have in common. */
export interface PoolState {
  project: ProjectRecord;
  /** Fields as of the pool's creation; later versions do not count. */
  input: FieldSpecs;
  output: FieldSpecs;
  settings: PoolSettings;
  tasks: TaskRecord[];
  /** Tasks with overlap left, by kind. */
  waiting: Readonly<Record<TaskKind, WaitingList<TaskRecord>>>;
  suites: SuiteRecord[];
  /** Suites of the requester with overlap left. */
  waitingSuites: WaitingList<OwnSuite>;
  assignments: AssignmentRecord[];
  /** Assignments at work now. */
  active: number;
  /** Time at which tasks or overlap were added last. */
  grown: number;
  /** Time of the last change. */
  touched: number;
  /** `true` for a clone. */
  cloned: boolean;
  /** The operation that keeps others from starting. */
  lock: OperationRecord | undefined;
  expiry: Planned | undefined;
  autoClose: Planned | undefined;
  reopening: Planned | undefined;
  lastRound: Planned | undefined;
  archiving: Planned | undefined;
  /** Tasks by their input, as far as automerge has read the pool's tasks. */
  byInput: { read: number; tasks: Map<string, TaskRecord[]> } | undefined;
}

/** Overlap as the API returns it; `null` stands for infinite. */
export interface OverlapView {
  overlap?: number | null | undefined;
  infinite_overlap?: boolean | undefined;
  remaining_overlap?: number | null | undefined;
}

/** A task as the API returns it. */
export type TaskView = Omit<Task, keyof OverlapView> & OverlapView;

/** The fields that most tasks lack. */
export type RareTaskFields = Omit<
  TaskView,
  "id" | "pool_id" | "created" | "input_values" | keyof OverlapView
>;

/** Fields of a task that suites and assignments contain too. */
const SOLUTIONS = [
  "known_solutions",
  "message_on_unknown_solution",
  "baseline_solutions",
] as const;

const texts = new WeakMap<PoolRecord, string>();

/** Returns what stands between the id and the input in a pool's tasks. */
function afterId(pool: PoolRecord): string {
  let text = texts.get(pool);
  if (text === undefined) {
    text = ['","pool_id":"', pool.view.id, '","input_values":'].join("");
    texts.set(pool, text);
  }
  return text;
}

/**
 * A task. There may be millions of them, so that the input is kept as the JSON
 * that every list of tasks, suites and assignments contains.
 */
export class TaskRecord implements Waiting {
  readonly id: string;
  readonly pool: PoolRecord;
  readonly created: string;
  /** The input values as JSON. */
  readonly input: string;
  kind: TaskKind;
  rare: RareTaskFields | undefined;
  overlap: number | null = null;
  infinite_overlap = false;
  /** Overlap used up: handed out and neither skipped nor expired. */
  issued = 0;
  place: number | undefined = undefined;
  assignments: AssignmentRecord[] = [];
  /** `true` once the majority vote was taken. */
  voted = false;
  /** `true` if its overlap was set for a selective check. */
  checked = false;
  /** `true` once dynamic overlap has ended. */
  certain = false;
  /** The right answer, once it was needed. */
  truth: Readonly<Values> | undefined = undefined;

  /** Creates a task without overlap. */
  constructor(
    id: string,
    pool: PoolRecord,
    created: string,
    input: string,
    kind: TaskKind,
    rare: RareTaskFields | undefined,
  ) {
    this.id = id;
    this.pool = pool;
    this.created = created;
    this.input = input;
    this.kind = kind;
    this.rare = rare;
  }

  get pool_id(): string {
    return this.pool.view.id;
  }

  /** Parses the input on each access. */
  get input_values(): Values {
    return JSON.parse(this.input);
  }

  get remaining_overlap(): number | null {
    if (this.infinite_overlap) return null;
    return Math.max(0, (this.overlap ?? 0) - this.issued);
  }

  get known_solutions(): TaskView["known_solutions"] | undefined {
    return this.rare?.known_solutions;
  }

  get message_on_unknown_solution(): string | undefined {
    return this.rare?.message_on_unknown_solution;
  }

  get baseline_solutions(): TaskView["baseline_solutions"] | undefined {
    return this.rare?.baseline_solutions;
  }

  /** The fields that the API returns, without building an object of them. */
  get view(): this {
    return this;
  }

  /** The task as the API returns it. */
  get json(): string {
    const { id, pool_id, created, input, rare } = this;
    const { infinite_overlap, overlap, remaining_overlap } = this;
    const last = JSON.stringify({
      infinite_overlap,
      overlap,
      remaining_overlap,
      ...rare,
    });
    return `{"id":"${id}","pool_id":"${pool_id}","created":"${created}",` +
      `"input_values":${input},${last.slice(1)}`;
  }

  /** The part of the task that suites and assignments contain. */
  get content(): string {
    const { rare } = this;
    // Few and flat pieces: pages consist of thousands of these.
    let text = '{"id":"' + this.id + afterId(this.pool) + this.input;
    if (rare !== undefined) {
      for (const name of SOLUTIONS) {
        const value = rare[name];
        if (value !== undefined) text += `,"${name}":${JSON.stringify(value)}`;
      }
    }
    return text + "}";
  }

  /** The object that the API returns. */
  toJSON(): TaskView {
    return JSON.parse(this.json);
  }
}

/** A task suite as the API returns it, without its tasks. */
export type SuiteView =
  & Omit<TaskSuite, "tasks" | keyof OverlapView>
  & OverlapView;

/** A task suite, created by the requester or by smart mixing. */
export type SuiteRecord = OwnSuite | MixedSuite;

/** A task suite that the requester created. */
export class OwnSuite implements Waiting {
  readonly mixed = false;
  readonly view: SuiteView;
  readonly pool: PoolRecord;
  readonly tasks: readonly TaskRecord[];
  issued = 0;
  place: number | undefined = undefined;
  assignments: AssignmentRecord[] = [];

  /** Creates a suite of tasks that exist. */
  constructor(view: SuiteView, pool: PoolRecord, tasks: readonly TaskRecord[]) {
    this.view = view;
    this.pool = pool;
    this.tasks = tasks;
  }

  get id(): string {
    return this.view.id;
  }

  get json(): string {
    return withTasks(this.view, this.tasks);
  }

  /** The object that the API returns. */
  toJSON(): TaskSuite {
    return JSON.parse(this.json);
  }
}

/** A task suite of smart mixing: as many as assignments, so kept small. */
export class MixedSuite {
  readonly id: string;
  readonly pool: PoolRecord;
  readonly tasks: readonly TaskRecord[];
  readonly created: string;
  assignment: AssignmentRecord | undefined = undefined;

  /** Creates the suite of a new assignment. */
  constructor(
    id: string,
    pool: PoolRecord,
    tasks: readonly TaskRecord[],
    created: string,
  ) {
    this.id = id;
    this.pool = pool;
    this.tasks = tasks;
    this.created = created;
  }

  get mixed(): true {
    return true;
  }

  get assignments(): AssignmentRecord[] {
    return this.assignment === undefined ? [] : [this.assignment];
  }

  get view(): SuiteView {
    return {
      id: this.id,
      pool_id: this.pool.view.id,
      created: this.created,
      mixed: true,
      automerged: this.assignment?.automerged === true,
      overlap: 1,
      infinite_overlap: false,
      remaining_overlap: 0,
    };
  }

  get json(): string {
    return withTasks(this.view, this.tasks);
  }

  /** The object that the API returns. */
  toJSON(): TaskSuite {
    return JSON.parse(this.json);
  }
}

/** Writes an object, which has other fields, with its tasks as the last one. */
function withTasks(fields: object, tasks: readonly TaskRecord[]): string {
  let text = `${JSON.stringify(fields).slice(0, -1)},"tasks":[`;
  let comma = "";
  for (const { content } of tasks) {
    text += comma + content;
    comma = ",";
  }
  return `${text}]}`;
}

function solutions(
  answers: readonly (Readonly<Values> | undefined)[],
): { output_values: Readonly<Values> }[] {
  return answers.map((output_values = {}) => ({ output_values }));
}

/** A task suite in the hands of a Toloker. There may be millions of them. */
export class AssignmentRecord {
  readonly id: string;
  readonly pool: PoolRecord;
  readonly suite: SuiteRecord;
  readonly toloker: TolokerRecord;
  readonly reward: Money;
  /** The reward with the fee. */
  readonly price: Money;
  /** `true` if the answers were taken over from another pool. */
  readonly automerged: boolean;
  readonly created: string;
  status: AssignmentStatus = "ACTIVE";
  /** Time of submission, skip or expiry. */
  ended: string | undefined = undefined;
  accepted: string | undefined = undefined;
  rejected: string | undefined = undefined;
  /** Answers by task. */
  answers: readonly Readonly<Values>[] | undefined = undefined;
  /** First answers in a training, where they were wrong. */
  declined: readonly (Readonly<Values> | undefined)[] | undefined = undefined;
  comment: string | undefined = undefined;
  bonusIds: string[] | undefined = undefined;
  /** The next thing that happens to it by itself. */
  planned: Planned | undefined = undefined;

  /** A suite that is handed out. */
  constructor(
    id: string,
    suite: SuiteRecord,
    toloker: TolokerRecord,
    money: { reward: Money; price: Money },
    created: string,
    automerged = false,
  ) {
    this.id = id;
    this.pool = suite.pool;
    this.suite = suite;
    this.toloker = toloker;
    this.reward = money.reward;
    this.price = money.price;
    this.created = created;
    this.automerged = automerged;
  }

  get user_id(): string {
    return this.toloker.id;
  }

  get pool_id(): string {
    return this.pool.view.id;
  }

  get task_suite_id(): string {
    return this.suite.id;
  }

  get submitted(): string | undefined {
    return this.answers === undefined ? undefined : this.ended;
  }

  get skipped(): string | undefined {
    return this.status === "SKIPPED" ? this.ended : undefined;
  }

  get expired(): string | undefined {
    return this.status === "EXPIRED" ? this.ended : undefined;
  }

  /** The fields that lists filter and sort by, without building an object. */
  get view(): this {
    return this;
  }

  /** The assignment as the API returns it. */
  get json(): string {
    const { suite, answers, declined } = this;
    return withTasks({
      id: this.id,
      task_suite_id: suite.id,
      pool_id: this.pool_id,
      user_id: this.toloker.id,
      status: this.status,
      reward: fromMoney(this.reward),
      mixed: suite.mixed,
      automerged: this.automerged,
      created: this.created,
      bonus_ids: this.bonusIds ?? [],
      owner: this.pool.view.owner ?? undefined,
      solutions: answers && solutions(answers),
      first_declined_solution_attempt: declined && solutions(declined),
      submitted: this.submitted,
      skipped: this.skipped,
      expired: this.expired,
      accepted: this.accepted,
      rejected: this.rejected,
      public_comment: this.comment,
    }, suite.tasks);
  }

  /** The object that the API returns. */
  toJSON(): Assignment {
    return JSON.parse(this.json);
  }
}

/** A simulated Toloker. */
export interface TolokerRecord {
  id: string;
  /** Index of their group in the population. */
  group: number;
  habit: Habit;
  /** Probability of a right answer, 0 to 1, when they take care. */
  skill: number;
  /** Seconds that a task with one choice takes them. */
  secondsPerTask: number;
  /** Suites they do in a row, on average, before they rest. */
  stamina: number;
  /** Milliseconds that the time where they live is ahead of UTC. */
  zone: number;
  /** Values that pool filters compare, by key. */
  traits: Readonly<Record<string, unknown>>;
  /** Traits that tasks name in `traits_all_of` and its siblings. */
  taskTraits: readonly string[];
  /** Skill values of this requester, by skill id. */
  skills: Map<string, UserSkillRecord>;
  restrictions: RestrictionRecord[];
  /** Ids of the tasks and suites they have seen, by pool id. */
  seen: Map<string, Set<string>>;
  /** Numbers of tasks issued to them, by pool id and day since 1970. */
  done: Map<string, Map<number, number>>;
  /** The suite they work on. */
  working: AssignmentRecord | undefined;
  /** Suites taken from the map and not begun. */
  held: AssignmentRecord[];
  /** The place of the last suite on a map that they took. */
  place?: Place | undefined;
  /** Their next search for work. */
  arrival: Planned | undefined;
  /** `true` if they will never come back. */
  gone: boolean;
  /** Finished trainings: pool id to the time. */
  trained: Map<string, number>;
  /** Progress in trainings, by pool id. */
  lessons: Map<string, Lesson>;
  /** Ids of pools that they worked in and have lost access to. */
  lost: Set<string>;
}

/** Progress of a Toloker in a training. */
export interface Lesson {
  suites: number;
  answers: number;
  right: number;
}

/** A step of an asynchronous creation. */
export interface LogEntry {
  type: string;
  success: boolean;
  input: unknown;
  output: FieldErrors | Record<string, unknown>;
}

/** An operation as the API returns it. */
export interface OperationView extends OperationBase {
  type: OperationType;
  parameters: object;
  details?: unknown;
}

/** An operation. */
export interface OperationRecord extends Entity<OperationView> {
  log: LogEntry[] | undefined;
  /** Input of its work. */
  input: unknown;
}

/** A skill. */
export type SkillRecord = Entity<Skill>;

/** A Toloker's value of a skill. */
export type UserSkillRecord = Entity<
  UserSkill & { exact_value: number; modified: string }
>;

/** A restriction of a Toloker's access. */
export type RestrictionRecord = Entity<UserRestriction>;

/** A bonus. */
export type BonusRecord = Entity<UserBonus>;

/** An aggregated answer; its id is that of the task. */
export type SolutionRecord = Entity<AggregatedSolution & { id: string }>;

/** A message thread. */
export interface ThreadRecord
  extends Entity<MessageThread & { folders: string[] }> {
  /** Ids of the Tolokers who take part. */
  recipients: readonly string[];
  /** All of them, oldest first. */
  messages: Message[];
}

/** A file that came with an answer; its bytes follow from its id. */
export interface AttachmentRecord extends Entity<Attachment> {
  /** Bytes. */
  size: number;
}

/** A webhook subscription. */
export interface WebhookRecord extends Entity<WebhookSubscription> {
  secret: string | undefined;
}

/** An app: a solution for projects. */
export interface AppRecord extends Entity<App> {
  /** Price of an item. */
  price: Money;
  input: FieldSpecs;
  output: FieldSpecs;
  /** Parameters a project must have. */
  parameters: readonly string[];
  /** `true` if it answers within the request. */
  synchronous: boolean;
  /** Probability that an item ends as `ERROR`. */
  errorRate: number;
}

/** A project of an app. */
export interface AppProjectRecord
  extends Entity<AppProject & { app_id: string }> {
  /** Status before it was archived. */
  before: AppProject["status"] | undefined;
  /** Ids. */
  items: string[];
  /** Ids. */
  batches: string[];
  /** Ids of the items that may begin, in this order. */
  waiting: string[];
  /** Number of items in progress. */
  active: number;
}

/** A batch of items. */
export interface AppBatchRecord
  extends Entity<AppBatch & { status: AppBatchStatus }> {
  /** Ids. */
  items: string[];
  /** Status before it was archived. */
  before: AppBatchStatus | undefined;
}

/** An item of an app project. */
export interface AppItemRecord
  extends Entity<AppItem & { status: AppItemStatus }> {
  /** `true` if it must not take the answer of an equal item. */
  original: boolean;
  /** Confidence of its answer, 0 to 1. */
  confidence: number | undefined;
  /** Status before its batch was archived. */
  before: AppItemStatus | undefined;
}
