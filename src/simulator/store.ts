/** What the simulated server knows. */

import type {
  CollectorType,
  RuleActionType,
} from "../types/quality_control.ts";
import { Clock, type Planned } from "./clock.ts";
import type { FieldErrors } from "./api_error.ts";
import type { FieldSpecs, Values } from "./fields.ts";
import { Ids } from "./ids.ts";
import { type Money, toMoney } from "./money.ts";
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

/** Every how many tasks of a Toloker's there is a control or training task. */
export interface Frequency {
  from: number;
  to: number;
  every: number;
}

/** How many tasks of which kind make a task suite. */
export interface MixerSettings {
  real: number;
  golden: number;
  training: number;
  minReal: number;
  minGolden: number;
  minTraining: number;
  goldenFrequency: readonly Frequency[] | undefined;
  trainingFrequency: readonly Frequency[] | undefined;
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
  /** Of a training: how many suites pass it; all of them if undefined. */
  suitesToPass: number | undefined;
  /** Of a training: milliseconds until a Toloker may take it again. */
  retryAfter: number | undefined;
  quality: readonly CollectorRules[];
}

/** One quality control rule set of a pool or a project. */
export interface CollectorRules {
  type: CollectorType;
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
  /** The operation that keeps others from starting. */
  lock: OperationRecord | undefined;
  expiry: Planned | undefined;
  autoClose: Planned | undefined;
  reopening: Planned | undefined;
  lastRound: Planned | undefined;
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
  /** What assignments show of it. */
  raw: Record<string, unknown>;
  /** Whether the majority vote was taken. */
  voted: boolean;
}

/** A task suite, made by the requester or by smart mixing. */
export interface SuiteRecord {
  view: View;
  pool: PoolRecord;
  tasks: TaskRecord[];
  issued: number;
  assignments: AssignmentRecord[];
}

/** A task suite in the hands of a Toloker. */
export interface AssignmentRecord {
  view: View;
  pool: PoolRecord;
  suite: SuiteRecord;
  toloker: TolokerRecord;
  reward: Money;
  /** The reward with the fee. */
  price: Money;
  /** The next thing that happens to it by itself. */
  planned: Planned | undefined;
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
}

/** An entity without anything behind what the API shows. */
export interface PlainRecord {
  view: View;
}

/** What a habit does to a Toloker's work. */
export type Habit = "careful" | "sloppy" | "random";

/** A simulated Toloker. */
export interface TolokerRecord {
  id: string;
  habit: Habit;
  /** Probability of a right answer, 0 to 1, when he takes care. */
  skill: number;
  /** Seconds a task takes him. */
  secondsPerTask: number;
  /** What pool filters ask for, by key. */
  traits: Readonly<Record<string, unknown>>;
  /** Skill values of this requester, by skill id. */
  skills: Map<string, PlainRecord>;
  restrictions: PlainRecord[];
  /** Ids of the tasks and suites he has met, by pool id. */
  seen: Map<string, Set<string>>;
  /** How many tasks he was given, by pool id. */
  done: Map<string, number>;
  working: AssignmentRecord | undefined;
  /** When he looks for work next. */
  arrival: Planned | undefined;
  /** Trainings he has finished: pool id to the time. */
  trained: Map<string, number>;
}

/** Something that happened. */
export type Event =
  | {
    type: "CREATED" | "SUBMITTED" | "SKIPPED" | "EXPIRED" | "ACCEPTED";
    assignment: AssignmentRecord;
  }
  | { type: "REJECTED" | "ACCEPTED_AFTER_REJECT"; assignment: AssignmentRecord }
  | { type: "WORK"; pool: PoolRecord }
  | { type: "OPENED" | "CLOSED"; pool: PoolRecord }
  | {
    type: "SKILL_CHANGED" | "RESTRICTED" | "RESTRICTION_ENDED";
    toloker: TolokerRecord;
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

/** How a world begins. */
export interface WorldOptions {
  seed: number | string;
  start: number;
  balance: number;
  fee: number;
  truth: ((task: { input_values: Values }) => Values) | undefined;
}

/** The state of one simulated server. */
export class World {
  readonly seed: number | string;
  readonly clock: Clock;
  /** Chance in what Tolokers do; identifiers have their own. */
  readonly random: Random;
  readonly ids: Ids;
  readonly truth: WorldOptions["truth"];
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
  /** Training to the skill its results are kept in. */
  readonly trainingSkills: Map<string, string> = new Map();
  readonly tolokers: Map<string, TolokerRecord> = new Map();
  #formatted = NaN;
  #time = "";
  readonly #listeners: ((event: Event) => void)[] = [];

  /** Begins with an empty account. */
  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.clock = new Clock(options.start);
    this.random = new Random(`${options.seed}/tolokers`);
    this.ids = new Ids(new Random(`${options.seed}/ids`));
    this.truth = options.truth;
    this.account = {
      id: this.ids.person(),
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

  /** Calls `listener` for everything that happens from now on. */
  listen(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells the listeners, in the order in which they came. */
  emit(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The `owner` of everything in this account. */
  owner(): Record<string, unknown> {
    return {
      id: this.account.id,
      myself: true,
      company_id: this.account.companyId,
    };
  }
}
