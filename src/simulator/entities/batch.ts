/** Creation of tasks and suites: one or many, directly or in an operation. */

import { STATUS_CODE } from "@std/http/status";
import {
  ApiError,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { asBody, type Body, objectsAt } from "../checks/validation.ts";
import { grow } from "../issuing/overlap.ts";
import { openIfPossible, requireStatus } from "../issuing/pool_life.ts";
import { accepted, type Context, flag, type Reply } from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import type { LogEntry, OperationView, PoolRecord } from "../world/records.ts";
import type { Work, World } from "../world/world.ts";
import { checkOperationId } from "./operations.ts";

/** Maximum number of items of a synchronous request. */
const MAX_SYNC_ITEMS = 5_000;
/** Most bytes of all `input_values` of one request. */
const MAX_INPUT_BYTES = 1_048_576;
/** Most bytes of all `output_values` of one request. */
const MAX_OUTPUT_BYTES = 4_194_304;
/** Milliseconds an operation takes longer for each item. */
const ITEM_TIME = 0.05;

/** A new task or suite. */
interface Created {
  readonly id: string;
  /** The object that the API returns, as JSON. */
  readonly json: string;
}

/** Differences between tasks and task suites. */
export interface BatchKind {
  /** As in the operation's type. */
  name: "TASK" | "TASK_SUITE";
  /** The tasks an item consists of. */
  tasks: (item: Body) => readonly Body[];
  /** Refuses pools that do not take items of this kind. */
  accepts: (pool: PoolRecord) => void;
  /** Adds an item's errors. */
  check: (pool: PoolRecord, item: Body, errors: FieldErrors) => void;
  /** Creates an item that was checked. */
  create: (world: World, pool: PoolRecord, item: Body) => Created;
}

/** Answers the request that creates items. */
export function createBatch(kind: BatchKind, context: Context): Reply {
  const { world, query, body } = context;
  const single = !Array.isArray(body);
  const items = (single ? [body] : body).map(asBody);
  const async = flag(query, "async_mode");
  if (async) checkOperationId(world, query.get("operation_id"));
  checkSize(kind, items, async);
  const pools = new Set<PoolRecord>();
  for (const item of items) {
    const pool = findPoolOf(world, item);
    if (pool !== undefined) pools.add(pool);
  }
  for (const pool of pools) {
    requireStatus(pool, ["OPEN", "CLOSED"]);
    kind.accepts(pool);
  }
  const batch = new Batch(kind, world, items, readFlags(query));
  if (async) return accepted(batch.start(query.get("operation_id")));

  const failed = batch.check();
  if (single && failed > 0) throw validationError(batch.errors[0]);
  if (
    failed > 0 && (!batch.flags.skip_invalid_items || failed === items.length)
  ) {
    throw validationError(byIndex(batch.errors));
  }
  const records = batch.create();
  const errors = JSON.stringify(byIndex(batch.errors));
  return {
    status: STATUS_CODE.Created,
    json: single
      ? records[0]!.json
      : `{"items":${writeByIndex(records)},"validation_errors":${errors}}`,
  };
}

function writeByIndex(records: readonly (Created | undefined)[]): string {
  const fields: string[] = [];
  records.forEach((record, index) => {
    if (record !== undefined) fields.push(`"${index}":${record.json}`);
  });
  return `{${fields.join(",")}}`;
}

function findPoolOf(world: World, item: Body): PoolRecord | undefined {
  const { pool_id } = item;
  return typeof pool_id === "string" ? world.pools.get(pool_id) : undefined;
}

/** Returns the values that exist, by their places in the request. */
export function byIndex<T>(
  values: readonly (T | undefined)[],
): Record<string, T> {
  const result: Record<string, T> = {};
  values.forEach((value, index) => {
    if (value !== undefined) result[index] = value;
  });
  return result;
}

/** The `details` of an operation that creates many things. */
export function countItems(
  total: number,
  failed: number,
  done: number,
): Record<string, number> {
  return {
    total_count: total,
    valid_count: total - failed,
    not_valid_count: failed,
    success_count: done,
    failed_count: total - done,
  };
}

function checkSize(
  kind: BatchKind,
  items: readonly Body[],
  async: boolean,
): void {
  if (items.length === 0) {
    throw validationError({ "": fieldError("ARRAY_SIZE_LESS_THAN_MIN", 1) });
  }
  if (!async && items.length > MAX_SYNC_ITEMS) {
    throw new ApiError(
      STATUS_CODE.ContentTooLarge,
      "REQUEST_ENTITY_TOO_LARGE",
      `One request can create at most ${MAX_SYNC_ITEMS} items: current value is ${items.length}`,
    );
  }
  let input = 0;
  let output = 0;
  for (const item of items) {
    for (const task of kind.tasks(item)) {
      input += byteLength(task?.input_values);
      for (const name of ["known_solutions", "baseline_solutions"]) {
        for (const solution of objectsAt(task, name)) {
          output += byteLength(solution.output_values);
        }
      }
    }
  }
  const errors: FieldErrors = {};
  const code = "OBJECT_SIZE_BYTES_GREATER_THAN_MAX";
  if (input > MAX_INPUT_BYTES) {
    errors.input_values = fieldError(code, MAX_INPUT_BYTES);
  }
  if (output > MAX_OUTPUT_BYTES) {
    errors.output_values = fieldError(code, MAX_OUTPUT_BYTES);
  }
  if (Object.keys(errors).length > 0) throw validationError(errors);
}

const encoder = new TextEncoder();

function byteLength(value: unknown): number {
  const json = JSON.stringify(value);
  return json === undefined ? 0 : encoder.encode(json).length;
}

const FLAGS = ["skip_invalid_items", "allow_defaults", "open_pool"] as const;

type Flags = Record<typeof FLAGS[number], boolean>;

function readFlags(query: URLSearchParams): Flags {
  return Object.fromEntries(
    FLAGS.map((name) => [name, flag(query, name)]),
  ) as Flags;
}

interface BatchInput {
  items: readonly Body[];
  flags: Flags;
}

/** Returns the work of operations that create items of a kind. */
export function createWork(kind: BatchKind): Work<BatchInput> {
  return (world, { items, flags }, { log }) =>
    new Batch(kind, world, items, flags).work(log!);
}

/** The items of one request. */
class Batch {
  readonly flags: Flags;
  /** Errors of the items, by their places. */
  errors: (FieldErrors | undefined)[] = [];
  readonly #kind: BatchKind;
  readonly #world: World;
  readonly #items: readonly Body[];

  constructor(
    kind: BatchKind,
    world: World,
    items: readonly Body[],
    flags: Flags,
  ) {
    this.#kind = kind;
    this.#world = world;
    this.#items = items;
    this.flags = flags;
  }

  /** Checks every item and returns the number of invalid ones. */
  check(): number {
    const defaults = this.flags.allow_defaults;
    let failed = 0;
    this.errors = this.#items.map((item) => {
      const errors: FieldErrors = {};
      const pool = findPoolOf(this.#world, item);
      if (pool === undefined) {
        errors.pool_id = fieldError(
          item.pool_id == null ? "VALUE_REQUIRED" : "ENTITY_DOES_NOT_EXIST",
        );
      } else {
        this.#kind.check(pool, item, errors);
        const { infinite_overlap, overlap } = item;
        if (!defaults && infinite_overlap !== true && overlap == null) {
          errors.overlap = fieldError("VALUE_REQUIRED");
        }
      }
      if (Object.keys(errors).length === 0) return undefined;
      failed++;
      return errors;
    });
    return failed;
  }

  /** Creates the valid items. */
  create(): (Created | undefined)[] {
    const pools = new Set<PoolRecord>();
    const records = this.#items.map((item, index) => {
      if (this.errors[index] !== undefined) return undefined;
      const pool = findPoolOf(this.#world, item)!;
      pools.add(pool);
      return this.#kind.create(this.#world, pool, item);
    });
    for (const pool of pools) {
      grow(this.#world, pool);
      if (this.flags.open_pool) this.#open(pool);
    }
    return records;
  }

  /** Creates the items in an operation. */
  start(operationId: string | null): OperationView {
    const input: BatchInput = { items: this.#items, flags: this.flags };
    return startOperation(this.#world, {
      type: `${this.#kind.name}.BATCH_CREATE`,
      id: operationId ?? undefined,
      parameters: { ...this.flags },
      extra: ITEM_TIME * this.#items.length,
      log: [],
      input,
    }).view;
  }

  /** Does the work of the operation. */
  work(log: LogEntry[]): Record<string, unknown> {
    const total = this.#items.length;
    const failed = this.check();
    const stopped = failed === total ||
      (failed > 0 && !this.flags.skip_invalid_items);
    const records = stopped ? [] : this.create();
    this.#items.forEach((input, index) => {
      const errors = this.errors[index];
      const record = records[index];
      const { name } = this.#kind;
      if (errors !== undefined) {
        const type = `${name}_VALIDATE`;
        log.push({ type, success: false, input, output: errors });
      } else if (record !== undefined) {
        const output = { [`${name.toLowerCase()}_id`]: record.id };
        log.push({ type: `${name}_CREATE`, success: true, input, output });
      }
    });
    const details = countItems(total, failed, stopped ? 0 : total - failed);
    if (stopped) throw validationError(details);
    return details;
  }

  /** The items are there even if their pool cannot be opened. */
  #open(pool: PoolRecord): void {
    try {
      openIfPossible(this.#world, pool);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
