/** Payments, uploads and reviews that are killed, repeated, and run by two at once. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { TolokaClient, TolokaIncompleteError } from "../../mod.ts";
import { Simulator } from "../../src/simulator/mod.ts";
import { memoryStore, type Store } from "../../src/store/mod.ts";
import {
  assignmentEvents,
  bonusLedger,
  type BonusLedgerReport,
  review,
  uploadTasks,
} from "../../src/streaming/mod.ts";
import type { UserBonusInput } from "../../src/types/user_bonuses.ts";
import { Records } from "./_records.ts";

/** A simulator, and a client whose waiting takes no real time. */
function simulated() {
  const simulator = new Simulator({ seed: 1 });
  const { url, fetch } = simulator;
  const toloka = new TolokaClient({ token: "any", url, fetch, retries: 0 });
  return { simulator, toloka };
}

const USERS = new Simulator({ seed: 1 }).tolokers.map(({ id }) => id).sort();

const bonus = (user: number, amount = 0.5, more = {}): UserBonusInput => ({
  user_id: USERS[user]!,
  amount,
  private_comment: "week 12",
  without_message: true,
  ...more,
} as UserBonusInput);

const key = ({ user_id }: UserBonusInput) => user_id;

const paidTo = async (toloka: TolokaClient) =>
  (await Array.fromAsync(toloka.userBonuses.list()))
    .map(({ user_id }) => user_id).sort();

/** A store whose process is killed at the n-th commit, before it or after it. */
function killedAt(store: Store, number: number, after: boolean): Store {
  let commits = 0;
  return {
    ...store,
    get: (key) => store.get(key),
    list: (prefix, options) => store.list(prefix, options),
    close: () => store.close(),
    async commit(commit) {
      const dies = ++commits === number;
      if (commits > number || dies && !after) throw new Killed();
      const version = await store.commit(commit);
      if (dies) throw new Killed();
      return version;
    },
  };
}

class Killed extends Error {}

Deno.test("BonusLedger.pay() pays each row once, with the list grown and reordered", async () => {
  const { toloka } = simulated();
  const ledger = bonusLedger(toloka, memoryStore());
  const first = await ledger.pay([bonus(1), bonus(2, 0.25)], { key });
  assertEquals([first.paid, first.refused, first.open], [2, 0, 0]);
  assertEquals(first.paid_amount, 0.75);
  const again = await ledger.pay([bonus(3, 0.1), bonus(2, 0.25), bonus(1)], {
    key,
  });
  assertEquals(again.paid_amount, 0.85);
  assertEquals(again.rows.slice(1), first.rows.toReversed());
  assertEquals(await paidTo(toloka), USERS.slice(1, 4));
  assertEquals((await Array.fromAsync(ledger.rows())).length, 3);
});

Deno.test("BonusLedger.pay() pays once wherever it is killed", async () => {
  for (const after of [false, true]) {
    let killed = true;
    for (let number = 1; killed; number++) {
      const { toloka } = simulated();
      const store = memoryStore();
      const rows = [bonus(1), bonus(2), bonus(3)];
      killed = await bonusLedger(toloka, killedAt(store, number, after))
        .pay(rows, { key }).then(() => false, () => true);
      const report = await bonusLedger(toloka, store)
        .pay([...rows.toReversed(), bonus(4)], { key });
      assertEquals([report.paid, report.open], [4, 0]);
      assertEquals(
        await paidTo(toloka),
        USERS.slice(1, 5),
        `killed at commit ${number}`,
      );
      assert(number < 20);
    }
  }
});

Deno.test("BonusLedger.pay() pays once when two processes pay the same list", async () => {
  const { toloka } = simulated();
  const store = memoryStore();
  const rows = Array.from({ length: 30 }, (_, i) => bonus(i + 10));
  const results = await Promise.allSettled([
    bonusLedger(toloka, store).pay(rows, { key }),
    bonusLedger(toloka, store).pay(rows.toReversed(), { key }),
  ]);
  assert(results.some(({ status }) => status === "fulfilled"));
  const report = await bonusLedger(toloka, store).pay(rows, { key });
  assertEquals(report.paid, 30);
  assertEquals((await paidTo(toloka)).length, 30);
});

