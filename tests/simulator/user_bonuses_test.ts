import { assertEquals } from "@std/assert";
import { Api, type Json } from "./api.ts";

const ID = "fcb77c1a-9c6e-4f2d-8b6a-2c0b6b0e7f11";
const MESSAGE = {
  public_title: { EN: "Good" },
  public_message: { EN: "Thank you" },
};

function users(api: Api): string[] {
  return api.simulator.tolokers.map(({ id }) => id);
}

function bonus(api: Api, more: Json = {}): Json {
  return { user_id: users(api)[0], amount: 1.5, ...MESSAGE, ...more };
}

async function balance(api: Api): Promise<number> {
  return (await api.get("/requester")).balance;
}

Deno.test("POST /user-bonuses pays one bonus with the fee", async () => {
  const api = new Api({ balance: 10, fee: 0.2 });
  const paid = await api.post("/user-bonuses", bonus(api));
  assertEquals(paid.amount, 1.5);
  assertEquals(await balance(api), 8.2);
  assertEquals(await api.get(`/user-bonuses/${paid.id}`), paid);
});

Deno.test("a bonus is shown with its assignment", async () => {
  const api = new Api();
  const pool = await api.pool();
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  const [{ id, user_id }] = await api.list(`/assignments?pool_id=${pool.id}`);
  const body = bonus(api, { user_id, assignment_id: id });
  const first = await api.post("/user-bonuses", body);
  const second = await api.post("/user-bonuses", { ...body, amount: 2 });
  const { bonus_ids } = await api.get(`/assignments/${id}`);
  assertEquals(bonus_ids, [first.id, second.id]);
  const found = await api.list(`/user-bonuses?assignment_id=${id}`);
  assertEquals(found, [first, second]);
});

Deno.test("POST /user-bonuses checks every field", async () => {
  const api = new Api();
  const wrong = async (more: Json) => {
    const { payload } = await api.expect(
      400,
      "POST",
      "/user-bonuses",
      bonus(api, more),
    );
    return Object.entries(payload).map(([path, error]) =>
      `${path} ${(error as Json).code}`
    );
  };
  assertEquals(await wrong({ user_id: "x" }), [
    "user_id ENTITY_DOES_NOT_EXIST",
  ]);
  assertEquals(await wrong({ amount: 0.004 }), ["amount VALUE_OUT_OF_BOUNDS"]);
  assertEquals(await wrong({ amount: 100.01 }), ["amount VALUE_OUT_OF_BOUNDS"]);
  assertEquals(await wrong({ assignment_id: "x" }), [
    "assignment_id ENTITY_DOES_NOT_EXIST",
  ]);
  assertEquals(await wrong({ public_title: null }), [
    "public_title VALUE_REQUIRED",
  ]);
  assertEquals(await wrong({ without_message: true }), [
    "public_title VALUE_NOT_ALLOWED",
    "public_message VALUE_NOT_ALLOWED",
  ]);
  assertEquals(await balance(api), 1_000);
});

Deno.test("bonusLimits decide how large a bonus may be", async () => {
  const api = new Api({ bonusLimits: [5, 200] });
  await api.post("/user-bonuses", bonus(api, { amount: 150 }));
  await api.expect(400, "POST", "/user-bonuses", bonus(api, { amount: 4.99 }));
});

Deno.test("POST /user-bonuses answers lists by index", async () => {
  const api = new Api();
  const items = [
    bonus(api),
    bonus(api, { user_id: "x" }),
    { user_id: users(api)[1], amount: 0.01, without_message: true },
  ];
  const path = "/user-bonuses";
  const { payload } = await api.expect(400, "POST", path, items);
  assertEquals(Object.keys(payload), ["1"]);
  assertEquals(await balance(api), 1_000);
  const result = await api.post(`${path}?skip_invalid_items=true`, items);
  assertEquals(Object.keys(result.items), ["0", "2"]);
  assertEquals(Object.keys(result.validation_errors), ["1"]);
  assertEquals(await balance(api), 998.49);
});

