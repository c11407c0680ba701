/** Identifiers of the same form as the API's. */

import type { Random } from "./random.ts";
import { SECOND } from "./time.ts";

const LETTERS = [
  ..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
];

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
    this.#object = (this.#object + 1) % 0x1000000;
    const second = Math.floor(now / SECOND).toString(16).padStart(8, "0");
    const count = this.#object.toString(16).padStart(6, "0");
    return second + this.#machine + count;
  }

  /** For what lives in a pool: tasks, task suites and assignments. */
  inPool(poolId: string, now: number): string {
    const pool = Number(poolId).toString(16).padStart(10, "0");
    // A joined text takes half the room of one that is put together, and
    // there are millions of these.
    return [pool, this.object(now)].join("--");
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
