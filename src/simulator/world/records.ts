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
import { countBefore, idInPool, type PoolIds } from "../engine/ids.ts";
import { type List, MappedList } from "../engine/list.ts";
import { fromMoney, type Money } from "../engine/money.ts";
import type { Place } from "../engine/places.ts";
import { formatTime } from "../engine/time.ts";
import type { Waiting, WaitingList } from "../engine/waiting.ts";
import { WrittenRecord } from "../engine/written_record.ts";
import type { Habit } from "./habits.ts";
import type {
  CollectorRules,
  PoolSettings,
  TaskKind,
} from "./pool_settings.ts";
import { answersIn, writeSolutions } from "./solutions.ts";

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
  /** Suites of the requester, and assignments whose suites were mixed. */
  suites: (OwnSuite | AssignmentRecord)[];
  /** Suites of the requester with overlap left. */
  waitingSuites: WaitingList<OwnSuite>;
  assignments: AssignmentRecord[];
  /** Assignments at work now. */
  active: number;
  /** Time of its creation. */
  readonly created: number;
  /** The parts that the ids of its content have in common. */
  readonly ids: PoolIds;
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

const ID_FIELD = '{"id":"';
const INPUT_FIELD = '"input_values":';

/**
 * A task. There may be millions of them, so that its text is kept as every
 * list of tasks, suites and assignments contains it.
 */
export class TaskRecord extends WrittenRecord<TaskView> implements Waiting {
  readonly pool: PoolRecord;
  readonly created: string;
  /** JSON of the fields up to the input values. */
  readonly head: string;
  kind: TaskKind;
  rare: RareTaskFields | undefined;
  /** `null` if it is infinite. */
  overlap: number | null = 0;
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

  /** Creates a task without overlap; `input` is JSON. */
  constructor(
    id: string,
    pool: PoolRecord,
    created: string,
    input: string,
    kind: TaskKind,
    rare: RareTaskFields | undefined,
  ) {
    super();
    this.pool = pool;
    this.created = created;
    // Joined, as a text that is put together takes twice the room.
    this.head = [
      ID_FIELD,
      id,
      `","pool_id":"${pool.view.id}",`,
      INPUT_FIELD,
      input,
    ].join("");
    this.kind = kind;
    this.rare = rare;
  }

  get id(): string {
    return this.head.slice(
      ID_FIELD.length,
      this.head.indexOf('"', ID_FIELD.length),
    );
  }

  get pool_id(): string {
    return this.pool.view.id;
  }

  /** The input values as JSON. */
  get input(): string {
    const { head } = this;
    return head.slice(head.indexOf(INPUT_FIELD) + INPUT_FIELD.length);
  }

  /** Parses the input on each access. */
  get input_values(): Values {
    return JSON.parse(this.input);
  }

  get infinite_overlap(): boolean {
    return this.overlap === null;
  }

  get remaining_overlap(): number | null {
    return this.overlap === null
      ? null
      : Math.max(0, this.overlap - this.issued);
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

  writeTo(pieces: string[]): void {
    const { infinite_overlap, overlap, remaining_overlap, rare } = this;
    const last = JSON.stringify({
      infinite_overlap,
      overlap,
      remaining_overlap,
      ...rare,
    });
    const place = this.head.indexOf(INPUT_FIELD);
    pieces.push(
      this.head.slice(0, place),
      `"created":"${this.created}",`,
      this.head.slice(place),
      ",",
      last.slice(1),
    );
  }
}

/** Adds the field `tasks`, the last one of suites and assignments. */
function writeTasks(pieces: string[], tasks: readonly TaskRecord[]): void {
  let before = ',"tasks":[';
  for (const { head, rare } of tasks) {
    pieces.push(before, head);
    before = "},";
    if (rare === undefined) continue;
    for (const name of SOLUTIONS) {
      const value = rare[name];
      if (value !== undefined) {
        pieces.push(`,"${name}":`, JSON.stringify(value));
      }
    }
  }
  pieces.push("}]}");
}

/** A task suite as the API returns it, without its tasks. */
export type SuiteView =
  & Omit<TaskSuite, "tasks" | keyof OverlapView>
  & OverlapView;

/** A task suite, created by the requester or by smart mixing. */
export type SuiteRecord = OwnSuite | MixedSuite;

/** A task suite with at least one task. */
abstract class WrittenSuite extends WrittenRecord<TaskSuite> {
  abstract readonly view: SuiteView;
  abstract readonly tasks: readonly TaskRecord[];

  writeTo(pieces: string[]): void {
    pieces.push(JSON.stringify(this.view).slice(0, -1));
    writeTasks(pieces, this.tasks);
  }
}

/** A task suite that the requester created. */
export class OwnSuite extends WrittenSuite implements Waiting, Issue {
  readonly mixed = false;
  readonly view: SuiteView;
  readonly pool: PoolRecord;
  readonly tasks: readonly TaskRecord[];
  issued = 0;
  place: number | undefined = undefined;
  assignments: AssignmentRecord[] = [];

