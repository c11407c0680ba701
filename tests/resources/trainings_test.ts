import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  TolokaConnectionError,
  TolokaIncorrectActionError,
  TolokaOperationError,
  type Training,
  type TrainingInput,
} from "../../mod.ts";
import { broken, refusal } from "../transport/_fetch.ts";
import { callsOf, hurried, operation, serving } from "./_toloka.ts";

const INPUT: TrainingInput = {
  project_id: "10",
  private_name: "Cats",
  inherited_instructions: true,
  training_tasks_in_task_suite_count: 3,
};
const TRAINING: Training = {
  ...INPUT,
  id: "31",
  status: "CLOSED",
  created: "2020-01-01T00:00:00",
};

/** The state changes: waited for, started, their path, and the status after them. */
const CHANGES = [
  ["open", "startOpen", "open", "OPEN"],
  ["close", "startClose", "close", "CLOSED"],
  ["closeForUpdate", "startCloseForUpdate", "close-for-update", "CLOSED"],
  ["archive", "startArchive", "archive", "ARCHIVED"],
] as const;

for (const [method, start, verb, status] of CHANGES) {
  Deno.test(`Trainings.${method}() posts to '${verb}', waits, and reads the training`, async () => {
    const { toloka, asked } = serving([
      operation("RUNNING"),
      operation("SUCCESS"),
      { ...TRAINING, status },
    ]);
    const training = await hurried(() => toloka.trainings[method]("31"));
    assertEquals<unknown>(training, { ...TRAINING, status });
    assertEquals(callsOf(asked), [
      `POST /api/v1/trainings/31/${verb}`,
      `GET /api/v1/operations/${operation("").id}`,
      "GET /api/v1/trainings/31",
    ]);
  });

  Deno.test(`Trainings.${method}() only reads the training when there is nothing to do`, async () => {
    const after = { ...TRAINING, status };
    const { toloka, asked } = serving([undefined, after]);
    assertEquals(await toloka.trainings[method]("31"), after);
    assertEquals(asked.length, 2);
  });

  Deno.test(`Trainings.${method}() posts again after a connection broke`, async () => {
    const { toloka, asked } = serving([broken(), undefined, {
      ...TRAINING,
      status,
    }]);
    await hurried(() => toloka.trainings[method]("31"));
    assertEquals(asked[1]!.call, `POST /api/v1/trainings/31/${verb}`);
  });

  Deno.test(`Trainings.${start}() gives the operation, or nothing when there is nothing to do`, async () => {
    const { toloka, asked } = serving([operation("RUNNING"), undefined]);
    assertEquals(await toloka.trainings[start]("31"), operation("RUNNING"));
    assertEquals(await toloka.trainings[start]("31"), undefined);
    assertEquals(asked[0]!.call, `POST /api/v1/trainings/31/${verb}`);
  });
}

Deno.test("Trainings.open() rejects when the operation fails", async () => {
  const { toloka } = serving([operation("FAIL")]);
  await assertRejects(() => toloka.trainings.open("31"), TolokaOperationError);
});

Deno.test("Trainings.archive() rejects with TolokaIncorrectActionError while a pool needs it", async () => {
  const { toloka } = serving([refusal(409, "TRAINING_ARCHIVE_CONFLICT")]);
  await assertRejects(
    () => toloka.trainings.archive("31"),
    TolokaIncorrectActionError,
  );
});

Deno.test("Trainings.clone() reads the training that the operation's details name", async () => {
  const { toloka, asked } = serving([
    operation("SUCCESS", { details: { training_id: "32", pool_id: "no" } }),
    { ...TRAINING, id: "32" },
  ]);
  assertEquals((await toloka.trainings.clone("31")).id, "32");
  assertEquals(callsOf(asked), [
    "POST /api/v1/trainings/31/clone",
    "GET /api/v1/trainings/32",
  ]);
});

Deno.test("Trainings.startClone() gives the operation at once", async () => {
  const { toloka } = serving([operation("RUNNING")]);
  assertEquals(await toloka.trainings.startClone("31"), operation("RUNNING"));
});

Deno.test("Trainings.create() is not sent again when its outcome is unknown", async () => {
  const { toloka, asked } = serving([broken()]);
  const error = await assertRejects(
    () => toloka.trainings.create(INPUT),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(callsOf(asked), ["POST /api/v1/trainings"]);
  assertEquals(asked[0]!.body, INPUT);
});

Deno.test("Trainings.update() puts the whole training", async () => {
  const { toloka, asked } = serving([TRAINING]);
  assertEquals(await toloka.trainings.update("31", INPUT), TRAINING);
  assertEquals(callsOf(asked), ["PUT /api/v1/trainings/31"]);
  assertEquals(asked[0]!.body, INPUT);
});

Deno.test("Trainings.find() and list() ask the trainings' endpoint", async () => {
  const { toloka, asked } = serving(() => ({ items: [], has_more: false }));
  await toloka.trainings.find({ project_id: "10" });
  await Array.fromAsync(toloka.trainings.list({ status: "OPEN" }));
  assertEquals(callsOf(asked), Array(2).fill("GET /api/v1/trainings"));
  assertEquals(asked[1]!.query, { status: "OPEN", sort: "id", limit: "300" });
});
