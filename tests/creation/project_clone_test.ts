import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  type ProjectClone,
  TolokaAccessDeniedError,
  TolokaConnectionError,
  TolokaIncompleteError,
} from "../../mod.ts";
import { broken, errorOf, refusal } from "../transport/_fetch.ts";
import {
  type Asked,
  callsOf,
  type Json,
  serving,
} from "../resources/_toloka.ts";

/** What only the server sets. */
const SERVER = {
  status: "ACTIVE",
  created: "2020-01-01T00:00:00",
  owner: { id: "me", myself: true },
};
const POOL_SERVER = {
  ...SERVER,
  type: "REGULAR",
  last_started: "2020-01-02T00:00:00",
  last_stopped: "2020-01-03T00:00:00",
  last_close_reason: "MANUAL",
};

function controlled(uuid: string, training?: string) {
  const config = {
    collector_config: { type: "INCOME", uuid },
    rules: [{ conditions: [], action: { type: "SET_SKILL" } }],
  };
  return {
    configs: [config],
    ...(training === undefined ? {} : {
      training_requirement: {
        training_pool_id: training,
        training_passing_skill_value: 80,
      },
    }),
  };
}

const SOURCE = {
  project: {
    id: "10",
    ...SERVER,
    public_name: "Cats",
    metadata: { owner: ["us"] },
    quality_control: controlled("u-project"),
  },
  trainings: [
    { id: "31", ...POOL_SERVER, project_id: "10", private_name: "first" },
    { id: "32", ...POOL_SERVER, project_id: "10", private_name: "second" },
  ],
  pools: [
    { id: "21", ...POOL_SERVER, project_id: "10", private_name: "a" },
    {
      id: "22",
      ...POOL_SERVER,
      project_id: "10",
      private_name: "b",
      quality_control: controlled("u-b", "32"),
    },
    {
      id: "23",
      ...POOL_SERVER,
      project_id: "10",
      private_name: "c",
      quality_control: controlled("u-c", "999"),
    },
  ],
};

/** Everything that a copy asks for, in order. */
const STEPS = [
  "GET /api/v1/projects/10",
  "GET /api/v1/trainings",
  "GET /api/v1/pools",
  "POST /api/v1/projects",
  "POST /api/v1/trainings",
  "POST /api/v1/trainings",
  "PUT /api/v1/projects/copy-4",
  "POST /api/v1/pools",
  "POST /api/v1/pools",
  "POST /api/v1/pools",
];

/** Serves the source; what is made gets an id with the number of its request. */
function source(
  instead: (number: number) => Response | Error | undefined = () => undefined,
  project: Json = SOURCE.project,
) {
  return serving(({ call, body }: Asked, number: number) => {
    const other = instead(number);
    if (other) return other;
    if (call === STEPS[0]) return project;
    if (call === STEPS[1]) return { items: SOURCE.trainings, has_more: false };
    if (call === STEPS[2]) return { items: SOURCE.pools, has_more: false };
    const [method, path] = call.split(" ") as [string, string];
    const id = method === "PUT" ? path.split("/").at(-1) : `copy-${number}`;
    return { ...body, id };
  });
}

Deno.test("Projects.clone() reads everything first, then makes project, trainings, quality control, pools", async () => {
  const { toloka, asked } = source();
  const copy = await toloka.projects.clone("10");
  assertEquals(callsOf(asked), STEPS);
  assertEquals(copy.project.id, "copy-4");
  assertEquals(copy.trainings.map(({ id }) => id), ["copy-5", "copy-6"]);
  assertEquals(copy.pools.map(({ id }) => id), ["copy-8", "copy-9", "copy-10"]);
  assertEquals(asked[1]!.query.project_id, "10");
  assertEquals(asked[2]!.query.project_id, "10");
});

Deno.test("Projects.clone() does not send what only the server sets", async () => {
  const { toloka, asked } = source();
  await toloka.projects.clone("10");
  const project = { public_name: "Cats", metadata: { owner: ["us"] } };
  assertEquals(asked[3]!.body, project);
  assertEquals(asked[4]!.body, {
    project_id: "copy-4",
    private_name: "first",
  });
  assertEquals(asked[6]!.body, {
    ...project,
    quality_control: controlled("u-project"),
  });
  assertEquals(asked[7]!.body, { project_id: "copy-4", private_name: "a" });
});

