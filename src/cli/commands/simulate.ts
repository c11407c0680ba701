/** `toloka simulate`: a whole job offline. */
import { isControl, isRight } from "../../control_tasks.ts";
import { sumMoney } from "../../money.ts";
import type { TolokaClient } from "../../client.ts";
import { defineCommand } from "../command.ts";
import { forecast, totalOf } from "../job/budget.ts";
import { Deployment } from "../job/changes.ts";
import { readJob } from "../job/job_file.ts";
import { UsageError } from "../usage_error.ts";

/** Runs a job on a simulator. */
export const simulate = defineCommand({
  args: ["FILE"],
  options: {
    seed: {
      type: "text",
      value: "SEED",
      summary: "Source of all chance; 1 without it",
    },
    output: {
      type: "text",
      short: "o",
      value: "FILE",
      summary: "File for the answers, as CSV",
    },
  },
  details:
    "Creates the job's project and pools on a simulator in this process, uploads the tasks,\nlets simulated Tolokers answer, and says what came of it. Needs no token.",
  examples: [
    "toloka simulate job.json",
    "toloka simulate job.json -o answers.csv",
  ],
  async run({ machine, args: [path], options, output, signal, proceed }) {
    const { TolokaClient } = await import("../../client.ts");
    const { Simulator } = await import("../../simulator/mod.ts");
    const job = await readJob(machine, "simulate a job", path!);
    const forecasts = await forecast(machine, job);
    if (forecasts.every(({ tasks }) => tasks.length === 0)) {
      throw new UsageError(
        `Cannot simulate "${path}" as no pool names a file of tasks`,
      );
    }
    const simulator = new Simulator({ seed: options.seed ?? 1 });
    const { url, fetch } = simulator;
    const toloka = new TolokaClient({ token: "simulated", url, fetch });
    const deployment = new Deployment(toloka, job, {}, async () => {}, signal);
    await deployment.apply(await deployment.plan(), async () => {});

    const poolIds: string[] = [];
    for (const { name, tasks } of forecasts) {
      if (tasks.length === 0) continue;
      const pool_id = deployment.state[`pool ${name}`]!;
      const all = tasks.map((task) => ({ ...task, pool_id }));
      await toloka.tasks.createMany(all, { allowDefaults: true, signal });
      await toloka.pools.open(pool_id, { signal });
      poolIds.push(pool_id);
    }
    await simulator.runUntil("idle");

    const results = [];
    for (const id of poolIds) results.push(await summarize(toloka, id, signal));
    const does = `write the answers to ${options.output}`;
    if (options.output !== undefined && await proceed({ does })) {
      await machine.writeFile(
        options.output,
        answersOf(toloka, poolIds, signal),
      );
    }
    await output.table(results, {
      pool: ({ pool }) => pool,
      status: ({ status }) => status,
      tolokers: ({ tolokers }) => String(tolokers),
      suites: ({ suites }) => String(suites),
      answers: ({ answers }) => String(answers),
      "golden accuracy": ({ golden_accuracy }) =>
        golden_accuracy === null ? "-" : golden_accuracy.toFixed(2),
      paid: ({ paid }) => String(paid),
    });
    const { likely, max } = totalOf(forecasts);
    await output.line(
      `Estimated with a fee of ${job.fee}: ${likely}, at most ${
        max === Infinity ? "any amount" : max
      }`,
    );
  },
});

/** Summarizes the result of a pool. */
async function summarize(
  toloka: TolokaClient,
  pool_id: string,
  signal: AbortSignal,
) {
  const assignments = await Array.fromAsync(
    toloka.assignments.list({
      pool_id,
      status: ["SUBMITTED", "ACCEPTED", "REJECTED"],
    }, { signal }),
  );
  const answers = assignments.flatMap(({ tasks = [], solutions }) =>
    tasks.map((task, i) => ({ task, given: solutions?.[i]?.output_values }))
  );
  const golden = answers.filter(({ task }) => isControl(task));
  const correct = golden.filter(({ task, given }) => isRight(given, task));
  const pool = await toloka.pools.get(pool_id, { signal });
  return {
    pool: pool.private_name,
    status: pool.status,
    tolokers: new Set(assignments.map(({ user_id }) => user_id)).size,
    suites: assignments.length,
    answers: answers.length,
    golden_accuracy: golden.length === 0
      ? null
      : correct.length / golden.length,
    paid: sumMoney(
      assignments.filter(({ status }) => status === "ACCEPTED")
        .map(({ reward }) => reward ?? 0),
    ),
  };
}

async function* answersOf(
  toloka: TolokaClient,
  poolIds: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  for (const id of poolIds) {
    yield* await toloka.assignments.csv(id, {}, { signal });
  }
}
