/** The experiment. @module */
import { delay } from "@std/async/delay";
import type { TolokaClient } from "../client.ts";
import {
  TolokaError,
  TolokaIncompleteError,
  TolokaIncorrectActionError,
  TolokaValidationError,
} from "../errors.ts";
import type { RequestOptions } from "../options.ts";
import type { CostRange } from "../planning/assignment_bounds.ts";
import type { Pool, PoolInput } from "../types/pools.ts";
import { Distributor, type SkilledPool } from "./distributor.ts";
import { IdleWatch } from "./idle.ts";
import {
  type AutoQualityOptions,
  type Settings,
  settingsOf,
} from "./options.ts";
import type { AutoQualityParameters } from "./parameters.ts";
import {
  type DroppedDraw,
  type ExperimentTask,
  type PlannedPool,
  Planner,
  poolName,
  settingsFor,
  withFee,
} from "./planner.ts";
import { withSkill } from "./pool_settings.ts";
import { spentOn } from "./spending.ts";
import { randomOf } from "./random.ts";
import {
  type AutoQualityReport,
  type ExperimentPool,
  pruneParameters,
  reportOf,
} from "./report.ts";
import { type DrawRecord, ExperimentState, type StopReason } from "./state.ts";

/** The parts of the client that an experiment uses. */
export type AutoQualityClient = Pick<
  TolokaClient,
  | "analytics"
  | "assignments"
  | "pools"
  | "skills"
  | "tasks"
  | "taskSuites"
  | "trainings"
  | "userRestrictions"
  | "userSkills"
>;

/** Result of a dry run. */
export interface AutoQualityPlan {
  /** Name of the experiment. */
  run_id: string;
  /** Pools that would be created. */
  pools: PlannedPool[];
  /** Draws that would not be tried, with the reasons. */
  dropped: DroppedDraw[];
  /** Bounds of the cost of all pools, in US dollars, with fee. */
  cost: CostRange;
  /** Reasons to doubt the experiment's significance. */
  warnings: string[];
}

/** Pool that exists and has its tasks. */
type FilledDraw = DrawRecord & { pool_id: string; place: number };

/**
 * Experiment that finds settings of quality control: it creates pools that
 * differ in the settings alone, distributes Tolokers over them by chance, has
 * the same tasks done in each, scores the results, and ranks the pools.
 *
 * Call {@linkcode AutoQuality.plan} for a preview of its pools and cost, then
 * `setupPools`, `run` and, in the end, `archivePools`. Each of them resumes
 * where it was interrupted; with a store, also in another process.
 *
 * @example Find settings for 20 dollars at most
 * ```ts
 * import {
 *   AutoQuality,
 *   type ExperimentTask,
 *   formatAutoQualityReport,
 * } from "@toloka/client/autoquality";
 * import { TolokaClient } from "@toloka/client";
 *
 * async function tune(toloka: TolokaClient, tasks: ExperimentTask[]) {
 *   const experiment = new AutoQuality(toloka, {
 *     basePoolId: "12345",
 *     trainingPoolId: "12345",
 *     labelField: "animal",
 *     seed: 1,
 *     budget: 20,
 *   });
 *   console.log(await experiment.plan(tasks));
 *   await experiment.setupPools(tasks);
 *   const report = await experiment.run();
 *   console.log(formatAutoQualityReport(report));
 *   await experiment.archivePools();
 *   return report.best?.parameters;
 * }
 * ```
 */
export class AutoQuality {
  readonly #client: AutoQualityClient;
  readonly #options: Settings;
  #state: Promise<ExperimentState> | undefined;
  #unassigned: ReadonlyMap<string, string> = new Map();

  /**
   * Creates an experiment; nothing is sent.
   *
   * @throws {TypeError} If an option is missing or of the wrong kind.
   * @throws {RangeError} If an option is out of bounds.
   */
  constructor(client: AutoQualityClient, options: AutoQualityOptions) {
    this.#client = client;
    this.#options = settingsOf(options);
  }

  /** Name of the experiment; another process resumes it by this name. */
  get runId(): string {
    return this.#options.runId;
  }

