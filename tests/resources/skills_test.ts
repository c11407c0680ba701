import { assert, assertEquals, assertRejects } from "@std/assert";
import { type SkillInput, TolokaConnectionError } from "../../mod.ts";
import { broken } from "../transport/_fetch.ts";
import { callsOf, hurried, serving } from "./_toloka.ts";

const INPUT: SkillInput = { name: "Cats", hidden: true };
const SKILL = { ...INPUT, id: "41" };

Deno.test("Skills.create() posts the skill, and not again when its outcome is unknown", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await assertRejects(
    () => toloka.skills.create(INPUT),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(callsOf(asked), ["POST /api/v1/skills"]);
  assertEquals(asked[0]!.body, INPUT);
});

Deno.test("Skills.update() puts the skill, and again after a connection broke", async () => {
  const { toloka, asked } = serving([broken(), SKILL]);
  await hurried(() => toloka.skills.update("41", INPUT));
  assertEquals(callsOf(asked), Array(2).fill("PUT /api/v1/skills/41"));
});

Deno.test("Skills.get() reads the skill", async () => {
  const { toloka, asked } = serving([SKILL]);
  assertEquals((await toloka.skills.get("41")).id, "41");
  assertEquals(callsOf(asked), ["GET /api/v1/skills/41"]);
});

Deno.test("Skills.find() takes limits up to 100", async () => {
  const { toloka, asked } = serving([{ items: [], has_more: false }]);
  await toloka.skills.find({ limit: 100, name: "Cats" });
  assertEquals(asked[0]!.query, { limit: "100", name: "Cats" });
  await assertRejects(() => toloka.skills.find({ limit: 101 }), RangeError);
});

Deno.test("Skills.list() asks for 100 at once", async () => {
  const { toloka, asked } = serving([{ items: [SKILL], has_more: false }]);
  const skills = await Array.fromAsync(toloka.skills.list());
  assertEquals(skills.length, 1);
  assertEquals(asked[0]!.query, { sort: "id", limit: "100" });
});
