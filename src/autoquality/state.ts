/** State of an experiment, from which it can be resumed. @module */
import { TolokaError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import type { AutoQualityParameters } from "./parameters.ts";

/**
 * Reason why drawn settings are not tried: the same as others (`DUPLICATE`),
 * above the budget (`BUDGET`), or refused by the server (`REFUSED`).
 */
export type DropReason = "DUPLICATE" | "BUDGET" | "REFUSED";

/** Reason why the experiment closed a pool before its tasks were done. */
export type StopReason =
  | "DEADLINE"
  | "IDLE"
  | "BUDGET"
  | "STOPPED"
  | "NOT_OPENED";

/** Stored state of drawn settings. */
export interface DrawRecord {
  /** Number of the draw, from 1. */
  index: number;
  /** Name of the pool. */
  name: string;
  /** The settings. */
  parameters: AutoQualityParameters;
  /** Progress of the pool. */
  status: "PLANNED" | "CREATED" | "FILLED" | "DROPPED" | "ARCHIVED";
  /** Value of the experiment's skill that admits to the pool. */
  place?: number;
  /** Id of the operation that creates the tasks. */
  operation_id?: string;
  /** Id of the pool. */
  pool_id?: string;
  /** Reason why the settings were dropped. */
  reason?: DropReason;
  /** Message of the server or the estimate. */
  message?: string;
  /** Reason why the pool was closed early. */
  stopped?: StopReason;
}

/** Stored state of the experiment as a whole. */
export interface ExperimentRecord {
  /** Seed, as a text. */
  seed: string;
  /** Id of the base pool. */
  base_pool_id: string;
  /** Number of pools. */
  iterations: number;
  /** Id of the skill whose value assigns a Toloker to a pool. */
  skill_id?: string;
}

/** State of an experiment in a store. */
export class ExperimentState {
  readonly #store: Store;
  readonly #runId: string;
  readonly #versions = new Map<string, string | null>();
  /** The experiment as a whole. */
  experiment: ExperimentRecord;
  /** The draws, by their number. */
  readonly draws: Map<number, DrawRecord> = new Map();
  /** `true` if the store had a state of the experiment. */
  readonly resumed: boolean;

  private constructor(
    store: Store,
    runId: string,
    experiment: ExperimentRecord,
    resumed: boolean,
  ) {
    this.#store = store;
    this.#runId = runId;
    this.experiment = experiment;
    this.resumed = resumed;
  }

  /**
   * Reads the state; without one, begins one that is written by the first save.
   *
   * @throws {RangeError} If it is of another experiment.
   */
  static async open(
    store: Store,
    runId: string,
    experiment: ExperimentRecord,
  ): Promise<ExperimentState> {
    const key = experimentKey(runId);
    const stored = await store.get<ExperimentRecord>(key);
    for (const name of ["seed", "base_pool_id", "iterations"] as const) {
      if (stored === undefined || stored.value[name] === experiment[name]) {
        continue;
      }
      throw new RangeError(
        `Cannot resume experiment "${runId}" as its '${name}' must be that of the store, ${
          JSON.stringify(stored.value[name])
        }: current value is ${JSON.stringify(experiment[name])}`,
      );
    }
    const state = new ExperimentState(
      store,
      runId,
      stored?.value ?? experiment,
      stored !== undefined,
    );
    state.#versions.set(key, stored?.version ?? null);
    const prefix = drawPrefix(runId);
    // 10 draws for each of 100 pools, which is as many as a list can have.
    for (
      const entry of await store.list<DrawRecord>(prefix, { limit: 1000 })
    ) {
      state.draws.set(entry.value.index, entry.value);
      state.#versions.set(entry.key, entry.version);
    }
    return state;
  }

  /** Adds to the stored state of the experiment. */
  async saveExperiment(changes: Partial<ExperimentRecord>): Promise<void> {
    const experiment = { ...this.experiment, ...changes };
    await this.#write(experimentKey(this.#runId), experiment);
    this.experiment = experiment;
  }

  /** Stores a draw, in place of its earlier state. */
  async save(draw: DrawRecord): Promise<DrawRecord> {
    const number = String(draw.index).padStart(4, "0");
    await this.#write(`${drawPrefix(this.#runId)}${number}`, draw);
    this.draws.set(draw.index, draw);
    return draw;
  }

  async #write(key: string, value: unknown): Promise<void> {
    const version = await this.#store.commit({
      checks: { [key]: this.#versions.get(key) ?? null },
      set: { [key]: value },
    });
    if (version === undefined) {
      throw new TolokaError(
        `Cannot continue experiment "${this.#runId}" as another process has changed it meanwhile`,
      );
    }
    this.#versions.set(key, version);
  }
}

function experimentKey(runId: string): string {
  return `autoquality/${runId}/experiment`;
}

function drawPrefix(runId: string): string {
  return `autoquality/${runId}/draw/`;
}
