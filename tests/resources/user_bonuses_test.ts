import {
  assertEquals,
  assertInstanceOf,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type Environment,
  TolokaApiError,
  TolokaClient,
  TolokaIncompleteError,
  TolokaOperationError,
  TolokaValidationError,
  type UserBonusCreateManyResult,
  type UserBonusInput,
  type UserBonusInputWithoutMessage,
} from "../../mod.ts";
import { broken, errorOf, refusal, TOKEN } from "../transport/_fetch.ts";
import {
  type Asked,
  callsOf,
  hurried,
  type Json,
  OPERATION_ID,
  type Reply,
  serving,
} from "./_toloka.ts";

/** A server that pays bonuses, and knows what it has paid. */
class Payroll {
  /** Everything that was paid. */
  readonly paid: Json[] = [];
  /** Whether an item is refused. */
  refuses: (item: Json) => boolean = () => false;
  /** Answers a request in another way than usual; paying comes before "answer lost". */
  instead: (asked: Asked, posts: number) => Reply | "usual" | "answer lost" =
    () => "usual";
  /** Ids of the bonuses to come. */
  ids: () => string = () => String(1000 + this.paid.length);
  readonly #operations = new Map<string, Json>();
  readonly #logs = new Map<string, Json[]>();
  #posts = 0;

  readonly reply = (asked: Asked): Reply => {
    if (asked.call.startsWith("POST")) this.#posts++;
    const instead = this.instead(asked, this.#posts);
    if (instead === "answer lost") {
      this.#usual(asked);
      return broken();
    }
    return instead === "usual" ? this.#usual(asked) : instead;
  };

  #usual({ call, query, body }: Asked): Reply {
    const [, , , collection, id, log] = call.split("/");
    if (call.startsWith("POST")) return this.#pay(query, body);
    if (collection === "operations") {
      return log ? this.#logs.get(id!) : this.#operations.get(id!);
    }
    if (id) {
      return this.paid.find((bonus) => bonus.id === id) ??
        refusal(404, "DOES_NOT_EXIST");
    }
    const { id_gte, id_lte, id_gt = "0", limit = "50" } = query;
    const items = this.paid.filter((bonus) =>
      Number(bonus.id) >= Number(id_gte) &&
      Number(bonus.id) <= Number(id_lte) && Number(bonus.id) > Number(id_gt)
    );
    return {
      items: items.slice(0, Number(limit)),
      has_more: items.length > Number(limit),
    };
  }

  #pay(query: Record<string, string>, body: Json): Reply {
    const id = query.operation_id!;
    if (query.async_mode === "true" && this.#operations.has(id)) {
      return refusal(409, "OPERATION_ALREADY_EXISTS");
    }
    const one = !Array.isArray(body);
    const items: Record<string, Json> = {};
    const errors: Record<string, Json> = {};
    const log: Json[] = [];
    (one ? [body] : body).forEach((input: Json, i: number) => {
      const { __item_idx, ...bonus } = input;
      if (this.refuses(bonus)) {
        errors[i] = NOBODY;
        log.push({ type: "USER_BONUS_VALIDATE", success: false, input });
        log.at(-1).output = NOBODY;
        return;
      }
      items[i] = { ...bonus, id: this.ids(), created: "2026-01-01T00:00:00" };
      this.paid.push(items[i]);
      log.push({ type: "USER_BONUS_PERSIST", success: true, input });
      log.at(-1).output = { user_bonus_id: items[i].id };
    });
    if (query.async_mode === "false") {
      return one ? items[0] : { items, validation_errors: errors };
    }
    const operation = { id, type: "USER_BONUS.BATCH_CREATE" };
    this.#operations.set(id, { ...operation, status: "SUCCESS" });
    this.#logs.set(id, log);
    return { ...operation, status: "RUNNING" };
  }
}

const NOBODY = {
  user_id: { code: "ENTITY_DOES_NOT_EXIST", message: "Entity does not exist" },
};

function bonuses(
  count: number,
  amount = 0.1,
): UserBonusInputWithoutMessage[] {
  return Array.from(
    { length: count },
    (_, i) => ({ user_id: `user-${i}`, amount, without_message: true }),
  );
}

function paying(retries = 0) {
  const payroll = new Payroll();
  return { payroll, ...serving(payroll.reply, { retries }) };
}

