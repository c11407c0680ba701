/** `toloka assignment ...`: exporting answers, accepting and rejecting them. */
import type { TolokaClient } from "../../client.ts";
import { sumMoney } from "../../money.ts";
import type { Assignment, AssignmentStatus } from "../../types/assignments.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { startProgress } from "../progress.ts";
import { readRows, textOf } from "../rows.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

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
  async run({ machine, client, args: [pool], options, output, signal }) {
    const { writeResults } = await import("../../data/mod.ts");
    const toloka = await client();
    const format = formatOf(options.format, options.output);
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
      for await (const item of toloka.assignments.list(query, { signal })) {
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

const FILE_DETAILS =
  "FILE is CSV, TSV or JSON Lines with assignment_id and, if you like, comment; any other name,\nor - for standard input, stands for a list with an id on each line. Running the command\nagain goes on where it stopped.";

/** Accepts answers. */
export const accept = defineCommand({
  args: ["FILE"],
  options: {
    comment: { type: "text", value: "TEXT", summary: "Comment for all" },
  },
  details: FILE_DETAILS,
  examples: ["toloka assignment accept accepted.csv"],
  run: (context) => review(context, "accept", context.options.comment),
});

/** Rejects answers. */
export const reject = defineCommand({
  args: ["FILE"],
  options: {
    comment: {
      type: "text",
      value: "TEXT",
      summary:
        "Reason for all that have none in the file; the Toloker reads it",
    },
  },
  details: FILE_DETAILS,
  examples: [
    'toloka assignment reject bad.csv --comment "Two tasks are empty"',
  ],
  run: (context) => review(context, "reject", context.options.comment),
});

/** An answer to review. */
interface Verdict {
  id: string;
  comment: string | undefined;
  assignment: Assignment;
}

/** What became of an answer. */
interface Reviewed {
  assignment_id: string;
  outcome: "done" | "already done" | "not possible" | "failed";
  detail: string | undefined;
}

async function review(
  context: Context<OptionSpecs>,
  verb: "accept" | "reject",
  comment: string | undefined,
): Promise<void> {
  const { output, client, signal, machine } = context;
  const action = `${verb} answers`;
  const status = verb === "accept" ? "ACCEPTED" : "REJECTED";
  const toloka = await client();
  const verdicts = await readVerdicts(context, toloka, action, comment);
  const missing = verdicts.find((verdict) => !verdict.comment?.trim());
  if (verb === "reject" && missing) {
    throw new UsageError(
      `Cannot reject assignment "${missing.id}" without a comment: add a column 'comment' or '--comment'`,
    );
  }
  const open = verdicts.filter(({ assignment }) =>
    assignment.status === "SUBMITTED" ||
    (verb === "accept" && assignment.status === "REJECTED")
  );
  const sum = sumMoney(open.map(({ assignment }) => assignment.reward ?? 0));
  const does = `${verb} ${open.length} of ${verdicts.length} answers`;
  const costs = verb === "accept" && open.length > 0 ? String(sum) : undefined;
  if (
    !await context.proceed({ does, costs, irreversible: verb === "reject" })
  ) {
    return;
  }
  context.onInterrupted("Run the same command again to go on");
  const bar = startProgress(output, machine.writeError, "Reviewing");
  const results: Reviewed[] = [];
  for (const verdict of verdicts) {
    signal.throwIfAborted();
    const can = open.includes(verdict);
    const done = verdict.assignment.status === status;
    const result = can ? await apply(toloka, verb, verdict, signal) : {
      outcome: done ? "already done" : "not possible",
      detail: verdict.assignment.status,
    } as const;
    results.push({ assignment_id: verdict.id, ...result });
    bar.update(results.length, verdicts.length);
  }
  bar.end();
  const count = (outcome: Reviewed["outcome"]) =>
    results.filter((result) => result.outcome === outcome).length;
  const bad = results.filter(({ outcome }) =>
    outcome === "failed" || outcome === "not possible"
  );
  await output.table(output.json ? results : bad, {
    assignment: ({ assignment_id }) => assignment_id,
    outcome: ({ outcome }) => outcome,
    detail: ({ detail }) => detail,
  }, "");
  await output.line(
    `${status}: ${count("done")}, already so: ${
      count("already done")
    }, failed: ${bad.length}`,
  );
  if (bad.length > 0) {
    throw new CheckFailed(
      `${bad.length} of ${results.length} answers were not ${status.toLowerCase()}`,
    );
  }
}

async function readVerdicts(
  { machine, args: [path], signal }: Context<OptionSpecs>,
  toloka: TolokaClient,
  action: string,
  comment: string | undefined,
): Promise<Verdict[]> {
  const rows = await readRows(machine, action, path!, "assignment_id");
  const verdicts: Verdict[] = [];
  const seen = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const columns = ["assignment_id", "ASSIGNMENT:assignment_id"];
    const id = textOf(action, row, i, columns);
    if (seen.has(id)) continue;
    seen.add(id);
    const own = row.comment;
    verdicts.push({
      id,
      comment: typeof own === "string" && own !== "" ? own : comment,
      assignment: await toloka.assignments.get(id, { signal }),
    });
  }
  return verdicts;
}

async function apply(
  toloka: TolokaClient,
  verb: "accept" | "reject",
  { id, comment }: Verdict,
  signal: AbortSignal,
): Promise<Omit<Reviewed, "assignment_id">> {
  try {
    if (verb === "accept") {
      await toloka.assignments.accept(id, comment, { signal });
    } else await toloka.assignments.reject(id, comment!, { signal });
    return { outcome: "done", detail: undefined };
  } catch (error) {
    if (signal.aborted) throw error;
    return { outcome: "failed", detail: (error as Error).message };
  }
}
