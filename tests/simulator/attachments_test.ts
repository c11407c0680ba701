import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { SimulatorOptions } from "../../src/simulator/mod.ts";
import { Api, type Json, POOL, PROJECT } from "./api.ts";

/** A pool that was answered with files. */
async function photographed(options: SimulatorOptions = {}) {
  const api = new Api(options);
  const project = await api.project({
    task_spec: {
      ...PROJECT.task_spec,
      output_spec: {
        photo: { type: "file", required: true },
        more: { type: "array_file", required: true, min_size: 2, max_size: 2 },
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 5);
  await api.finish(pool.id);
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  return { api, pool, assignments };
}

function filesOf({ solutions }: Json): string[] {
  return solutions.flatMap(({ output_values }: Json) => [
    output_values.photo,
    ...output_values.more,
  ]);
}

function download(api: Api, id: string, headers: Record<string, string> = {}) {
  const { simulator } = api;
  const url = `${simulator.url}/api/v1/attachments/${id}/download`;
  return simulator.fetch(url, {
    headers: { Authorization: "ApiKey any", ...headers },
  });
}

Deno.test("every file of every answer exists, once", async () => {
  const { api, pool, assignments } = await photographed();
  const named = assignments.flatMap(filesOf);
  assertEquals(named.length, 3 * 5 * 3);
  assertEquals(new Set(named).size, named.length);
  const listed = await api.list(`/attachments?pool_id=${pool.id}`);
  assertEquals(listed.map(({ id }) => id).toSorted(), named.toSorted());
  for (const assignment of assignments) {
    for (const id of filesOf(assignment)) {
      const { attachment_type, details, owner } = await api.get(
        `/attachments/${id}`,
      );
      assertEquals(attachment_type, "ASSIGNMENT_ATTACHMENT");
      assertEquals(owner, assignment.owner);
      assertEquals(details, {
        user_id: assignment.user_id,
        assignment_id: assignment.id,
        pool_id: pool.id,
      });
    }
  }
});

Deno.test("GET /attachments filters and wants a pool or an assignment", async () => {
  const { api, pool, assignments } = await photographed();
  const [first] = assignments;
  const of = async (query: string) =>
    (await api.list(`/attachments?${query}`)).map(({ id }) => id).toSorted();
  const mine = filesOf(first).toSorted();
  assertEquals(await of(`assignment_id=${first.id}`), mine);
  assertEquals(await of(`pool_id=${pool.id}&user_id=${first.user_id}`), mine);
  const { name } = await api.get(`/attachments/${mine[0]}`);
  assertEquals(await of(`pool_id=${pool.id}&name=${name}`), [mine[0]]);
  assertEquals(await of(`pool_id=${pool.id}&type=OTHER`), []);
  await api.expect(400, "GET", `/attachments?user_id=${first.user_id}`);
  await api.expect(404, "GET", "/attachments/none");
  await api.expect(404, "GET", "/attachments/none/download");
});

Deno.test("downloads are the same each time and others for other files", async () => {
  const { api, assignments } = await photographed();
  const [one, two] = filesOf(assignments[0]);
  const read = async (id: string) => {
    const response = await download(api, id);
    const bytes = await response.bytes();
    assertEquals(
      Number(response.headers.get("content-length")),
      bytes.length,
    );
    assert(bytes.length >= 2_000 && bytes.length <= 20_000);
    return bytes;
  };
  assertEquals(await read(one!), await read(one!));
  assertNotEquals(await read(one!), await read(two!));
});

Deno.test("a large file comes in pieces", async () => {
  const size = 1_000_001;
  const { api, assignments } = await photographed({
    attachments: { size: [size, size] },
  });
  const response = await download(api, filesOf(assignments[0])[0]!);
  const sizes: number[] = [];
  for await (const piece of response.body!) sizes.push(piece.length);
  assert(sizes.length > 10);
  assertEquals(sizes.reduce((a, b) => a + b), size);
});

Deno.test("a download can be given up", async () => {
  const { api, assignments } = await photographed({
    attachments: { size: [1_000_000, 1_000_000] },
  });
  const response = await download(api, filesOf(assignments[0])[0]!);
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
});

Deno.test("downloads over a socket tell their length", async () => {
  const { api, assignments } = await photographed();
  await using server = await api.simulator.serve();
  const id = filesOf(assignments[0])[0]!;
  const response = await fetch(
    `${server.url}/api/v1/attachments/${id}/download`,
    {
      headers: { Authorization: "ApiKey any" },
    },
  );
  const bytes = await response.bytes();
  assertEquals(Number(response.headers.get("content-length")), bytes.length);
  assertEquals(bytes, await (await download(api, id)).bytes());
});

Deno.test("attachments.ranges lets parts be asked for", async () => {
  const { api, assignments } = await photographed({
    attachments: { size: [100_000, 100_000], ranges: true },
  });
  const id = filesOf(assignments[0])[0]!;
  const whole = await (await download(api, id)).bytes();
  for (
    const [range, from, to] of [
      ["bytes=0-9", 0, 10],
      ["bytes=65530-65540", 65_530, 65_541],
      ["bytes=99990-", 99_990, 100_000],
      ["bytes=-5", 99_995, 100_000],
      ["bytes=99990-200000", 99_990, 100_000],
    ] as const
  ) {
    const response = await download(api, id, { Range: range });
    assertEquals(response.status, 206, range);
    assertEquals(
      response.headers.get("content-range"),
      `bytes ${from}-${to - 1}/100000`,
    );
    assertEquals(await response.bytes(), whole.slice(from, to));
  }
  const beyond = await download(api, id, { Range: "bytes=100000-" });
  assertEquals(beyond.status, 416);
  await beyond.body?.cancel();
});

Deno.test("without attachments.ranges the whole file comes", async () => {
  const { api, assignments } = await photographed();
  const id = filesOf(assignments[0])[0]!;
  const response = await download(api, id, { Range: "bytes=0-9" });
  assertEquals(response.status, 200);
  assert((await response.bytes()).length > 10);
});