async function incomplete(call: () => Promise<unknown>) {
  const error = await hurried(() => errorOf(call()));
  assertInstanceOf(error, TolokaIncompleteError);
  return error as TolokaIncompleteError<UserBonusCreateManyResult>;
}

const AMOUNTS: [Environment, number, boolean][] = [
  ["SANDBOX", 0.005, true],
  ["SANDBOX", 0.0049, false],
  ["PRODUCTION", 100, true],
  ["PRODUCTION", 100.01, false],
  ["PRODUCTION", NaN, false],
  ["YANDEX_TASKS", 5, true],
  ["YANDEX_TASKS", 4.99, false],
  ["YANDEX_TASKS", 10_000, true],
  ["YANDEX_TASKS", 10_001, false],
];

for (const [environment, amount, fits] of AMOUNTS) {
  Deno.test(`UserBonuses.create() ${fits ? "pays" : "refuses"} ${amount} in ${environment}`, async () => {
    const bodies: Json[] = [];
    const fetch = (_: URL | RequestInfo, init: RequestInit = {}) => {
      const body = JSON.parse(String(init.body));
      bodies.push(body);
      return Promise.resolve(Response.json({ ...body, id: "1" }));
    };
    const toloka = new TolokaClient({ token: TOKEN, environment, fetch });
    const bonus = { user_id: "u", amount, without_message: true };
    const call = () => toloka.userBonuses.create(bonus, { async: false });
    if (fits) await call();
    else await assertRejects(call, RangeError, `value of item 0 is ${amount}`);
    assertEquals(bodies, fits ? [bonus] : []);
  });
}

Deno.test("UserBonuses.create() pays what it was given, although the caller goes on with the object", async () => {
  const { toloka, asked } = serving([{ id: "1" }, { id: "2" }]);
  const bonus = bonuses(1)[0]!;
  const changing = { ...bonus };
  const options = { async: false };
  const calls = ["u", "v"].map((user_id) => {
    changing.user_id = user_id;
    return toloka.userBonuses.create(changing, options);
  });
  options.async = true;
  await Promise.all(calls);
  assertEquals(asked.map(({ body, query }) => [body, query.async_mode]), [
    [{ ...bonus, user_id: "u" }, "false"],
    [{ ...bonus, user_id: "v" }, "false"],
  ]);
});

for (
  const [what, amount, sent] of [
    ["0.1 + 0.2", 0.1 + 0.2, 0.3],
    ["1.1 * 1.1", 1.1 * 1.1, 1.21],
    ["0.0051", 0.0051, 0.0051],
    ["1 / 3", 1 / 3, undefined],
    ["0.00512", 0.00512, undefined],
  ] as const
) {
  Deno.test(`UserBonuses.createMany() ${sent === undefined ? "refuses" : "sends the digits of money for"} ${what}`, async () => {
    const { toloka, payroll, asked } = paying();
    const call = () =>
      hurried(() =>
        toloka.userBonuses.createMany([{ ...bonuses(1)[0]!, amount }])
      );
    if (sent === undefined) {
      await assertRejects(call, RangeError, "at most 4 decimal places");
      assertEquals(asked, []);
      return;
    }
    const { items, total_amount } = await call();
    assertEquals(payroll.paid[0].amount, sent);
    assertEquals([items[0]!.amount, total_amount], [sent, sent]);
  });
}

Deno.test("UserBonuses.create() knows a known server by its url", async () => {
  const { toloka, asked } = serving([], { url: "https://tasks.yandex.ru/" });
  await assertRejects(
    () => toloka.userBonuses.create(bonuses(1)[0]!),
    RangeError,
    "between 5 and 10000 RUB: current value of item 0 is 0.1",
  );
  assertEquals(asked, []);
});

for (const amount of [0, -1, NaN, Infinity]) {
  Deno.test(`UserBonuses.create() refuses ${amount} on an unknown server`, async () => {
    const { toloka, asked } = paying();
    await assertRejects(
      () =>
        toloka.userBonuses.create({
          user_id: "u",
          amount,
          without_message: true,
        }),
      RangeError,
      "'amount' must be a number above 0",
    );
    assertEquals(asked, []);
  });
}

Deno.test("UserBonuses.create() pays any positive amount on an unknown server", async () => {
  const { toloka, payroll } = paying();
  await hurried(() =>
    toloka.userBonuses.create({
      user_id: "u",
      amount: 123_456,
      without_message: true,
    })
  );
  assertEquals(payroll.paid.length, 1);
});

