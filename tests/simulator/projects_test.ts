import { assertEquals } from "@std/assert";
import { Api, POOL, PROJECT } from "./api.ts";

Deno.test("POST /projects makes an active project", async () => {
  const api = new Api();
  const project = await api.project();
  assertEquals(project.status, "ACTIVE");
  assertEquals(project.created, "2024-01-01T00:00:00");
  assertEquals(project.owner.myself, true);
  assertEquals(await api.get(`/projects/${project.id}`), project);
});

Deno.test("POST /projects drops what only the server sets", async () => {
  const api = new Api();
  const project = await api.project({ id: "1", status: "ARCHIVED" });
  assertEquals(project.status, "ACTIVE");
  assertEquals(project.id === "1", false);
});

Deno.test("PUT /projects/{id} replaces the settings", async () => {
  const api = new Api();
  const { id, created } = await api.project({ private_comment: "old" });
  const next = { ...PROJECT, public_name: "New" };
  const project = await api.put(`/projects/${id}`, next);
  assertEquals(
    [project.public_name, project.private_comment, project.created],
    ["New", undefined, created],
  );
});

Deno.test("PUT /projects/{id} leaves existing pools their fields", async () => {
  const api = new Api();
  const pool = await api.pool();
  const spec = {
    ...PROJECT.task_spec,
    input_spec: { text: { type: "string" } },
  };
  await api.put(`/projects/${pool.project_id}`, {
    ...PROJECT,
    task_spec: spec,
  });
  await api.tasks(pool.id, 1);
});

const SPEC = PROJECT.task_spec;

const CHANGES: [
  name: string,
  change: Record<string, unknown>,
  level: string,
][] = [
  ["nothing", {}, "EQUAL"],
  ["a name", { public_name: "New" }, "NON_BREAKING_CHANGE"],
  ["an optional field", {
    task_spec: {
      ...SPEC,
      output_spec: {
        ...SPEC.output_spec,
        comment: { type: "string", required: false },
      },
    },
  }, "NON_BREAKING_CHANGE"],
  ["a required field", {
    task_spec: { ...SPEC, input_spec: { image: { type: "string" } } },
  }, "BREAKING_CHANGE"],
];

for (const [name, change, level] of CHANGES) {
  Deno.test(`POST /projects/{id}/check calls ${name} ${level}`, async () => {
    const api = new Api();
    const { id } = await api.project();
    const path = `/api/staging/projects/${id}/check`;
    const answer = await api.expect(200, "POST", path, {
      ...PROJECT,
      ...change,
    });
    assertEquals(answer, { differenceLevel: level });
  });
}

Deno.test("POST /projects/{id}/archive waits for the pools", async () => {
  const api = new Api();
  const pool = await api.pool();
  const path = `/projects/${pool.project_id}/archive`;
  const error = await api.expect(409, "POST", path);
  assertEquals(error.code, "UNARCHIVED_POOLS_CONFLICT");
  await api.run(`/pools/${pool.id}/archive`);

  const operation = await api.run(path);
  assertEquals([operation.type, operation.status], [
    "PROJECT.ARCHIVE",
    "SUCCESS",
  ]);
  const project = await api.get(`/projects/${pool.project_id}`);
  assertEquals(project.status, "ARCHIVED");
  await api.expect(204, "POST", path);
  const refused = await api.expect(400, "POST", "/pools", {
    ...POOL,
    project_id: project.id,
  });
  assertEquals(refused.payload.project_id.code, "ENTITY_DOES_NOT_EXIST");
});