Deno.test("POST /user-bonuses refuses equal bonuses", async () => {
  const api = new Api();
  const items = [bonus(api), bonus(api)];
  for (const mode of ["false", "true"]) {
    const path = `/user-bonuses?async_mode=${mode}`;
    const body = await api.expect(409, "POST", path, items);
    assertEquals(Object.keys(body), ["user_id"]);
    assertEquals(body.user_id.code, "ENTITY_CONFLICT");
  }
  await api.post("/user-bonuses", [
    bonus(api),
    bonus(api, { private_comment: "Another one" }),
  ]);
});

Deno.test("POST /user-bonuses takes 100 at once and more in an operation", async () => {
  const api = new Api();
  const items = Array.from(
    { length: 101 },
    (_, n) => bonus(api, { amount: 0.01, private_comment: `${n}` }),
  );
  await api.expect(413, "POST", "/user-bonuses", items);
  await api.post("/user-bonuses", items.slice(1));
  await api.run("/user-bonuses?async_mode=true", items);
  assertEquals((await api.list("/user-bonuses?")).length, 201);
});

Deno.test("asynchronous bonuses keep a log", async () => {
  const api = new Api();
  const items = [
    bonus(api, { __item_idx: "0" }),
    bonus(api, { user_id: "x", __item_idx: "1" }),
  ];
  const path = `/user-bonuses?async_mode=true&skip_invalid_items=true` +
    `&operation_id=${ID}`;
  const operation = await api.run(path, items);
  assertEquals(operation.id, ID);
  assertEquals(operation.type, "USER_BONUS.BATCH_CREATE");
  assertEquals(operation.details, {
    total_count: 2,
    valid_count: 1,
    not_valid_count: 1,
    success_count: 1,
    failed_count: 1,
  });
  const log = await api.get(`/operations/${ID}/log`);
  const paid = await api.list("/user-bonuses?");
  assertEquals(
    log.map(({ type, success }: Json) => [type, success]).toSorted(),
    [["USER_BONUS_PERSIST", true], ["USER_BONUS_VALIDATE", false]],
  );
  const good = log.find(({ success }: Json) => success);
  assertEquals(good.output, { user_bonus_id: paid[0].id });
  assertEquals(good.input.__item_idx, "0");
});

Deno.test("asynchronous bonuses fail together without skip_invalid_items", async () => {
  const api = new Api();
  const items = [bonus(api), bonus(api, { user_id: "x" })];
  const operation = await api.run("/user-bonuses?async_mode=true", items);
  assertEquals(operation.status, "FAIL");
  assertEquals(await balance(api), 1_000);
});

for (const mode of [true, false]) {
  Deno.test(`operation_id keeps bonuses from being paid twice, async ${mode}`, async () => {
    const api = new Api();
    const path = `/user-bonuses?async_mode=${mode}&operation_id=${ID}`;
    await api.post(path, bonus(api));
    await api.simulator.advance(1_000);
    const { code } = await api.expect(409, "POST", path, bonus(api));
    assertEquals(code, "OPERATION_ALREADY_EXISTS");
    assertEquals((await api.get(`/operations/${ID}`)).status, "SUCCESS");
    assertEquals((await api.get(`/operations/${ID}/log`)).length, 1);
    assertEquals(await balance(api), 998.5);
  });
}

Deno.test("bonuses need money", async () => {
  const api = new Api({ balance: 2, fee: 0.5 });
  const { code, payload } = await api.expect(
    409,
    "POST",
    "/user-bonuses",
    bonus(api),
  );
  assertEquals(code, "NOT_ENOUGH_BALANCE");
  assertEquals(payload, { balance: 2, required: 2.25 });
  const operation = await api.run(
    "/user-bonuses?async_mode=true",
    bonus(api),
  );
  assertEquals(operation.status, "FAIL");
  assertEquals(await balance(api), 2);
});

Deno.test("GET /user-bonuses filters and pages", async () => {
  const api = new Api();
  const [first, second] = users(api);
  for (let n = 0; n < 3; n++) {
    await api.post("/user-bonuses", bonus(api, { private_comment: `${n}` }));
  }
  await api.post("/user-bonuses", bonus(api, { user_id: second }));
  const mine = await api.list(`/user-bonuses?user_id=${first}`);
  assertEquals(mine.map((item) => item.private_comment), ["0", "1", "2"]);
  const page = await api.get("/user-bonuses?limit=2&sort=-id");
  assertEquals([page.items.length, page.has_more], [2, true]);
  await api.expect(404, "GET", "/user-bonuses/0");
});
