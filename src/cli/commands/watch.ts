/** `toloka pool watch`: a pool's progress, speed, cost and end. */
import type { TolokaClient } from "../../client.ts";
import { duration } from "../../dashboard/format.ts";
import type { PlainPoolMetric } from "../../types/analytics.ts";
import { parseTime } from "../../time.ts";
import type { PoolStatus } from "../../types/pools.ts";
import { defineCommand } from "../command.ts";
import { formatProgress, formatRate } from "../progress.ts";
import { UsageError } from "../usage_error.ts";

/** Shortest pause between two readings, in seconds: each is a request of analytics. */
const MIN_INTERVAL = 1;

/** A pool at a moment. */
interface PoolReading {
  pool_id: string;
  time: string;
  status: PoolStatus | string;
  /** Share of the work that is done, in percent. */
  completion: number;
  /** Answers submitted so far. */
  submitted: number;
  accepted: number;
  rejected: number;
  /** Expected number of suites. */
  expected: number;
  spent: number;
}

/** Rate of answers while the command was watching. */
interface Speed {
  /** Answers per second; `null` before the second reading. */
  rate: number | null;
  seconds_left: number | null;
}

/** Watches a pool. */
export const watch = defineCommand({
  args: ["ID"],
  options: {
    interval: {
      type: "number",
      value: "SECONDS",
      summary: "Time between two readings; 10 without it",
    },
  },
  details:
    "On a terminal, one line that is kept up to date; elsewhere and under --json, a line for each\nchange. Ends when the pool is not open, and on Ctrl-C, which leaves the pool as it is.",
  examples: [
    "toloka pool watch 12345",
    "toloka pool watch 12345 --interval 60 --json >> pool.jsonl",
  ],
  async run(context) {
    const { machine, client, args: [id], options, output, signal } = context;
    const { interval = 10 } = options;
    if (!(interval >= MIN_INTERVAL)) {
      throw new UsageError(
        `Cannot watch a pool as '--interval' must be a number from ${MIN_INTERVAL}: current value is ${interval}`,
      );
    }
    const toloka = await client();
    const live = output.progress && machine.outputIsTerminal && !output.json;
    const speed = speedometer();
    context.onInterrupted(
      `The pool is as it was: 'toloka pool close ${id}' closes it`,
    );
    let last: string | undefined;
    for (;;) {
      const reading = await readPool(toloka, id!, signal);
      const measured = speed(reading);
      const { time: _, ...state } = reading;
      const changed = JSON.stringify(state) !== last;
      last = JSON.stringify(state);
      if (live) machine.writeError(`\r\x1b[K${barOf(reading, measured)}`);
      else if (changed) {
        await output.result(
          { ...reading, ...measured },
          lineOf(reading, measured),
        );
      }
      if (reading.status !== "OPEN") break;
      await machine.delay(interval * 1_000, signal)
        .finally(() => live && signal.aborted && machine.writeError("\n"));
    }
    if (live) machine.writeError("\n");
  },
});

const METRICS = {
  completion: "completion_percentage",
  submitted: "submitted_assignments_count",
  accepted: "approved_assignments_count",
  rejected: "rejected_assignments_count",
  expected: "estimated_assignments_count",
  spent: "spent_budget",
} as const satisfies Record<string, PlainPoolMetric>;

async function readPool(
  toloka: TolokaClient,
  pool_id: string,
  signal: AbortSignal,
): Promise<PoolReading> {
  const questions = Object.values(METRICS).map((name) => (
    { subject: "POOL", subject_id: pool_id, name } as const
  ));
  const answers = await toloka.analytics.get(questions, { signal });
  // Read after the numbers, so that those of a closed pool are its last.
  const { status } = await toloka.pools.get(pool_id, { signal });
  const values = Object.fromEntries(
    Object.entries(METRICS).map(([key, name]) => {
      const result = answers.find(({ request }) => request.name === name)
        ?.result ?? 0;
      return [key, typeof result === "number" ? result : result.value];
    }),
  ) as Record<keyof typeof METRICS, number>;
  const time = answers[0]?.finished ?? "";
  return { pool_id, time, status, ...values };
}

/** Measures the speed since the first reading. */
function speedometer(): (reading: PoolReading) => Speed {
  let first: PoolReading | undefined;
  return (reading) => {
    first ??= reading;
    const elapsed =
      (parseTime(reading.time).getTime() - parseTime(first.time).getTime()) /
      1_000;
    if (!(elapsed > 0)) return { rate: null, seconds_left: null };
    const rate = (reading.submitted - first.submitted) / elapsed;
    const left = Math.max(0, reading.expected - reading.submitted);
    return { rate, seconds_left: rate > 0 ? Math.ceil(left / rate) : null };
  };
}

function barOf(
  { pool_id, status, submitted, expected, spent }: PoolReading,
  { rate }: Speed,
): string {
  const label = `Pool ${pool_id} ${status}`;
  const bar = formatProgress(label, submitted, expected, rate ?? 0);
  return `${bar}  spent ${spent}`;
}

function lineOf(reading: PoolReading, { rate, seconds_left }: Speed): string {
  const { time, status, completion, submitted, accepted, rejected } = reading;
  return [
    `${time.slice(0, 19)}  ${status}  ${completion}%`,
    `${submitted}/${reading.expected} submitted`,
    `${accepted} accepted`,
    `${rejected} rejected`,
    `spent ${reading.spent}`,
    ...(rate === null ? [] : [formatRate(rate)]),
    ...(seconds_left === null || status !== "OPEN"
      ? []
      : [`${duration(seconds_left)} left`]),
  ].join(", ");
}
