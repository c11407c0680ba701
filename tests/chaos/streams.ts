/**
 * Kills workers of streams and ledgers again and again, while the server shows
 * records late, stale and with equal times, and clocks are minutes off; then
 * counts what was lost and what was done twice.
 *
 *     deno task chaos:streams [--kills=200] [--items=600] [--only=sqlite]
 */
import { TolokaClient } from "../../mod.ts";
import { Simulator } from "../../src/simulator/mod.ts";
import { startPostgres, startRedis } from "../store/_engines.ts";
import { Records } from "../streaming/_records.ts";
import { openStore } from "./_streams_stores.ts";
import type { Orders } from "./streams_worker.ts";

/** What one run has shown. */
export interface Verdict {
  engine: string;
  job: string;
  processes: number;
  items: number;
  kills: number;
  lost: number;
  doubled: number;
  /** Events whose outside call was made more than once. */
  repeated: number;
  /** Of these, those with more than one id. */
  differing: number;
  seconds: number;
}

/** How a run is set up. */
export interface Run {
  engine: string;
  store: string;
  processes: number;
  items: number;
  kills: number;
}

const WORKER = new URL("./streams_worker.ts", import.meta.url).href;
/** How wrong the clocks of the workers are, in minutes. */
const CLOCKS = [0, 7, -11, 90, -600, 3, -2, 1];

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Runs a worker again and again until it ends by itself. Gives how often it was killed. */
async function employ(
  orders: Omit<Orders, "dieAt">,
  budget: { kills: number },
): Promise<number> {
  let killed = 0;
  for (;;) {
    const mayDie = budget.kills > 0;
    // Half of the deaths come at a chosen step, the others at any moment.
    // A ledger that was killed late has nothing left to do.
    const [chance, last] = orders.job === "pay" ? [1, 8] : [0.5, 60];
    const dieAt = mayDie && Math.random() < chance
      ? 1 + Math.floor(Math.random() * last)
      : 0;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--unstable-kv",
        "--no-check",
        "--quiet",
        WORKER,
        JSON.stringify({ ...orders, dieAt }),
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const timer = mayDie && dieAt === 0
      ? setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // It has ended meanwhile.
        }
      }, 200 + Math.random() * 800)
      : undefined;
    const { success, signal, stderr } = await child.output();
    clearTimeout(timer);
    if (signal === "SIGKILL") {
      killed++;
      budget.kills--;
      continue;
    }
    if (success) return killed;
    const text = new TextDecoder().decode(stderr);
    // What the ledger could not settle is to be paid again.
    if (orders.job === "pay" && text.includes("TolokaIncompleteError")) {
      continue;
    }
    throw new Error(text);
  }
}

async function employAll(
  run: Run,
  orders: Pick<Orders, "job" | "url" | "rows">,
  budget = { kills: run.kills },
): Promise<number> {
  const killed = await Promise.all(
    Array.from({ length: run.processes }, (_, i) =>
      employ({
        ...orders,
        store: run.store,
        worker: `worker ${i}`,
        clock: CLOCKS[i]! * 60_000,
      }, budget)),
  );
  return killed.reduce((a, b) => a + b, 0);
}

