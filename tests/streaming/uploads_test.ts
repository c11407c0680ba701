/** Uploads of any length: what they keep in memory, and how far they read ahead. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { TolokaClient, TolokaIncompleteError } from "../../mod.ts";
import { memoryStore } from "../../src/store/mod.ts";
import {
  type UploadReport,
  uploadTasks,
  uploadTaskSuites,
} from "../../src/streaming/mod.ts";

/** Rows of one request, as long as they are short. */
const BATCH = 200;

/** Body of a task, as the server gets it. */
type Sent = Record<string, unknown>;

/** A server that creates what it is sent, and tells what it has done. */
class Server {
  /** Bodies of the operations, by their ids. */
  readonly operations = new Map<string, Sent[]>();
  /** Rows whose outcome was told. */
  told = 0;
  /** Called with each operation before it is answered; may refuse it. */
  onOperation: (
    id: string,
    items: Sent[],
  ) => void | Response | Promise<void | Response> = () => {};

  readonly client = new TolokaClient({
    token: "any",
    url: "http://localhost:1",
    retries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, searchParams } = new URL(request.url);
      if (request.method === "GET") {
        return this.#log(pathname.split("/").at(-2)!);
      }
      const id = searchParams.get("operation_id")!;
      const items: Sent[] = await request.json();
      const refusal = await this.onOperation(id, items);
      if (refusal) return refusal;
      this.operations.set(id, items);
      const counts = { total_count: items.length, success_count: items.length };
      return Response.json({
        id,
        type: "TASK.BATCH_CREATE",
        status: "SUCCESS",
        details: counts,
      });
    },
  });

  #log(id: string): Response {
    const items = this.operations.get(id)!;
    this.told += items.length;
    return Response.json(items.map((input, i) => ({
      type: "TASK_CREATE",
      success: true,
      input,
      output: { task_id: `${id}-${i}` },
    })));
  }
}

const task = (text: string) => ({ pool_id: "1", input_values: { text } });

/** Lets the event loop turn, so that whoever wants to go on does. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("uploadTasks() reads no further ahead than its requests hold", async () => {
  for (const concurrency of [1, 3]) {
    const server = new Server();
    const rows = BATCH * concurrency * 3;
    const full = Promise.withResolvers<void>();
    let [read, ahead, waiting] = [0, 0, 0];
    server.onOperation = async () => {
      // Nothing is answered before as many requests wait as may.
      if (++waiting === concurrency) full.resolve();
      await full.promise;
      await turns(10);
    };
    const tasks = function* () {
      while (read < rows) {
        ahead = Math.max(ahead, ++read - server.told);
        yield task(`${read}`);
      }
    };
    const report = await uploadTasks(server.client, memoryStore(), tasks(), {
      name: "ahead",
      concurrency,
    });
    assertEquals(report.created, rows);
    assertEquals(ahead, BATCH * concurrency);
  }
});

Deno.test("uploadTasks() records what is under way when a request fails", async () => {
  const server = new Server();
  const store = memoryStore();
  const all = Promise.withResolvers<void>();
  const ids: string[] = [];
  server.onOperation = async (id) => {
    if (ids.push(id) === 3) all.resolve();
    await all.promise;
    return id === ids[0]
      ? Response.json({ code: "ACCESS_DENIED" }, { status: 403 })
      : undefined;
  };
  let read = 0;
  function* tasks() {
    for (read = 0; read < 10 * BATCH; read++) yield task(`${read}`);
  }
  const options = { name: "fails", concurrency: 3 };
  const { done } = await assertRejects(
    () => uploadTasks(server.client, store, tasks(), options),
    TolokaIncompleteError<UploadReport>,
    "200 rows are open",
  );
  const created = [...server.operations.values()].flat().length;
  assert(created >= 2 * BATCH);
  assertEquals([done.created, done.open], [created, BATCH]);
  assert(read < 10 * BATCH, "rows were read to the end");

  const refused = ids[0]!;
  server.onOperation = () => {};
  const report = await uploadTasks(server.client, store, tasks(), options);
  assertEquals([report.created, report.open], [10 * BATCH, 0]);
  const texts = [...server.operations.values()].flat()
    .map(({ input_values }) => (input_values as { text: string }).text);
  assertEquals([texts.length, new Set(texts).size], [10 * BATCH, 10 * BATCH]);
  assert(server.operations.has(refused), "a repeat has another id");
});

Deno.test("uploadTasks() takes rows with one key for one row", async () => {
  const server = new Server();
  function* tasks() {
    for (let i = 0; i < 3 * BATCH; i++) yield task("same");
  }
  const options = { name: "same", key: () => "key" };
  const report = await uploadTasks(
    server.client,
    memoryStore(),
    tasks(),
    options,
  );
  assertEquals(report.created, 1);
  assertEquals([...server.operations.values()].flat().length, 1);
  assertEquals((await report.row("key"))?.status, "CREATED");
  assertEquals(await report.row("other"), undefined);
  await assertRejects(
    () =>
      uploadTasks(
        server.client,
        memoryStore(),
        [task("a"), task("b")],
        options,
      ),
    TypeError,
    'row "key" has another content',
  );
  assertEquals(server.operations.size, 1);
});

Deno.test("uploadTasks() stops on an abort among rows that exist already", async () => {
  const server = new Server();
  const store = memoryStore();
  const tasks = Array.from({ length: 1_000 }, (_, i) => task(`${i}`));
  await uploadTasks(server.client, store, tasks, { name: "again" });
  const controller = new AbortController();
  let read = 0;
  function* again() {
    for (const one of tasks) {
      if (++read === 10) controller.abort(new Error("enough"));
      yield one;
    }
  }
  const { signal } = controller;
  await assertRejects(
    () => uploadTasks(server.client, store, again(), { name: "again", signal }),
    Error,
    "enough",
  );
  assertEquals(read, 10);
});

Deno.test("uploadTasks() and uploadTaskSuites() check 'concurrency' before they read", async () => {
  const { client } = new Server();
  const unread: Iterable<never> = {
    [Symbol.iterator]: () => {
      throw new Error("was read");
    },
  };
  for (const concurrency of [0, 33, 1.5, NaN]) {
    const options = { name: "checked", concurrency };
    const rule =
      `as 'concurrency' must be a whole number between 1 and 32: current value is ${concurrency}`;
    await assertRejects(
      () => uploadTasks(client, memoryStore(), unread, options),
      RangeError,
      `Cannot upload tasks ${rule}`,
    );
    await assertRejects(
      () => uploadTaskSuites(client, memoryStore(), unread, options),
      RangeError,
      `Cannot upload task suites ${rule}`,
    );
  }
});
