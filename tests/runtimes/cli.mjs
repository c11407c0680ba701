// The command, as this runtime runs it: node cli.mjs
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";

const simulator = new Simulator({ seed: 1, time: { speed: 1_000 } });
const server = await simulator.serve({ port: 0 });
const folder = await mkdtemp(join(tmpdir(), "toloka-"));
const command = await realpath("node_modules/.bin/toloka");

/** Runs the command in a folder of its own. */
function toloka(...args) {
  const env = {
    ...process.env,
    TOLOKA_TOKEN: "any",
    TOLOKA_URL: server.url,
    XDG_CONFIG_HOME: folder,
  };
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      [command, ...args],
      { env, cwd: folder },
      (error, out, err) => resolve({ code: error?.code ?? 0, out, err }),
    )
  );
}

/** Runs a command that must succeed. */
async function succeed(...args) {
  const { code, out, err } = await toloka(...args);
  assert.equal(code, 0, `toloka ${args.join(" ")}: ${err}`);
  return out;
}

assert.match(await succeed("--help"), /^ {2}task upload /m);
assert.equal(JSON.parse(await succeed("status", "--json")).balance, 1000);
assert.equal((await toloka("pool", "lst")).code, 2);

await succeed("init", "animals");
assert.match(await succeed("simulate", "animals/job.json"), /CLOSED/);
const ids = JSON.parse(
  (await succeed("apply", "animals/job.json", "--yes", "--json")).split("\n")
    .at(-2),
).ids;
const pool = Object.entries(ids).find(([name]) => name.startsWith("pool "))[1];
const upload = ["task", "upload", pool, "animals/tasks.tsv", "--yes"];
const first = await succeed(...upload);
assert.equal(await succeed(...upload), first);
const client = new TolokaClient({ token: "any", url: server.url });
const tasks = await Array.fromAsync(client.tasks.list({ pool_id: pool }));
assert.equal(first.startsWith(`Created: ${tasks.length}, `), true, first);

await client.pools.open(pool);
await succeed("pool", "watch", pool, "--interval", "1");
const [answer] = await Array.fromAsync(
  client.assignments.list({ pool_id: pool }, { maxItems: 1 }),
);
await writeFile(
  join(folder, "bonuses.csv"),
  `key,user_id,amount\none,${answer.user_id},0.5\n`,
);
for (let times = 0; times < 2; times++) {
  await succeed("bonus", "pay", "bonuses.csv", "--yes");
}
const bonuses = await Array.fromAsync(client.userBonuses.list());
assert.equal(bonuses.length, 1);

await server.close();
await rm(folder, { recursive: true });
console.log("the command works");
process.exit(0);
