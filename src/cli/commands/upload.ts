/** `toloka task upload`: each row of a file exactly once, however often it runs. */
import type { UploadReport } from "../../streaming/mod.ts";
import type { Pool, PoolInput } from "../../types/pools.ts";
import type { TaskSuiteInput } from "../../types/task_suites.ts";
import type { TaskInput } from "../../types/tasks.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { serverUrl } from "../connect.ts";
import { startProgress } from "../progress.ts";
import { STATE, withState } from "../state.ts";
import { ERROR_COLUMNS, errorsIn, formatOf, READING } from "../task_file.ts";
import {
  digestOf,
  type Reading,
  readSuiteItems,
  readTaskItems,
  type ReportedRow,
  UploadRows,
} from "../upload_rows.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

const ACTION = "upload tasks";

/** Number of operations at a time: most that stays below the platform's quota of task suites a minute. */
const CONCURRENCY = 8;

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
      summary: "File for the outcome of each row, as CSV",
    },
    name: {
      type: "text",
      value: "NAME",
      summary: "Name of this upload: another name uploads the rows again",
    },
    ...STATE,
  },
  details:
    "Checks the file first, and sends nothing if there are errors. In a pool without smart mixing each\nrow becomes a task suite, with its place on the map, if it has one. A row that is in the pool already\nis not uploaded again: after an interruption, or with new rows in the file, run the same\ncommand again.",
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
    if (pool.status === "ARCHIVED") {
      throw new CheckFailed(`Cannot ${ACTION} as pool ${poolId} is archived`);
    }
    const project = await toloka.projects.get(pool.project_id, { signal });
    const reading: Reading = {
      project,
      format: formatOf(ACTION, path!, options.format),
      poolId: poolId!,
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
      "Run the same command again to continue: no row is uploaded twice",
    );
    const { duplicates } = options;
    // The check has found no duplicates: to look again would take memory for each row.
    const again: Reading = duplicates === "skip"
      ? reading
      : { ...reading, duplicates: "keep" };
    // Without smart mixing, tasks are given out in task suites only.
    const read = pool.mixer_config ? readTaskItems : readSuiteItems;
    const rows = new UploadRows(
      async () => read(await context.machine.openFile(path!), again),
      duplicates === "keep",
    );
    await withState(context, async (store) => {
      const bar = startProgress(
        output,
        context.machine.writeError,
        "Uploading",
      );
      const sending = {
        name: await digestOf(
          [await serverUrl(context), poolId, options.name ?? ""],
        ),
        key: (item: object) => rows.keyOf(item),
        allowDefaults: true,
        concurrency: CONCURRENCY,
        onProgress: ({ read }: { read: number }) => bar.update(read, count),
        signal,
      };
      const { uploadTasks, uploadTaskSuites } = await import(
        "../../streaming/mod.ts"
      );
      const upload = pool.mixer_config
        ? uploadTasks(
          toloka,
          store,
          rows.items() as AsyncIterable<TaskInput>,
          sending,
        )
        : uploadTaskSuites(
          toloka,
          store,
          rows.items() as AsyncIterable<TaskSuiteInput>,
          sending,
        );
      const { report, failure } = await settle(upload).finally(bar.end);
      const isWhole = !failure && report.refused + report.open === 0;
      await printReport(context, rows, report, isWhole);
      if (failure) throw failure;
    });
  },
});

/** Waits for an upload, and returns the report also of one that stopped halfway. */
async function settle(
  upload: Promise<UploadReport>,
): Promise<{ report: UploadReport; failure?: Error }> {
  const { TolokaIncompleteError } = await import("../../errors.ts");
  try {
    return { report: await upload };
  } catch (error) {
    if (!(error instanceof TolokaIncompleteError)) throw error;
    if (error.cause instanceof UsageError) throw error.cause;
    return { report: error.done as UploadReport, failure: error };
  }
}

/** Checks the file, and gives the number of its tasks. */
async function checkFile(
  { machine, output }: Context<OptionSpecs>,
  path: string,
  reading: Reading,
): Promise<number> {
  const { validateFile } = await import("../../data/mod.ts");
  const source = await machine.openFile(path);
  const report = await validateFile(source, reading);
  const { rows, errors, errorCount } = report;
  if (errorCount > 0) {
    await output.table(errors, ERROR_COLUMNS, "");
    throw new CheckFailed(
      `Cannot ${ACTION} as ${errorsIn(path, report)}: nothing was sent`,
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

/** Columns of the report. */
const COLUMNS = {
  row: ({ row }: ReportedRow) => String(row),
  status: ({ status }: ReportedRow) => status,
  task: ({ id }: ReportedRow) => id,
  errors: ({ errors }: ReportedRow) => errors && JSON.stringify(errors),
};

/** Writes and prints the outcomes row by row. Without need, the file is not read again. */
async function printReport(
  { machine, output, options }: Context<OptionSpecs>,
  rows: UploadRows,
  report: UploadReport,
  isWhole: boolean,
): Promise<void> {
  const path = options.report as string | undefined;
  if (path !== undefined) {
    await machine.writeFile(path, csvOf(rows.outcomes(report)));
  }
  const counts = { CREATED: 0, REFUSED: 0, SENT: 0, PLANNED: 0 };
  async function* shown() {
    for await (const row of rows.outcomes(report)) {
      counts[row.status]++;
      if (output.json || row.status !== "CREATED") yield row;
    }
  }
  if (isWhole && !output.json) counts.CREATED = rows.count;
  else await output.table(shown(), COLUMNS, "");
  const { CREATED, REFUSED, SENT, PLANNED } = counts;
  await output.line(
    `Created: ${CREATED}, refused: ${REFUSED}, open: ${SENT + PLANNED}`,
  );
  if (REFUSED > 0 && SENT + PLANNED === 0) {
    throw new CheckFailed(`${REFUSED} of ${rows.count} rows were refused`);
  }
}

async function* csvOf(rows: AsyncIterable<ReportedRow>) {
  const { stringify } = await import("@std/csv/stringify");
  yield stringify([Object.keys(COLUMNS)]);
  for await (const row of rows) {
    yield stringify([Object.values(COLUMNS).map((read) => read(row) ?? "")]);
  }
}
