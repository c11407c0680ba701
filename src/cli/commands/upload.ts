/** `toloka task upload`: each row of a file once, however often it is run. */
import type { TolokaClient } from "../../client.ts";
import type { ReadTasksOptions } from "../../data/mod.ts";
import type { ProjectSpec } from "../../define_project.ts";
import type { UploadReport, UploadRow } from "../../streaming/mod.ts";
import type { Pool, PoolInput } from "../../types/pools.ts";
import type { TaskInput } from "../../types/tasks.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { serverUrl } from "../connect.ts";
import { startProgress } from "../progress.ts";
import { STATE, withState } from "../state.ts";
import { ERROR_COLUMNS, formatOf, READING } from "../task_file.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

const ACTION = "upload tasks";

/** What became of a row of the file. */
interface ReportedRow extends Omit<UploadRow, "key"> {
  row: number;
}

/** Uploads a file of tasks. */
export const upload = defineCommand({
  args: ["POOL", "FILE"],
  options: {
    ...READING,
    fee: {
      type: "number",
      value: "FRACTION",
      summary: "Fee of the platform for the sum, such as 0.3 for 30%",
    },
    report: {
      type: "text",
      value: "FILE",
      summary: "File for what became of each row, as CSV",
    },
    name: {
      type: "text",
      value: "NAME",
      summary: "Name of this upload: another name uploads the rows again",
    },
    ...STATE,
  },
  details:
    "Checks the file first, and sends nothing if there are errors. A row that is in the pool already\nis not uploaded again: after an interruption, or with new rows in the file, run the same\ncommand again.",
  examples: [
    "toloka task upload 12345 tasks.csv",
    "toloka task upload 12345 tasks.jsonl --yes --report report.csv",
  ],
  async run(context) {
    const { args: [poolId, path], options, output, signal } = context;
    if (path === "-") {
      throw new UsageError(
        `Cannot ${ACTION} from standard input as they are read twice: name a file`,
      );
    }
    const toloka = await context.client();
    const pool = await toloka.pools.get(poolId!, { signal });
    if (!pool.mixer_config) {
      throw new UsageError(
        `Cannot ${ACTION} to pool ${poolId} as it has no 'mixer_config': nobody would get the tasks without task suites`,
      );
    }
    const project = await toloka.projects.get(pool.project_id, { signal });
    const reading: ReadTasksOptions<ProjectSpec> = {
      project,
      format: formatOf(ACTION, path!, options.format),
      poolId,
      duplicates: options.duplicates as "keep",
    };
    const count = await checkFile(context, path!, reading);
    const { estimateCost } = await import("../../planning/mod.ts");
    const { total } = estimateCost(pool as PoolInput, count, {
      fee: options.fee,
      project: project as never,
    });
    const does = `upload what is missing of ${count} tasks to pool ${poolId}`;
    if (!await context.proceed({ does, costs: sumOf(total, pool) })) return;
    context.onInterrupted(
      "Run the same command again to go on: no row is uploaded twice",
    );
    await withState(context, async (store) => {
      const { uploadTasks } = await import("../../streaming/mod.ts");
      const { TolokaIncompleteError } = await import("../../errors.ts");
      const bar = startProgress(
        output,
        context.machine.writeError,
        "Uploading",
      );
      const rows = new RowKeys();
      const name = `${await serverUrl(context)} ${poolId} ${
        options.name ?? ""
      }`;
      let report: UploadReport;
      let failure: unknown;
      try {
        report = await uploadTasks(
          toloka as TolokaClient,
          store,
          rows.read(await context.machine.openFile(path!), reading),
          {
            name: await digest(name),
            key: (task) => rows.keyOf(task),
            allowDefaults: true,
            onProgress: ({ read }) => bar.update(read, count),
            signal,
          },
        );
      } catch (error) {
        if (!(error instanceof TolokaIncompleteError)) throw error;
        report = error.done as UploadReport;
        failure = error;
      } finally {
        bar.end();
      }
      await printReport(context, await rows.report(report));
      if (failure) throw failure;
    });
  },
});