Deno.test("BonusLedger.pay() goes on after a lost answer", async () => {
  const { simulator, toloka } = simulated();
  simulator.addFaults([
    { type: "RESET", on: "POST /user-bonuses", committed: true, times: 1 },
    { type: "RESET", on: "GET /operations/:id/log", times: 1 },
  ]);
  const ledger = bonusLedger(toloka, memoryStore());
  const rows = [bonus(1), bonus(2)];
  let report: BonusLedgerReport | undefined;
  for (let i = 0; i < 5 && !report; i++) {
    try {
      report = await ledger.pay(rows, { key });
    } catch (error) {
      assert(error instanceof TolokaIncompleteError);
      assertEquals((error.done as BonusLedgerReport).open, 2);
    }
  }
  assertEquals(report?.paid, 2);
  assertEquals(await paidTo(toloka), USERS.slice(1, 3));
});

Deno.test("BonusLedger.pay() tells what was refused, and does not ask again", async () => {
  const { simulator, toloka } = simulated();
  const ledger = bonusLedger(toloka, memoryStore());
  const wrong = bonus(2, 0.5, { assignment_id: "nowhere" });
  const report = await ledger.pay([bonus(1), wrong], { key });
  assertEquals(report.rows.map(({ status }) => status), ["PAID", "REFUSED"]);
  assert(report.rows[1]!.errors);
  const asked = simulator.requests.length;
  await ledger.pay([wrong], { key });
  assertEquals(simulator.requests.length, asked);
  const all = await bonusLedger(toloka, memoryStore()).pay([wrong], { key });
  assertEquals(all.refused, 1);
});

Deno.test("BonusLedger.pay() refuses a changed row, two rows of one key, and rows without one", async () => {
  const { toloka } = simulated();
  const ledger = bonusLedger(toloka, memoryStore());
  await ledger.pay([bonus(1)], { key });
  for (
    const [rows, options, message] of [
      [[bonus(1, 0.6)], { key }, `row "${USERS[1]}" has another content`],
      [[bonus(2), bonus(2, 0.1)], { key }, `rows 0 and 1 have "${USERS[2]}"`],
      [[bonus(3)], {}, "row 0 must have 'assignment_id'"],
    ] as const
  ) {
    await assertRejects(() => ledger.pay(rows, options), TypeError, message);
  }
  assertEquals(await paidTo(toloka), [USERS[1]!]);
});

Deno.test("BonusLedger.pay() pays the same Toloker twice under two keys", async () => {
  const { toloka } = simulated();
  const ledger = bonusLedger(toloka, memoryStore());
  let number = 0;
  const report = await ledger.pay([bonus(1), bonus(1)], {
    key: () => `${++number}`,
  });
  assertEquals(report.paid, 2);
  assertEquals(await paidTo(toloka), [USERS[1]!, USERS[1]!]);
});

Deno.test("BonusLedger.pay() looks for bonuses whose operation log is archived", async () => {
  const { simulator, toloka } = simulated();
  simulator.addFaults([
    { type: "RESET", on: "POST /user-bonuses", committed: true, times: 1 },
  ]);
  const store = memoryStore();
  const ledger = bonusLedger(toloka, store);
  const rows = [bonus(1), bonus(2)];
  await assertRejects(() => ledger.pay(rows, { key }), TolokaIncompleteError);
  simulator.addFaults([{
    type: "ERROR",
    on: "GET /operations/:id/log",
    status: 409,
    code: "OPERATION_LOGS_ARCHIVED",
  }]);
  const report = await ledger.pay(rows, { key });
  assertEquals(report.paid, 2);
  assertEquals(await paidTo(toloka), USERS.slice(1, 3));
});

