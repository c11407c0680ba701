/** `toloka aggregate`. */
import type { Aggregation, Answer, Label } from "../../aggregation/mod.ts";
import { escapeFormula } from "../../formulas.ts";
import { type Command, defineCommand } from "../command.ts";

import { UsageError } from "../usage_error.ts";

/** A method of the aggregation entry, by its name there. */
const METHODS = {
  majority: "majorityVote",
  wawa: "wawa",
  "dawid-skene": "dawidSkene",
  "one-coin": "oneCoinDawidSkene",
  glad: "glad",
} as const;

type Method = keyof typeof METHODS;

/** Aggregates the answers to each task into a label. */
export const aggregate: Command = defineCommand({
  args: ["POOL"],
  options: {
    field: {
      type: "text",
      value: "NAME",
      summary: "Output field; not needed if the project has one only",
    },
    method: {
      type: "text",
      summary: "Method; majority without it",
      choices: Object.keys(METHODS),
    },
    output: {
      type: "text",
      short: "o",
      value: "FILE",
      summary: "CSV file to write; standard output without it",
    },
  },
  details:
    "Counts submitted and accepted answers. Confidence is the method's own probability.",
  examples: [
    "toloka aggregate 12345",
    "toloka aggregate 12345 --method dawid-skene -o labels.csv",
  ],
  async run(context) {
    const { machine, client, args: [pool], options, output, signal } = context;
    const toloka = await client();
    const { project_id } = await toloka.pools.get(pool!, { signal });
    const { task_spec } = await toloka.projects.get(project_id, { signal });
    const fields = Object.keys(task_spec.output_spec ?? {});
    const field = options.field ??
      (fields.length === 1 ? fields[0] : undefined);
    if (field === undefined || !fields.includes(field)) {
      throw new UsageError(
        `Cannot aggregate without '--field' with one of ${fields.join(", ")}`,
      );
    }
    const does = `write the labels of pool ${pool} to ${options.output}`;
    if (options.output !== undefined && !await context.proceed({ does })) {
      return;
    }
    const aggregation = await import("../../aggregation/mod.ts");
    const assignments = toloka.assignments.list({
      pool_id: pool!,
      status: ["SUBMITTED", "ACCEPTED"],
    }, { signal, prefetch: true });
    const answers = await Array.fromAsync(
      aggregation.answersOf(assignments, { output: field }),
    );
    const aggregateBy: (answers: Iterable<Answer<Label>>) => Aggregation =
      aggregation[METHODS[(options.method ?? "majority") as Method]];
    const { labels, probabilities, warnings } = aggregateBy(answers);
    const rows = [...labels].map(([task, label]) => ({
      task,
      label,
      confidence: probabilities.get(task)?.get(label),
    }));
    for (const { message } of warnings) output.note(`warning: ${message}`);
    if (options.output !== undefined) {
      const { stringify } = await import("@std/csv/stringify");
      const columns = ["task", "label", "confidence"];
      // Tolokers write texts, and spreadsheets would run some of them.
      const safe = rows.map(({ label, ...row }) => ({
        ...row,
        label: escapeFormula(String(label)),
      }));
      const text = stringify(safe, { columns, headers: true });
      await machine.writeFile(options.output, text);
      return await output.result(
        { file: options.output, tasks: rows.length },
        `Wrote the labels of ${rows.length} tasks to ${options.output}`,
      );
    }
    await output.table(rows, {
      task: ({ task }) => task,
      label: ({ label }) => label,
      confidence: ({ confidence }) => confidence?.toFixed(3),
    });
  },
});