  /** Creates a suite of tasks that exist. */
  constructor(view: SuiteView, pool: PoolRecord, tasks: readonly TaskRecord[]) {
    super();
    this.view = view;
    this.pool = pool;
    this.tasks = tasks;
  }

  get id(): string {
    return this.view.id;
  }

  get own(): this {
    return this;
  }

  get suite(): this {
    return this;
  }
}

/**
 * A task suite of smart mixing. It follows from its only assignment, so that
 * it is created where it is asked for.
 */
export class MixedSuite extends WrittenSuite {
  readonly mixed = true;
  readonly #assignment: AssignmentRecord;

  /** Creates the suite of an assignment. */
  constructor(assignment: AssignmentRecord) {
    super();
    this.#assignment = assignment;
  }

  get id(): string {
    return this.#assignment.task_suite_id;
  }

  get pool(): PoolRecord {
    return this.#assignment.pool;
  }

  get tasks(): readonly TaskRecord[] {
    return this.#assignment.tasks;
  }

  get assignments(): AssignmentRecord[] {
    return [this.#assignment];
  }

  get view(): SuiteView {
    const { pool_id, created, automerged } = this.#assignment;
    return {
      id: this.id,
      pool_id,
      created,
      mixed: true,
      automerged,
      overlap: 1,
      infinite_overlap: false,
      remaining_overlap: 0,
    };
  }
}

/** Lists the suites of a pool. */
export function suitesOf({ suites }: PoolRecord): List<SuiteRecord> {
  return new MappedList(suites, ({ suite }) => suite);
}

/** Work given to a Toloker: a suite of the requester or tasks that were mixed. */
export interface Issue {
  /** At least one. */
  readonly tasks: readonly TaskRecord[];
  readonly own: OwnSuite | undefined;
}

/** The fields that most assignments lack. */
interface RareAssignmentFields {
  /** `true` if the answers were taken over from another pool. */
  automerged?: boolean;
  rejectedAfter?: number;
  /** First answers in a training, where they were wrong. */
  declined?: readonly (Readonly<Values> | undefined)[] | undefined;
  comment?: string;
  bonusIds?: readonly string[];
}

/** Which time an assignment has ended at. */
const ENDS: Readonly<Record<AssignmentStatus, string>> = {
  ACTIVE: "",
  SUBMITTED: "submitted",
  ACCEPTED: "submitted",
  REJECTED: "submitted",
  SKIPPED: "skipped",
  EXPIRED: "expired",
};

/**
 * A task suite in the hands of a Toloker. There may be millions of them: times
 * are kept as milliseconds after the pool's creation, as small numbers take no
 * room of their own.
 */
export class AssignmentRecord extends WrittenRecord<Assignment>
  implements Issue {
  readonly pool: PoolRecord;
  /** The running number in its id. */
  readonly count: number;
  readonly tasks: readonly TaskRecord[];
  readonly own: OwnSuite | undefined;
  readonly toloker: TolokerRecord;
  readonly reward: Money;
  status: AssignmentStatus = "ACTIVE";
  readonly createdAfter: number;
  /** Time of submission, skip or expiry. */
  endedAfter: number | undefined = undefined;
  acceptedAfter: number | undefined = undefined;
  /** The field of this name, as JSON. */
  solutions: string | undefined = undefined;
  /** The next thing that happens to it by itself. */
  planned: Planned | undefined = undefined;
  rare: RareAssignmentFields | undefined = undefined;

  /** A suite or tasks that are handed out at a time. */
  constructor(
    pool: PoolRecord,
    count: number,
    { tasks, own }: Issue,
    toloker: TolokerRecord,
    reward: Money,
    now: number,
  ) {
    super();
    this.pool = pool;
    this.count = count;
    this.tasks = tasks;
    this.own = own;
    this.toloker = toloker;
    this.reward = reward;
    this.createdAfter = now - pool.created;
  }

  get id(): string {
    return idOf(this, this.count);
  }

  /** A mixed suite has got the number before. */
  get task_suite_id(): string {
    return this.own?.id ?? idOf(this, countBefore(this.count));
  }

  get suite(): SuiteRecord {
    return this.own ?? new MixedSuite(this);
  }

  get user_id(): string {
    return this.toloker.id;
  }

  get pool_id(): string {
    return this.pool.view.id;
  }

  get automerged(): boolean {
    return this.rare?.automerged === true;
  }

  get declined(): RareAssignmentFields["declined"] {
    return this.rare?.declined;
  }

  get comment(): string | undefined {
    return this.rare?.comment;
  }

  get bonusIds(): readonly string[] {
    return this.rare?.bonusIds ?? [];
  }

  /** Sets fields that most assignments lack. */
  add(fields: RareAssignmentFields): void {
    this.rare = { ...this.rare, ...fields };
  }

  get created(): string {
    return formatTime(this.pool.created + this.createdAfter);
  }

  get submitted(): string | undefined {
    return endOf(this, "submitted");
  }

  get skipped(): string | undefined {
    return endOf(this, "skipped");
  }

  get expired(): string | undefined {
    return endOf(this, "expired");
  }

  get accepted(): string | undefined {
    return timeOf(this, this.acceptedAfter);
  }

  get rejected(): string | undefined {
    return timeOf(this, this.rare?.rejectedAfter);
  }

  /** Answers by task. */
  get answers(): readonly Readonly<Values>[] | undefined {
    return this.solutions === undefined ? undefined : answersIn(this.solutions);
  }

  /** The fields that lists filter and sort by, without building an object. */
  get view(): this {
    return this;
  }

  writeTo(pieces: string[]): void {
    const { pool, status, solutions, rare } = this;
    const { afterSuite, owner, noBonuses } = fixedTexts(pool);
    const bonuses = rare?.bonusIds;
    // Few pieces, as a page has a thousand of these.
    let text = '{"id":"' + this.id + '","task_suite_id":"' +
      this.task_suite_id + afterSuite + this.user_id + AFTER_USER[status] +
      fromMoney(this.reward) + originText(this) + this.created +
      (bonuses === undefined
        ? noBonuses
        : `","bonus_ids":${JSON.stringify(bonuses)}${owner}`);
    if (solutions !== undefined) text += `,"solutions":${solutions}`;
    if (rare?.declined !== undefined) {
      const declined = writeSolutions(rare.declined);
      text += `,"first_declined_solution_attempt":${declined}`;
    }
    if (this.endedAfter !== undefined) {
      text += `,"${ENDS[status]}":"${timeOf(this, this.endedAfter)}"`;
    }
    const { accepted, rejected, comment } = this;
    if (accepted !== undefined) text += `,"accepted":"${accepted}"`;
    if (rejected !== undefined) text += `,"rejected":"${rejected}"`;
    if (comment !== undefined) {
      text += `,"public_comment":${JSON.stringify(comment)}`;
    }
    pieces.push(text);
    writeTasks(pieces, this.tasks);
  }
}

// Saved records are restored without private methods, and these take room.

function idOf({ pool, createdAfter }: AssignmentRecord, count: number): string {
  return idInPool(pool.ids, pool.created + createdAfter, count);
}

function timeOf(
  { pool }: AssignmentRecord,
  after: number | undefined,
): string | undefined {
  return after === undefined ? undefined : formatTime(pool.created + after);
}

function endOf(
  assignment: AssignmentRecord,
  name: string,
): string | undefined {
  const { status, endedAfter } = assignment;
  return ENDS[status] === name ? timeOf(assignment, endedAfter) : undefined;
}

/** Texts from the id of the Toloker to the reward. */
const AFTER_USER: Readonly<Record<AssignmentStatus, string>> = {
  ACTIVE: '","status":"ACTIVE","reward":',
  SUBMITTED: '","status":"SUBMITTED","reward":',
  ACCEPTED: '","status":"ACCEPTED","reward":',
  REJECTED: '","status":"REJECTED","reward":',
  SKIPPED: '","status":"SKIPPED","reward":',
  EXPIRED: '","status":"EXPIRED","reward":',
};

/** Text from the reward to the time of creation. */
function originText({ own, automerged }: AssignmentRecord): string {
  if (own !== undefined) return ',"mixed":false,"automerged":false,"created":"';
  return automerged
    ? ',"mixed":true,"automerged":true,"created":"'
    : ',"mixed":true,"automerged":false,"created":"';
}

/** Texts that are the same in all assignments of a pool. */
interface FixedTexts {
  readonly ids: PoolIds;
  readonly afterSuite: string;
  readonly owner: string;
  readonly noBonuses: string;
}

/** Those of the last pool, as a page is mostly about one. */
let last: FixedTexts | undefined;

function fixedTexts({ ids, view }: PoolRecord): FixedTexts {
  if (last?.ids !== ids) {
    const owner = view.owner == null
      ? ""
      : `,"owner":${JSON.stringify(view.owner)}`;
    const afterSuite = ['","pool_id":"', view.id, '","user_id":"'].join("");
    const noBonuses = ['","bonus_ids":[]', owner].join("");
    last = { ids, afterSuite, owner, noBonuses };
  }
  return last;
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
  /** Where it was made, if it tells. */
  place: Place | undefined;
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
