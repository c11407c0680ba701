/** `toloka task check`: a file of tasks against its project. */
import { defineCommand } from "../command.ts";
import { readProject } from "../project_of.ts";
import { ERROR_COLUMNS, errorsIn, formatOf, READING } from "../task_file.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

/** Checks a file of tasks. */
export const check = defineCommand({
  args: ["FILE"],
  options: {
    project: {
      type: "text",
      value: "ID|FILE",
      summary: "Project of the tasks, or a job with it",
    },
    ...READING,
    "max-errors": {
      type: "number",
      value: "N",
      summary: "Errors to print; 100 without it",
    },
  },
  details:
    "FILE is CSV, TSV, JSON Lines or JSON, as the platform's web interface takes it; - is standard\ninput. Row 0 is the names of the columns. Exits with 1 if there are errors.",
  examples: [
    "toloka task check tasks.csv --project 12345",
    "toloka task check tasks.csv --project job.json --json",
  ],
  async run(context) {
    const { machine, args: [path], options, output } = context;
    const action = "check tasks";
    if (options.project === undefined) {
      throw new UsageError(`Cannot ${action} without '--project'`);
    }
    const format = formatOf(action, path!, options.format);
    const project = await readProject(context, action, options.project);
    const { validateFile } = await import("../../data/mod.ts");
    const report = await validateFile(await machine.openFile(path!), {
      project,
      format,
      duplicates: options.duplicates as "keep",
      maxErrors: options["max-errors"],
    });
    const { rows, errorCount, errors } = report;
    await output.table(errors, ERROR_COLUMNS, "");
    if (errorCount > 0) {
      throw new CheckFailed(errorsIn(path!, report));
    }
    await output.line(`${rows} rows, no errors`);
  },
});
