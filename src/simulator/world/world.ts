/** The state of one simulated server. */

import type { Owner } from "../../types/common.ts";
import type { OperationType } from "../../types/operations.ts";
import type { WebhookPushResult } from "../../types/webhook_subscriptions.ts";
import type { Values } from "../checks/fields.ts";
import { Clock, type Job } from "../engine/clock.ts";
import { Ids } from "../engine/ids.ts";
import { type Money, toMoney } from "../engine/money.ts";
import { Random } from "../engine/random.ts";
import { Shared } from "../engine/shared.ts";
import { formatTime } from "../engine/time.ts";
import { History } from "./history.ts";
import type { JobType } from "./jobs.ts";
import { PoolItems } from "./pool_items.ts";
import {
  type AppBatchRecord,
  type AppItemRecord,
  type AppProjectRecord,
  type AppRecord,
  type AssignmentRecord,
  type AttachmentRecord,
  type BonusRecord,
  type OperationRecord,
  type PoolRecord,
  type ProjectRecord,
  type RestrictionRecord,
  type SkillRecord,
  type SolutionRecord,
  type SuiteRecord,
  suitesOf,
  type TaskRecord,
  type ThreadRecord,
  type TolokerRecord,
  type UserSkillRecord,
  type WebhookRecord,
} from "./records.ts";
import type { SimulatedDelivery } from "./simulated.ts";
import type { Crowd, Shortage } from "./tolokers.ts";

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
  /** Nobody is left to do what waits in a pool. */
  | { type: "SHORT_OF_TOLOKERS"; pool: PoolRecord; shortage: Shortage }
  | {
    type: "DYNAMIC_OVERLAP_COMPLETED";
    task: TaskRecord;
    confidence: number;
    output_values: Values;
    /** Whose answers were counted. */
    assignments: readonly AssignmentRecord[];
  }
  | { type: "SKILL_CHANGED"; toloker: TolokerRecord; skillId: string }
  | {
    type: "RESTRICTED";
    toloker: TolokerRecord;
    restriction: RestrictionRecord;
  }
  | {
    type: "RESTRICTION_ENDED";
    toloker: TolokerRecord;
    restriction: RestrictionRecord;
    /** `true` if its time ran out; `false` if the requester lifted it. */
    expired: boolean;
  };

/** Does the work of an operation and returns its `details`. */
export type Work<Input = unknown> = (
  world: World,
  input: Input,
  operation: OperationRecord,
) => object | void;

/** Changes a world in response to an event. */
export type Reaction = (world: World, event: Event) => void;

/** A reaction, and the reason for its place among the others. */
export interface PlacedReaction {
  readonly react: Reaction;
  readonly reason: string;
}

/** Handlers of jobs, operations and events. */
export interface Behavior {
  readonly jobs: Readonly<Record<JobType, JobHandler>>;
  /** The work of operations, with the input that each was started with. */
  readonly operations: Readonly<Partial<Record<OperationType, Work<never>>>>;
  /** In the order in which they are called. */
  readonly reactions: readonly PlacedReaction[];
}

/** Sends webhooks. */
export interface WebhookSender {
  /** The last attempts, in the order in which they ended. */
  readonly log: { readonly items: readonly SimulatedDelivery[] };
  /** The source of chance in deliveries. */
  readonly random: Random;
  /** Tells the subscribers about an event. */
  publish(event: Event): void;
  /** Sends a test event once. */
  test(webhook: WebhookRecord): Promise<WebhookPushResult>;
  /** Waits until every event is delivered or given up. */
  settled(): Promise<void>;
}

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
  /** `true` if the platform has blocked the account. */
  blocked: boolean;
}

/** Settings of the requester's services. */
export interface ServiceSettings {
  /** Minimum and maximum of a bonus. */
  bonusLimits: readonly [number, number];
  /** Probability that a Toloker answers a message. */
  replyRate: number;
  /** Minimum and maximum size of a file, in bytes. */
  fileSize: readonly [number, number];
  /** `true` if ranges of a file can be requested. */
  fileRanges: boolean;
  /** `true` if only Tolokers who took a task can get a skill by hand. */
  skillsOnlyKnown: boolean;
  /** Comment with which unreviewed answers are rejected; without it they are accepted. */
  rejectUnreviewed: string | undefined;
}

