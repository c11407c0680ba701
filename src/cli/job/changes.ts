/** The way from the server's state to that of a job file: plan, then apply. */
import { isRecord } from "../../checks.ts";
import type { TolokaClient } from "../../client.ts";
import type { PoolInput } from "../../types/pools.ts";
import type { ProjectInput } from "../../types/projects.ts";
import type { SkillInput } from "../../types/skills.ts";
import { type Difference, findDifferences } from "./diff.ts";
import { type Job, type JobState, resolveReferences } from "./job_file.ts";

/** Change to apply. */
export interface Change {
  /** Name in the state: `project`, `skill NAME`, `pool NAME`. */
  name: string;
  /** Kind of change. */
  act: "create" | "update";
  /** Settings that differ; none for a creation. */
  differences: Difference[];
  /** `true` if existing pools do not follow the change, according to the server. */
  breaking: boolean;
}

/** The operations of one kind of object. */
interface Kind {
  get(id: string): Promise<object>;
  create(input: object): Promise<{ id: string }>;
  update(id: string, input: object): Promise<unknown>;
  /** Finds an existing object whose id is not stored. */
  find?(input: object): Promise<string | undefined>;
  isBreaking?(id: string, input: object): Promise<boolean>;
}

function kindsOf(
  toloka: TolokaClient,
  signal: AbortSignal,
): Record<"skill" | "project" | "pool", Kind> {
  const options = { signal };
  return {
    skill: {
      get: (id) => toloka.skills.get(id, options),
      create: (input) => toloka.skills.create(input as SkillInput, options),
      update: (id, input) =>
        toloka.skills.update(id, input as SkillInput, options),
      async find(input) {
        const { name } = input as SkillInput;
        const { items } = await toloka.skills.find({ name }, options);
        return items.find((skill) => skill.name === name && !skill.global)?.id;
      },
    },
    project: {
      get: (id) => toloka.projects.get(id, options),
      create: (input) => toloka.projects.create(input as ProjectInput, options),
      update: (id, input) =>
        toloka.projects.update(id, input as ProjectInput, options),
      async isBreaking(id, input) {
        const project = input as ProjectInput;
        const level = await toloka.projects.checkUpdate(id, project, options);
        return level === "BREAKING_CHANGE";
      },
    },
    pool: {
      get: (id) => toloka.pools.get(id, options),
      create: (input) => toloka.pools.create(input as PoolInput, options),
      update: (id, input) =>
        toloka.pools.update(id, input as PoolInput, options),
    },
  };
}

/** The objects of a job in the order in which they depend on each other. */
function objectsOf(job: Job, state: JobState) {
  const project_id = state.project ?? "(the new project)";
  return [
    ...Object.entries(job.skills).map(([name, input]) => ({
      name: `skill ${name}`,
      kind: "skill" as const,
      input: input as object,
    })),
    { name: "project", kind: "project" as const, input: job.project as object },
    ...Object.entries(job.pools).map(([name, { settings }]) => ({
      name: `pool ${name}`,
      kind: "pool" as const,
      input: { project_id, ...settings } as object,
    })),
  ];
}

/** A job on a server. */
export class Deployment {
  readonly #kinds: ReturnType<typeof kindsOf>;
  readonly #job: Job;
  readonly #state: JobState;
  readonly #save: (state: JobState) => Promise<void>;

  /** Takes the ids that are known, and a function that stores them. */
  constructor(
    toloka: TolokaClient,
    job: Job,
    state: JobState,
    save: (state: JobState) => Promise<void>,
    signal: AbortSignal,
  ) {
    this.#kinds = kindsOf(toloka, signal);
    this.#job = job;
    this.#state = { ...state };
    this.#save = save;
  }

  /** Ids by name. */
  get state(): Readonly<JobState> {
    return this.#state;
  }

  /** Compares the file with the server. */
  async plan(): Promise<Change[]> {
    const changes: Change[] = [];
    for (const { name, kind, input } of objectsOf(this.#job, this.#state)) {
      const change = await this.#compare(name, this.#kinds[kind], input);
      if (change) changes.push(change);
    }
    return changes;
  }

  async #compare(
    name: string,
    kind: Kind,
    input: object,
  ): Promise<Change | undefined> {
    const wanted = resolveReferences(input, this.#state);
    const id = this.#state[name] ?? await kind.find?.(wanted);
    if (id === undefined) {
      return { name, act: "create", differences: [], breaking: false };
    }
    this.#state[name] = id;
    const present = await kind.get(id);
    const differences = findDifferences(wanted, present);
    if (differences.length === 0) return undefined;
    const merged = merge(present, wanted);
    const breaking = await kind.isBreaking?.(id, merged) ?? false;
    return { name, act: "update", differences, breaking };
  }

  /** Applies the changes one by one, and stores each new id. */
  async apply(
    changes: readonly Change[],
    onChange: (change: Change, id: string) => Promise<void>,
  ): Promise<void> {
    for (const change of changes) {
      const object = objectsOf(this.#job, this.#state)
        .find(({ name }) => name === change.name)!;
      const kind = this.#kinds[object.kind];
      const wanted = resolveReferences(object.input, this.#state);
      let id = this.#state[change.name];
      if (id === undefined) {
        id = (await kind.create(wanted)).id;
        this.#state[change.name] = id;
        await this.#save(this.#state);
      } else {
        await kind.update(id, merge(await kind.get(id), wanted));
      }
      await onChange(change, id);
    }
    await this.#save(this.#state);
  }
}

/** Completes an update, which replaces all settings: those that the file leaves out stay as they are. */
function merge(present: object, wanted: object): object {
  const merged: Record<string, unknown> = { ...present };
  for (const [name, value] of Object.entries(wanted)) {
    const old = merged[name];
    merged[name] = isRecord(old) && isRecord(value) && name !== "task_spec"
      ? merge(old, value)
      : value;
  }
  return merged;
}
