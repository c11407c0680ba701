/** The simulator as its users see it. */

import { readGraph, writeGraph } from "./engine/graph.ts";
import { MINUTE } from "./engine/time.ts";
import { Timekeeper } from "./engine/timekeeper.ts";
import { type SimulatorEvent, tell } from "./events.ts";
import {
  readOptions,
  type RunOptions,
  type SimulatorOptions,
} from "./options.ts";
import { setBlocked } from "./issuing/pool_life.ts";
import { makeRouter } from "./routes.ts";
import {
  CODECS,
  pack,
  restoreWorld,
  type SavedSimulator,
  type SavedState,
  saveWorld,
  splitOptions,
  unpack,
} from "./saving.ts";
import { type Fault, type FaultCounts, FaultPlan } from "./server/faults.ts";
import { Gateway } from "./server/gateway.ts";
import { QuotaKeeper } from "./server/quotas.ts";
import {
  type EndpointSummary,
  RequestLog,
  type SimulatedRequest,
} from "./server/request_log.ts";
import { type Outgoing, toResponse } from "./server/response.ts";
import type { Incoming } from "./server/router.ts";
import {
  serve,
  type ServeOptions,
  type SimulatorServer,
} from "./server/serve.ts";
import { makeWorld } from "./start.ts";
import { shortageOf } from "./tolokers/shortage.ts";
import {
  showToloker,
  type SimulatedDelivery,
  type SimulatedToloker,
} from "./world/simulated.ts";
import type { Shortage } from "./world/tolokers.ts";
import type { World } from "./world/world.ts";

/** A pool that nobody is left for. */
export interface PoolShortage {
  /** Id of the pool. */
  readonly pool_id: string;
  /** Numbers of Tolokers who take nothing, by reason. */
  readonly shortage: Shortage;
}

/** Default limit of {@linkcode Simulator.runUntil}. */
const LIMIT = 30 * 24 * 60 * MINUTE;

/**
 * A Toloka server in memory, with Tolokers who do the tasks.
 *
 * @example Doing a pool's tasks without a network
 * ```ts
 * import { Simulator } from "@toloka/client/simulator";
 * import { assertEquals } from "@std/assert";
 *
 * const simulator = new Simulator({ seed: 1 });
 * const response = await simulator.fetch(
 *   `${simulator.url}/api/v1/requester`,
 *   {
 *     headers: { Authorization: "ApiKey any" },
 *   },
 * );
 * assertEquals((await response.json()).balance, 1000);
 * ```
 */
export class Simulator {
  /** Base URL for {@linkcode Simulator.fetch}; no host of this name exists. */
  readonly url: string = "http://simulator.invalid";

  /**
   * Answers a request, as `fetch` does, whatever host it is for. Needs no
   * `this`.
   */
  readonly fetch: typeof globalThis.fetch;

  readonly #world: World;
  /** The other accounts, by id. */
  readonly #others: ReadonlyMap<string, World>;
  readonly #time: Timekeeper;
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;
  readonly #gateway: Gateway;
  readonly #options: SimulatorOptions;