/** Checks the file, and gives the number of its tasks. */
async function checkFile(
  { machine, output }: Context<OptionSpecs>,
  path: string,
  reading: ReadTasksOptions<ProjectSpec>,
): Promise<number> {
  const { validateFile } = await import("../../data/mod.ts");
  const source = await machine.openFile(path);
  const report = await validateFile(source, reading);
  const { rows, errors, errorCount, invalidRows } = report;
  if (errorCount > 0) {
    await output.table(errors, ERROR_COLUMNS, "");
    throw new CheckFailed(
      `Cannot ${ACTION} as "${path}" has ${errorCount} errors, in ${invalidRows} of ${rows} rows: nothing was sent`,
    );
  }
  if (rows > 0) return rows;
  throw new UsageError(`Cannot ${ACTION} as "${path}" has no rows`);
}

function sumOf(total: { likely: number; max: number }, pool: Pool): string {
  const most = total.max === Infinity
    ? ", without an upper bound"
    : total.max > total.likely
    ? `, at most ${total.max}`
    : "";
  const when = pool.status === "OPEN" ? "" : " once the pool is open";
  return `${total.likely}${most}${when}`;
}

/** The rows of a file by the keys that their content gives them. */
class RowKeys {
  readonly #keys = new WeakMap<object, string>();
  readonly #rows: { row: number; key: string }[] = [];
  /** How often a task was read before: duplicates are uploads of their own. */
  readonly #times = new Map<string, number>();

  async *read(
    source: ReadableStream<Uint8Array>,
    reading: ReadTasksOptions<ProjectSpec>,
  ): AsyncGenerator<TaskInput> {
    const { DataError, readTaskRows } = await import("../../data/mod.ts");
    for await (const item of readTaskRows(source, reading)) {
      if (item.errors) throw new DataError(item.errors);
      const content = await digest(JSON.stringify(item.task));
      const times = this.#times.get(content) ?? 0;
      this.#times.set(content, times + 1);
      const key = times === 0 ? content : `${content}-${times}`;
      this.#keys.set(item.task, key);
      this.#rows.push({ row: item.row, key });
      yield item.task as TaskInput;
    }
  }

  keyOf(task: object): string {
    return this.#keys.get(task)!;
  }

  /** What became of each row that was read, in the order of the file. */
  async report(report: UploadReport): Promise<ReportedRow[]> {
    const known = new Map<string, UploadRow>();
    for await (const row of report.rows()) known.set(row.key, row);
    return this.#rows.map(({ row, key }) => {
      const { key: _, ...rest } = known.get(key) ??
        { key, status: "PLANNED" as const };
      return { row, ...rest };
    });
  }
}

async function printReport(
  { machine, output, options }: Context<OptionSpecs>,
  rows: readonly ReportedRow[],
): Promise<void> {
  const columns = {
    row: ({ row }: ReportedRow) => String(row),
    status: ({ status }: ReportedRow) => status,
    task: ({ id }: ReportedRow) => id,
    errors: ({ errors }: ReportedRow) => errors && JSON.stringify(errors),
  };
  const path = options.report as string | undefined;
  if (path !== undefined) {
    const { stringify } = await import("@std/csv/stringify");
    const table = rows.map((row) =>
      Object.values(columns).map((read) => read(row) ?? "")
    );
    await machine.writeFile(path, stringify([Object.keys(columns), ...table]));
  }
  const bad = rows.filter(({ status }) => status !== "CREATED");
  await output.table(output.json ? rows : bad, columns, "");
  const refused = rows.filter(({ status }) => status === "REFUSED").length;
  await output.line(
    `Created: ${rows.length - bad.length}, refused: ${refused}, open: ${
      bad.length - refused
    }`,
  );
  if (refused > 0 && refused === bad.length) {
    throw new CheckFailed(`${refused} of ${rows.length} rows were refused`);
  }
}

async function digest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