Deno.test("Projects.clone() has pools ask for the copied training, and leaves those of other projects", async () => {
  const { toloka, asked } = source();
  await toloka.projects.clone("10");
  const [b, c] = [asked[8]!.body, asked[9]!.body];
  assertEquals(b.quality_control, controlled("u-b", "copy-6"));
  assertEquals(c.quality_control, controlled("u-c", "999"));
});

Deno.test("Projects.clone() without 'reuseControllers' has quality control start anew", async () => {
  const { toloka, asked } = source();
  await toloka.projects.clone("10", { reuseControllers: false });
  for (const { body } of [asked[6]!, asked[8]!, asked[9]!]) {
    const { collector_config } = body.quality_control.configs[0];
    assertEquals(collector_config, { type: "INCOME" });
  }
});

Deno.test("Projects.clone() leaves quality control alone where there is none", async () => {
  const { quality_control: _, ...project } = SOURCE.project;
  const { toloka, asked } = source(undefined, project);
  await toloka.projects.clone("10");
  assertEquals(callsOf(asked), STEPS.filter((step) => !step.startsWith("PUT")));
});

for (const [number, what] of [[1, "project"], [2, "trainings"], [3, "pools"]]) {
  Deno.test(`Projects.clone() makes nothing when it cannot read the ${what}`, async () => {
    const { toloka, asked } = source((n) =>
      n === number ? refusal(403, "ACCESS_DENIED") : undefined
    );
    await assertRejects(
      () => toloka.projects.clone("10"),
      TolokaAccessDeniedError,
    );
    assert(asked.every(({ call }) => call.startsWith("GET")));
    assertEquals(asked.length, number);
  });
}

Deno.test("Projects.clone() rejects with the server's error when not even the project is made", async () => {
  const { toloka, asked } = source((n) => n === 4 ? broken() : undefined);
  const error = await assertRejects(
    () => toloka.projects.clone("10"),
    TolokaConnectionError,
  );
  assert(error.outcomeUnknown);
  assertEquals(asked.length, 4);
});

/** What exists when the request of a number fails. */
const HALFWAY: [number: number, trainings: string[], pools: string[]][] = [
  [5, [], []],
  [6, ["copy-5"], []],
  [7, ["copy-5", "copy-6"], []],
  [8, ["copy-5", "copy-6"], []],
  [9, ["copy-5", "copy-6"], ["copy-8"]],
  [10, ["copy-5", "copy-6"], ["copy-8", "copy-9"]],
];

for (const [number, trainings, pools] of HALFWAY) {
  Deno.test(`Projects.clone() says what exists when step ${number} fails: ${STEPS[number - 1]}`, async () => {
    const { toloka, asked } = source((n) =>
      n === number ? refusal(403, "ACCESS_DENIED") : undefined
    );
    const error = await errorOf(toloka.projects.clone("10"));
    assertInstanceOf(error, TolokaIncompleteError);
    assertInstanceOf(error.cause, TolokaAccessDeniedError);
    const done = error.done as ProjectClone;
    assertEquals(done.project.id, "copy-4");
    assertEquals(done.trainings.map(({ id }) => id), trainings);
    assertEquals(done.pools.map(({ id }) => id), pools);
    assertStringIncludes(
      error.message,
      `project "copy-4" exists with ${trainings.length} of 2 trainings and ${pools.length} of 3 pools`,
    );
    assertEquals(asked.length, number);
  });
}

Deno.test("Projects.clone() does not make a pool twice when its outcome is unknown", async () => {
  const { toloka, asked } = source((n) => n === 9 ? broken() : undefined);
  const error = await errorOf(toloka.projects.clone("10"));
  assertInstanceOf(error, TolokaIncompleteError);
  assertStringIncludes(error.message, "unknown");
  assertEquals(asked.length, 9);
});

Deno.test("Projects.clone() rejects with the signal's reason and sends nothing more", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const { toloka, asked } = source((n) => {
    if (n === 6) controller.abort(reason);
    return undefined;
  });
  const { signal } = controller;
  const error = await errorOf(toloka.projects.clone("10", { signal }));
  assertEquals(error, reason);
  assertEquals(asked.length, 6);
});
