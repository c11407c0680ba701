import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  HELP,
  type Machine,
  readCommand,
  startService,
  UsageError,
} from "../../src/simulator/command.ts";
import { type Json, POOL, PROJECT } from "./api.ts";

/** A machine with files in memory. */
class FakeMachine implements Machine {
  readonly lines: string[] = [];
  readonly files: Map<string, string>;

  constructor(files: Record<string, unknown> = {}) {
    this.files = new Map(
      Object.entries(files).map(([path, data]) => [
        path,
        typeof data === "string" ? data : JSON.stringify(data),
      ]),
    );
  }

  readFile(path: string): string | undefined {
    return this.files.get(path);
  }

  writeFile(path: string, text: string): void {
    this.files.set(path, text);
  }

  print(line: string): void {
    this.lines.push(line);
  }
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      "Authorization": "OAuth whatever",
      "Content-Type": "application/json",
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

Deno.test("readCommand() reads every argument", () => {
  const machine = new FakeMachine({
    "people.json": { count: 3 },
    "faults.json": [{ type: "REFUSE" }],
  });
  const args =
    "--port 8080 --hostname ::1 --seed 007 --start 2024-01-01 --speed=0.5 --pace 2 " +
    "--balance 5 --fee 0.3 --accounts a,b --strict " +
    "--population people.json --faults faults.json --state s.json --quotas --log";
  assertEquals(readCommand(args.split(" "), machine), {
    help: false,
    port: 8080,
    hostname: "::1",
    options: {
      seed: "007",
      time: { speed: 0.5, pace: 2 },
      start: "2024-01-01",
      balance: 5,
      fee: 0.3,
      accounts: { a: {}, b: {} },
      strict: true,
      population: { count: 3 },
      faults: [{ type: "REFUSE" }],
      quotas: true,
    },
    state: "s.json",
    log: true,
  });
});

Deno.test("readCommand() needs no arguments", () => {
  const { port, options } = readCommand([], new FakeMachine());
  assertEquals([port, options.time], [0, { speed: 60, pace: undefined }]);
  assert(options.start instanceof Date && options.start.getTime() < Date.now());
});

Deno.test("readCommand() begins now at the speed of the wall clock", () => {
  const { options } = readCommand(
    ["--speed", "1", "--pace", "60"],
    new FakeMachine(),
  );
  assertEquals(options.start, undefined);
  assertEquals(options.time, { speed: 1, pace: 60 });
});

const MISTAKES: [args: string, message: string][] = [
  ["--prot 80", 'no such argument: "--prot"'],
  ["80", 'no such argument: "80"'],
  ["--port", "'--port' must be followed by a value"],
  ["--port eighty", "'--port' must be a number: current value is \"eighty\""],
  ["--port 80.5", "'--port' must be a whole number from 0 to 65535"],
  ["--port 65536", "'--port' must be a whole number from 0 to 65535"],
  ["--speed 0", "'--speed' must be above 0"],
  ["--speed=-1", "'--speed' must be above 0: current value is \"-1\""],
  ["--pace 0", "'--pace' must be above 0"],
  ["--faults none.json", 'no such file: "none.json"'],
  ["--population bad.json", '"bad.json" is not JSON'],
];

for (const [args, message] of MISTAKES) {
  Deno.test(`readCommand() refuses ${args}`, () => {
    const machine = new FakeMachine({ "bad.json": "{" });
    assertThrows(
      () => readCommand(args.split(" "), machine),
      UsageError,
      message,
    );
  });
}

for (
  const [args, message] of [
    ["--faults f.json", "'faults[0].type' must be one of"],
    ["--population p.json", "count"],
    ["--state s.json", "version"],
    ["--start soon", "'start' must be a time"],
  ]
) {
  Deno.test(`startService() refuses what is wrong in ${args}`, async () => {
    const machine = new FakeMachine({
      "f.json": [{}],
      "p.json": { count: -1 },
      "s.json": {},
    });
    const command = readCommand(args!.split(" "), machine);
    await assertRejects(
      () => startService(command, machine),
      UsageError,
      message,
    );
  });
}

Deno.test("startService() answers whatever pool is opened", async () => {
  const machine = new FakeMachine();
  const command = readCommand(["--speed", "20000"], machine);
  const service = await startService(command, machine);
  const { url } = service;
  assertEquals(machine.lines, [url]);
  const project = await ask(url, "POST", "/projects", PROJECT);
  const pool = await ask(url, "POST", "/pools", {
    ...POOL,
    project_id: project.id,
  });
  const tasks = Array.from({ length: 20 }, (_, index) => ({
    pool_id: pool.id,
    input_values: { image: `https://example.com/${index}` },
  }));
  await ask(url, "POST", "/tasks?allow_defaults=true&open_pool=true", tasks);
  const deadline = performance.now() + 60_000;
  let reason;
  while (reason === undefined) {
    assert(performance.now() < deadline);
    const { last_close_reason } = await ask(url, "GET", `/pools/${pool.id}`);
    reason = last_close_reason;
  }
  assertEquals(reason, "COMPLETED");
  await service.stop();
  const [, total, ...endpoints] = machine.lines;
  assert(/^\d+ requests until 20/.test(total!), total);
  assert(
    endpoints.some((line) => line.endsWith("POST /api/v1/pools (201: 1)")),
  );
  await assertRejects(() => ask(url, "GET", "/requester"));
});

Deno.test("startService() prints requests and faults", async () => {
  const machine = new FakeMachine({
    "f.json": [{ type: "ERROR", on: "GET /pools" }],
  });
  const command = readCommand(["--log", "--faults", "f.json"], machine);
  const service = await startService(command, machine);
  await ask(service.url, "GET", "/pools");
  await service.stop();
  assert(machine.lines[1]!.endsWith("500 INTERNAL_ERROR (ERROR)"));
  assertEquals(machine.lines.at(-1), "Faults injected: ERROR: 1");
});

Deno.test("startService() fails at once if it cannot keep its state", async () => {
  const machine = new FakeMachine();
  machine.writeFile = () => {
    throw new Error("read only");
  };
  const command = readCommand(["--state", "s.json"], machine);
  await assertRejects(() => startService(command, machine), Error, "read only");
});

Deno.test("startService() goes on with its state", async () => {
  const machine = new FakeMachine();
  const command = readCommand(["--state", "s.json"], machine);
  const first = await startService(command, machine);
  const project = await ask(first.url, "POST", "/projects", PROJECT);
  await first.stop();
  const second = await startService(command, machine);
  assertEquals(
    await ask(second.url, "GET", `/projects/${project.id}`),
    project,
  );
  await second.stop();
});

Deno.test("docs/simulator.md shows the recipes of --help", async () => {
  const url = new URL("../../docs/simulator.md", import.meta.url);
  const readme = await Deno.readTextFile(url);
  const recipes = [...readme.matchAll(/\| `(--[^`]+)` +\|/g)].map(([, text]) =>
    text!
  );
  assertEquals(recipes.length, 4);
  for (const recipe of recipes) {
    assertStringIncludes(HELP, recipe);
    const files = {
      "faults.json": [{ type: "ERROR", status: 503, probability: 0.1 }],
      "few.json": { count: 5 },
    };
    readCommand(recipe.split(" "), new FakeMachine(files));
  }
});
