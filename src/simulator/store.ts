/** What the simulated server knows. */

import type {
  CollectorType,
  RuleActionType,
} from "../types/quality_control.ts";
import type { AssignmentStatus } from "../types/assignments.ts";
import { Clock, type Job, type Planned } from "./clock.ts";
import type { FieldErrors } from "./api_error.ts";
import type { FieldSpecs, Values } from "./fields.ts";
import { History } from "./history.ts";
import { Ids } from "./ids.ts";
import { fromMoney, type Money, toMoney } from "./money.ts";
import { Random } from "./random.ts";
import { formatTime } from "./time.ts";
import type { WaitingList } from "./waiting.ts";

/** An entity as the API shows it. */
export interface View {
  id: string;
  [field: string]: unknown;
}

/** A project. */
export interface ProjectRecord {
  view: View;
  /** Input fields tasks must have from now on. */
  input: FieldSpecs;
  /** Output fields Tolokers fill in from now on. */
  output: FieldSpecs;
  quality: readonly CollectorRules[];
  pools: PoolRecord[];
}

/** Every how many tasks of a Toloker's there is one of a kind. */
export interface Frequency {
  from: number;
  to: number;
  every: number;
}

/** Which of the tasks that a Toloker gets one after another are special. */
export interface Distribution {
  scope: "POOL" | "PROJECT";
  /** How many days back his tasks are counted. */
  windowDays: number;
  frequencies: readonly Frequency[];
}

/** How many tasks of which kind make a task suite. */
export interface MixerSettings {
  real: number;
  golden: number;
  training: number;
  minReal: number;
  minGolden: number;
  minTraining: number;
  goldenDistribution: Distribution | undefined;
  trainingDistribution: Distribution | undefined;
  inCreationOrder: boolean;
  shuffle: boolean;
  forceLast: boolean;
  forceLastDelay: number;
}

/** What the server needs of a pool's or a training's settings, read once. */
export interface PoolSettings {
  reward: Money;
  pricing: {
    skillId: string;
    intervals: readonly { from: number; to: number; reward: Money }[];
  } | undefined;
  /** Longest time for one assignment, in milliseconds. */
  maxDuration: number;
  autoAccept: boolean;
  /** Milliseconds until an unreviewed assignment is accepted. */
  autoAcceptPeriod: number;
  /** Milliseconds between the last answer and the closing of the pool. */
  autoCloseDelay: number;
  willExpire: number | undefined;
  mixer: MixerSettings | undefined;
  suitesInCreationOrder: boolean;
  defaultTaskOverlap: number;
  defaultSuiteOverlap: number;
  priority: number;
  filter: unknown;
  /** The training a Toloker must have passed, and how well. */
  training: { poolId: string; passing: number } | undefined;
  dynamicOverlap: DynamicOverlap | undefined;
  /** Only the best Tolokers may come: a part of them, or a number. */
  best: { percent: number } | { count: number } | undefined;
  /** Tasks by kind that get another overlap, to be checked by vote. */
  checkpoints: Readonly<Partial<Record<TaskKind, Checkpoint>>>;
  /** After how many tasks there is a captcha. */
  captchaEvery: number | undefined;
  /** How many hours a skill from the training above lasts. */
  trainingSkillHours: number | undefined;
  /** Of a training: how many suites pass it; all of them if undefined. */
  suitesToPass: number | undefined;
  /** Of a training: milliseconds until a Toloker may take it again. */
  retryAfter: number | undefined;
  quality: readonly CollectorRules[];
}

/** When the overlap of a pool's tasks grows. */
export interface DynamicOverlap {
  maxOverlap: number;
  minConfidence: number;
  skillId: string;
  fields: readonly string[];
}

/** Which tasks get another overlap. */
export interface Checkpoint {
  overlap: number;
  distribution: Distribution;
}

/** One quality control rule set of a pool or a project. */
export interface CollectorRules {
  type: CollectorType;
  /** Collectors of one id count together. */
  uuid: string | undefined;
  historySize: number | undefined;
  parameters: Readonly<Record<string, unknown>>;
  rules: readonly {
    conditions: readonly { key: string; operator: string; value: unknown }[];
    action: RuleActionType;
    parameters: Readonly<Record<string, unknown>>;
  }[];
}

/** A pool, or a training, which is a pool of another kind. */
export interface PoolRecord {
  kind: "POOL" | "TRAINING";
  view: View;
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
}

