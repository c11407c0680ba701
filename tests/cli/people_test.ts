/** Commands about Tolokers: restrictions, skills, messages, files. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { TolokaClient } from "../../src/client.ts";
import { seedPool, Terminal } from "./_run.ts";

/** A terminal whose pool a Toloker has worked in. */
async function withToloker() {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const { url, fetch } = terminal.simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch });
  await toloka.pools.open(pool);
  await terminal.simulator.runUntil("idle");
  const [answer] = await Array.fromAsync(
    toloka.assignments.list({ pool_id: pool }, { maxItems: 1 }),
  );
  return { terminal, pool, user: answer!.user_id!, toloka };
}

Deno.test("user ban restricts a Toloker, and unban lifts it", async () => {
  const { terminal, pool, user, toloka } = await withToloker();
  const [banned] = await terminal.json(
    `user ban ${user} --pool ${pool} --days 7 --comment guesses`,
  );
  assertEquals(
    [banned.scope, banned.pool_id, banned.private_comment],
    ["POOL", pool, "guesses"],
  );
  const [lifted] = await terminal.json(`user unban ${user}`);
  assertEquals(lifted.lifted, [banned.id]);
  const left = await toloka.userRestrictions.find({ user_id: user });
  assertEquals(left.items, []);
});

Deno.test("user ban refuses two scopes and a time in the past", async () => {
  const terminal = new Terminal();
  for (const options of ["--pool 1 --project 2", "--days 0"]) {
    const { code } = await terminal.run(`user ban u1 ${options}`);
    assertEquals(code, 2);
  }
  assertEquals(terminal.simulator.requests.length, 0);
});

Deno.test("user skill sets, shows and deletes a value by the skill's name", async () => {
  const { terminal, user, toloka } = await withToloker();
  await toloka.skills.create({ name: "Cats" });
  const [set] = await terminal.json(`user skill ${user} Cats 87`);
  assertEquals(set.value, 87);
  const shown = await terminal.run(`user skill ${user} Cats`);
  assertEquals(shown.out, `Skill ${set.skill_id}: 87\n`);
  await terminal.json(`user skill ${user} Cats --delete`);
  assertEquals(await terminal.json(`user skill ${user} Cats`), [null]);
  assertEquals((await terminal.run(`user skill ${user} Cats 101`)).code, 2);
  assertEquals((await terminal.run(`user skill ${user} Dogs`)).code, 2);
});

Deno.test("message send writes to Tolokers, after a yes", async () => {
  const { terminal, user, toloka } = await withToloker();
  terminal.files.set("text.txt", "Well done");
  const line = `message send ${user} --subject Thanks --file text.txt`;
  assertEquals((await terminal.run(line)).code, 9);
  const [thread] = await terminal.json(`${line} --yes`);
  assertEquals(thread.topic, { EN: "Thanks" });
  const { items } = await toloka.messageThreads.find({ folder: "OUTBOX" });
  assertEquals(items.map(({ id }) => id), [thread.id]);
});

Deno.test("attachment download writes each file once, under a safe name", async () => {
  const terminal = new Terminal();
  const list = {
    items: [
      {
        id: "a1",
        name: "../../etc/passwd",
        details: {},
        created: "2026-01-01T00:00:00",
      },
      {
        id: "a2",
        name: "photo.jpg",
        details: {},
        created: "2026-01-01T00:00:00",
      },
    ],
    has_more: false,
  };
  let downloads = 0;
  terminal.fetch = (input) => {
    const url = String(input);
    if (!url.includes("/download")) return Promise.resolve(Response.json(list));
    downloads++;
    return Promise.resolve(new Response("content"));
  };
  const first = await terminal.run("attachment download 12345 -o photos");
  assertEquals(first.code, 0, first.err);
  assertEquals([...terminal.files.keys()], [
    "photos/a1-__.._etc_passwd",
    "photos/a2-photo.jpg",
  ]);
  const again = await terminal.run("attachment download 12345 -o photos");
  assertStringIncludes(again.out, "Downloaded 0 files to photos; 2 were there");
  assertEquals(downloads, 2);
});
