/** Pools from files, webhooks, and the simulator as a server. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { webhookHandler } from "../../src/webhooks/mod.ts";
import { seedPool, Terminal } from "./_run.ts";

Deno.test("pool create and pool update take a pool as 'pool get --json' prints it", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const [read] = await terminal.json(`pool get ${pool}`);
  const copy = { ...read, private_name: "Copy" };
  terminal.files.set("pool.json", JSON.stringify(copy));
  const dry = await terminal.run("pool create pool.json --dry-run");
  assertEquals(dry.out, "Would create pool Copy\n");
  const [created] = await terminal.json("pool create pool.json");
  assertEquals([created.private_name, created.status], ["Copy", "CLOSED"]);
  copy.private_name = "Second copy";
  terminal.files.set("pool.json", JSON.stringify(copy));
  const { out } = await terminal.run(`pool update ${created.id} pool.json`);
  assertEquals(out, `Updated pool ${created.id}: Second copy\n`);
  terminal.files.set("list.json", "[]");
  assertEquals((await terminal.run("pool create list.json")).code, 2);
  assertEquals((await terminal.run("pool create none.json")).code, 4);
});

/** A terminal whose requests go to a program's webhook handler. */
function withHandler(secret: string) {
  const terminal = new Terminal();
  const types: string[] = [];
  const handler = webhookHandler({
    secret,
    onEvent: ({ type }) => void types.push(type),
  });
  terminal.fetch = (input, init) => handler(new Request(input, init));
  return { terminal, types };
}

Deno.test("webhook trigger sends a signed event of each type", async () => {
  const { terminal, types } = withHandler("secret");
  terminal.env.TOLOKA_WEBHOOK_SECRET = "secret";
  const all = [
    "POOL_CLOSED",
    "DYNAMIC_OVERLAP_COMPLETED",
    "ASSIGNMENT_SUBMITTED",
    "TEST_EVENT",
  ];
  for (const type of all) {
    const line = `webhook trigger ${type} --forward-to http://localhost:8000/`;
    const { code, out, err } = await terminal.run(line);
    assertEquals(code, 0, err);
    assertEquals(out, `${type}: answered with 200\n`);
  }
  assertEquals(types, all);
});

Deno.test("webhook trigger exits with 1 if the program refuses the event", async () => {
  const { terminal, types } = withHandler("secret");
  const line = "webhook trigger TEST_EVENT --forward-to http://localhost/";
  const { code, err } = await terminal.run(line);
  assertEquals([code, types], [1, []]);
  assertMatch(err, /answered with 4\d\d, not with 200/);
  for (
    const wrong of [
      "webhook trigger TEST_EVENT",
      "webhook trigger TEST_EVENT --forward-to localhost",
      "webhook trigger OTHER --forward-to http://localhost/",
    ]
  ) assertEquals((await terminal.run(wrong)).code, 2, wrong);
});

Deno.test("webhook listen sends what happens in a pool, then its close", async () => {
  const { terminal, types } = withHandler("secret");
  terminal.env.TOLOKA_WEBHOOK_SECRET = "secret";
  const { pool } = await seedPool(terminal);
  const toProgram = terminal.fetch;
  terminal.fetch = (input, init) =>
    String(input).startsWith("http://localhost:8000/")
      ? toProgram(input, init)
      : terminal.simulator.fetch(input, init);
  await terminal.run(`pool open ${pool} --yes`);
  await terminal.simulator.runUntil("idle");
  const line = `webhook listen ${pool} --forward-to http://localhost:8000/ ` +
    "--interval 0.01 --past --type ASSIGNMENT_SUBMITTED --type POOL_CLOSED";
  const { code, out, err } = await terminal.run(line);
  assertEquals(code, 0, err);
  const submitted = Array(9).fill("ASSIGNMENT_SUBMITTED");
  assertEquals(types, [...submitted, "POOL_CLOSED"]);
  assertMatch(out, /^\S+ +ASSIGNMENT_SUBMITTED +\S+ +answered with 200$/m);

  types.length = 0;
  const later = await terminal.json(line.replace(" --past", ""));
  assertEquals(types, ["POOL_CLOSED"]);
  assertEquals(later.map(({ event }) => event.type), ["POOL_CLOSED"]);
  const dry = await terminal.run(`${line} --dry-run`);
  assertMatch(dry.out, /^Would send the events of pool /);
});

Deno.test("webhook trigger says when nobody listens", async () => {
  const terminal = new Terminal();
  terminal.fetch = () => Promise.reject(new TypeError("refused"));
  const { code, out } = await terminal.run(
    "webhook trigger TEST_EVENT --forward-to http://localhost:8000/",
  );
  assertEquals([code, out], [1, "TEST_EVENT: no answer\n"]);
});

Deno.test("webhook test lets the platform deliver an event", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const subscription = {
    webhook_url: "http://127.0.0.1:1/hook",
    event_type: "POOL_CLOSED",
    pool_id: pool,
  };
  terminal.files.set("s.json", JSON.stringify([subscription]));
  const put = await terminal.run(
    "api PUT /webhook-subscriptions --body s.json",
  );
  const { id } = Object.values<{ id: string }>(JSON.parse(put.out).items)[0]!;
  const { code, out } = await terminal.run(`webhook test ${id}`);
  assertEquals(code, 1);
  assertStringIncludes(out, "It did not arrive: ");
});

Deno.test("simulator serves until Ctrl-C, then prints a summary", async () => {
  const terminal = new Terminal();
  const { promise: url, resolve } = Promise.withResolvers<string>();
  terminal.onPrint = (text) => resolve(text.trim());
  const run = terminal.run("simulator --seed 7 --balance 12");
  const response = await fetch(`${await url}/api/v1/requester`, {
    headers: { Authorization: "ApiKey any" },
  });
  assertEquals((await response.json()).balance, 12);
  terminal.interrupt();
  const { code, out, err } = await run;
  assertEquals([code, err], [0, ""]);
  assertMatch(out, /^1 requests until /m);
});

Deno.test("simulator refuses options that it does not have", async () => {
  const { code, err } = await new Terminal().run("simulator --sped 2");
  assertEquals(code, 2);
  assertStringIncludes(err, 'no such argument: "--sped"');
});