async function poolOf(toloka: TolokaClient): Promise<string> {
  const { id: project_id } = await toloka.projects.create({
    public_name: "Is it spam?",
    public_description: "Say whether a comment is spam",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { text: { type: "string" } },
      output_spec: { spam: { type: "boolean" } },
      view_spec: { type: "classic", markup: "{{text}}" },
    },
  });
  const { id } = await toloka.pools.create({
    project_id,
    private_name: "Comments",
    may_contain_adult_content: false,
    will_expire: "2100-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    auto_accept_period_day: 7,
    defaults: {
      default_overlap_for_new_tasks: 1,
      default_overlap_for_new_task_suites: 1,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  return id;
}

async function* textsIn(pool_id: string, count: number) {
  for (let i = 0; i < count; i++) {
    yield { pool_id, input_values: i === 7 ? {} : { text: `t${i}` } };
  }
}

Deno.test("uploadTasks() creates each row once wherever it is killed", async () => {
  for (const after of [false, true]) {
    let killed = true;
    for (let number = 1; killed; number++) {
      const { toloka } = simulated();
      const pool_id = await poolOf(toloka);
      const store = memoryStore();
      const options = { name: "up", allowDefaults: true };
      // Three requests, all of them under way at the same time.
      killed = await uploadTasks(
        toloka,
        killedAt(store, number, after),
        textsIn(pool_id, 410),
        options,
      ).then(() => false, () => true);
      const tasks = textsIn(pool_id, 420);
      const report = await uploadTasks(toloka, store, tasks, options);
      assertEquals(
        [report.created, report.refused, report.open],
        [419, 1, 0],
        `killed at commit ${number}`,
      );
      const rows = await Array.fromAsync(report.rows());
      assertEquals(rows.filter(({ errors }) => errors).map(({ key }) => key), [
        "0000000007",
      ]);
      const made = await Array.fromAsync(toloka.tasks.list({ pool_id }));
      assertEquals(made.length, 419);
      assert(number < 20);
    }
  }
});

Deno.test("uploadTasks() refuses a row that has changed", async () => {
  const { toloka } = simulated();
  const pool_id = await poolOf(toloka);
  const store = memoryStore();
  const options = { name: "up", allowDefaults: true };
  const task = (text: string) => [{ pool_id, input_values: { text } }];
  await uploadTasks(toloka, store, task("a"), options);
  await assertRejects(
    () => uploadTasks(toloka, store, task("b"), options),
    TypeError,
    "another content",
  );
});

const submitted = (records: Records, store: Store) =>
  assignmentEvents(records.client(), { pool_id: "1", types: ["SUBMITTED"] }, {
    store,
    name: "review",
    until: "CAUGHT_UP",
    worker: "a",
  });

Deno.test("review() gives each answer one verdict, so many at a time", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (let i = 0; i < 20; i++) records.submit(`a${i}`, "2024-01-01T00:00:01");
  let [running, most] = [0, 0];
  const full = Promise.withResolvers<void>();
  const reviewed: string[] = [];
  const report = await review(submitted(records, store), async ({ id }) => {
    most = Math.max(most, ++running);
    if (running === 3) full.resolve();
    await full.promise;
    running--;
    if (id === "a0") return undefined;
    return id === "a1"
      ? { status: "REJECTED", public_comment: "no" }
      : { status: "ACCEPTED" };
  }, { concurrency: 3, onReview: (id) => reviewed.push(id) });
  assertEquals(report, {
    accepted: 18,
    rejected: 1,
    left: 1,
    conflicts: [],
    failures: [],
  });
  assertEquals(most, 3);
  assertEquals(reviewed.length, 19);
  assertEquals(records.patched.length, 19);
  assertEquals(
    (await store.list("stream/review/verdict/", { limit: 9 })).length,
    0,
  );
});

Deno.test("review() carries out the verdict that it wrote down, wherever it is killed", async () => {
  for (const after of [false, true]) {
    for (let number = 1; number <= 6; number++) {
      const [records, store] = [new Records(), memoryStore()];
      records.submit("a", "2024-01-01T00:00:01");
      const verdicts = ["ACCEPTED", "REJECTED"] as const;
      let asked = 0;
      const decide = () => ({
        status: verdicts[asked++ % 2]!,
        public_comment: "because",
      });
      const dying = killedAt(store, number, after);
      await review(submitted(records, dying), decide).catch(() => {});
      const { conflicts } = await review(submitted(records, store), decide);
      assertEquals(conflicts, []);
      assertEquals(records.patched.length, 1, `killed at commit ${number}`);
    }
  }
});

Deno.test("review() tries again, then reports what failed, and goes on", async () => {
  const [records, store] = [new Records(), memoryStore()];
  for (const id of ["a", "b", "c"]) records.submit(id, "2024-01-01T00:00:01");
  let tries = 0;
  const report = await review(submitted(records, store), ({ id }) => {
    if (id === "c") return { status: "REJECTED" };
    if (id !== "b") return { status: "ACCEPTED" };
    tries++;
    throw new Error("mine");
  });
  assertEquals(tries, 3);
  assertEquals(report.accepted, 1);
  assertEquals(report.failures.map(({ id }) => id).sort(), ["b", "c"]);
  const other = new Records();
  other.submit("a", "2024-01-01T00:00:01");
  other.kept.get("assignments")![0]!.record.status = "REJECTED";
  other.fails = (call) =>
    call.startsWith("PATCH")
      ? Response.json({ code: "CONFLICT_STATE", message: "x" }, { status: 409 })
      : undefined;
  const { conflicts } = await review(
    submitted(other, memoryStore()),
    () => ({ status: "ACCEPTED" }),
  );
  assertEquals(conflicts, ["a"]);
});