Deno.test("UserBonuses.create() refuses a message in a bonus without one", async () => {
  const { toloka, asked } = paying();
  const bonus = { ...bonuses(1)[0]!, public_title: { EN: "Well done" } };
  await assertRejects(
    () => toloka.userBonuses.create(bonus as never),
    TypeError,
    `goes without 'public_title': current value of item 0 is {"EN":"Well done"}`,
  );
  assertEquals(asked, []);
});

Deno.test("UserBonuses.create() lets title and message be null in a bonus without one", async () => {
  const { toloka, payroll } = paying();
  await hurried(() =>
    toloka.userBonuses.create({
      ...bonuses(1)[0]!,
      public_title: null,
      public_message: null,
    })
  );
  assertEquals(payroll.paid.length, 1);
});

const TITLE = { EN: "Thank you", RU: "Спасибо" };
const MESSAGE = { EN: "You were good" };
const BONUS: UserBonusInput = {
  user_id: "u",
  amount: 0.5,
  public_title: TITLE,
  public_message: MESSAGE,
};

const TWINS: [string, UserBonusInput, boolean][] = [
  ["itself", BONUS, true],
  ["one for another assignment", { ...BONUS, assignment_id: "a" }, true],
  ["one with its languages in another order", {
    ...BONUS,
    public_title: { RU: "Спасибо", EN: "Thank you" },
  }, true],
  ["one for another Toloker", { ...BONUS, user_id: "v" }, false],
  ["one of another amount", { ...BONUS, amount: 0.6 }, false],
  ["one with another title", { ...BONUS, public_title: { EN: "T" } }, false],
  ["one with another text", { ...BONUS, public_message: { EN: "M" } }, false],
  ["one with a comment", { ...BONUS, private_comment: "2nd" }, false],
];

for (const [what, other, same] of TWINS) {
  Deno.test(`UserBonuses.createMany() ${same ? "refuses" : "pays"} a bonus beside ${what}`, async () => {
    const { toloka, payroll, asked } = paying();
    const call = () => toloka.userBonuses.createMany([BONUS, other]);
    if (same) {
      await assertRejects(call, TypeError, `items 0 and 1 for "u"`);
      assertEquals(asked, []);
    } else {
      await hurried(call);
      assertEquals(payroll.paid.length, 2);
    }
  });
}

Deno.test("UserBonuses.createMany() refuses two same bonuses in different requests", async () => {
  const { toloka, asked } = paying();
  const many = [...bonuses(150), bonuses(1)[0]!];
  await assertRejects(
    () => toloka.userBonuses.createMany(many, { async: false }),
    TypeError,
    "items 0 and 150",
  );
  assertEquals(asked, []);
});

Deno.test("UserBonuses.createMany() takes the same bonuses again in another call", async () => {
  const { toloka, payroll } = paying();
  await hurried(() => toloka.userBonuses.createMany(bonuses(2)));
  await hurried(() => toloka.userBonuses.createMany(bonuses(2)));
  assertEquals(payroll.paid.length, 4);
});

Deno.test("UserBonuses.createMany() gives every bonus by its position, and the exact sum", async () => {
  const { toloka } = paying();
  const result = await hurried(() =>
    toloka.userBonuses.createMany(bonuses(3, 0.1))
  );
  assertEquals(Object.keys(result.items), ["0", "1", "2"]);
  assertEquals(result.items["2"]?.user_id, "user-2");
  assertEquals(result.total_amount, 0.3);
  assertEquals([result.validation_errors, result.unknown], [{}, []]);
});

Deno.test("UserBonuses.createMany() says which bonuses were refused, and does not count them", async () => {
  const { toloka, payroll } = paying();
  payroll.refuses = ({ user_id }) => user_id === "user-1";
  const result = await hurried(() =>
    toloka.userBonuses.createMany(bonuses(3), { skipInvalidItems: true })
  );
  assertEquals(Object.keys(result.items), ["0", "2"]);
  assertEquals(result.validation_errors, { 1: NOBODY } as Json);
  assertEquals(result.total_amount, 0.2);
});

Deno.test("UserBonuses.createMany() sends at most 100 bonuses without an operation", async () => {
  const { toloka, asked } = paying();
  const result = await toloka.userBonuses.createMany(bonuses(250), {
    async: false,
  });
  assertEquals(asked.map(({ body }) => body.length), [100, 100, 50]);
  assertEquals(Object.keys(result.items).length, 250);
  assertEquals(result.items["249"]?.user_id, "user-249");
  assertEquals(result.total_amount, 25);
});

