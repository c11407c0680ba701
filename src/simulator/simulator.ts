/** The simulator as its users see it. */

import { assignmentRoutes } from "./assignments.ts";
import { deliveriesOf, type SimulatedDelivery } from "./deliveries.ts";
import { type SimulatorEvent, tell } from "./events.ts";
import { type Fault, type FaultCounts, FaultPlan } from "./faults.ts";
import type { Values } from "./fields.ts";
import { Front } from "./front.ts";
import { readGraph, writeGraph } from "./graph.ts";
import { startLifeCycles } from "./life_cycles.ts";
import { operationRoutes } from "./operations.ts";
import {
  showToloker,
  type SimulatedTask,
  type SimulatedToloker,
} from "./people.ts";
import { populate, type PopulationOptions } from "./population.ts";
import { poolRoutes } from "./pools.ts";
import { projectRoutes } from "./projects.ts";
import { QuotaKeeper, type QuotaOptions } from "./quotas.ts";
import {
  type EndpointSummary,
  RequestLog,
  type SimulatedRequest,
} from "./request_log.ts";
import { requesterRoutes } from "./requester.ts";
import { restrictionRoutes } from "./restrictions.ts";
import { type Outgoing, toResponse } from "./response.ts";
import { type Incoming, Router } from "./router.ts";
import {
  CODECS,
  pack,
  restoreWorld,
  type SavedSimulator,
  type SavedWorld,
  saveWorld,
  splitOptions,
  unpack,
} from "./saving.ts";
import { serve, type ServeOptions, type SimulatorServer } from "./serve.ts";
import {
  type ServiceOptions,
  serviceRoutes,
  serviceSettings,
  startServices,
} from "./services.ts";
import { skillRoutes } from "./skills.ts";
import { World } from "./store.ts";
import { taskSuiteRoutes } from "./task_suites.ts";
import { taskRoutes } from "./tasks.ts";
import { MINUTE, parseTime, SECOND } from "./time.ts";
import { trainingRoutes } from "./trainings.ts";
import { userRoutes } from "./users.ts";

/** Where virtual time begins by default. */
const START = Date.UTC(2024, 0, 1);
/** Most virtual time one request lets pass. */
const LONGEST_TICK = 10 * MINUTE;
/** How many different reads are remembered. */
const MANY_READS = 1_000;
/** How many requests the log keeps by default. */
const LOGGED = 1_000;
/** How far {@linkcode Simulator.runUntil} goes by default. */
const LIMIT = 30 * 24 * 60 * MINUTE;

