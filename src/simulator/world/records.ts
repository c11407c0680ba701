/** What is kept of each entity. */

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
import type { Task, TaskContent } from "../../types/tasks.ts";
import type { Training } from "../../types/trainings.ts";
import type { UserBonus } from "../../types/user_bonuses.ts";
import type { UserRestriction } from "../../types/user_restrictions.ts";
import type { UserSkill } from "../../types/user_skills.ts";
import type { WebhookSubscription } from "../../types/webhook_subscriptions.ts";
import type { FieldErrors } from "../checks/api_error.ts";
import type { FieldSpecs, Values } from "../checks/fields.ts";
import type { Planned } from "../engine/clock.ts";
import { fromMoney, type Money } from "../engine/money.ts";
import type { WaitingList } from "../engine/waiting.ts";
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
  /** Fields as they were when the pool was made; later versions do not count. */
  input: FieldSpecs;
  output: FieldSpecs;
  settings: PoolSettings;
  tasks: TaskRecord[];
  /** Tasks with overlap left, by kind. */
  waiting: Readonly<Record<TaskKind, WaitingList<TaskRecord>>>;
  suites: SuiteRecord[];
  /** Suites made by the requester with overlap left. */
  waitingSuites: WaitingList<SuiteRecord>;
  assignments: AssignmentRecord[];
  /** Assignments at work now. */
  active: number;
  /** When tasks or overlap were added last. */
  grown: number;
  /** When anything was last done with it. */
  touched: number;
  /** Whether it was made by cloning. */
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

/** A task. */
export interface TaskRecord extends Entity<TaskView> {
  pool: PoolRecord;
  kind: TaskKind;
  /** Overlap used up: handed out and neither skipped nor expired. */
  issued: number;
  assignments: AssignmentRecord[];
  /** Whether the majority vote was taken. */
  voted: boolean;
  /** Whether its overlap was set for a selective check. */
  checked: boolean;
  /** Whether dynamic overlap has come to an end. */
  certain: boolean;
  /** The right answer, once anybody has asked for it. */
  truth: Readonly<Values> | undefined;
}

/** A task suite as the API returns it. */
export type SuiteView = Omit<TaskSuite, keyof OverlapView> & OverlapView;

/** A task suite, created by the requester or by smart mixing. */
export interface SuiteRecord {
  readonly view: SuiteView;
  readonly mixed: boolean;
  readonly id: string;
  readonly pool: PoolRecord;
  readonly tasks: readonly TaskRecord[];
  issued: number;
  assignments: AssignmentRecord[];
}

/** A task suite made by smart mixing: as many as assignments, so kept small. */
export class MixedSuite implements SuiteRecord {
  readonly id: string;
  readonly pool: PoolRecord;
  readonly tasks: readonly TaskRecord[];
  assignments: AssignmentRecord[] = [];
  readonly created: string;

  /** Makes the suite of a new assignment. */
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

  get mixed(): boolean {
    return true;
  }

  /** The overlap is that of the tasks. */
  get issued(): number {
    return 0;
  }

  get view(): SuiteView {
    return {
      id: this.id,
      pool_id: this.pool.view.id,
      created: this.created,
      tasks: this.tasks.map(taskContent),
      mixed: true,
      automerged: this.assignments[0]?.automerged === true,
      overlap: 1,
      infinite_overlap: false,
      remaining_overlap: 0,
    };
  }
}

/** The task of a suite or an assignment as the API returns it. */
export type ContentView =
  & Pick<Task, "id" | "pool_id" | "input_values">
  & TaskContent;

/** Returns the part of a task that suites and assignments contain. */
export function taskContent({ view }: TaskRecord): ContentView {
  const { id, pool_id, input_values } = view;
  const content: ContentView = { id, pool_id, input_values };
  const {
    known_solutions,
    message_on_unknown_solution,
    baseline_solutions,
  } = view;
  if (known_solutions !== undefined) content.known_solutions = known_solutions;
  if (message_on_unknown_solution !== undefined) {
    content.message_on_unknown_solution = message_on_unknown_solution;
  }
  if (baseline_solutions !== undefined) {
    content.baseline_solutions = baseline_solutions;
  }
  return content;
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
  /** Whether the answers were taken over from another pool. */
  readonly automerged: boolean;
  readonly created: string;
  status: AssignmentStatus = "ACTIVE";
  /** When it was submitted, skipped or expired. */
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

  /** The object that lists filter and sort by, without building the view. */
  get fields(): this {
    return this;
  }

  /** The object that the API returns; built on each access. */
  get view(): Assignment {
    const { suite, answers, declined } = this;
    const view: Assignment = {
      id: this.id,
      task_suite_id: suite.id,
      pool_id: this.pool_id,
      user_id: this.toloker.id,
      status: this.status,
      reward: fromMoney(this.reward),
      mixed: suite.mixed,
      automerged: this.automerged,
      created: this.created,
      tasks: suite.tasks.map(taskContent),
      bonus_ids: this.bonusIds ?? [],
    };
    const { owner } = this.pool.view;
    if (owner != null) view.owner = owner;
    if (this.ended !== undefined) {
      if (answers !== undefined) {
        view.solutions = answers.map((output_values) => ({ output_values }));
        view.submitted = this.ended;
      } else if (this.status === "SKIPPED") {
        view.skipped = this.ended;
      } else {
        view.expired = this.ended;
      }
    }
    if (declined !== undefined) {
      view.first_declined_solution_attempt = declined.map((
        output_values = {},
      ) => ({ output_values }));
    }
    if (this.accepted !== undefined) view.accepted = this.accepted;
    if (this.rejected !== undefined) view.rejected = this.rejected;
    if (this.comment !== undefined) view.public_comment = this.comment;
    return view;
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
  /** Seconds that a task takes them. */
  secondsPerTask: number;
  /** What pool filters ask for, by key. */
  traits: Readonly<Record<string, unknown>>;
  /** What tasks ask for in `traits_all_of` and the like. */
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
  /** When they look for work next. */
  arrival: Planned | undefined;
  /** Whether they will never come back. */
  gone: boolean;
  /** Finished trainings: pool id to the time. */
  trained: Map<string, number>;
  /** Progress in trainings, by pool id. */
  lessons: Map<string, Lesson>;
  /** Ids of pools that they worked in and have lost access to. */
  lost: Set<string>;
}

/** How far a Toloker is with a training. */
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
  /** What it still needs for its work. */
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

/** An app: a solution that projects can be made from. */
export interface AppRecord extends Entity<App> {
  /** Price of an item. */
  price: Money;
  input: FieldSpecs;
  output: FieldSpecs;
  /** Parameters a project must have. */
  parameters: readonly string[];
  /** Whether it answers at once. */
  synchronous: boolean;
  /** Probability that an item ends as `ERROR`. */
  errorRate: number;
}

/** A project made from an app. */
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
  /** How many items are at work. */
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
  /** Whether it must not take the answer of an equal item. */
  original: boolean;
  /** How sure its answer is, 0 to 1. */
  confidence: number | undefined;
  /** Status before its batch was archived. */
  before: AppItemStatus | undefined;
}
