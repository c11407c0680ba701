import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Project,
  type ProjectInput,
  TolokaConnectionError,
  TolokaIncorrectActionError,
} from "../../mod.ts";
import { broken, refusal } from "../transport/_fetch.ts";
import { callsOf, hurried, operation, serving } from "./_toloka.ts";

const INPUT: ProjectInput = {
  public_name: "Cats",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: { image: { type: "url" } },
    output_spec: { cat: { type: "boolean" } },
    view_spec: { type: "classic", markup: "{{img src=image}}" },
  },
};
const PROJECT: Project = {
  ...INPUT,
  id: "10",
  status: "ACTIVE",
  created: "2020-01-01T00:00:00",
};

Deno.test("Projects.create() posts the project, and not again when its outcome is unknown", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await assertRejects(
    () => toloka.projects.create(INPUT),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(callsOf(asked), ["POST /api/v1/projects"]);
  assertEquals(asked[0]!.body, INPUT);
});

Deno.test("Projects.update() puts the whole project", async () => {
  const { toloka, asked } = serving([PROJECT]);
  assertEquals(await toloka.projects.update("10", INPUT), PROJECT);
  assertEquals(callsOf(asked), ["PUT /api/v1/projects/10"]);
  assertEquals(asked[0]!.body, INPUT);
});

Deno.test("Projects.get() keeps an id from leading to another endpoint", async () => {
  const { toloka, asked } = serving([PROJECT]);
  await toloka.projects.get("../skills?");
  assertEquals(callsOf(asked), ["GET /api/v1/projects/..%2Fskills%3F"]);
});

Deno.test("Projects.checkUpdate() gives how big the change is, and asks again after a connection broke", async () => {
  const { toloka, asked } = serving([
    broken(),
    { differenceLevel: "BREAKING_CHANGE" },
  ]);
  const level = await hurried(() => toloka.projects.checkUpdate("10", INPUT));
  assertEquals(level, "BREAKING_CHANGE");
  assertEquals(
    callsOf(asked),
    Array(2).fill("POST /api/staging/projects/10/check"),
  );
});

Deno.test("Projects.archive() posts, waits, and reads the project", async () => {
  const archived = { ...PROJECT, status: "ARCHIVED" };
  const { toloka, asked } = serving([
    broken(),
    operation("RUNNING"),
    operation("SUCCESS"),
    archived,
  ]);
  assertEquals<unknown>(
    await hurried(() => toloka.projects.archive("10")),
    archived,
  );
  assertEquals(callsOf(asked), [
    "POST /api/v1/projects/10/archive",
    "POST /api/v1/projects/10/archive",
    `GET /api/v1/operations/${operation("").id}`,
    "GET /api/v1/projects/10",
  ]);
});

Deno.test("Projects.archive() rejects with TolokaIncorrectActionError while a pool is not archived", async () => {
  const { toloka } = serving([refusal(409, "UNARCHIVED_POOLS_CONFLICT")]);
  await assertRejects(
    () => toloka.projects.archive("10"),
    TolokaIncorrectActionError,
  );
});

Deno.test("Projects.startArchive() gives the operation, or nothing when there is nothing to do", async () => {
  const { toloka } = serving([operation("RUNNING"), undefined]);
  assertEquals(await toloka.projects.startArchive("10"), operation("RUNNING"));
  assertEquals(await toloka.projects.startArchive("10"), undefined);
});

Deno.test("Projects.find() and list() ask the projects' endpoint", async () => {
  const { toloka, asked } = serving(() => ({ items: [], has_more: false }));
  await toloka.projects.find({ sort: "-public_name", limit: 1 });
  await Array.fromAsync(toloka.projects.list({ status: "ACTIVE" }));
  assertEquals(callsOf(asked), Array(2).fill("GET /api/v1/projects"));
  assertEquals(asked[0]!.query, { sort: "-public_name", limit: "1" });
  assertEquals(asked[1]!.query, { status: "ACTIVE", sort: "id", limit: "300" });
});
