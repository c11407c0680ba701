/**
 * One worker of the campaign in streams.ts: handles events until the pool is
 * closed, or pays a list of bonuses, and is killed at a step of its own choice.
 */
import { TolokaClient } from "../../mod.ts";
import { type Store, StoreError } from "../../src/store/mod.ts";
import {
  assignmentEvents,
  bonusLedger,
  type EventStream,
  type StreamOptions,
  userSkillEvents,
} from "../../src/streaming/mod.ts";
import { openStore } from "./_streams_stores.ts";

/** What a worker is told. */
export interface Orders {
  job: "events" | "pay";
  /** Engine and place of the store. */
  store: string;
  /** Address of the server. */
  url: string;
  /** Name of the worker, the same after a restart. */
  worker: string;
  /** How wrong the clock is, in milliseconds. */
  clock: number;
  /** Step at which the worker kills itself; 0 for none. */
  dieAt: number;
  /** Bonuses to pay. */
  rows?: { user_id: string; amount: number; private_comment: string }[];
}

const orders: Orders = JSON.parse(Deno.args[0]!);
const { url, worker, clock } = orders;

const now = Date.now;
Date.now = () => now() + clock;

let steps = 0;

/** A step after which the worker may end without a word. */
function step(): void {
  if (++steps === orders.dieAt) Deno.kill(Deno.pid, "SIGKILL");
}

/** Counts the moments before and after each commit as steps. */
function mortal(store: Store): Store {
  return {
    get: (key) => store.get(key),
    list: (prefix, options) => store.list(prefix, options),
    close: () => store.close(),
    async commit(commit) {
      step();
      const version = await store.commit(commit);
      step();
      return version;
    },
  };
}

const store = mortal(await openStore(orders.store));
const toloka = new TolokaClient({ token: "any", url, retries: 5 });

/** Calls the outside world, then counts the event in the commit that acknowledges it. */
async function handle(stream: EventStream<{ id: string }>): Promise<void> {
  for await (const event of stream) {
    const name = `${event.type}/${event.id}/${event.time}`;
    const body = JSON.stringify({ name, id: event.operationId });
    await (await fetch(`${url}/effect`, { method: "POST", body })).text();
    step();
    const key = `handled/${encodeURIComponent(name)}`;
    const count = await store.get<number>(key);
    try {
      await event.ack({
        checks: { [key]: count?.version ?? null },
        set: { [key]: (count?.value ?? 0) + 1 },
      });
    } catch (error) {
      // Another worker has taken the event over: it is handled there.
      if (!(error instanceof StoreError)) throw error;
    }
  }
}

const options = (name: string, more: Partial<StreamOptions>) => ({
  store,
  name,
  worker,
  period: 100,
  overlap: 3_000,
  lease: 2_000,
  ...more,
});

async function handleEvents(): Promise<void> {
  const done = new AbortController();
  const skills = (more: Partial<StreamOptions>) =>
    userSkillEvents(
      toloka,
      { types: ["MODIFIED"] },
      options("skills", more),
    ) as EventStream<{ id: string }>;
  const answers = assignmentEvents(
    toloka,
    { pool_id: "1", types: ["SUBMITTED"] },
    options("answers", { until: "POOL_CLOSED" }),
  ) as EventStream<{ id: string }>;
  const side = handle(skills({ signal: done.signal }));
  await handle(answers);
  done.abort();
  await side;
  await handle(skills({ until: "CAUGHT_UP" }));
}

async function pay(): Promise<void> {
  const rows = orders.rows!.map((row) => ({ ...row, without_message: true }));
  rows.sort(() => Math.random() - 0.5);
  await bonusLedger(toloka, store).pay(rows as never, {
    key: ({ user_id, private_comment }) => `${user_id} ${private_comment}`,
  });
}

await (orders.job === "pay" ? pay() : handleEvents());
await store.close();
