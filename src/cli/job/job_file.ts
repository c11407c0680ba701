/** The job file: skills, a project and its pools as JSON, and their ids on the server. */
import { isRecord, show } from "../../checks.ts";
import type { PoolInput } from "../../types/pools.ts";
import type { ProjectInput } from "../../types/projects.ts";
import type { SkillInput } from "../../types/skills.ts";
import { readJson } from "../files.ts";
import type { Machine } from "../machine.ts";

/** A pool of a job: its settings, and a file with its tasks. */
export interface JobPool {
  /** Settings, without the project's id. */
  settings: Omit<PoolInput, "project_id">;
  /** Path of the file with the tasks. */
  tasks: string | undefined;
}

/** A whole job. */
export interface Job {
  /** Path of the file. */
  path: string;
  /** Skills by the name that the file gives them. */
  skills: Record<string, SkillInput>;
  /** The project. */
  project: ProjectInput;
  /** Pools by the name that the file gives them. */
  pools: Record<string, JobPool>;
  /** Most money that the job may cost, fee included. */
  budget: number | undefined;
  /** Fee of the platform as a fraction. */
  fee: number;
}

/** Ids on one server by name: `project`, `skill NAME`, `pool NAME`. */
export type JobState = Record<string, string>;

/** Members of a job file. */
const MEMBERS = ["skills", "project", "pools", "budget", "fee"];

/**
 * Reads a job file and the files that it names.
 *
 * @throws {TypeError} If a part is missing or of the wrong kind.
 */
export async function readJob(
  machine: Pick<Machine, "readFile">,
  action: string,
  path: string,
): Promise<Job> {
  const folder = path.replace(/[^/\\]*$/, "");
  const wrong = (rule: string, value: unknown) =>
    new TypeError(
      `Cannot ${action} as ${rule} in "${path}": current value is ${
        show(value)
      }`,
    );
  const read = async (name: string, value: unknown) => {
    const content = typeof value === "string"
      ? await readJson(machine, action, folder + value)
      : value;
    if (isRecord(content)) return content;
    throw wrong(`'${name}' must be an object or the name of a file`, value);
  };
  const file = await read("job", path.slice(folder.length));
  const unknown = Object.keys(file).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw wrong(`a job has only ${MEMBERS.join(", ")}`, unknown);
  }
  const { budget, fee = 0 } = file;
  if (budget !== undefined && !(typeof budget === "number" && budget > 0)) {
    throw wrong("'budget' must be an amount above 0", budget);
  }
  if (!(typeof fee === "number" && fee >= 0 && fee < 1)) {
    throw wrong("'fee' must be a fraction such as 0.3 for 30%", fee);
  }
  const skills: Job["skills"] = {};
  for (const [name, value] of Object.entries(file.skills ?? {})) {
    skills[name] = await read(`skills.${name}`, value) as unknown as SkillInput;
  }
  const pools: Job["pools"] = {};
  for (const [name, value] of Object.entries(file.pools ?? {})) {
    const { tasks, ...settings } = await read(`pools.${name}`, value);
    if (tasks !== undefined && typeof tasks !== "string") {
      throw wrong(`'pools.${name}.tasks' must be the name of a file`, tasks);
    }
    pools[name] = {
      settings: settings as unknown as JobPool["settings"],
      tasks: tasks === undefined ? undefined : folder + tasks,
    };
  }
  const project = await read("project", file.project);
  return {
    path,
    skills,
    project: project as unknown as ProjectInput,
    pools,
    budget,
    fee,
  };
}

/** Finds the words of references in texts: `${skills.cats}`. */
const REFERENCE = /^\$\{(skills|pools)\.([^}]+)\}$/;

/** Replaces references such as `${skills.cats}` by ids; those without an id yet stay. */
export function resolveReferences<T>(value: T, state: JobState): T {
  if (typeof value === "string") {
    const [, kind, name] = REFERENCE.exec(value) ?? [];
    const id = kind === undefined ? undefined : state[keyOf(kind, name!)];
    return (id ?? value) as T;
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolveReferences(item, state)) as T;
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [key, item],
    ) => [key, resolveReferences(item, state)]),
  ) as T;
}

function keyOf(kind: string, name: string): string {
  return `${kind === "skills" ? "skill" : "pool"} ${name}`;
}

function statePath(path: string): string {
  return path.replace(/(\.json)?$/, ".state.json");
}

/** Reads the ids that a job has on a server. */
export async function readState(
  machine: Pick<Machine, "readFile">,
  job: Pick<Job, "path">,
  server: string,
): Promise<JobState> {
  const text = await machine.readFile(statePath(job.path));
  if (text === undefined) return {};
  const all = await readJson(machine, "read the state", statePath(job.path));
  const state = isRecord(all) ? all[server] : undefined;
  return isRecord(state) ? state as JobState : {};
}

/** Stores the ids that a job has on a server, beside those on others. */
export async function writeState(
  machine: Pick<Machine, "readFile" | "writeFile">,
  job: Pick<Job, "path">,
  server: string,
  state: JobState,
): Promise<void> {
  const path = statePath(job.path);
  const text = await machine.readFile(path);
  const all = text === undefined ? {} : JSON.parse(text);
  await machine.writeFile(
    path,
    `${JSON.stringify({ ...all, [server]: state }, null, 2)}\n`,
  );
}
