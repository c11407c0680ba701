/** `toloka pool create` and `toloka pool update`: pools from files. */
import { isRecord } from "../../checks.ts";
import type { PoolInput } from "../../types/pools.ts";
import type { Machine } from "../machine.ts";
import { defineCommand } from "../command.ts";
import { readJson } from "../files.ts";
import { UsageError } from "../usage_error.ts";

const DETAILS =
  "FILE has the pool as JSON, as 'toloka pool get ID --json' prints it; 'toloka pool lint FILE'\nchecks it.";

/** Creates a pool. */
export const create = defineCommand({
  args: ["FILE"],
  options: {},
  details:
    `${DETAILS} The pool is closed: nothing is spent before it is opened.`,
  examples: ["toloka pool create pool.json"],
  async run({ machine, client, args: [path], output, proceed, signal }) {
    const pool = await readPool(machine, "create a pool", path!);
    if (!await proceed({ does: `create pool ${pool.private_name}` })) return;
    const created = await (await client()).pools.create(pool, { signal });
    await output.result(
      created,
      `Created pool ${created.id}: ${created.private_name}`,
    );
  },
});

/** Replaces the settings of a pool. */
export const update = defineCommand({
  args: ["ID", "FILE"],
  options: {},
  details: DETAILS,
  examples: ["toloka pool update 12345 pool.json"],
  async run({ machine, client, args, output, proceed, signal }) {
    const [id, path] = args as [string, string];
    const pool = await readPool(machine, "update a pool", path);
    if (!await proceed({ does: `update pool ${id}` })) return;
    const updated = await (await client()).pools.update(id, pool, { signal });
    await output.result(updated, `Updated pool ${id}: ${updated.private_name}`);
  },
});

/** Properties that only the server sets; a pool that was read has them. */
const READ_ONLY = [
  "id",
  "owner",
  "status",
  "type",
  "created",
  "last_started",
  "last_stopped",
  "last_close_reason",
];

async function readPool(
  machine: Machine,
  action: string,
  path: string,
): Promise<PoolInput> {
  const read = await readJson(machine, action, path);
  if (!isRecord(read)) {
    throw new UsageError(`Cannot ${action} as "${path}" must have an object`);
  }
  const pool = isRecord(read.pool) ? read.pool : read;
  return Object.fromEntries(
    Object.entries(pool).filter(([name]) => !READ_ONLY.includes(name)),
  ) as unknown as PoolInput;
}