/** How a simulator is set up. */
export interface SimulatorOptions extends ServiceOptions {
  /**
   * Where all chance comes from: the same seed and the same requests give the
   * same run, identifiers included.
   *
   * @default {1}
   */
  seed?: number | string | undefined;
  /** Who the Tolokers are: one group or several. */
  population?: PopulationOptions | readonly PopulationOptions[] | undefined;
  /**
   * How time passes. `"virtual"` time stands still but for what requests
   * ({@linkcode SimulatorOptions.tick}) and the simulator's own methods let
   * pass. With `{ speed }` it runs by itself, `speed` times as fast as real
   * time.
   *
   * @default {"virtual"}
   */
  time?: "virtual" | { speed: number } | undefined;
  /**
   * Virtual milliseconds that pass with each request. A read that is repeated
   * takes twice as long each time, up to ten minutes, until something is
   * written: a program that waits in a loop is served by itself. 0 leaves time
   * to {@linkcode Simulator.advance}.
   *
   * @default {1000}
   */
  tick?: number | undefined;
  /**
   * When it is. A text without a zone is UTC.
   *
   * @default {"2024-01-01"} in virtual time, else now
   */
  start?: Date | string | undefined;
  /**
   * Money in the requester's account.
   *
   * @default {1000}
   */
  balance?: number | undefined;
  /**
   * What the platform takes on top of a reward, as a fraction of it.
   *
   * @default {0}
   */
  fee?: number | undefined;
  /**
   * Other accounts that the token may act in with the header
   * `X-Act-Under-Account-ID`, by their ids. Each has projects, pools and money
   * of its own; the Tolokers are the same people.
   *
   * @default {{}}
   */
  accounts?: Readonly<Record<string, AccountOptions>> | undefined;
  /** Faults to inject from the beginning. */
  faults?: readonly Fault[] | undefined;
  /**
   * Whether requests beyond the API's limits are answered 429: `true` for the
   * limits it documents. In virtual time with a tick, the time that a refused
   * request was told to wait passes when it comes again.
   *
   * @default {false}
   */
  quotas?: boolean | QuotaOptions | undefined;
  /**
   * How many of the last requests {@linkcode Simulator.requests} keeps.
   *
   * @default {1000}
   */
  requestLog?: number | undefined;
  /**
   * What becomes of a `limit` above the maximum of a list: an error 400, or as
   * many items as the maximum.
   *
   * @default {"REFUSE"}
   */
  largePages?: "REFUSE" | "CLAMP" | undefined;
  /**
   * How many assignments a pool may have before it closes.
   *
   * @default {2000000}
   */
  maxAssignments?: number | undefined;
  /**
   * The right answer to a task. Without it, right is what the task's
   * `known_solutions` say, else what follows from the seed and the task's
   * input.
   */
  truth?:
    | ((task: SimulatedTask) => Record<string, unknown>)
    | undefined;
}

/** Another account that the token may act in. */
export interface AccountOptions {
  /**
   * Money in the account.
   *
   * @default {1000}
   */
  balance?: number | undefined;
}

/** How far to run. */
export interface RunOptions {
  /**
   * Most virtual milliseconds to let pass.
   *
   * @default {2592000000} 30 days
   */
  limit?: number | undefined;
}

