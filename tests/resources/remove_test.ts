import { assertEquals, assertInstanceOf } from "@std/assert";
import {
  TolokaApiError,
  type TolokaClient,
  TolokaNotFoundError,
} from "../../mod.ts";
import { broken, errorOf, refusal } from "../transport/_fetch.ts";
import { callsOf, hurried, type Reply, serving } from "./_toloka.ts";

const missing = () => refusal(404, "DOES_NOT_EXIST");

const DELETIONS: Record<string, (toloka: TolokaClient) => Promise<void>> = {
  "user-skills": (toloka) => toloka.userSkills.delete("1"),
  "user-restrictions": (toloka) => toloka.userRestrictions.delete("1"),
  "webhook-subscriptions": (toloka) => toloka.webhookSubscriptions.delete("1"),
};

for (const [path, call] of Object.entries(DELETIONS)) {
  Deno.test(`delete() of ${path} deletes what the id names`, async () => {
    const { toloka, asked } = serving([undefined]);
    assertEquals(await call(toloka), undefined);
    assertEquals(callsOf(asked), [`DELETE /api/v1/${path}/1`]);
  });

  Deno.test(`delete() of ${path} rejects when there is nothing`, async () => {
    const { toloka } = serving([missing()]);
    assertInstanceOf(await errorOf(call(toloka)), TolokaNotFoundError);
  });
}

const gateway = () => new Response("Bad gateway", { status: 502 });

const LOST: [string, Reply[]][] = [
  ["a lost answer", [broken(), missing()]],
  ["a gateway's answer", [gateway(), missing()]],
  ["two lost answers", [broken(), broken(), missing()]],
];

for (const [what, replies] of LOST) {
  Deno.test(`delete() has done its work when nothing is there after ${what}`, async () => {
    const { toloka, asked } = serving(replies);
    await hurried(() => toloka.userSkills.delete("1"));
    assertEquals(asked.length, replies.length);
  });
}

Deno.test("delete() rejects when nothing is there after an answer that refused", async () => {
  const { toloka } = serving([refusal(429, "TOO_MANY_REQUESTS"), missing()]);
  const error = await hurried(() => errorOf(toloka.userSkills.delete("1")));
  assertInstanceOf(error, TolokaNotFoundError);
});

Deno.test("delete() rejects with other errors after a lost answer", async () => {
  const { toloka } = serving([broken(), refusal(403, "ACCESS_DENIED")]);
  const error = await hurried(() => errorOf(toloka.userSkills.delete("1")));
  assertInstanceOf(error, TolokaApiError);
  assertEquals(error.code, "ACCESS_DENIED");
});

Deno.test("delete() calls the caller's hook too", async () => {
  const { toloka } = serving([undefined]);
  const statuses: number[] = [];
  await toloka.userSkills.delete("1", {
    onResponse: ({ status }) => statuses.push(status),
  });
  assertEquals(statuses, [204]);
});
