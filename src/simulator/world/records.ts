/** What is kept of each entity. */

import type { AssignmentStatus } from "../../types/assignments.ts";
import type { FieldErrors } from "../checks/api_error.ts";
import type { FieldSpecs, Values } from "../checks/fields.ts";
import type { Planned } from "../engine/clock.ts";
import { fromMoney, type Money } from "../engine/money.ts";
import type { WaitingList } from "../engine/waiting.ts";
import type { CollectorRules, PoolSettings } from "./pool_settings.ts";
import type { TolokerRecord } from "./tolokers.ts";

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
