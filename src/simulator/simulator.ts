/** The simulator as its users see it. */

import { assignmentRoutes } from "./assignments.ts";
import type { Values } from "./fields.ts";
import { operationRoutes } from "./operations.ts";
import { populate, type PopulationOptions } from "./population.ts";
import { poolRoutes } from "./pools.ts";
import { projectRoutes } from "./projects.ts";
import { startQualityControl } from "./quality_control.ts";
import { requesterRoutes } from "./requester.ts";
import { restrictionRoutes } from "./restrictions.ts";
import { Router, toResponse } from "./router.ts";
import { serve, type ServeOptions, type SimulatorServer } from "./serve.ts";
import { skillRoutes } from "./skills.ts";
import { type Habit, World } from "./store.ts";
import { taskSuiteRoutes } from "./task_suites.ts";
import { taskRoutes } from "./tasks.ts";
import { MINUTE, parseTime, SECOND } from "./time.ts";
import { startGrading } from "./training_results.ts";
import { trainingRoutes } from "./trainings.ts";
import { userRoutes } from "./users.ts";
import { startWorking } from "./working.ts";

/** Where virtual time begins by default. */
const START = Date.UTC(2024, 0, 1);
/** Most virtual time one request lets pass. */
const LONGEST_TICK = 10 * MINUTE;
/** How many different reads are remembered. */
const MANY_READS = 1_000;
/** How far {@linkcode Simulator.runUntil} goes by default. */
const LIMIT = 30 * 24 * 60 * MINUTE;

/** How a simulator is set up. */
export interface SimulatorOptions {
  /**
   * Where all chance comes from: the same seed and the same requests give the
   * same run, identifiers included.
   *
   * @default {1}
   */
  seed?: number | string | undefined;
  /** Who the Tolokers are. */
  population?: PopulationOptions | undefined;
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
   * The right answer to a task. Without it, right is what the task's
   * `known_solutions` say, else what follows from the seed and the task's
   * input.
   */
  truth?:
    | ((task: SimulatedTask) => Record<string, unknown>)
    | undefined;
}

/** A task whose right answer is asked for. */
export interface SimulatedTask {
  /** Input values. */
  input_values: Record<string, unknown>;
  /** The task's other fields, such as `id` and `pool_id`. */
  [field: string]: unknown;
}

/** A simulated Toloker. */
export interface SimulatedToloker {
  /** Identifier, the `user_id` of assignments. */
  readonly id: string;
  /** How he works: `careful`, `sloppy` or `random`. */
  readonly habit: Habit;
  /** Probability that he is right when he takes care, 0 to 1. */
  readonly skill: number;
  /** Seconds he needs for a task, on average. */
  readonly secondsPerTask: number;
  /** What pool filters see of him, by key: `country`, `languages`, ... */
  readonly traits: Readonly<Record<string, unknown>>;
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
  readonly #router: Router;
  readonly #tick: number;
  /** How often each read was repeated since the last write. */
  readonly #repeats = new Map<string, number>();
  readonly #speed: number | undefined;
  readonly #realStart = performance.now();
  readonly #start: number;

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
    this.#tick = tick;
    this.#start = readStart(options.start) ??
      (time === "virtual" ? START : Date.now());
    this.#world = new World({
      seed: options.seed ?? 1,
      start: this.#start,
      balance: options.balance ?? 1_000,
      fee: options.fee ?? 0,
      truth: options.truth as ((task: { input_values: Values }) => Values),
    });
    populate(this.#world, options.population ?? {});
    startQualityControl(this.#world);
    startGrading(this.#world);
    startWorking(this.#world);
    this.#router = new Router([
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
    ]);
    this.fetch = async (input, init) => {
      const request = new Request(input, init);
      return await this.#answer(request, request.signal);
    };
  }

  /** What time it is for the server and the Tolokers. */
  get now(): Date {
    this.#catchUp();
    return new Date(this.#world.clock.now);
  }

  /** Who is there to work. */
  get tolokers(): readonly SimulatedToloker[] {
    return [...this.#world.tolokers.values()].map((
      { id, habit, skill, secondsPerTask, traits },
    ) => ({ id, habit, skill, secondsPerTask, traits }));
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
      const { clock } = this.#world;
      clock.advanceTo(clock.now + milliseconds);
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
      const { clock } = this.#world;
      const end = clock.now + (options.limit ?? LIMIT);
      const holds = condition === "idle" ? () => clock.idle : condition;
      while (!holds()) {
        if (!clock.step(end)) return false;
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
    return serve((request) => this.#answer(request), options);
  }

  async #answer(request: Request, signal?: AbortSignal): Promise<Response> {
    signal?.throwIfAborted();
    const text = await request.text();
    signal?.throwIfAborted();
    // From here on nothing waits, so requests come one after another.
    this.#pass(request);
    return toResponse(
      this.#router.answer(this.#world, {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers,
        text,
      }),
    );
  }

  /** Lets the time pass that a request takes. */
  #pass({ method, url }: Request): void {
    if (this.#speed !== undefined) return this.#catchUp();
    let tick = this.#tick;
    if (method === "GET") {
      const repeats = this.#repeats.get(url) ?? 0;
      // A long read of many pages is no loop.
      if (this.#repeats.size > MANY_READS) this.#repeats.clear();
      this.#repeats.set(url, repeats + 1);
      tick = Math.max(tick, Math.min(tick * 2 ** repeats, LONGEST_TICK));
    } else {
      this.#repeats.clear();
    }
    const { clock } = this.#world;
    clock.advanceTo(clock.now + tick);
  }

  /** Lets everything happen that is due by now in real time. */
  #catchUp(): void {
    if (this.#speed === undefined) return;
    const passed = performance.now() - this.#realStart;
    this.#world.clock.advanceTo(this.#start + passed * this.#speed);
  }

  #requireVirtual(verb: string): void {
    if (this.#speed === undefined) return;
    throw new TypeError(
      `Cannot ${verb} the simulator as its time runs by itself: use 'time: "virtual"'`,
    );
  }
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
