import { assert, assertEquals } from "@std/assert";
import { Api, type Json } from "./api.ts";

const MESSAGE = {
  topic: { EN: "Title" },
  text: { EN: "Text" },
  answerable: false,
};

const DAY = 24 * 60 * 60_000;

function users(api: Api, count: number): string[] {
  return api.simulator.tolokers.slice(0, count).map(({ id }) => id);
}

function direct(api: Api, count: number, more: Json = {}): Json {
  return {
    ...MESSAGE,
    recipients_select_type: "DIRECT",
    recipients_ids: users(api, count),
    ...more,
  };
}

function compose(api: Api, body: Json): Promise<Json> {
  return api.post("/message-threads/compose", body);
}

/** Careful Tolokers, who answer whenever they may. */
function readyApi(): Api {
  return new Api({ replyRate: 1, population: { habits: { careful: 1 } } });
}

Deno.test("compose sends a message to chosen Tolokers", async () => {
  const api = new Api();
  const thread = await compose(api, direct(api, 2));
  assertEquals(thread.folders, ["OUTBOX"]);
  assertEquals(thread.compose_details, {
    recipients_select_type: "DIRECT",
    recipients_ids: users(api, 2),
  });
  const { id } = await api.get("/requester");
  const ids = [id, ...users(api, 2)].toSorted();
  assertEquals(thread.interlocutors.map((one: Json) => one.id), ids);
  assertEquals(thread.messages, [{
    text: { EN: "Text" },
    from: { id, role: "REQUESTER", myself: true },
    created: thread.created,
  }]);
});

Deno.test("compose sends to everybody who did a task", async () => {
  const api = new Api();
  const nobody = await compose(api, {
    ...MESSAGE,
    recipients_select_type: "ALL",
  });
  assertEquals(nobody.interlocutors.length, 1);
  const pool = await api.pool();
  await api.tasks(pool.id, 20);
  await api.finish(pool.id);
  const assignments = await api.list(`/assignments?pool_id=${pool.id}`);
  const people = new Set(assignments.map(({ user_id }) => user_id));
  const thread = await compose(api, {
    ...MESSAGE,
    recipients_select_type: "ALL",
  });
  assertEquals(thread.interlocutors.length, 1 + people.size);
});

Deno.test("compose sends to those who pass a filter", async () => {
  const api = new Api();
  const wanted = api.simulator.tolokers
    .filter(({ traits }) => traits.country === "FR").length;
  const recipients_filter = {
    and: [{
      or: [{
        category: "profile",
        key: "country",
        operator: "EQ",
        value: "FR",
      }],
    }],
  };
  const thread = await compose(api, {
    ...MESSAGE,
    recipients_select_type: "FILTER",
    recipients_filter,
  });
  assertEquals(thread.interlocutors.length, 1 + wanted);
  assertEquals(thread.compose_details.recipients_filter, recipients_filter);
});

Deno.test("compose refuses wrong recipients and texts", async () => {
  const api = new Api();
  const wrong = async (status: number, body: Json) =>
    await api.expect(status, "POST", "/message-threads/compose", body);
  const { code } = await wrong(409, direct(api, 0));
  assertEquals(code, "INCORRECT_RECIPIENTS");
  const fields = async (body: Json) =>
    Object.keys((await wrong(400, body)).payload);
  assertEquals(await fields(direct(api, 1, { recipients_ids: ["x"] })), [
    "recipients_ids.0",
  ]);
  const many = Array.from({ length: 101 }, () => users(api, 1)[0]);
  assertEquals(await fields(direct(api, 1, { recipients_ids: many })), [
    "recipients_ids",
  ]);
  assertEquals(await fields(direct(api, 1, { text: {} })), ["text"]);
  assertEquals(await fields({}), [
    "topic",
    "text",
    "answerable",
    "recipients_select_type",
  ]);
});

Deno.test("a Toloker answers in the thread he was written to alone", async () => {
  const api = readyApi();
  const { id } = await compose(api, direct(api, 1, { answerable: true }));
  await api.simulator.advance(DAY);
  const { items: [thread, ...more] } = await api.get("/message-threads");
  assertEquals([thread.id, more], [id, []]);
  assertEquals(thread.folders, ["OUTBOX", "INBOX", "UNREAD"]);
  assertEquals(thread.messages.length, 2);
  assertEquals(thread.messages[0].from.id, users(api, 1)[0]);
  assert(thread.messages[0].created > thread.messages[1].created);
});