  /**
   * Previews the experiment's pools and cost: a dry run that reads the base
   * pool and changes nothing.
   *
   * @param tasks Tasks that every pool would get, control tasks among them; task
   *     suites if the base pool has no smart mixing.
   * @throws {TypeError} If there are tasks for a pool without smart mixing, or
   *     task suites for a pool with it.
   * @throws {RangeError} If there are no tasks, or a task has an overlap of its
   *     own where the overlap is drawn.
   */
  async plan(
    tasks: Iterable<ExperimentTask>,
    request: RequestOptions = {},
  ): Promise<AutoQualityPlan> {
    const planner = await this.#planner(tasks, request);
    const pools: PlannedPool[] = [];
    const dropped: DroppedDraw[] = [];
    for (let i = 1; i <= planner.most && !planner.isComplete; i++) {
      const found = planner.consider(i, planner.draw(i));
      if ("reason" in found) {
        dropped.push(found);
        continue;
      }
      planner.accept(found);
      pools.push(found);
    }
    const { cost, warnings } = planner;
    return { run_id: this.runId, pools, dropped, cost, warnings };
  }

  /**
   * Creates the pools and their tasks. Settings that the server refuses are
   * dropped, and others drawn in their place. Called again, it resumes where it
   * was interrupted, and creates nothing twice.
   *
   * @param tasks As for {@linkcode AutoQuality.plan}; the same ones when called
   *     again.
   * @returns Number of pools that are ready.
   * @throws {TolokaError} If a request fails, another process works on the
   *     experiment, or no settings could be tried. Call it again to continue, or
   *     {@linkcode AutoQuality.archivePools} to give up.
   */
  async setupPools(
    tasks: Iterable<ExperimentTask>,
    request: RequestOptions = {},
  ): Promise<number> {
    const list = [...tasks];
    const planner = await this.#planner(list, request);
    const state = await this.#open();
    this.#checkPresent(state, "set up");
    const skillId = await this.#skill(state, request);
    const orphans = await this.#named(request);
    let [place, refused] = [0, 0];
    for (let i = 1; i <= planner.most && !planner.isComplete; i++) {
      const known = state.draws.get(i);
      const draw = known ?? await this.#draw(state, planner, i);
      const planned = planner.consider(i, draw.parameters);
      if ("reason" in planned) continue;
      if (draw.status === "DROPPED") {
        planner.refuse(planned);
        continue;
      }
      const orphan = orphans.get(draw.name);
      if (known === undefined && orphan !== undefined) {
        throw new TolokaError(
          `Cannot set up experiment "${this.runId}" as the store does not know its pool "${draw.name}": archive it by archivePools(), or choose another 'runId'`,
        );
      }
      const filled = await this.#create(state, draw, planned, {
        skillId,
        place: draw.place ?? place + 1,
        orphan,
        tasks: list,
        request,
      });
      if (filled.status === "DROPPED") {
        planner.refuse(planned);
        // An error of the base pool is an error of all of them.
        if (++refused >= this.#options.iterations && place === 0) break;
        continue;
      }
      planner.accept(planned);
      place = Math.max(place, filled.place!);
    }
    const ready = filledOf(state).length;
    if (ready > 0) return ready;
    const reasons = droppedOf(state).map(({ message }) => message);
    throw new TolokaError(
      `Cannot set up experiment "${this.runId}" as no settings could be tried: ${
        reasons.at(-1) ?? "there are none"
      }`,
    );
  }

  /**
   * Opens the training, the exam and the pools, distributes Tolokers until all
   * tasks are done, then closes everything and reports. It ends early when the
   * budget is spent, after `maxWait`, or if the signal aborts; all is closed
   * then as well. A pool without submissions for `maxIdle` is closed before the
   * others. Called again, it opens the pools that are not done.
   *
   * @returns The report.
   * @throws {TolokaError} If no pool is set up or could be opened, or a request
   *     fails. An `AggregateError` has all errors if closing failed too.
   */
  async run(request: RequestOptions = {}): Promise<AutoQualityReport> {
    const state = await this.#open();
    this.#checkPresent(state, "run");
    const pools = filledOf(state);
    if (pools.length === 0) {
      throw new TolokaError(
        `Cannot run experiment "${this.runId}" as no pool is set up: call setupPools() before`,
      );
    }
    const errors: unknown[] = [];
    try {
      await this.#work(state, pools, request);
    } catch (error) {
      errors.push(error);
    }
    // Without the signal: pools left open after an abort cost money.
    const { signal: _, ...unsignalled } = request;
    errors.push(...await this.#closeAll(state, pools, unsignalled));
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      throw new AggregateError(
        errors,
        `Cannot finish experiment "${this.runId}": ${messageOf(errors[0])}`,
      );
    }
    return await this.report(request);
  }

  /**
   * Scores and ranks the pools as they are now.
   *
   * @returns The report.
   * @throws {TolokaError} If a request fails. What the scoring function throws
   *     otherwise is in the report.
   */
  async report(request: RequestOptions = {}): Promise<AutoQualityReport> {
    const { seed, iterations, rank } = this.#options;
    const state = await this.#open();
    const pools: ExperimentPool[] = [];
    for (const draw of filledOf(state, "ARCHIVED")) {
      pools.push(await this.#score(draw, request));
    }
    const scored = pools.flatMap(({ pool_id, scores }) =>
      scores === undefined ? [] : [{ pool_id, scores }]
    );
    return reportOf({
      head: {
        run_id: this.runId,
        seed,
        iterations,
        dropped: droppedOf(state),
      },
      pools,
      ranks: rank(scored),
      unassigned: this.#unassigned,
    });
  }

  /**
   * Gives the settings of a new pool: those of the base pool, with parameters
   * that the experiment found in their place, and open to all Tolokers again.
   *
   * @param parameters Such as `report.best.parameters`.
   * @param private_name Name of the new pool.
   */
  async settingsFor(
    parameters: AutoQualityParameters,
    private_name: string,
    request: RequestOptions = {},
  ): Promise<PoolInput> {
    const base = await this.#base(request);
    return settingsFor(base, parameters, this.#options, private_name);
  }

  /**
   * Closes and archives every pool of the experiment, also those of an
   * interrupted set-up. It continues if a pool cannot be archived.
   *
   * @returns Ids of the pools that are archived.
   * @throws {TolokaIncompleteError} If a pool could not be archived; its `done`
   *     has the ids of those that are.
   */
  async archivePools(request: RequestOptions = {}): Promise<string[]> {
    const state = await this.#open();
    const draws = new Map(
      [...state.draws.values()].map((draw) => [draw.name, draw]),
    );
    const archived: string[] = [];
    const errors: unknown[] = [];
    for (const pool of (await this.#named(request)).values()) {
      try {
        if (pool.status === "OPEN") {
          await this.#client.pools.close(pool.id, request);
        }
        await this.#client.pools.archive(pool.id, request);
        archived.push(pool.id);
        const draw = draws.get(pool.private_name);
        if (draw?.status === "CREATED" || draw?.status === "FILLED") {
          await state.save({ ...draw, status: "ARCHIVED" });
        }
      } catch (error) {
        if (request.signal?.aborted) throw error;
        errors.push(error);
      }
    }
    if (errors.length === 0) return archived;
    throw new TolokaIncompleteError(
      `Cannot archive ${errors.length} of the pools of experiment "${this.runId}": ${
        messageOf(errors[0])
      }`,
      archived,
      errors[0],
    );
  }

  async #planner(
    tasks: Iterable<ExperimentTask>,
    request: RequestOptions,
  ): Promise<Planner> {
    const list = [...tasks];
    return new Planner(await this.#base(request), list, this.#options);
  }

  /** Refuses to work on an experiment whose pools are archived, all of them. */
  #checkPresent(state: ExperimentState, action: string): void {
    const draws = [...state.draws.values()];
    const isArchived = draws.some(({ status }) => status === "ARCHIVED");
    const isLeft = draws.some(({ status }) =>
      status === "CREATED" || status === "FILLED"
    );
    if (!isArchived || isLeft) return;
    throw new TolokaError(
      `Cannot ${action} experiment "${this.runId}" as its pools are archived: read its results by report(), or choose another 'runId'`,
    );
  }

  #base(request: RequestOptions): Promise<Pool> {
    return this.#client.pools.get(this.#options.basePoolId, request);
  }

  async #open(): Promise<ExperimentState> {
    const { store, runId, seed, basePoolId, iterations } = this.#options;
    this.#state ??= ExperimentState.open(store, runId, {
      seed: String(seed),
      base_pool_id: basePoolId,
      iterations,
    });
    try {
      return await this.#state;
    } catch (error) {
      this.#state = undefined;
      throw error;
    }
  }

  /** The skill whose value assigns a Toloker to a pool. */
  async #skill(
    state: ExperimentState,
    request: RequestOptions,
  ): Promise<string> {
    const { skill_id } = state.experiment;
    if (skill_id !== undefined) return skill_id;
    const name = this.runId;
    let found: string | undefined;
    for await (const skill of this.#client.skills.list({ name }, request)) {
      if (skill.name === name) found = skill.id;
    }
    found ??=
      (await this.#client.skills.create({ name, hidden: true }, request)).id;
    await state.saveExperiment({ skill_id: found });
    return found;
  }

  /** Pools of the experiment on the server, by name; those that are not archived. */
  async #named(request: RequestOptions): Promise<Map<string, Pool>> {
    const named = new Map<string, Pool>();
    const { project_id } = await this.#base(request);
    const prefix = poolName(this.runId, "");
    for await (const pool of this.#client.pools.list({ project_id }, request)) {
      const { private_name, status } = pool;
      if (private_name.startsWith(prefix) && status !== "ARCHIVED") {
        named.set(private_name, pool);
      }
    }
    return named;
  }

  async #draw(
    state: ExperimentState,
    planner: Planner,
    index: number,
  ): Promise<DrawRecord> {
    const parameters = planner.draw(index);
    const found = planner.consider(index, parameters);
    return await state.save({
      index,
      name: poolName(this.runId, index),
      parameters,
      ...("reason" in found
        ? { status: "DROPPED", reason: found.reason, message: found.message }
        // Kept before anything is sent, so that a repeat is recognized.
        : { status: "PLANNED", operation_id: crypto.randomUUID() }),
    });
  }

  /** Creates the pool of a draw and its tasks, as far as they are not there. */
  async #create(
    state: ExperimentState,
    draw: DrawRecord,
    { settings }: PlannedPool,
    { skillId, place, orphan, tasks, request }: {
      skillId: string;
      place: number;
      orphan: Pool | undefined;
      tasks: readonly ExperimentTask[];
      request: RequestOptions;
    },
  ): Promise<DrawRecord> {
    let current = draw;
    if (current.status === "PLANNED") {
      const body: PoolInput = {
        ...settings,
        private_name: draw.name,
        filter: withSkill(settings.filter, {
          category: "skill",
          key: skillId,
          operator: "EQ",
          value: place,
        }),
      };
      try {
        const { id } = orphan === undefined
          ? await this.#client.pools.create(body, request)
          : await this.#client.pools.update(orphan.id, body, request);
        current = await state.save({
          ...draw,
          status: "CREATED",
          place,
          pool_id: id,
        });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return await state.save({
          ...draw,
          status: "DROPPED",
          reason: "REFUSED",
          message: error.message,
        });
      }
    }
    if (current.status !== "CREATED") return current;
    await this.#fill(current, tasks, request);
    return await state.save({ ...current, status: "FILLED" });
  }

  async #fill(
    { pool_id, operation_id }: DrawRecord,
    tasks: readonly ExperimentTask[],
    request: RequestOptions,
  ): Promise<void> {
    const options = {
      ...request,
      operationId: operation_id,
      allowDefaults: true,
      readBack: false,
    };
    const copies = tasks.map((task) => ({
      ...structuredClone(task),
      pool_id: pool_id!,
    }));
    const isSuite = tasks.some((task) => "tasks" in task);
    // The plan has checked that all are of the kind that the pool takes.
    if (isSuite) {
      const suites = copies as Parameters<
        AutoQualityClient["taskSuites"]["createMany"]
      >[0];
      await this.#client.taskSuites.createMany(suites, options);
    } else {
      const items = copies as Parameters<
        AutoQualityClient["tasks"]["createMany"]
      >[0];
      await this.#client.tasks.createMany(items, options);
    }
  }

  /** Opens everything, and distributes Tolokers until all pools are closed. */
  async #work(
    state: ExperimentState,
    draws: readonly FilledDraw[],
    request: RequestOptions,
  ): Promise<void> {
    const options = this.#options;
    const began = Date.now();
    const distributor = await Distributor.open({
      client: this.#client,
      skillId: state.experiment.skill_id!,
      seed: String(options.seed),
      trainingPoolId: options.trainingPoolId,
      tolokers: options.tolokers,
      reassign: options.reassign,
      request,
    });
    this.#unassigned = distributor.failed;
    await this.#openGates(request);
    await this.#openPools(state, draws, request);
    const idle = options.maxIdle === undefined
      ? undefined
      : new IdleWatch(this.#client, options.maxIdle, request);
    while (true) {
      const pools = await this.#read(draws, request);
      const isOpen = (_: FilledDraw, i: number) => pools[i]!.status === "OPEN";
      const open = draws.filter(isOpen);
      const closed = draws.filter((draw) => !open.includes(draw));
      await distributor.distribute(open.map(skilled), closed.map(skilled));
      const spent = await this.#spent(pools, request);
      const elapsed = Date.now() - began;
      options.onProgress?.({
        open: open.length,
        closed: closed.length,
        tolokers: distributor.assigned,
        ...(spent !== undefined && { spent }),
        elapsed,
      });
      if (open.length === 0) return;
      const reason = this.#reasonToStop(spent, elapsed);
      if (reason !== undefined) return await this.#stop(state, open, reason);
      for (const draw of open) {
        if (!await idle?.isIdle(draw.pool_id)) continue;
        await this.#stop(state, [draw], "IDLE");
        await this.#client.pools.close(draw.pool_id, request);
      }
      const { signal } = request;
      await delay(options.period, signal && { signal });
    }
  }

  #reasonToStop(
    spent: number | undefined,
    elapsed: number,
  ): StopReason | undefined {
    const { budget, maxWait } = this.#options;
    if (spent !== undefined && spent >= budget) return "BUDGET";
    return elapsed >= maxWait ? "DEADLINE" : undefined;
  }

  /** Opens the training and the exam, unless they are archived. */
  async #openGates(request: RequestOptions): Promise<void> {
    const { trainingPoolId, examPoolId } = this.#options;
    const { trainings, pools } = this.#client;
    if (trainingPoolId !== undefined) {
      const { status } = await trainings.get(trainingPoolId, request);
      if (status === "CLOSED") await trainings.open(trainingPoolId, request);
    }
    if (examPoolId !== undefined) {
      const { status } = await pools.get(examPoolId, request);
      if (status === "CLOSED") await pools.open(examPoolId, request);
    }
  }

  /** Opens the pools that are not done. */
  async #openPools(
    state: ExperimentState,
    draws: readonly FilledDraw[],
    request: RequestOptions,
  ): Promise<void> {
    const pools = await this.#read(draws, request);
    let opened = 0;
    let refusal: Error | undefined;
    for (const [i, draw] of draws.entries()) {
      const { status, last_close_reason } = pools[i]!;
      if (status === "CLOSED" && last_close_reason === "COMPLETED") continue;
      if (status !== "OPEN" && status !== "CLOSED") continue;
      try {
        if (status === "CLOSED") {
          await this.#client.pools.open(draw.pool_id, request);
        }
        opened++;
        const { stopped, ...going } = draw;
        if (stopped !== undefined) await state.save(going);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refusal = error;
        await this.#stop(state, [draw], "NOT_OPENED", error.message);
      }
    }
    if (opened === 0 && refusal !== undefined) throw refusal;
  }

  #read(
    draws: readonly FilledDraw[],
    request: RequestOptions,
  ): Promise<Pool[]> {
    return Promise.all(
      draws.map(({ pool_id }) => this.#client.pools.get(pool_id, request)),
    );
  }

  /** Stores the reason why pools are closed early. */
  async #stop(
    state: ExperimentState,
    draws: readonly FilledDraw[],
    stopped: StopReason,
    message?: string,
  ): Promise<void> {
    for (const draw of draws) {
      await state.save({
        ...draw,
        stopped,
        ...(message !== undefined && { message }),
      });
    }
  }

  /** Money spent so far, with fee; `undefined` without a budget. */
  async #spent(
    pools: readonly Pool[],
    request: RequestOptions,
  ): Promise<number | undefined> {
    const { budget, fee } = this.#options;
    if (budget === Infinity) return undefined;
    return withFee(await spentOn(this.#client, pools, request), fee);
  }

  /** Closes everything that is open, and gives the errors. */
  async #closeAll(
    state: ExperimentState,
    draws: readonly FilledDraw[],
    request: RequestOptions,
  ): Promise<unknown[]> {
    const { trainingPoolId, examPoolId } = this.#options;
    const { pools, trainings } = this.#client;
    const errors: unknown[] = [];
    const attempt = async (work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (error) {
        errors.push(error);
      }
    };
    for (const { index, pool_id } of draws) {
      await attempt(async () => {
        if (!await closeIfOpen(pools, pool_id, request)) return;
        const draw = state.draws.get(index) as FilledDraw;
        if (draw.stopped === undefined) {
          await this.#stop(state, [draw], "STOPPED");
        }
      });
    }
    if (examPoolId !== undefined) {
      await attempt(() => closeIfOpen(pools, examPoolId, request));
    }
    if (trainingPoolId !== undefined) {
      await attempt(() => closeIfOpen(trainings, trainingPoolId, request));
    }
    return errors;
  }

  async #score(
    draw: FilledDraw,
    request: RequestOptions,
  ): Promise<ExperimentPool> {
    const { labelField, score, seed } = this.#options;
    const { index, name, pool_id, parameters, stopped } = draw;
    const found: ExperimentPool = {
      pool_id,
      name,
      parameters,
    };
    const pool = await this.#client.pools.get(pool_id, request);
    const reason = stopped ?? earlyClosing(pool);
    if (reason !== undefined) found.stopped = reason;
    try {
      const scores = await score({
        client: this.#client,
        pool,
        parameters,
        labelField,
        random: randomOf(`${seed}/score/${index}`),
        request,
      });
      const pruned_parameters = pruneParameters(parameters, scores);
      return { ...found, scores, pruned_parameters };
    } catch (error) {
      if (error instanceof TolokaError || request.signal?.aborted) throw error;
      return { ...found, score_error: messageOf(error) };
    }
  }
}

