/** `toloka assignment review|accept|reject`: verdicts by a condition or from a file. */
import type { TolokaClient } from "../../client.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { type Condition, parseCondition } from "../expression.ts";
import { carryOut, type Verb, type Verdict } from "../review.ts";
import { readRows, textOf } from "../rows.ts";
import { UsageError } from "../usage_error.ts";

/** Accepts and rejects answers by conditions. */
export const review = defineCommand({
  args: ["POOL"],
  options: {
    "accept-if": {
      type: "text",
      value: "CONDITION",
      summary: "Accept answers that fulfil it",
    },
    "reject-if": {
      type: "text",
      value: "CONDITION",
      summary: "Reject answers that fulfil it",
    },
    comment: {
      type: "text",
      value: "TEXT",
      summary: "Reason for rejections, which the Toloker reads",
    },
  },
  details:
    `Reviews submitted answers; those that fulfil no condition stay as they are. @FILE reads a\ncondition from a file. A condition is about a whole assignment:\n\n  status, seconds, tasks, reward, user_id, golden_tasks, golden_accuracy\n  all(...), any(...), count(...), share(...)   over its tasks; inside of them\n    output.FIELD, input.FIELD, golden, correct\n  length(x), lower(x), trim(x), contains(x, part)\n  and or not == != < <= > >= in + - * / ( ) [ ] "text" 1.5 true false null`,
  examples: [
    `toloka assignment review 12345 --accept-if 'golden_accuracy >= 0.8 and seconds > 10'`,
    `toloka assignment review 12345 --reject-if 'any(trim(output.text) == "")' --comment "A text is empty"`,
    `toloka assignment review 12345 --accept-if @accept.txt --dry-run`,
  ],
  async run(context) {
    const { client, args: [pool], options, signal, output } = context;
    const action = "review answers";
    const accept = await readCondition(context, action, "accept-if");
    const reject = await readCondition(context, action, "reject-if");
    if (!accept && !reject) {
      throw new UsageError(
        `Cannot ${action} without '--accept-if' or '--reject-if'`,
      );
    }
    if (reject && !options.comment?.trim()) {
      throw new UsageError(
        `Cannot ${action} with '--reject-if' and without '--comment': Tolokers are told why`,
      );
    }
    const toloka = await client();
    const verdicts: Verdict[] = [];
    let left = 0;
    const submitted = toloka.assignments.list({
      pool_id: pool!,
      status: "SUBMITTED",
    }, { signal });
    for await (const assignment of submitted) {
      const accepted = accept?.(assignment);
      const rejected = reject?.(assignment);
      if (accepted && rejected) {
        throw new UsageError(
          `Cannot ${action} as assignment "${assignment.id}" fulfils both conditions: nothing was done`,
        );
      }
      if (!accepted && !rejected) {
        left++;
        continue;
      }
      verdicts.push({
        verb: accepted ? "accept" : "reject",
        comment: accepted ? undefined : options.comment,
        assignment,
      });
    }
    if (verdicts.length > 0) await carryOut(context, toloka, verdicts);
    await output.line(`Left as they are: ${left}`);
  },
});

async function readCondition(
  { machine, options }: Context<OptionSpecs>,
  action: string,
  name: string,
): Promise<Condition | undefined> {
  const given = options[name] as string | undefined;
  if (given === undefined) return undefined;
  const path = given.startsWith("@") ? given.slice(1) : undefined;
  const text = path === undefined ? given : await machine.readFile(path);
  if (text === undefined) {
    const error = new Error(`Cannot ${action} as there is no file "${path}"`);
    throw Object.assign(error, { code: "ENOENT" });
  }
  try {
    return parseCondition(text);
  } catch (error) {
    throw new UsageError(
      `Cannot ${action} by '--${name}' as ${(error as Error).message}`,
      { cause: error },
    );
  }
}

const FILE_DETAILS =
  "FILE is CSV, TSV or JSON Lines with assignment_id and, if you like, comment; any other name,\nor - for standard input, stands for a list with an id on each line. Running the command\nagain resumes where it stopped.";

/** Accepts answers. */
export const accept = defineCommand({
  args: ["FILE"],
  options: {
    comment: { type: "text", value: "TEXT", summary: "Comment for all" },
  },
  details: FILE_DETAILS,
  examples: ["toloka assignment accept accepted.csv"],
  run: (context) => reviewFile(context, "accept", context.options.comment),
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
  run: (context) => reviewFile(context, "reject", context.options.comment),
});

async function reviewFile(
  context: Context<OptionSpecs>,
  verb: Verb,
  comment: string | undefined,
): Promise<void> {
  const toloka = await context.client();
  const verdicts = await readVerdicts(context, toloka, verb, comment);
  const missing = verdicts.find((verdict) => !verdict.comment?.trim());
  if (verb === "reject" && missing) {
    throw new UsageError(
      `Cannot reject assignment "${missing.assignment.id}" without a comment: add a column 'comment' or '--comment'`,
    );
  }
  await carryOut(context, toloka, verdicts);
}

async function readVerdicts(
  { machine, args: [path], signal }: Context<OptionSpecs>,
  toloka: TolokaClient,
  verb: Verb,
  comment: string | undefined,
): Promise<Verdict[]> {
  const action = `${verb} answers`;
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
      verb,
      comment: typeof own === "string" && own !== "" ? own : comment,
      assignment: await toloka.assignments.get(id, { signal }),
    });
  }
  return verdicts;
}
