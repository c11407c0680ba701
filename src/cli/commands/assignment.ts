/** `toloka assignment export`: answers as files. */
import type { AssignmentStatus } from "../../types/assignments.ts";
import { defineCommand } from "../command.ts";
import { startProgress } from "../progress.ts";
import { UsageError } from "../usage_error.ts";

const FORMATS = ["csv", "tsv", "jsonl"] as const;
const STATUSES = ["SUBMITTED", "ACCEPTED", "REJECTED"] as const;

/** Writes the answers of a pool. */
export const exportAnswers = defineCommand({
  args: ["POOL"],
  options: {
    output: {
      type: "text",
      short: "o",
      value: "FILE",
      summary: "File to write; standard output without it",
    },
    format: {
      type: "text",
      summary: "Format; by the file's name without it, else csv",
      choices: FORMATS,
    },
    status: {
      type: "list",
      summary: "Only answers in this state; may be repeated",
      choices: STATUSES,
    },
    formulas: {
      type: "text",
      summary:
        "Cells that a spreadsheet would run: escape them, the default, or keep them",
      choices: ["escape", "keep"],
    },
  },
  details: "Answers are written as they arrive, however many there are.",
  examples: [
    "toloka assignment export 12345 -o answers.csv",
    "toloka assignment export 12345 --status ACCEPTED --format jsonl | wc -l",
  ],
  async run(context) {
    const { machine, client, args: [pool], options, output, signal } = context;
    const { writeResults } = await import("../../data/mod.ts");
    const toloka = await client();
    const format = formatOf(options.format, options.output);
    const does = `write the answers of pool ${pool} to ${options.output}`;
    if (options.output !== undefined && !await context.proceed({ does })) {
      return;
    }
    const { project_id } = await toloka.pools.get(pool!, { signal });
    const project = await toloka.projects.get(project_id, { signal });
    const bar = startProgress(output, machine.writeError, "Exporting");
    let count = 0;
    const assignments = async function* () {
      const status = options.status.length > 0 ? options.status : STATUSES;
      const query = {
        pool_id: pool!,
        status: [...status] as AssignmentStatus[],
      };
      const pages = toloka.assignments.list(query, { signal, prefetch: true });
      for await (const item of pages) {
        bar.update(++count);
        yield item;
      }
    };
    const formulas = (options.formulas ?? "escape") as "escape" | "keep";
    const text = writeResults(
      assignments(),
      format === "jsonl" ? { format } : { format, project, formulas },
    );
    try {
      if (options.output === undefined) {
        for await (const part of text) await output.raw(part);
      } else await machine.writeFile(options.output, text);
    } finally {
      bar.end();
    }
    if (options.output === undefined) return;
    await output.result(
      { file: options.output, assignments: count },
      `Wrote ${count} assignments to ${options.output}`,
    );
  },
});

function formatOf(
  given: string | undefined,
  path: string | undefined,
): typeof FORMATS[number] {
  const name = given ?? /\.(\w+)$/.exec(path ?? ".csv")?.[1]?.toLowerCase();
  const format = FORMATS.find((format) => format === name);
  if (format) return format;
  throw new UsageError(
    `Cannot export answers as the format of "${path}" is unknown: add '--format' with one of ${
      FORMATS.join(", ")
    }`,
  );
}
