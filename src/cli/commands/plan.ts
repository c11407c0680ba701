/** `toloka plan` and `toloka apply`: a job file against the server. */
import { show } from "../../checks.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { serverUrl } from "../connect.ts";
import { forecast, totalOf } from "../job/budget.ts";
import { type Change, Deployment } from "../job/changes.ts";
import { type Job, readJob, readState, writeState } from "../job/job_file.ts";
import { CheckFailed } from "../usage_error.ts";

const DETAILS =
  "A job file has skills, a project and pools, as objects or names of files; 'toloka init'\nwrites one. Ids are kept beside it in a file that ends in .state.json: keep that, too.";

/** Shows the changes that `apply` would carry out. */
export const plan = defineCommand({
  args: ["FILE"],
  options: {},
  details: DETAILS,
  examples: ["toloka plan job.json"],
  async run(context) {
    const { output, args: [path] } = context;
    const job = await readJob(context.machine, "plan a job", path!);
    const { changes } = await prepare(context, job);
    await output.result({ changes }, formatChanges(changes));
  },
});

/** Brings the server into the state of a job file. */
export const apply = defineCommand({
  args: ["FILE"],
  options: {
    "allow-breaking": {
      type: "flag",
      summary: "Make changes of a project that its pools do not follow",
    },
  },
  details:
    `${DETAILS}\nRefuses errors of the linter, and a cost above the job's budget.`,
  examples: ["toloka apply job.json", "toloka apply job.json --yes --json"],
  async run(context) {
    const { output, args: [path], options, machine } = context;
    const job = await readJob(machine, "apply a job", path!);
    const { deployment, changes } = await prepare(context, job);
    if (changes.length === 0) {
      return await output.result(
        { changes, ids: deployment.state },
        formatChanges(changes),
      );
    }
    for (const line of formatChanges(changes)) await output.line(line);
    const breaking = changes.find((change) => change.breaking);
    if (breaking && !options["allow-breaking"]) {
      throw new CheckFailed(
        `Cannot apply "${path}" as the change of the ${breaking.name} creates a new version that its pools do not follow: add '--allow-breaking', and create new pools`,
      );
    }
    await checkBudget(context, job);
    const does = `make ${changes.length} changes`;
    if (!await context.proceed({ does, irreversible: true })) return;
    context.onInterrupted("Run the same command again to continue");
    await deployment.apply(changes, async ({ name, act }, id) => {
      await output.line(
        `${act === "create" ? "Created" : "Updated"} ${name}: ${id}`,
      );
    });
    await output.result({ changes, ids: deployment.state }, []);
  },
});

async function prepare(
  context: Context<OptionSpecs>,
  job: Job,
) {
  const { machine, client, signal } = context;
  const url = await serverUrl(context);
  const state = await readState(machine, job, url);
  const deployment = new Deployment(
    await client(),
    job,
    state,
    (ids) => writeState(machine, job, url, ids),
    signal,
  );
  return { deployment, changes: await deployment.plan() };
}

async function checkBudget(
  { machine, output }: Context<OptionSpecs>,
  job: Job,
): Promise<void> {
  const forecasts = await forecast(machine, job);
  const errors = forecasts.flatMap(({ name, findings }) =>
    findings.filter(({ severity }) => severity === "error").map((finding) =>
      `pool ${name}: ${finding.message} (${finding.id} at ${finding.path})`
    )
  );
  if (errors.length > 0) {
    throw new CheckFailed(`Cannot apply the job: ${errors.join("; ")}`);
  }
  const { likely, max } = totalOf(forecasts);
  if (forecasts.some(({ cost }) => cost)) {
    await output.line(
      `The tasks cost ${likely}, and ${
        max === Infinity ? "have no upper bound" : `at most ${max}`
      }`,
    );
  }
  if (job.budget !== undefined && max > job.budget) {
    throw new CheckFailed(
      `Cannot apply the job as its tasks may cost ${
        max === Infinity ? "any amount" : max
      } and its budget is ${job.budget}`,
    );
  }
}

function formatChanges(changes: readonly Change[]): string[] {
  if (changes.length === 0) return ["Nothing to change"];
  return changes.flatMap(({ name, act, differences, breaking }) => [
    `${act === "create" ? "+" : "~"} ${name}${breaking ? " (breaking)" : ""}`,
    ...differences.map(({ path, from, to }) =>
      `    ${path}: ${show(from)} -> ${show(to)}`
    ),
  ]);
}
