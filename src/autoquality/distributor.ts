/** Distribution of Tolokers over the pools of an experiment. @module */
import type { TolokaClient } from "../client.ts";
import { TolokaError } from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import { parseTime } from "../time.ts";
import { pick, randomOf } from "./random.ts";

/** The parts of the client that distribute Tolokers. */
export type DistributingClient = Pick<
  TolokaClient,
  "assignments" | "userRestrictions" | "userSkills"
>;

/** Pool of an experiment, with the value of the skill that admits to it. */
export interface SkilledPool {
  /** Id of the pool. */
  pool_id: string;
  /** Value of the experiment's skill. */
  place: number;
}

/** Options of a {@linkcode Distributor}. */
export interface DistributorOptions {
  /** Client. */
  client: DistributingClient;
  /** Id of the experiment's skill. */
  skillId: string;
  /** Source of random numbers. */
  seed: string;
  /** Training whose Tolokers are distributed. */
  trainingPoolId: string | undefined;
  /** Further Tolokers. */
  tolokers: readonly string[];
  /** Tolokers who go to another pool when theirs closes. */
  reassign: "NEWCOMERS" | "ALL";
  /** Options of the requests. */
  request: RequestOptions;
}

/** Skills that are written at a time. */
const CONCURRENCY = 8;
/** Attempts to write a skill, one in each round. */
const ATTEMPTS = 10;
/** Longest delay with which a listing may show an assignment, in milliseconds. */
const LAG = 300_000;

/**
 * Assigns each Toloker to a pool by the value of one skill, which the server
 * keeps: after a restart nobody is assigned twice.
 */
export class Distributor {
  readonly #options: DistributorOptions;
  /** Place of each Toloker who is assigned. */
  readonly #places: Map<string, number>;
  /** Tolokers to assign, with the number of failed attempts. */
  readonly #waiting: Map<string, number>;
  /** Tolokers who are waiting or assigned, or whom the server refuses. */
  readonly #known: Set<string>;
  /** Closed pools whose Tolokers were looked at. */
  readonly #emptied = new Set<string>();
  /** Submission of the last assignment seen in the training. */
  #seenUntil: number | undefined;
  /** Tolokers who could not be assigned, with the reason. */
  readonly failed: Map<string, string> = new Map();

  private constructor(
    options: DistributorOptions,
    places: Map<string, number>,
  ) {
    this.#options = options;
    this.#places = places;
    this.#known = new Set(places.keys());
    const fresh = options.tolokers.filter((id) => !places.has(id));
    this.#waiting = new Map(fresh.map((id) => [id, 0]));
    for (const id of fresh) this.#known.add(id);
  }

  /** Reads from the server who is assigned already. */
  static async open(options: DistributorOptions): Promise<Distributor> {
    const { client, skillId, request } = options;
    const places = new Map<string, number>();
    const skills = client.userSkills.list({ skill_id: skillId }, request);
    for await (const { user_id, value } of skills) places.set(user_id, value);
    return new Distributor(options, places);
  }

  /** Number of Tolokers who are assigned. */
  get assigned(): number {
    return this.#places.size;
  }

  /** Finds new Tolokers, and assigns those who wait to open pools. */
  async distribute(
    open: readonly SkilledPool[],
    closed: readonly SkilledPool[],
  ): Promise<void> {
    await this.#readTraining();
    if (open.length === 0) return;
    for (const pool of closed) await this.#empty(pool);
    const plan = this.#plan(open);
    for (let i = 0; i < plan.length; i += CONCURRENCY) {
      const some = plan.slice(i, i + CONCURRENCY);
      await Promise.all(some.map(([id, place]) => this.#assign(id, place)));
    }
  }

  async #readTraining(): Promise<void> {
    const { client, trainingPoolId, request } = this.#options;
    if (trainingPoolId === undefined) return;
    const assignments = client.assignments.list({
      pool_id: trainingPoolId,
      status: ["SUBMITTED", "ACCEPTED"],
      ...(this.#seenUntil !== undefined &&
        { submitted_gte: new Date(this.#seenUntil - LAG) }),
    }, request);
    for await (const { user_id, submitted } of assignments) {
      if (submitted !== undefined) {
        const time = parseTime(submitted).getTime();
        this.#seenUntil = Math.max(this.#seenUntil ?? time, time);
      }
      if (this.#known.has(user_id)) continue;
      this.#known.add(user_id);
      this.#waiting.set(user_id, 0);
    }
  }

  /** Lets Tolokers of a closed pool wait for another one. */
  async #empty({ pool_id, place }: SkilledPool): Promise<void> {
    if (this.#emptied.has(pool_id)) return;
    const staying = await this.#stayingIn(pool_id);
    for (const [id, own] of this.#places) {
      if (own === place && !staying.has(id)) this.#waiting.set(id, 0);
    }
    this.#emptied.add(pool_id);
  }

  async #stayingIn(pool_id: string): Promise<Set<string>> {
    const { client, reassign, request } = this.#options;
    const list = reassign === "NEWCOMERS"
      ? client.assignments.list({ pool_id }, request)
      : client.userRestrictions.list({ scope: "POOL", pool_id }, request);
    const found = new Set<string>();
    for await (const { user_id } of list) found.add(user_id);
    return found;
  }

  /** Sends each waiting Toloker to one of the open pools with the fewest Tolokers. */
  #plan(open: readonly SkilledPool[]): [id: string, place: number][] {
    const loads = new Map(open.map(({ place }) => [place, 0]));
    for (const [id, place] of this.#places) {
      const load = loads.get(place);
      if (load === undefined || this.#waiting.has(id)) continue;
      loads.set(place, load + 1);
    }
    return [...this.#waiting.keys()].map((id) => {
      const least = Math.min(...loads.values());
      const free = [...loads].filter(([, load]) => load === least);
      // By the Toloker, so that it does not depend on how often one looks.
      const random = randomOf(`${this.#options.seed}/toloker/${id}`);
      const [place] = pick(random, free);
      loads.set(place, least + 1);
      return [id, place];
    });
  }

  /** Writes the skill; failures are tried again in the next round. */
  async #assign(user_id: string, place: number): Promise<void> {
    const { client, skillId, request } = this.#options;
    const skill = { skill_id: skillId, user_id, value: place };
    try {
      await client.userSkills.set(skill, request);
      this.#places.set(user_id, place);
      this.#waiting.delete(user_id);
      this.failed.delete(user_id);
    } catch (error) {
      if (!(error instanceof TolokaError)) throw error;
      const attempts = (this.#waiting.get(user_id) ?? 0) + 1;
      this.failed.set(user_id, error.message);
      if (attempts < ATTEMPTS) this.#waiting.set(user_id, attempts);
      else this.#waiting.delete(user_id);
    }
  }
}