/**
 * A Toloka server in memory, with Tolokers who do the tasks.
 *
 * @example Doing a pool's tasks without a network
 * ```ts
 * import { Simulator } from "@toloka/client/simulator";
 * import { assertEquals } from "@std/assert";
 *
 * const simulator = new Simulator({ seed: 1 });
 * const response = await simulator.fetch(`${simulator.url}/api/v1/requester`, {
 *   headers: { Authorization: "ApiKey any" },
 * });
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
  readonly #others = new Map<string, World>();
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;
  readonly #front: Front;
  readonly #tick: number;
  /** How often each read was repeated since the last write. */
  readonly #repeats = new Map<string, number>();
  readonly #speed: number | undefined;
  readonly #options: SimulatorOptions;
  #realStart = performance.now();
  #start: number;

  /**
   * Makes a server that knows nothing yet.
   *
   * @throws {RangeError} If an option is out of bounds.
   */
  constructor(options: SimulatorOptions = {}) {
    const { time = "virtual", tick = SECOND } = options;
    this.#speed = time === "virtual" ? undefined : time.speed;
    if (this.#speed !== undefined && !(this.#speed > 0)) {
      throw new RangeError(
        `Cannot create the simulator as 'speed' must be above 0: current value is ${this.#speed}`,
      );
    }
    if (!(tick >= 0)) {
      throw new RangeError(
        `Cannot create the simulator as 'tick' must be at least 0: current value is ${tick}`,
      );
    }
    this.#options = options;
    this.#tick = tick;
    this.#start = readStart(options.start) ??
      (time === "virtual" ? START : Date.now());
    const copies = (eventType: string) => this.#faults.copies(eventType);
    this.#world = makeWorld(options, this.#start, copies);
    for (const [id, account] of Object.entries(options.accounts ?? {})) {
      const world = makeWorld(
        { ...options, ...account },
        this.#start,
        copies,
        id,
      );
      this.#others.set(id, world);
    }
    this.#faults = new FaultPlan(options.seed ?? 1);
    this.#faults.add(options.faults ?? []);
    this.#log = new RequestLog(readLogSize(options.requestLog));
    const { quotas = false } = options;
    this.#front = new Front({
      router: makeRouter(),
      own: this.#world,
      others: this.#others,
      faults: this.#faults,
      log: this.#log,
      quotas: quotas === false
        ? undefined
        : new QuotaKeeper(quotas === true ? {} : quotas),
      clamps: options.largePages === "CLAMP",
      speed: this.#speed,
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
   * assignments take about 1.4 MB, and `JSON.stringify` makes texts of half a
   * gigabyte at most.
   */
  save(): SavedSimulator {
    this.#catchUp();
    const { kept, missing } = splitOptions(this.#options);
    const root: SavedState = {
      options: kept,
      missing,
      own: saveWorld(this.#world),
      others: new Map(
        Array.from(this.#others, ([id, world]) => [id, saveWorld(world)]),
      ),
      repeats: this.#repeats,
      front: this.#front.save(),
    };
    return pack(writeGraph(root, CODECS));
  }

  #restore({ own, others, repeats, front }: SavedState): void {
    restoreWorld(this.#world, own);
    for (const [id, world] of this.#others) {
      const saved = others.get(id);
      if (saved !== undefined) restoreWorld(world, saved);
      else world.clock.advanceTo(this.#world.clock.now);
    }
    for (const [url, count] of repeats) this.#repeats.set(url, count);
    this.#front.restore(front);
    this.#start = this.#world.clock.now;
    this.#realStart = performance.now();
  }

  /** What time it is for the server and the Tolokers. */
  get now(): Date {
    this.#catchUp();
    return new Date(this.#world.clock.now);
  }

  /** Who is there to work. */
  get tolokers(): readonly SimulatedToloker[] {
    return [...this.#world.tolokers.values()].map(showToloker);
  }

  /**
   * How many faults of each type have been injected.
   *
   * @example Asserting that a fault was injected
   * ```ts
   * import { Simulator } from "@toloka/client/simulator";
   * import { assertEquals } from "@std/assert";
   *
   * const simulator = new Simulator({
   *   faults: [{ type: "ERROR", status: 503, on: "GET /requester", times: 1 }],
   * });
   * const response = await simulator.fetch(`${simulator.url}/api/v1/requester`);
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

  /** How often each endpoint was asked so far, and with what success. */
  get summary(): readonly EndpointSummary[] {
    return this.#log.summary;
  }

  /** Every attempt to deliver webhooks so far. */
  get deliveries(): readonly SimulatedDelivery[] {
    const worlds = [this.#world, ...this.#others.values()];
    return worlds.flatMap((world) => deliveriesOf(world).log);
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
    const worlds = [this.#world, ...this.#others.values()];
    await Promise.all(worlds.map((world) => deliveriesOf(world).settled()));
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
    const worlds = [this.#world, ...this.#others.values()];
    const stops = worlds.map((world) => tell(world, listener));
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
    return attempt(() => {
      this.#requireVirtual("advance");
      if (!(milliseconds >= 0)) {
        throw new RangeError(
          `Cannot advance time as 'milliseconds' must be at least 0: current value is ${milliseconds}`,
        );
      }
      this.#advanceTo(this.#world.clock.now + milliseconds);
    });
  }

  /**
   * Lets virtual time pass, event by event, until a condition holds or, with
   * `"idle"`, nobody is at work and nobody will come.
   *
   * @returns Whether that was reached before the limit.
   * @throws {TypeError} If time runs by itself.
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
    return attempt(() => {
      this.#requireVirtual("run");
      const worlds = [this.#world, ...this.#others.values()];
      const end = this.#world.clock.now + (options.limit ?? LIMIT);
      const holds = condition === "idle"
        ? () => worlds.every(({ clock }) => clock.idle)
        : condition;
      while (!holds()) {
        const next = Math.min(
          ...worlds.map(({ clock }) => clock.next ?? Infinity),
        );
        if (next > end) return false;
        const first = worlds.find(({ clock }) => clock.next === next);
        first!.clock.step(end);
        // The accounts share one time.
        for (const world of worlds) {
          if (world !== first) world.clock.advanceTo(next);
        }
      }
      return true;
    });
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

  /** Answers a request; nothing waits before it is done. */
  #answer(incoming: Incoming, signal: AbortSignal): Promise<Outgoing> {
    this.#pass(incoming);
    return this.#front.answer(incoming, signal);
  }

  /** Lets the time pass that a request takes. */
  #pass({ method, url: { href: url } }: Incoming): void {
    if (this.#speed !== undefined) return this.#catchUp();
    let tick = this.#tick;
    const wait = this.#front.takeWait(method, url);
    if (wait !== undefined && tick > 0) this.#advanceTo(wait);
    if (method === "GET") {
      const repeats = this.#repeats.get(url) ?? 0;
      // A long read of many pages is no loop.
      if (this.#repeats.size > MANY_READS) this.#repeats.clear();
      this.#repeats.set(url, repeats + 1);
      tick = Math.max(tick, Math.min(tick * 2 ** repeats, LONGEST_TICK));
    } else {
      this.#repeats.clear();
    }
    this.#advanceTo(this.#world.clock.now + tick);
  }

  #advanceTo(time: number): void {
    this.#world.clock.advanceTo(time);
    for (const { clock } of this.#others.values()) clock.advanceTo(time);
  }

  /** Lets everything happen that is due by now in real time. */
  #catchUp(): void {
    if (this.#speed === undefined) return;
    const passed = performance.now() - this.#realStart;
    this.#advanceTo(this.#start + passed * this.#speed);
  }

  #requireVirtual(verb: string): void {
    if (this.#speed === undefined) return;
    throw new TypeError(
      `Cannot ${verb} the simulator as its time runs by itself: use 'time: "virtual"'`,
    );
  }
}

/** What is saved of a simulator. */
interface SavedState {
  options: SimulatorOptions;
  /** Names of options with functions. */
  missing: string[];
  own: SavedWorld;
  others: ReadonlyMap<string, SavedWorld>;
  repeats: ReadonlyMap<string, number>;
  front: unknown;
}

/** An account with its Tolokers; without an id, the one of the token. */
function makeWorld(
  options: SimulatorOptions,
  start: number,
  copies: (eventType: string) => number,
  account?: string,
): World {
  const world = new World({
    seed: options.seed ?? 1,
    account,
    start,
    balance: options.balance ?? 1_000,
    fee: options.fee ?? 0,
    truth: options.truth as ((task: { input_values: Values }) => Values),
    maxAssignments: options.maxAssignments,
    services: serviceSettings(options),
  });
  populate(world, options.population ?? {});
  startServices(world, options, copies);
  startLifeCycles(world);
  return world;
}

function makeRouter(): Router {
  return new Router([
    ...projectRoutes,
    ...poolRoutes,
    ...trainingRoutes,
    ...taskRoutes,
    ...taskSuiteRoutes,
    ...assignmentRoutes,
    ...operationRoutes,
    ...skillRoutes,
    ...restrictionRoutes,
    ...requesterRoutes,
    ...userRoutes,
    ...serviceRoutes,
  ]);
}

function readLogSize(size = LOGGED): number {
  if (Number.isInteger(size) && size >= 0) return size;
  throw new RangeError(
    `Cannot create the simulator as 'requestLog' must be a whole number from 0: current value is ${size}`,
  );
}

function readStart(start: Date | string | undefined): number | undefined {
  if (start === undefined) return undefined;
  const time = typeof start === "string"
    ? parseTime(start) ?? NaN
    : start.getTime();
  if (Number.isNaN(time)) {
    throw new RangeError(
      `Cannot create the simulator as 'start' must be a time: current value is ${start}`,
    );
  }
  return time;
}

/** Runs at once; what it throws becomes a rejection. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