Deno.test("UserBonuses.createMany() cuts what does not fit into one operation", async () => {
  const { toloka, asked, payroll } = paying();
  await hurried(() =>
    toloka.userBonuses.createMany(bonuses(10_001), {
      operationId: OPERATION_ID,
    })
  );
  const posts = asked.filter(({ call }) => call.startsWith("POST"));
  assertEquals(posts.map(({ body }) => body.length), [10_000, 1]);
  assertEquals(posts[0]?.query.operation_id, OPERATION_ID);
  assertNotEquals(posts[1]?.query.operation_id, OPERATION_ID);
  assertEquals(payroll.paid.length, 10_001);
});

Deno.test("UserBonuses.createMany() says what was paid when a later request is refused", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = (_, posts) =>
    posts === 2 ? refusal(403, "ACCESS_DENIED") : "usual";
  const { done, cause } = await incomplete(() =>
    toloka.userBonuses.createMany(bonuses(250), { async: false })
  );
  assertEquals(Object.keys(done.items).length, 100);
  assertEquals(done.unknown, []);
  assertEquals(done.total_amount, 10);
  assertInstanceOf(cause, TolokaApiError);
  assertEquals(payroll.paid.length, 100);
});

Deno.test("UserBonuses.createMany() says of which bonuses it is unknown whether they were paid", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = (_, posts) => posts === 2 ? "answer lost" : "usual";
  const { done, message } = await incomplete(() =>
    toloka.userBonuses.createMany(bonuses(250), { async: false })
  );
  assertEquals(Object.keys(done.items).length, 100);
  assertEquals(
    done.unknown,
    Array.from({ length: 100 }, (_, i) => String(100 + i)),
  );
  assertEquals(done.total_amount, 10);
  assertStringIncludes(message, "100 were created, and of 100 it is unknown");
  // What a sync request with the same operation id does is not documented.
  assertEquals(message.includes("operationId"), false);
});

Deno.test("UserBonuses.createMany() goes on after a lost answer without paying twice", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = ({ call }, posts) =>
    posts === 2 && call.startsWith("POST") ? "answer lost" : "usual";
  const many = bonuses(10_002);
  const call = () =>
    toloka.userBonuses.createMany(many, { operationId: OPERATION_ID });
  const { done, message } = await incomplete(call);
  assertEquals(done.unknown, ["10000", "10001"]);
  assertStringIncludes(message, `'operationId' "${OPERATION_ID}" resumes`);
  const { items, unknown, total_amount } = await hurried(call);
  assertEquals(Object.keys(items).length, 10_002);
  assertEquals([unknown, total_amount], [[], 1000.2]);
  assertEquals(payroll.paid.length, 10_002);
});

Deno.test("UserBonuses.createMany() repeats a request in an operation without paying twice", async () => {
  const { toloka, payroll } = paying(1);
  payroll.instead = (_, posts) => posts === 1 ? "answer lost" : "usual";
  const { items } = await hurried(() =>
    toloka.userBonuses.createMany(bonuses(2))
  );
  assertEquals(Object.keys(items), ["0", "1"]);
  assertEquals(payroll.paid.length, 2);
});

Deno.test("UserBonuses.createMany() keeps what was paid when it cannot be read back", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = ({ call }) =>
    call === "GET /api/v1/user-bonuses" ? broken() : "usual";
  const { done } = await incomplete(() =>
    toloka.userBonuses.createMany(bonuses(2))
  );
  assertEquals(done.items["1"]?.id, "1001");
  assertEquals([done.unknown, done.total_amount], [[], 0.2]);
});

Deno.test("UserBonuses.createMany() does not know about a bonus that the log does not name", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = ({ call }) => call.endsWith("/log") ? [] : "usual";
  const { done, message } = await incomplete(() =>
    toloka.userBonuses.createMany(bonuses(2), { operationId: OPERATION_ID })
  );
  assertEquals([done.items, done.unknown], [{}, ["0", "1"]]);
  assertStringIncludes(message, `Operation "${OPERATION_ID}"`);
});

