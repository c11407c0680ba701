/** `toloka pool lint` and `toloka pool cost`: checks before money is spent. */
import type { LintProject, PlannedTasks } from "../../planning/mod.ts";
import type { PoolInput } from "../../types/pools.ts";
import { isRecord } from "../../checks.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { isFile, readJson } from "../files.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

/** A pool with its project and tasks, as far as they are known. */
interface PlannedPool {
  pool: PoolInput;
  project: LintProject | undefined;
  tasks: PlannedTasks | undefined;
}

const FILE_FORMAT =
  "A file has a pool as JSON, or an object with pool, project and tasks.";

/** Checks a pool for costly mistakes. */
export const lint = defineCommand({
  args: ["ID|FILE"],
  options: {
    ignore: {
      type: "list",
      value: "CHECK",
      summary: "Leave out a check; may be repeated",
    },
    strict: { type: "flag", summary: "Exit with 1 on warnings too" },
  },
  details: `${FILE_FORMAT}\nExits with 1 if there are errors.`,
  examples: ["toloka pool lint 12345", "toloka pool lint pool.json --strict"],
  async run(context) {
    const { options, output } = context;
    const { formatFindings, lintPool } = await import("../../planning/mod.ts");
    const { pool, project, tasks } = await findPool(context, "lint a pool");
    const findings = lintPool(pool, {
      project,
      tasks,
      ignore: [...options.ignore],
    });
    if (output.json) await output.table(findings, {});
    else await output.line(formatFindings(findings));
    const bad = findings.filter(({ severity }) =>
      severity === "error" || (options.strict && severity === "warning")
    );
    if (bad.length > 0) {
      throw new CheckFailed(
        `${bad.length} of ${findings.length} findings must be mended`,
      );
    }
  },
});

/** Estimates the cost of a pool. */
export const cost = defineCommand({
  args: ["ID|FILE"],
  options: {
    tasks: {
      type: "number",
      value: "N",
      summary: "Number of tasks, where they are not read from the pool or file",
    },
    fee: {
      type: "number",
      value: "FRACTION",
      summary: "Fee of the platform, such as 0.3 for 30%",
    },
    tolokers: {
      type: "number",
      value: "N",
      summary: "Tolokers at most; bounds infinite overlap",
    },
  },
  details: FILE_FORMAT,
  examples: [
    "toloka pool cost 12345 --fee 0.3",
    "toloka pool cost pool.json --tasks 10000 --fee 0.3",
  ],
  async run(context) {
    const { options, output } = context;
    const action = "estimate the cost of a pool";
    const { estimateCost } = await import("../../planning/mod.ts");
    const { pool, project, tasks } = await findPool(context, action);
    const count = options.tasks ?? tasks;
    if (count === undefined) {
      throw new UsageError(
        `Cannot ${action} without its tasks: add '--tasks N'`,
      );
    }
    const estimate = estimateCost(pool, count, {
      fee: options.fee,
      tolokers: options.tolokers,
      project: project as never,
    });
    const rows = (["assignments", "price", "fee", "total"] as const).map((
      name,
    ) => ({ name, ...estimate[name] }));
    if (output.json) return await output.result(estimate, "");
    await output.table(rows, {
      "": ({ name }) => name,
      min: ({ min }) => String(min),
      likely: ({ likely }) => String(likely),
      max: ({ max }) => max === Infinity ? "no bound" : String(max),
    });
  },
});

async function findPool(
  context: Context<OptionSpecs>,
  action: string,
): Promise<PlannedPool> {
  const { machine, args, client, signal } = context;
  const [argument] = args as [string];
  if (isFile(argument)) {
    const read = await readJson(machine, action, argument);
    if (!isRecord(read)) {
      throw new TypeError(
        `Cannot ${action} as "${argument}" must hold an object`,
      );
    }
    const { pool = read, project, tasks } = read;
    return {
      pool: pool as unknown as PoolInput,
      project: project as LintProject | undefined,
      tasks: Array.isArray(tasks) ? tasks : undefined,
    };
  }
  const toloka = await client();
  const pool = await toloka.pools.get(argument, { signal });
  const [project, tasks] = await Promise.all([
    toloka.projects.get(pool.project_id, { signal }),
    pool.mixer_config
      ? Array.fromAsync(toloka.tasks.list({ pool_id: argument }, { signal }))
      : Array.fromAsync(
        toloka.taskSuites.list({ pool_id: argument }, { signal }),
      ),
  ]);
  return { pool: pool as PoolInput, project: project as LintProject, tasks };
}