function filledOf(
  state: ExperimentState,
  also?: DrawRecord["status"],
): FilledDraw[] {
  return [...state.draws.values()]
    .filter((draw): draw is FilledDraw =>
      (draw.status === "FILLED" || draw.status === also) &&
      draw.pool_id !== undefined && draw.place !== undefined
    )
    .sort((a, b) => a.index - b.index);
}

/** Returns the reason for an early close of a pool that the experiment did not close. */
function earlyClosing(
  { status, last_close_reason }: Pool,
): ExperimentPool["stopped"] {
  const done = status !== "CLOSED" || last_close_reason === "COMPLETED";
  return done ? undefined : last_close_reason ?? undefined;
}

function droppedOf(state: ExperimentState): DroppedDraw[] {
  return [...state.draws.values()].flatMap(
    ({ index, parameters, reason, message = "" }) =>
      reason === undefined ? [] : [{ index, parameters, reason, message }],
  );
}

function skilled({ pool_id, place }: FilledDraw): SkilledPool {
  return { pool_id, place };
}

/** Closes a pool or training, and tells whether it was open. */
async function closeIfOpen(
  resource: {
    get(id: string, options?: RequestOptions): Promise<{ status: string }>;
    close(id: string, options?: RequestOptions): Promise<unknown>;
  },
  id: string,
  request: RequestOptions,
): Promise<boolean> {
  const { status } = await resource.get(id, request);
  if (status !== "OPEN") return false;
  await resource.close(id, request);
  return true;
}

/** Tells whether the server refuses these settings, rather than all requests. */
function isRefusal(error: unknown): error is TolokaError {
  return error instanceof TolokaValidationError ||
    error instanceof TolokaIncorrectActionError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
