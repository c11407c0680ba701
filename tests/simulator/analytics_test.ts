import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Api, type Json } from "./api.ts";

const PATH = "/api/staging/analytics-2";

const NAMES = [
  "real_tasks_count",
  "submitted_assignments_count",
  "skipped_assignments_count",
  "rejected_assignments_count",
  "approved_assignments_count",
  "completion_percentage",
  "avg_submit_assignment_millis",
  "spent_budget",
  "unique_workers_count",
  "unique_submitters_count",
  "active_workers_by_filter_count",
  "estimated_assignments_count",
];

async function ask(api: Api, pool: Json): Promise<Json> {
  const requests = NAMES.map((name) => ({
    subject: "POOL",
    subject_id: pool.id,
    name,
    ...(name.startsWith("active") ? { interval_hours: 10 } : {}),
  }));
  const operation = await api.run(PATH, requests);
  assertEquals(operation.type, "ANALYTICS");
  assertEquals(operation.parameters, { value: requests });
  const { value } = operation.details;
  assertEquals(value.map(({ request }: Json) => request), requests);
  return Object.fromEntries(
    value.map(({ request, result }: Json) => [request.name, result]),
  );
}

Deno.test("analytics agree with the assignments", async () => {
  const api = new Api({ fee: 0.1 });
  const pool = await api.pool({
    auto_accept_solutions: false,
    auto_accept_period_day: 5,
    filter: {
      and: [{
        or: [{
          category: "profile",
          key: "country",
          operator: "IN",
          value: ["FR", "US", "IN", "BR"],
        }],
      }],
    },
  });
  await api.tasks(pool.id, 50);
  await api.golden(pool.id, 3);
  await api.finish(pool.id);
  const list = `/assignments?pool_id=${pool.id}`;
  const [first, ...others] = await api.list(`${list}&status=SUBMITTED`);
  await api.patch(`/assignments/${first.id}`, { status: "REJECTED" });
  for (const { id } of others) {
    await api.patch(`/assignments/${id}`, { status: "ACCEPTED" });
  }
  const all = await api.list(list);
  const submitted = all.filter((assignment) => assignment.submitted);
  const people = (list: Json[]) =>
    new Set(list.map(({ user_id }) => user_id)).size;
  const values = await ask(api, pool);
  const passing = api.simulator.tolokers
    .filter(({ traits }) => traits.country !== "RU").length;

  assertEquals(values.real_tasks_count, 50);
  assertEquals(values.submitted_assignments_count, submitted.length);
  assertEquals(
    values.skipped_assignments_count,
    all.filter(({ status }) => status === "SKIPPED").length,
  );
  assertEquals(values.rejected_assignments_count, 1);
  assertEquals(values.approved_assignments_count, others.length);
  assertEquals(values.completion_percentage, {
    type: "NORMAL",
    value: 100,
    infinite: false,
    approximate: false,
  });
  const time = (text: string) => Date.parse(`${text}Z`);
  const times = submitted.map(({ created, submitted }) =>
    time(submitted) - time(created)
  );
  const mean = times.reduce((a, b) => a + b) / times.length;
  assertAlmostEquals(values.avg_submit_assignment_millis, mean, 1);
  assertAlmostEquals(values.spent_budget, others.length * 0.055, 1e-9);
  assertEquals(values.unique_workers_count, people(all));
  assertEquals(values.unique_submitters_count, people(submitted));
  assertEquals(values.active_workers_by_filter_count, passing);
  assertEquals(values.estimated_assignments_count, submitted.length);
});

Deno.test("analytics of a new pool foresee its assignments", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 10);
  const values = await ask(api, pool);
  assertEquals(values.completion_percentage.value, 0);
  assertEquals(values.avg_submit_assignment_millis, 0);
  assertEquals(values.estimated_assignments_count, 6);
});

Deno.test("analytics refuse what they do not know", async () => {
  const api = new Api();
  const { id: subject_id } = await api.pool();
  const good = { subject: "POOL", subject_id, name: "spent_budget" };
  const wrong = async (body: unknown) =>
    Object.keys((await api.expect(400, "POST", PATH, body)).payload);
  assertEquals(await wrong([good, { ...good, name: "x" }]), ["1.name"]);
  assertEquals(await wrong([{ ...good, subject: "USER" }]), ["0.subject"]);
  assertEquals(await wrong([{ ...good, subject_id: "0" }]), ["0.subject_id"]);
  assertEquals(
    await wrong([{ ...good, name: "active_workers_by_filter_count" }]),
    ["0.interval_hours"],
  );
  assert((await wrong([])).length > 0);
  assert((await wrong(good)).length > 0);
});
