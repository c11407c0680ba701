import { assertEquals, assertInstanceOf } from "@std/assert";
import { type MessageThreadCompose, TolokaConnectionError } from "../../mod.ts";
import { broken, errorOf } from "../transport/_fetch.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

const MESSAGE: MessageThreadCompose = {
  recipients_select_type: "DIRECT",
  recipients_ids: [],
  topic: { EN: "News" },
  text: { EN: "Hi" },
  answerable: false,
};
const ROOT = "/api/v1/message-threads";

Deno.test("MessageThreads.compose() sends an empty list of recipients too", async () => {
  const { toloka, asked } = serving([{ id: "m" }]);
  await toloka.messageThreads.compose(MESSAGE);
  assertEquals(asked[0]?.body, MESSAGE);
});

Deno.test("MessageThreads.compose() and reply() do not send a message twice", async () => {
  const { toloka, asked } = serving([broken(), broken()]);
  for (
    const call of [
      () => toloka.messageThreads.compose(MESSAGE),
      () => toloka.messageThreads.reply("m", { text: { EN: "Hi" } }),
    ]
  ) {
    const error = await hurried(() => errorOf(call()));
    assertInstanceOf(error, TolokaConnectionError);
    assertEquals(error.outcomeUnknown, true);
  }
  assertEquals(asked.length, 2);
});

Deno.test("MessageThreads.addToFolders() and removeFromFolders() repeat after a connection broke", async () => {
  const thread = { id: "m" };
  const { toloka, asked } = serving([broken(), thread, broken(), thread]);
  await hurried(() => toloka.messageThreads.addToFolders("m", ["IMPORTANT"]));
  await hurried(() => toloka.messageThreads.removeFromFolders("m", []));
  assertEquals(callsOf(asked), [
    `POST ${ROOT}/m/add-to-folders`,
    `POST ${ROOT}/m/add-to-folders`,
    `POST ${ROOT}/m/remove-from-folders`,
    `POST ${ROOT}/m/remove-from-folders`,
  ]);
  assertEquals(asked[1]?.body, { folders: ["IMPORTANT"] });
  assertEquals(asked[3]?.body, { folders: [] });
});

Deno.test("MessageThreads.list() joins folders and asks for 300 at once", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  const folder = ["INBOX", "UNREAD"] as const;
  await Array.fromAsync(toloka.messageThreads.list({ folder }));
  assertEquals(asked[0]?.query, {
    folder: "INBOX,UNREAD",
    sort: "id",
    limit: "300",
  });
});