/** Workers of one stream of answers and one of skills. */
export async function streamsRun(run: Run): Promise<Verdict> {
  const began = performance.now();
  const records = new Records();
  records.pageSize = 50;
  const expected = new Set<string>();
  const calls = new Map<string, string[]>();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (!request.url.endsWith("/effect")) {
        return await records.answer(request);
      }
      const { name, id } = await request.json();
      calls.set(name, [...calls.get(name) ?? [], id]);
      return new Response();
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  let feeding = true;
  const feed = async () => {
    for (let i = 0; i < run.items; i++) {
      // Whole seconds, so that many times are equal; a third appears late.
      const time = new Date().toISOString().slice(0, 19);
      const from = performance.now() + (i % 3 ? 0 : Math.random() * 1_200);
      const isListed = () => performance.now() >= from;
      const id = Math.floor(Math.random() * 1e9).toString(16) + `-${i}`;
      records.submit(id, time, isListed);
      expected.add(`SUBMITTED/${id}/${time}`);
      if (i % 10 === 0) {
        records.add("user-skills", {
          id: `skill-${i % 50}`,
          modified: new Date().toISOString().replace("Z", ""),
        }, isListed);
      }
      await pause(run.kills * 400 / run.processes / run.items);
    }
    for (const { record } of records.kept.get("user-skills") ?? []) {
      expected.add(`MODIFIED/${record.id}/${record.modified}`);
    }
    records.poolStatus = "CLOSED";
    feeding = false;
  };
  const [kills] = await Promise.all([
    employAll(run, { job: "events", url }),
    feed(),
  ]);
  if (feeding) throw new Error("The workers ended before the feed");
  const store = await openStore(run.store);
  let [lost, doubled] = [0, 0];
  for (const name of expected) {
    const key = `handled/${encodeURIComponent(name)}`;
    const count = (await store.get<number>(key))?.value ?? 0;
    if (count === 0) lost++;
    if (count > 1) doubled++;
  }
  await store.close();
  const repeated = [...calls.values()].filter((ids) => ids.length > 1);
  return {
    engine: run.engine,
    job: "streams",
    processes: run.processes,
    items: expected.size,
    kills,
    lost,
    doubled,
    repeated: repeated.length,
    differing: repeated.filter((ids) => new Set(ids).size > 1).length,
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

/** Workers that all pay the same list, each in an order of its own. */
export async function ledgerRun(run: Run): Promise<Verdict> {
  const began = performance.now();
  const simulator = new Simulator({
    seed: 1,
    balance: 1e6,
    requestLog: 100_000,
  });
  await using server = await simulator.serve({ port: 0 });
  const { url } = server;
  const budget = { kills: run.kills };
  let kills = 0;
  const all: NonNullable<Orders["rows"]> = [];
  // A list that grows, until enough runs were killed.
  while (budget.kills > 0) {
    const private_comment = `list ${all.length}`;
    all.push(
      ...simulator.tolokers.slice(0, run.items).map(({ id }) => ({
        user_id: id,
        amount: 0.01,
        private_comment,
      })),
    );
    const rows = all.slice(-3 * run.items);
    kills += await employAll(run, { job: "pay", url, rows }, budget);
  }
  const toloka = new TolokaClient({ token: "any", url });
  const paid = new Map<string, number>();
  const nameOf = (
    { user_id, private_comment }: {
      user_id: string;
      private_comment?: string;
    },
  ) => `${user_id} ${private_comment}`;
  for await (const bonus of toloka.userBonuses.list()) {
    paid.set(nameOf(bonus), (paid.get(nameOf(bonus)) ?? 0) + 1);
  }
  // A repeat is known by its operation's id, which the server has met before.
  const repeats = simulator.requests.filter(({ code }) =>
    code === "OPERATION_ALREADY_EXISTS"
  );
  return {
    engine: run.engine,
    job: "ledger",
    processes: run.processes,
    items: all.length,
    kills,
    lost: all.filter((row) => !paid.has(nameOf(row))).length,
    doubled: [...paid.values()].filter((count) => count > 1).length,
    repeated: repeats.length,
    differing: 0,
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

/** The engines that are here, each with a place for a store. */
export async function engines(folder: string): Promise<
  AsyncDisposable & { places: [name: string, place: () => Promise<string>][] }
> {
  const redis = await startRedis();
  const postgres = await startPostgres();
  let number = 0;
  const clean = async (place: string) => {
    const store = await openStore(place);
    for (;;) {
      const entries = await store.list("", { limit: 500 });
      if (entries.length === 0) break;
      await store.commit({ delete: entries.map(({ key }) => key) });
    }
    await store.close();
    return place;
  };
  const places: [string, () => Promise<string>][] = [
    ["SQLite", () => Promise.resolve(`sqlite:${folder}/${++number}.db`)],
    ["Deno KV", () => Promise.resolve(`kv:${folder}/${++number}.kv`)],
  ];
  if (redis) places.push(["Redis", () => clean(redis.url)]);
  else console.log("NOT RUN: Redis is not installed");
  if (postgres) places.push(["PostgreSQL", () => clean(postgres.url)]);
  else console.log("NOT RUN: PostgreSQL is not installed");
  return {
    places,
    async [Symbol.asyncDispose]() {
      await redis?.[Symbol.asyncDispose]();
      await postgres?.[Symbol.asyncDispose]();
    },
  };
}

if (import.meta.main) {
  const option = (name: string, fallback: string) =>
    Deno.args.find((arg) => arg.startsWith(`--${name}=`))
      ?.slice(name.length + 3) ?? fallback;
  const only = option("only", "").toLowerCase();
  const counts = option("processes", "1,2,8").split(",").map(Number);
  const folder = await Deno.makeTempDir();
  const verdicts: Verdict[] = [];
  {
    await using here = await engines(folder);
    for (const [engine, place] of here.places) {
      if (!engine.toLowerCase().includes(only)) continue;
      for (const processes of counts) {
        const run = {
          engine,
          processes,
          items: Number(option("items", "600")),
          kills: Math.round(Number(option("kills", "200")) / counts.length),
        };
        verdicts.push(await streamsRun({ ...run, store: await place() }));
        console.log(JSON.stringify(verdicts.at(-1)));
        verdicts.push(
          await ledgerRun({
            ...run,
            items: 20,
            kills: Math.ceil(run.kills / 2),
            store: await place(),
          }),
        );
        console.log(JSON.stringify(verdicts.at(-1)));
      }
    }
  }
  await Deno.remove(folder, { recursive: true });
  console.table(verdicts);
  const bad = verdicts.some((v) => v.lost + v.doubled + v.differing > 0);
  Deno.exit(bad ? 1 : 0);
}
