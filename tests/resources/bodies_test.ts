/** What is given in place of a body, by a program without types. */
import { assertEquals, assertRejects } from "@std/assert";
import type { TolokaClient } from "../../mod.ts";
import { serving } from "./_toloka.ts";

type Write = (toloka: TolokaClient, body: never) => Promise<unknown>;

const WRITES: Record<string, Write> = {
  "projects.create": (toloka, body) => toloka.projects.create(body),
  "projects.update": (toloka, body) => toloka.projects.update("1", body),
  "pools.create": (toloka, body) => toloka.pools.create(body),
  "pools.update": (toloka, body) => toloka.pools.update("1", body),
  "pools.patch": (toloka, body) => toloka.pools.patch("1", body),
  "trainings.create": (toloka, body) => toloka.trainings.create(body),
  "trainings.update": (toloka, body) => toloka.trainings.update("1", body),
  "skills.create": (toloka, body) => toloka.skills.create(body),
  "skills.update": (toloka, body) => toloka.skills.update("1", body),
  "userSkills.set": (toloka, body) => toloka.userSkills.set(body),
  "userRestrictions.set": (toloka, body) => toloka.userRestrictions.set(body),
  "messageThreads.compose": (toloka, body) =>
    toloka.messageThreads.compose(body),
  "messageThreads.reply": (toloka, body) =>
    toloka.messageThreads.reply("1", body),
  "appProjects.create": (toloka, body) => toloka.appProjects.create(body),
  "appItems.create": (toloka, body) => toloka.appItems.create("1", body),
};

for (const [name, write] of Object.entries(WRITES)) {
  Deno.test(`${name}() sends nothing that is no object`, async () => {
    for (const body of [undefined, null, "text", 7]) {
      const { toloka, asked } = serving([]);
      await assertRejects(async () => await write(toloka, body as never));
      assertEquals(asked, []);
    }
  });
}

Deno.test("projects.create() says that its body must be an object", async () => {
  const { toloka } = serving([]);
  await assertRejects(
    () => toloka.projects.create(undefined as never),
    TypeError,
    'Cannot make a request to "/api/v1/projects" as its body must be an object or a list: current value is undefined',
  );
});