/** What a task is for. */
export type TaskKind = "GENERAL" | "GOLDEN" | "TRAINING";

/** A task. */
export interface TaskRecord {
  view: View;
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

/** A task suite, made by the requester or by smart mixing. */
export interface SuiteRecord {
  readonly view: View;
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

  get view(): View {
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

/** Fields of a task that suites and assignments show. */
export const CONTENT_FIELDS = [
  "input_values",
  "known_solutions",
  "message_on_unknown_solution",
  "baseline_solutions",
] as const;

/** What suites and assignments show of a task. */
export function taskContent({ view }: TaskRecord): Record<string, unknown> {
  const content: Record<string, unknown> = {
    id: view.id,
    pool_id: view.pool_id,
  };
  for (const name of CONTENT_FIELDS) {
    if (view[name] !== undefined) content[name] = view[name];
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

  /** What lists filter and sort by, without making the whole view. */
  get fields(): View {
    return this as unknown as View;
  }

  /** What the API shows; made anew each time. */
  get view(): Readonly<View> {
    const { suite, answers, declined } = this;
    const view: View = {
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
      owner: this.pool.view.owner,
    };
    if (answers !== undefined) {
      view.solutions = answers.map((output_values) => ({ output_values }));
      view.submitted = this.ended;
    } else if (this.ended !== undefined) {
      view[this.status.toLowerCase()] = this.ended;
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

/** A step of an asynchronous creation. */
export interface LogEntry {
  type: string;
  success: boolean;
  input: unknown;
  output: FieldErrors | Record<string, unknown>;
}

/** An operation. */
export interface OperationRecord {
  view: View;
  log: LogEntry[] | undefined;
  /** What it still needs for its work. */
  input: unknown;
}

/** Does what an operation is for, and gives its `details`. */
export type Work = (
  world: World,
  operation: OperationRecord,
) => Record<string, unknown> | undefined;

/** An entity without anything behind what the API shows. */
export interface PlainRecord {
  view: View;
}

/** A message thread. */
export interface ThreadRecord extends PlainRecord {
  /** Ids of the Tolokers who take part. */
  recipients: readonly string[];
  /** All of them, oldest first. */
  messages: { text: unknown; from: unknown; created: string }[];
}

/** A file that came with an answer; its bytes follow from its id. */
export interface AttachmentRecord extends PlainRecord {
  /** Bytes. */
  size: number;
}

/** A webhook subscription. */
export interface WebhookRecord extends PlainRecord {
  secret: string | undefined;
}

/** An app: a solution that projects can be made from. */
export interface AppRecord extends PlainRecord {
  /** Price of an item. */
  price: Money;
  input: FieldSpecs;
  output: FieldSpecs;
  /** Parameters a project must have. */
  parameters: readonly string[];
  /** Whether it answers at once. */
  synchronous: boolean;
}

/** A project made from an app. */
export interface AppProjectRecord extends PlainRecord {
  /** Status before it was archived. */
  before: string | undefined;
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
export interface AppBatchRecord extends PlainRecord {
  /** Ids. */
  items: string[];
  /** Status before it was archived. */
  before: string | undefined;
}

/** An item of an app project. */
export interface AppItemRecord extends PlainRecord {
  /** Whether it must not take the answer of an equal item. */
  original: boolean;
  /** How sure its answer is, 0 to 1. */
  confidence: number | undefined;
  /** Status before its batch was archived. */
  before: string | undefined;
}

/** Every habit. */
export const HABITS: readonly Habit[] = [
  "careful",
  "sloppy",
  "random",
  "colluding",
  "skipping",
  "forgetful",
  "leaving",
];

/**
 * How a Toloker works. `careful` ones answer as well as their skill allows,
 * `sloppy` ones faster and worse, `random` ones click without looking, and
 * `colluding` ones of a group all give the same answer. `skipping` ones leave
 * most suites to others, `forgetful` ones let the time of many run out, and
 * `leaving` ones do a few suites and never come back.
 */
export type Habit =
  | "careful"
  | "sloppy"
  | "random"
  | "colluding"
  | "skipping"
  | "forgetful"
  | "leaving";

/** A simulated Toloker. */
export interface TolokerRecord {
  id: string;
  /** Which group of the population he belongs to. */
  group: number;
  habit: Habit;
  /** Probability of a right answer, 0 to 1, when he takes care. */
  skill: number;
  /** Seconds a task takes him. */
  secondsPerTask: number;
  /** What pool filters ask for, by key. */
  traits: Readonly<Record<string, unknown>>;
  /** What tasks ask for in `traits_all_of` and the like. */
  taskTraits: readonly string[];
  /** Skill values of this requester, by skill id. */
  skills: Map<string, PlainRecord>;
  restrictions: PlainRecord[];
  /** Ids of the tasks and suites he has met, by pool id. */
  seen: Map<string, Set<string>>;
  /** How many tasks he was given, by pool id and day since 1970. */
  done: Map<string, Map<number, number>>;
  /** The suite he works on. */
  working: AssignmentRecord | undefined;
  /** Suites he took from the map and has not begun. */
  held: AssignmentRecord[];
  /** When he looks for work next. */
  arrival: Planned | undefined;
  /** Whether he will never come back. */
  gone: boolean;
  /** Trainings he has finished: pool id to the time. */
  trained: Map<string, number>;
  /** How far he is with trainings, by pool id. */
  lessons: Map<string, Lesson>;
  /** Ids of pools he did tasks of and has no access to any more. */
  lost: Set<string>;
}

/** How far a Toloker is with a training. */
export interface Lesson {
  suites: number;
  answers: number;
  right: number;
}

/** Something that happened. */
export type Event =
  | {
    type: "CREATED" | "SUBMITTED" | "SKIPPED" | "EXPIRED" | "ACCEPTED";
    assignment: AssignmentRecord;
  }
  | { type: "REJECTED" | "ACCEPTED_AFTER_REJECT"; assignment: AssignmentRecord }
  /** A Toloker asks to look at a rejected answer again. */
  | { type: "APPEALED"; assignment: AssignmentRecord }
  | { type: "WORK"; pool: PoolRecord }
  | { type: "OPENED" | "CLOSED" | "ARCHIVED"; pool: PoolRecord }
  | {
    type: "DYNAMIC_OVERLAP_COMPLETED";
    task: TaskRecord;
    confidence: number;
    output_values: Values;
    /** Whose answers were counted. */
    assignments: readonly AssignmentRecord[];
  }
  | { type: "SKILL_CHANGED"; toloker: TolokerRecord; skillId: string }
  | { type: "RESTRICTED"; toloker: TolokerRecord; restriction: PlainRecord }
  | {
    type: "RESTRICTION_ENDED";
    toloker: TolokerRecord;
    restriction: PlainRecord;
    /** Whether its time ran out; else the requester lifted it. */
    expired: boolean;
  };

/** The requester's account. */
export interface Account {
  id: string;
  companyId: string;
  /** Not yet paid and not reserved. */
  balance: Money;
  /** Price of the assignments at work, which the balance has to cover. */
  committed: Money;
  /** Kept for assignments under review. */
  reserved: Money;
  /** Paid so far, with the fee. */
  spent: Money;
  /** Part of a reward that is added to its price. */
  fee: Money;
}

/** What the requester's services are like. */
export interface ServiceSettings {
  /** Least and most of a bonus. */
  bonusLimits: readonly [number, number];
  /** Probability that a Toloker answers a message. */
  replyRate: number;
  /** Least and most bytes of a file. */
  fileSize: readonly [number, number];
  /** Whether parts of a file can be asked for. */
  fileRanges: boolean;
}

const SERVICES: ServiceSettings = {
  bonusLimits: [0.005, 100],
  replyRate: 0.5,
  fileSize: [2_000, 20_000],
  fileRanges: false,
};

/** How a world begins. */
export interface WorldOptions {
  seed: number | string;
  /** Id of the account; one is made up if it is left out. */
  account?: string | undefined;
  start: number;
  balance: number;
  fee: number;
  truth: ((task: { input_values: Values }) => Values) | undefined;
  services?: Partial<ServiceSettings>;
  /** Assignments a pool may have before it closes. */
  maxAssignments?: number | undefined;
}

/** Assignments a pool may have, as the API documents it. */
const MAX_ASSIGNMENTS = 2_000_000;

/** What a group of Tolokers has in common. */
export interface Crowd {
  /** Field to right answer to given answer to its weight. */
  confusion: Confusion;
  /** How a user wants them to answer; lost when the world is saved. */
  answer:
    | ((toloker: TolokerRecord, task: TaskRecord) => Values | "skip" | "leave")
    | undefined;
  /** Probability that one appeals against a rejection. */
  appeals: number;
}

/** Field to right answer to given answer to how often it is given. */
export type Confusion = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
>;

/** Does a kind of job; `ids` are those of the job. */
export type JobHandler = (world: World, ...ids: string[]) => void;

/** The state of one simulated server. */
export class World {
  readonly seed: number | string;
  readonly clock: Clock;
  /** Chance in what Tolokers do; identifiers have their own. */
  readonly random: Random;
  readonly ids: Ids;
  readonly truth: WorldOptions["truth"];
  readonly services: ServiceSettings;
  readonly account: Account;
  readonly projects: Map<string, ProjectRecord> = new Map();
  readonly pools: Map<string, PoolRecord> = new Map();
  readonly tasks: Map<string, TaskRecord> = new Map();
  readonly suites: Map<string, SuiteRecord> = new Map();
  readonly assignments: Map<string, AssignmentRecord> = new Map();
  readonly operations: Map<string, OperationRecord> = new Map();
  readonly skills: Map<string, PlainRecord> = new Map();
  readonly userSkills: Map<string, PlainRecord> = new Map();
  readonly restrictions: Map<string, PlainRecord> = new Map();
  readonly bonuses: Map<string, PlainRecord> = new Map();
  readonly threads: Map<string, ThreadRecord> = new Map();
  readonly attachments: Map<string, AttachmentRecord> = new Map();
  /** Results by the id of the operation that found them. */
  readonly aggregations: Map<string, PlainRecord[]> = new Map();
  readonly webhooks: Map<string, WebhookRecord> = new Map();
  readonly apps: Map<string, AppRecord> = new Map();
  readonly appProjects: Map<string, AppProjectRecord> = new Map();
  readonly appBatches: Map<string, AppBatchRecord> = new Map();
  readonly appItems: Map<string, AppItemRecord> = new Map();
  /** Project and input to the id of the item that was answered. */
  readonly appAnswers: Map<string, string> = new Map();
  /** Training to the skill its results are kept in. */
  readonly trainingSkills: Map<string, string> = new Map();
  readonly tolokers: Map<string, TolokerRecord> = new Map();
  /** The groups of the population. */
  readonly crowds: Crowd[] = [];
  /** What quality control remembers. */
  readonly history: History = new History();
  readonly maxAssignments: number;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #works = new Map<string, Work>();
  #owner: Record<string, unknown> | undefined;
  #formatted = NaN;
  #time = "";
  readonly #listeners: ((event: Event) => void)[] = [];

  /** Begins with an empty account. */
  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.clock = new Clock(options.start, (job) => this.#perform(job));
    this.maxAssignments = options.maxAssignments ?? MAX_ASSIGNMENTS;
    const { account } = options;
    const own = account === undefined ? this.seed : `${this.seed}/${account}`;
    this.random = new Random(`${own}/tolokers`);
    this.ids = new Ids(new Random(`${own}/ids`));
    this.truth = options.truth;
    this.services = { ...SERVICES, ...options.services };
    this.account = {
      id: account ?? this.ids.person(),
      companyId: "1",
      balance: toMoney(options.balance),
      committed: 0n,
      reserved: 0n,
      spent: 0n,
      fee: toMoney(options.fee),
    };
  }

  /** The current time as the API writes it. */
  get time(): string {
    const { now } = this.clock;
    if (now !== this.#formatted) {
      this.#formatted = now;
      this.#time = formatTime(now);
    }
    return this.#time;
  }

  /**
   * Calls `listener` for everything that happens from now on.
   *
   * @returns Stops it.
   */
  listen(listener: (event: Event) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /** Tells the listeners, in the order in which they came. */
  emit(event: Event): void {
    // A copy, as a listener may stop listening.
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Says how jobs of a type that the clock comes to are done. */
  handle(type: string, handler: JobHandler): void {
    this.#handlers.set(type, handler);
  }

  #perform({ type, ids }: Job): void {
    const handler = this.#handlers.get(type);
    if (handler === undefined) {
      throw new TypeError(`Cannot do a job as nobody handles it: "${type}"`);
    }
    handler(this, ...ids);
  }

  /** Says what operations of a type do. */
  work(type: string, work: Work): void {
    this.#works.set(type, work);
  }

  /** What operations of a type do. */
  workOf(type: string): Work | undefined {
    return this.#works.get(type);
  }

  /** The `owner` of everything in this account. */
  owner(): Record<string, unknown> {
    return this.#owner ??= {
      id: this.account.id,
      myself: true,
      company_id: this.account.companyId,
    };
  }
}
