/** Identifiers of the same form as the API's. */

import type { Random } from "./random.ts";
import { SECOND } from "./time.ts";

const LETTERS = [
  ..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
];

/** Number of running numbers; after the last one they begin again. */
const COUNTS = 0x1000000;

/** Hexadecimal numbers of three digits: two of them are a running number. */
const DIGITS = Array.from(
  { length: 0x1000 },
  (_, number) => number.toString(16).padStart(3, "0"),
);

/** The parts that all ids of a pool's content have in common. */
export interface PoolIds {
  readonly pool: string;
  readonly machine: string;
}

/** The beginning of the last id, as those that follow mostly have it too. */
let last = { machine: "", pool: "", second: NaN, text: "" };

/**
 * Writes the id of a task, a task suite or an assignment: the pool, the second,
 * the machine, a running number.
 */
export function idInPool(
  { pool, machine }: PoolIds,
  time: number,
  count: number,
): string {
  const second = Math.floor(time / SECOND);
  if (
    second !== last.second || pool !== last.pool || machine !== last.machine
  ) {
    const text = [pool, "--", secondDigits(second), machine].join("");
    last = { machine, pool, second, text };
  }
  return last.text + (DIGITS[count >> 12]! + DIGITS[count & 0xfff]!);
}

/** The running number before another one. */
export function countBefore(count: number): number {
  return (count + COUNTS - 1) % COUNTS;
}

function secondDigits(second: number): string {
  return second.toString(16).padStart(8, "0");
}

/** Source of the next identifiers. */
export interface SavedIds {
  random: readonly number[];
  machine: string;
  object: number;
  number: number;
}

/** Hands out identifiers; those of one kind grow with time. */
export class Ids {
  readonly #random: Random;
  #machine: string;
  #object: number;
  #number: number;

  /** Takes what is random in identifiers from `random`. */
  constructor(random: Random) {
    this.#random = random;
    this.#machine = random.hex(10);
    this.#object = random.integer(0, 0xffff);
    this.#number = random.integer(10_000_000, 30_000_000);
  }

  /** Source of the next identifiers. */
  save(): SavedIds {
    return {
      random: this.#random.save(),
      machine: this.#machine,
      object: this.#object,
      number: this.#number,
    };
  }

  /** Goes on with the identifiers that come next. */
  restore(saved: SavedIds): void {
    this.#random.restore(saved.random);
    this.#machine = saved.machine;
    this.#object = saved.object;
    this.#number = saved.number;
  }

  /** A decimal number, for projects, pools, trainings and skills. */
  number(): string {
    this.#number += this.#random.integer(1, 9);
    return String(this.#number);
  }

  /** 24 digits: the second, the machine, a running number. */
  object(now: number): string {
    const count = this.count().toString(16).padStart(6, "0");
    return secondDigits(Math.floor(now / SECOND)) + this.#machine + count;
  }

  /** The running number of the next id. */
  count(): number {
    return this.#object = (this.#object + 1) % COUNTS;
  }

  /** The parts of the ids in a pool. */
  ofPool(poolId: string): PoolIds {
    const pool = Number(poolId).toString(16).padStart(10, "0");
    return { pool, machine: this.#machine };
  }

  /** 32 digits, for people. */
  person(): string {
    return this.#random.hex(32);
  }

  /** 20 letters and digits, for the Apps API. */
  app(): string {
    return Array.from({ length: 20 }, () => this.#random.pick(LETTERS)).join(
      "",
    );
  }

  /** A UUID, for operations and requests. */
  uuid(): string {
    return this.#random.uuid();
  }
}
