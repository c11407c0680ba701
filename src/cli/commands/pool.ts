/** `toloka pool ...`: reading pools and changing their state. */
import type { TolokaClient } from "../../client.ts";
import type { Pool, PoolStatus } from "../../types/pools.ts";
import { type Context, defineCommand } from "../command.ts";

const columns = {
  id: ({ id }: Pool) => id,
  status: ({ status }: Pool) => status,
  "private name": ({ private_name }: Pool) => private_name,
  project: ({ project_id }: Pool) => project_id,
  reward: ({ reward_per_assignment }: Pool) => reward_per_assignment,
  created: ({ created }: Pool) => created,
};

/** Lists pools. */
export const list = defineCommand({
  args: [],
  options: {
    project: { type: "text", value: "ID", summary: "Pools of this project" },
    status: {
      type: "text",
      summary: "Pools in this state",
      choices: ["OPEN", "CLOSED", "ARCHIVED", "LOCKED"],
    },
    limit: {
      type: "number",
      value: "N",
      summary: "Print at most this many; all without it",
    },
  },
  examples: [
    "toloka pool list --status OPEN",
    "toloka pool list --project 12345 --json",
  ],
  async run({ client, options, output, signal }) {
    const toloka = await client();
    const pools = toloka.pools.list({
      ...(options.project && { project_id: options.project }),
      ...(options.status && { status: options.status as PoolStatus }),
    }, { signal, maxItems: options.limit ?? Infinity });
    await output.table(pools, columns, "no such pools");
  },
});

/** Shows a pool. */
export const get = defineCommand({
  args: ["ID"],
  options: {},
  examples: [
    "toloka pool get 12345",
    "toloka pool get 12345 --json > pool.json",
  ],
  async run({ client, args, output, signal }) {
    const pool = await (await client()).pools.get(args[0]!, { signal });
    await output.object(pool, {
      ...columns,
      closed: ({ last_close_reason }) => last_close_reason,
      expires: ({ will_expire }) => will_expire,
      overlap: ({ defaults }) => defaults?.default_overlap_for_new_task_suites,
      "auto-accept": ({ auto_accept_solutions }) => auto_accept_solutions,
      "seconds per suite": (pool) => pool.assignment_max_duration_seconds,
    });
  },
});

/** Opens a pool. */
export const open = defineCommand({
  args: ["ID"],
  options: {},
  details:
    "Tolokers get the pool's tasks from now on, and are paid for them: asks first.",
  examples: ["toloka pool open 12345"],
  async run(context) {
    const { client, args, signal } = context;
    const [id] = args as [string];
    const toloka = await client();
    const pool = await toloka.pools.get(id, { signal });
    const costs = `${pool.reward_per_assignment ?? 0} for each task suite`;
    if (!await context.proceed({ does: `open pool ${id}`, costs })) return;
    await print(context, await toloka.pools.open(id, { signal }));
  },
});

/** Closes a pool. */
export const close = defineCommand({
  args: ["ID"],
  options: {},
  examples: ["toloka pool close 12345"],
  async run(context) {
    const { client, args: [id], signal } = context;
    if (!await context.proceed({ does: `close pool ${id}` })) return;
    await print(context, await (await client()).pools.close(id!, { signal }));
  },
});

/** Archives a pool. */
export const archive = defineCommand({
  args: ["ID"],
  options: {},
  details: "An archived pool cannot be opened again: asks first.",
  examples: ["toloka pool archive 12345"],
  async run(context) {
    const { client, args: [id], signal } = context;
    const does = `archive pool ${id}`;
    if (!await context.proceed({ does, irreversible: true })) return;
    const toloka: TolokaClient = await client();
    await print(context, await toloka.pools.archive(id!, { signal }));
  },
});

/** Copies a pool. */
export const clone = defineCommand({
  args: ["ID"],
  options: {},
  examples: ["toloka pool clone 12345"],
  async run(context) {
    const { client, args: [id], signal } = context;
    if (!await context.proceed({ does: `copy pool ${id}` })) return;
    await print(context, await (await client()).pools.clone(id!, { signal }));
  },
});

async function print({ output }: Context, pool: Pool): Promise<void> {
  await output.result(
    pool,
    `Pool ${pool.id} is ${pool.status}: ${pool.private_name}`,
  );
}
