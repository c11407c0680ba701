/** The cost of a job's pools, and the findings of the linter, before anything is created. */
import type { Job } from "./job_file.ts";
import type { Machine } from "../machine.ts";
import { sumMoney } from "../../money.ts";
import {
  type CostEstimate,
  estimateCost,
  type LintFinding,
  lintPool,
  type LintProject,
} from "../../planning/mod.ts";
import { type DataFormat, readTasks } from "../../data/mod.ts";
import { formatByName } from "../task_file.ts";
import type { TaskInput } from "../../types/tasks.ts";

/** A pool before it is created. */
export interface PoolForecast {
  /** Name in the job file. */
  name: string;
  /** Its tasks; none if the file names none. */
  tasks: TaskInput[];
  /** Cost of the tasks; none without tasks. */
  cost: CostEstimate | undefined;
  /** Findings of the linter. */
  findings: LintFinding[];
}

/** Tells the format of a job's file of tasks. */
function formatOf(path: string): DataFormat {
  const format = formatByName(path);
  if (format) return format;
  throw new TypeError(
    `Cannot read tasks as the name of the file must end in .csv, .tsv, .jsonl or .json: current value is "${path}"`,
  );
}

/** Reads the tasks of each pool, checks the pools, and estimates their cost. */
export async function forecast(
  machine: Pick<Machine, "openFile">,
  job: Job,
): Promise<PoolForecast[]> {
  const forecasts: PoolForecast[] = [];
  for (const [name, { settings, tasks: path }] of Object.entries(job.pools)) {
    const pool = { project_id: "new", ...settings };
    const tasks = path === undefined ? [] : await Array.fromAsync(
      readTasks(await machine.openFile(path), {
        project: job.project,
        format: formatOf(path),
        poolId: "new",
      }),
    ) as TaskInput[];
    const project = job.project as LintProject;
    forecasts.push({
      name,
      tasks,
      cost: tasks.length === 0 ? undefined : estimateCost(pool, tasks, {
        fee: job.fee,
        project: job.project as never,
      }),
      findings: lintPool(pool, {
        project,
        ...(tasks.length > 0 && { tasks }),
      }),
    });
  }
  return forecasts;
}

/** Adds up what the pools may cost: the likely sum, and the largest. */
export function totalOf(
  forecasts: readonly PoolForecast[],
): { likely: number; max: number } {
  const costs = forecasts.flatMap(({ cost }) => cost ? [cost.total] : []);
  const sum = (amounts: number[]) =>
    amounts.includes(Infinity) ? Infinity : sumMoney(amounts);
  return {
    likely: sum(costs.map(({ likely }) => likely)),
    max: sum(costs.map(({ max }) => max)),
  };
}