  /**
   * Creates a server without any data.
   *
   * @throws {RangeError} If an option is out of bounds.
   */
  constructor(options: SimulatorOptions = {}) {
    const { start, speed, pace, tick, logged } = readOptions(options);
    this.#options = options;
    const copies = (eventType: string) => this.#faults.copies(eventType);
    this.#world = makeWorld(options, { start, pace, copies });
    this.#others = new Map(
      Object.entries(options.accounts ?? {}).map(([id, account]) => [
        id,
        makeWorld({ ...options, ...account }, { start, pace, copies }, id),
      ]),
    );
    const clocks = this.#worlds.map(({ clock }) => clock);
    this.#time = new Timekeeper({ clocks, speed, tick });
    this.#faults = new FaultPlan(options.seed ?? 1);
    this.#faults.add(options.faults ?? []);
    this.#log = new RequestLog(logged);
    const { quotas = false } = options;
    this.#gateway = new Gateway({
      router: makeRouter(),
      own: this.#world,
      others: this.#others,
      faults: this.#faults,
      log: this.#log,
      quotas: quotas === false
        ? undefined
        : new QuotaKeeper(quotas === true ? {} : quotas),
      clamps: options.largePages === "CLAMP",
      strict: options.strict ?? false,
      speed,
    });
    this.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { method, headers, signal } = request;
      signal.throwIfAborted();
      const text = await request.text();
      signal.throwIfAborted();
      const url = new URL(request.url);
      const incoming = { method, url, headers, text };
      return toResponse(await this.#answer(incoming, signal));
    };
  }

  /**
   * Goes on where a simulator was saved: the same requests get the same
   * answers, at the same times, as they would have then.
   *
   * @param saved What {@linkcode Simulator.save} gave.
   * @param options What is to be different. Options that are functions, or
   * have some in them, must be given again, as functions are not saved.
   * @throws {TypeError} If the data cannot be read, or a function is missing.
   *
   * @example Saving and loading
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator({ seed: 1, balance: 10 });
   * await simulator.advance(60_000);
   * const text = JSON.stringify(simulator.save());
   *
   * const later = Simulator.load(JSON.parse(text));
   * assertEquals(later.now, simulator.now);
   * ```
   */
  static load(
    saved: SavedSimulator,
    options: SimulatorOptions = {},
  ): Simulator {
    const root = readGraph(unpack(saved), CODECS) as SavedState;
    for (const name of root.missing) {
      if (options[name as keyof SimulatorOptions] !== undefined) continue;
      throw new TypeError(
        `Cannot load the simulator as its option '${name}' has a function, which must be given again: current value is undefined`,
      );
    }
    const simulator = new Simulator({ ...root.options, ...options });
    simulator.#restore(root);
    if (options.faults !== undefined) {
      simulator.clearFaults();
      simulator.addFaults(options.faults);
    }
    return simulator;
  }

  /**
   * Everything the simulator knows, as JSON. Deliveries of webhooks that are
   * on their way, and the log of deliveries, are not in it. A thousand
   * assignments take 0.3 MB with a task in each and 0.9 MB with five, and
   * `JSON.stringify` writes texts of half a gigabyte at most.
   */
  save(): SavedSimulator {
    this.#time.catchUp();
    const { kept, missing } = splitOptions(this.#options);
    const root: SavedState = {
      options: kept,
      missing,
      own: saveWorld(this.#world),
      others: new Map(
        Array.from(this.#others, ([id, world]) => [id, saveWorld(world)]),
      ),
      repeats: this.#time.save(),
      gateway: this.#gateway.save(),
    };
    return pack(writeGraph(root, CODECS));
  }

  #restore({ own, others, repeats, gateway }: SavedState): void {
    restoreWorld(this.#world, own);
    for (const [id, world] of this.#others) {
      const saved = others.get(id);
      if (saved !== undefined) restoreWorld(world, saved);
      else world.clock.advanceTo(this.#world.clock.now);
    }
    this.#time.restore(repeats);
    this.#gateway.restore(gateway);
  }

  /** Current time of the server and the Tolokers. */
  get now(): Date {
    return new Date(this.#time.now);
  }

  /** The population of Tolokers. */
  get tolokers(): readonly SimulatedToloker[] {
    return [...this.#world.tolokers.values()].map(showToloker);
  }

  /**
   * Number of injected faults, by type.
   *
   * @example Asserting that a fault was injected
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator({
   *   faults: [{ type: "ERROR", status: 503, on: "GET /requester", times: 1 }],
   * });
   * const response = await simulator.fetch(
   *   `${simulator.url}/api/v1/requester`,
   * );
   * assertEquals(response.status, 503);
   * assertEquals(simulator.faults.ERROR, 1);
   * ```
   */
  get faults(): FaultCounts {
    return this.#faults.counts;
  }

  /**
   * Adds faults behind those there are: of all that fit a request, the first
   * decides.
   *
   * @throws {TypeError} If a field of a fault is of the wrong kind.
   * @throws {RangeError} If a field of a fault is out of bounds.
   */
  addFaults(faults: readonly Fault[]): void {
    this.#faults.add(faults);
  }

  /** Takes all faults away; the counts stay. */
  clearFaults(): void {
    this.#faults.clear();
  }

  /**
   * The last requests, oldest first, as many as
   * {@linkcode SimulatorOptions.requestLog} says. {@linkcode formatRequest}
   * writes one in a line.
   */
  get requests(): readonly SimulatedRequest[] {
    return this.#log.requests;
  }

  /** Number of requests so far, by endpoint and status. */
  get summary(): readonly EndpointSummary[] {
    return this.#log.summary;
  }

  /**
   * The open pools that wait in vain: nobody works there, and nobody is left
   * who could. A larger population, a wider filter or a smaller overlap helps.
   *
   * @example A pool that asks for more people than there are
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator({ population: { count: 2 } });
   * // Here a pool with an overlap of 3 would be opened.
   * await simulator.runUntil("idle");
   * for (const { pool_id, shortage } of simulator.shortages) {
   *   console.log(`Pool ${pool_id}: ${shortage.done} have done their share`);
   * }
   * assertEquals(simulator.shortages, []);
   * ```
   */
  get shortages(): readonly PoolShortage[] {
    return this.#worlds.flatMap((world) =>
      [...world.pools.values()].flatMap((pool) => {
        const shortage = shortageOf(world, pool);
        return shortage === undefined
          ? []
          : [{ pool_id: pool.view.id, shortage }];
      })
    );
  }

  /**
   * The last attempts to deliver webhooks, oldest first: of each account as
   * many as {@linkcode WebhookOptions.log} says.
   */
  get deliveries(): readonly SimulatedDelivery[] {
    return this.#worlds.flatMap((world) => world.sender.log.items);
  }

  /**
   * Waits until every webhook is delivered or given up. They go out by
   * themselves while a program waits for anything; a receiver must not wait for
   * this.
   *
   * @example Receiving webhooks in the same process
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const received: Request[] = [];
   * const simulator = new Simulator({
   *   webhooks: {
   *     fetch(input, init) {
   *       received.push(new Request(input, init));
   *       return Promise.resolve(new Response());
   *     },
   *   },
   * });
   * // Here webhooks would be subscribed to and a pool be opened.
   * await simulator.runUntil("idle");
   * await simulator.settled();
   * assertEquals(received.length, simulator.deliveries.length);
   * ```
   */
  async settled(): Promise<void> {
    await Promise.all(
      this.#worlds.map((world) => world.sender.settled()),
    );
  }

  /**
   * Tells a function what happens from now on, at the moment it happens: in
   * virtual time while a request is answered or time passes. What the function
   * throws ends what is under way, so better keep it simple.
   *
   * @returns Stops it.
   *
   * @example Counting answers
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator();
   * let answers = 0;
   * const stop = simulator.on(({ type }) => {
   *   if (type === "ASSIGNMENT_SUBMITTED") answers++;
   * });
   * // Here a pool would be opened and done.
   * stop();
   * assertEquals(answers, 0);
   * ```
   */
  on(listener: (event: SimulatorEvent) => void): () => void {
    const stops = this.#worlds.map((world) => tell(world, listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Lets virtual time pass, with all that happens meanwhile.
   *
   * @param milliseconds How much; at least 0.
   * @throws {TypeError} If time runs by itself.
   */
  advance(milliseconds: number): Promise<void> {
    return attempt(() => this.#time.advance(milliseconds));
  }

  /**
   * Lets virtual time pass, event by event, until a condition holds or, with
   * `"idle"`, nobody is at work and nobody will come. Otherwise as much time
   * passes as the limit allows.
   *
   * @returns Whether that was reached within the limit.
   * @throws {TypeError} If time runs by itself.
   * @throws {RangeError} If the limit is below 0.
   *
   * @example Waiting for all Tolokers
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assert } from "@std/assert";
   *
   * const simulator = new Simulator();
   * // Here a pool would be filled with tasks and opened.
   * assert(await simulator.runUntil("idle"));
   * ```
   */
  runUntil(
    condition: "idle" | (() => boolean),
    options: RunOptions = {},
  ): Promise<boolean> {
    const { limit = LIMIT } = options;
    return attempt(() => this.#time.runUntil(condition, limit));
  }

  /**
   * Listens on a socket, for programs in other processes and languages. Prints
   * nothing.
   *
   * @example Serving for as long as a block runs
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator({ time: { speed: 60 } });
   * await using server = await simulator.serve();
   * const response = await fetch(`${server.url}/api/v1/requester`, {
   *   headers: { Authorization: "ApiKey any" },
   * });
   * assertEquals((await response.json()).balance, 1000);
   * ```
   */
  serve(options: ServeOptions = {}): Promise<SimulatorServer> {
    return serve(
      (incoming, signal) => this.#answer(incoming, signal),
      options,
    );
  }

  /**
   * Blocks an account, as the platform's administrators can: its open pools
   * and trainings close with the reason `BLOCKED`, and none can be opened.
   * Tolokers at work may still submit their answers.
   *
   * @param account Id of another account in
   * {@linkcode SimulatorOptions.accounts}; by default that of the token.
   * @throws {RangeError} If there is no account with this id.
   */
  block(account?: string): void {
    setBlocked(this.#worldOf(account), true);
  }

  /**
   * Lifts the block of an account. Its pools stay closed until they are opened.
   *
   * @param account Id of another account; by default that of the token.
   * @throws {RangeError} If there is no account with this id.
   */
  unblock(account?: string): void {
    setBlocked(this.#worldOf(account), false);
  }

  #worldOf(account: string | undefined): World {
    const world = account === undefined
      ? this.#world
      : this.#others.get(account);
    if (world !== undefined) return world;
    throw new RangeError(
      `Cannot block or unblock an account as it must be one of the option 'accounts': current value is ${account}`,
    );
  }

  /** Answers a request; nothing waits before it is done. */
  #answer(incoming: Incoming, signal: AbortSignal): Promise<Outgoing> {
    const { method, url: { href } } = incoming;
    const gateway = this.#gateway;
    this.#time.pass(method, href, () => gateway.takeWait(method, href));
    return gateway.answer(incoming, signal);
  }

  /** All accounts, that of the token first. */
  get #worlds(): readonly World[] {
    return [this.#world, ...this.#others.values()];
  }
}

/** Runs immediately; an exception becomes a rejection. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