const SERVICES: ServiceSettings = {
  bonusLimits: [0.005, 100],
  replyRate: 0.5,
  fileSize: [2_000, 20_000],
  fileRanges: false,
  skillsOnlyKnown: false,
  rejectUnreviewed: undefined,
};

/** Options of a new world. */
export interface WorldOptions {
  seed: number | string;
  /** Id of the account; random by default. */
  account?: string | undefined;
  start: number;
  /** Speed of Tolokers relative to people. */
  pace: number;
  balance: number;
  fee: number;
  truth: ((task: { input_values: Values }) => Values) | undefined;
  services?: Partial<ServiceSettings>;
  /** Assignments a pool may have before it closes. */
  maxAssignments?: number | undefined;
  behavior: Behavior;
  /** Creates the sender of the world's webhooks. */
  sender: (world: World) => WebhookSender;
}

/** Assignments a pool may have, as the API documents it. */
const MAX_ASSIGNMENTS = 2_000_000;

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
  readonly tasks: PoolItems<TaskRecord> = new PoolItems(
    this.pools,
    ({ tasks }) => tasks,
  );
  readonly suites: PoolItems<SuiteRecord> = new PoolItems(
    this.pools,
    suitesOf,
  );
  readonly assignments: PoolItems<AssignmentRecord> = new PoolItems(
    this.pools,
    ({ assignments }) => assignments,
  );
  /** Right answers, which are the same for many tasks. */
  readonly answers: Shared<Readonly<Values>> = new Shared();
  /** Solutions as JSON, which are the same for many assignments. */
  readonly solutions: Shared<string> = new Shared();
  readonly operations: Map<string, OperationRecord> = new Map();
  readonly skills: Map<string, SkillRecord> = new Map();
  readonly userSkills: Map<string, UserSkillRecord> = new Map();
  readonly restrictions: Map<string, RestrictionRecord> = new Map();
  readonly bonuses: Map<string, BonusRecord> = new Map();
  readonly threads: Map<string, ThreadRecord> = new Map();
  readonly attachments: Map<string, AttachmentRecord> = new Map();
  /** Results by the id of the operation that found them. */
  readonly aggregations: Map<string, SolutionRecord[]> = new Map();
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
  /** History for quality control. */
  readonly history: History = new History();
  readonly maxAssignments: number;
  /** Speed of Tolokers relative to people. */
  readonly pace: number;
  /** Sends the webhooks of this world. */
  readonly sender: WebhookSender;
  readonly #behavior: Behavior;
  #owner: Owner | undefined;
  #formatted = NaN;
  #time = "";
  readonly #listeners: ((event: Event) => void)[] = [];

  /** Creates a world with an empty account. */
  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.clock = new Clock(options.start, (job) => this.#perform(job));
    this.#behavior = options.behavior;
    this.pace = options.pace;
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
      blocked: false,
    };
    this.sender = options.sender(this);
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

  /** Reacts to an event, and then tells the listeners. */
  emit(event: Event): void {
    for (const { react } of this.#behavior.reactions) react(this, event);
    // A copy, as a listener may stop listening.
    for (const listener of [...this.#listeners]) listener(event);
  }

  #perform({ type, ids }: Job): void {
    // A saved plan holds only jobs that were planned with `job`.
    this.#behavior.jobs[type as JobType](this, ...ids);
  }

  /** Does the work of an operation and returns its `details`. */
  work(operation: OperationRecord): object | void {
    const { type } = operation.view;
    // The input is what the operation was started with.
    const work = this.#behavior.operations[type] as Work | undefined;
    if (work === undefined) {
      throw new TypeError(
        `Cannot finish the operation as its type has no work: current value is "${type}"`,
      );
    }
    return work(this, operation.input, operation);
  }

  /** The `owner` of everything in this account. */
  owner(): Owner {
    return this.#owner ??= {
      id: this.account.id,
      myself: true,
      company_id: this.account.companyId,
    };
  }
}