Deno.test("UserBonuses.createMany() rejects with an operation that failed and has paid nothing", async () => {
  const { toloka, payroll } = paying();
  const failed = {
    id: OPERATION_ID,
    type: "USER_BONUS.BATCH_CREATE",
    status: "FAIL",
    details: { success_count: 0 },
  };
  payroll.instead = ({ call }) =>
    call.endsWith("/log") ? [] : call.startsWith("GET") ? failed : "usual";
  const error = await hurried(() =>
    errorOf(toloka.userBonuses.createMany(bonuses(2)))
  );
  assertInstanceOf(error, TolokaOperationError);
  assertEquals(error.operation as Json, failed);
});

Deno.test("UserBonuses.createMany() rejects when no bonus is valid", async () => {
  const { toloka, payroll } = paying();
  payroll.refuses = () => true;
  const error = await hurried(() =>
    errorOf(
      toloka.userBonuses.createMany(bonuses(2), { skipInvalidItems: true }),
    )
  );
  assertInstanceOf(error, TolokaValidationError);
  assertEquals(error.payload, { 0: NOBODY, 1: NOBODY });
});

Deno.test("UserBonuses.createMany() reads back ids of unequal length", async () => {
  const { toloka, payroll, asked } = paying();
  const ids = ["999", "1000"];
  payroll.ids = () => ids[payroll.paid.length]!;
  const { items } = await hurried(() =>
    toloka.userBonuses.createMany(bonuses(2))
  );
  assertEquals(Object.values(items).map(({ id }) => id), ids);
  assertEquals(items["1"]?.created, "2026-01-01T00:00:00");
  const { id_gte, id_lte } = asked.at(-1)!.query;
  assertEquals([id_gte, id_lte], ["999", "1000"]);
});

Deno.test("UserBonuses.createMany() refuses a wrong 'maxWait' before it pays", async () => {
  const { toloka, asked } = paying();
  await assertRejects(
    () => toloka.userBonuses.createMany(bonuses(1), { maxWait: -1 }),
    RangeError,
    "'maxWait'",
  );
  assertEquals(asked, []);
});

Deno.test("UserBonuses.create() names the operation when its outcome is unknown, which then pays nothing twice", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = (_, posts) => posts === 1 ? "answer lost" : "usual";
  const bonus = bonuses(1)[0]!;
  const { message } = await incomplete(() => toloka.userBonuses.create(bonus));
  const operationId = /'operationId' "([^"]+)"/.exec(message)?.[1];
  const paid = await hurried(() =>
    toloka.userBonuses.create(bonus, { operationId })
  );
  assertEquals(paid.id, "1000");
  assertEquals(payroll.paid.length, 1);
});

Deno.test("UserBonuses.create() gives a bonus that the server does not list yet", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = ({ call }) =>
    call === "GET /api/v1/user-bonuses/1000"
      ? refusal(404, "DOES_NOT_EXIST")
      : "usual";
  const bonus = bonuses(1)[0]!;
  const paid = await hurried(() => toloka.userBonuses.create(bonus));
  assertEquals(paid, { ...bonus, id: "1000" } as Json);
});

Deno.test("UserBonuses.create() says that a bonus is paid when it cannot be read", async () => {
  const { toloka, payroll } = paying();
  payroll.instead = ({ call }) =>
    call === "GET /api/v1/user-bonuses/1000" ? broken() : "usual";
  const { done, message } = await incomplete(() =>
    toloka.userBonuses.create(bonuses(1)[0]!)
  );
  assertEquals((done as Json).id, "1000");
  assertStringIncludes(message, `created as "1000"`);
});

Deno.test("UserBonuses.startCreateMany() sends one request and checks it first", async () => {
  const { toloka, asked } = paying();
  const operation = await toloka.userBonuses.startCreateMany(bonuses(2), {
    skipInvalidItems: true,
  });
  assertEquals(operation.status, "RUNNING");
  assertEquals(callsOf(asked), ["POST /api/v1/user-bonuses"]);
  assertEquals(asked[0]?.query.skip_invalid_items, "true");
  await assertRejects(
    () => toloka.userBonuses.startCreateMany(bonuses(1, 0)),
    RangeError,
  );
  assertEquals(asked.length, 1);
});

Deno.test("UserBonuses.list() asks for 300 at once", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await Array.fromAsync(toloka.userBonuses.list({ user_id: "u" }));
  assertEquals(asked[0]?.query, { user_id: "u", sort: "id", limit: "300" });
});