Deno.test("an answer of one of several recipients makes a new thread", async () => {
  const api = readyApi();
  const { id } = await compose(api, direct(api, 3, { answerable: true }));
  await api.simulator.advance(DAY);
  const { items } = await api.get("/message-threads?folder=INBOX&sort=id");
  assertEquals(items.length, 3);
  for (const thread of items) {
    assertEquals(thread.parent_id, id);
    assertEquals(thread.folders, ["INBOX", "UNREAD"]);
    assertEquals(thread.interlocutors.length, 2);
    assertEquals(thread.compose_details, undefined);
    assertEquals(thread.messages.length, 2);
  }
  const { items: sent } = await api.get("/message-threads?folder=OUTBOX");
  assertEquals(sent[0].messages.length, 1);
});

Deno.test("nobody answers what cannot be answered, or at a rate of 0", async () => {
  for (const [replyRate, answerable] of [[1, false], [0, true]] as const) {
    const api = new Api({ replyRate });
    await compose(api, direct(api, 5, { answerable }));
    await api.simulator.advance(DAY);
    assertEquals((await api.get("/message-threads?folder=INBOX")).items, []);
  }
});

Deno.test("answers follow from the seed", async () => {
  const run = async (seed: number) => {
    const api = new Api({ seed });
    await compose(api, direct(api, 20, { answerable: true }));
    await api.simulator.advance(DAY);
    return JSON.stringify(await api.get("/message-threads"));
  };
  assertEquals(await run(1), await run(1));
  assert(await run(1) !== await run(2));
});

Deno.test("reply puts a message first", async () => {
  const api = new Api();
  const { id } = await compose(api, direct(api, 1));
  await api.simulator.advance(1_000);
  const path = `/message-threads/${id}`;
  const thread = await api.post(`${path}/reply`, { text: { EN: "More" } });
  const texts = thread.messages.map(({ text }: Json) => text.EN);
  assertEquals(texts, ["More", "Text"]);
  await api.expect(400, "POST", `${path}/reply`, { text: {} });
  await api.expect(404, "POST", "/message-threads/0/reply", {
    text: { EN: "More" },
  });
});

Deno.test("threads move between folders", async () => {
  const api = new Api();
  const { id } = await compose(api, direct(api, 1));
  const path = `/message-threads/${id}`;
  const folders = ["IMPORTANT", "UNREAD"];
  const added = await api.post(`${path}/add-to-folders`, { folders });
  assertEquals(added.folders, ["OUTBOX", "IMPORTANT", "UNREAD"]);
  await api.post(`${path}/add-to-folders`, { folders: ["UNREAD"] });
  const less = await api.post(`${path}/remove-from-folders`, {
    folders: ["UNREAD"],
  });
  assertEquals(less.folders, ["OUTBOX", "IMPORTANT"]);
  await api.expect(400, "POST", `${path}/add-to-folders`, {
    folders: ["TRASH"],
  });
});

Deno.test("GET /message-threads filters by folders and pages", async () => {
  const api = new Api();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    ids.push((await compose(api, direct(api, 1))).id);
  }
  await api.post(`/message-threads/${ids[1]}/add-to-folders`, {
    folders: ["IMPORTANT"],
  });
  const of = async (query: string) =>
    (await api.list(`/message-threads?${query}`)).map(({ id }) => id);
  assertEquals(await of("folder=IMPORTANT,UNREAD"), [ids[1]]);
  assertEquals(await of("folder=OUTBOX&folder_ne=IMPORTANT"), [
    ids[0],
    ...ids.slice(2),
  ]);
  const { items, has_more } = await api.get(
    `/message-threads?limit=2&sort=id&id_gt=${ids[0]}`,
  );
  assertEquals([items.map(({ id }: Json) => id), has_more], [
    ids.slice(1, 3),
    true,
  ]);
  await api.expect(400, "GET", "/message-threads?folder=TRASH");
});

Deno.test("compose refuses a filter that is none", async () => {
  const error = await new Api().expect(
    400,
    "POST",
    "/message-threads/compose",
    {
      ...MESSAGE,
      recipients_select_type: "FILTER",
      recipients_filter: { or: [{ category: "skill", key: "1" }] },
    },
  );
  assertEquals(Object.keys(error.payload), ["recipients_filter.or.0.operator"]);
});

Deno.test("threads of many people leave them out", async () => {
  const api = new Api({ population: { count: 150 } });
  const thread = await compose(api, {
    ...MESSAGE,
    recipients_select_type: "FILTER",
    recipients_filter: {},
  });
  assertEquals(thread.interlocutors_inlined, false);
  assertEquals(thread.interlocutors, undefined);
  assertEquals(thread.messages_inlined, true);
});
