/** The command line's own behavior: names, options, exit codes, gates. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../src/cli/registry.ts";
import { VERSION } from "../../src/version.ts";
import { seedPool, Terminal } from "./_run.ts";

Deno.test("run() prints every command with its summary in the overview", async () => {
  const { code, out } = await new Terminal().run("--help");
  assertEquals(code, 0);
  for (const [name, { summary }] of Object.entries(COMMANDS)) {
    assertMatch(out, new RegExp(`^  ${name} +${summary.slice(0, 20)}`, "m"));
  }
  assertStringIncludes(out, "130  interrupted");
});

Deno.test("run() prints help with an example that starts with the command", async (t) => {
  for (const name of Object.keys(COMMANDS)) {
    await t.step(name, async () => {
      const { code, out } = await new Terminal().run(`${name} --help`);
      assertEquals(code, 0);
      assertStringIncludes(out, `Usage: toloka ${name}`);
      assertMatch(out, new RegExp(`^  (.*\\| )?toloka ${name}( |$)`, "m"));
    });
  }
});

/** What a file loads before it runs, with all that this loads. */
async function loadedBy(
  url: URL,
  seen: Set<string> = new Set(),
): Promise<Set<string>> {
  if (seen.has(url.href)) return seen;
  seen.add(url.href);
  const code = await Deno.readTextFile(url);
  const imports = /^(?:import|export)\s(?!type\s)[^;()]*?\sfrom\s"(\.[^"]+)"/gm;
  for (const [, path] of code.matchAll(imports)) {
    await loadedBy(new URL(path!, url), seen);
  }
  return seen;
}

Deno.test("main.ts loads no command and no client before it knows which", async () => {
  const src = new URL("../../src/", import.meta.url);
  const loaded = [...await loadedBy(new URL("cli/main.ts", src))]
    .map((url) => url.slice(src.href.length));
  const heavy = loaded.filter((file) =>
    !/^cli\/\w+\.ts$/.test(file) && file !== "names.ts"
  );
  assertEquals([heavy, loaded.includes("cli/run.ts")], [[], true]);
});

Deno.test("run() prints the version of deno.json", async () => {
  const config = JSON.parse(await Deno.readTextFile("deno.json"));
  assertEquals(config.version, VERSION);
  const { out } = await new Terminal().run("--version");
  assertEquals(out, `toloka ${VERSION}\n`);
});

const refuseToken = () =>
  Promise.resolve(Response.json(
    { code: "AUTHENTICATION_ERROR", message: "Bad token" },
    { status: 401 },
  ));

const MISTAKES: [line: string, code: number, message: string][] = [
  ["pol list", 2, "did you mean 'pool list'?"],
  ["pool lst", 2, "did you mean 'pool list'?"],
  ["pool", 2, "without a verb: it can list, get"],
  ["pool list --staus OPEN", 2, "did you mean '--status'?"],
  ["pool list --status open", 2, "must be one of OPEN, CLOSED"],
  ["pool list --limit many", 2, "'--limit' must be a number"],
  ["pool list --project=", 2, "must be followed by a value"],
  ["pool get", 2, "without ID: the usage is 'toloka pool get ID'"],
  ["pool get 1 2", 2, 'with "2": the usage is'],
  ["pool get nope", 4, "404"],
  ["--json", 2, "names no command"],
  ["status --url http://localhost --environment SANDBOX", 2, "one of them"],
  ["api FETCH /pools", 2, "METHOD must be one of GET"],
  ["api GET /pools --query status", 2, "must be NAME=VALUE"],
  ["api POST /skills --body none.json", 4, 'no file "none.json"'],
];

Deno.test("run() refuses mistakes with a message and an exit code", async (t) => {
  const terminal = new Terminal();
  for (const [line, code, message] of MISTAKES) {
    await t.step(line, async () => {
      const outcome = await terminal.run(line);
      assertEquals([outcome.code, outcome.out], [code, ""], outcome.err);
      assertStringIncludes(outcome.err, message);
    });
  }
});

Deno.test("run() says how to give a token when there is none", async () => {
  const terminal = new Terminal();
  delete terminal.env.TOLOKA_TOKEN;
  const { code, err } = await terminal.run("status");
  assertEquals(code, 2);
  assertStringIncludes(err, "set TOLOKA_TOKEN, or run 'toloka login'");
});

Deno.test("run() exits with 3 for a token that is not valid", async () => {
  const terminal = new Terminal();
  terminal.fetch = refuseToken;
  const { code, err } = await terminal.run("status");
  assertEquals(code, 3);
  assertStringIncludes(err, "AUTHENTICATION_ERROR");
});

Deno.test("run() asks before it spends, and does nothing after a no", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  terminal.interactive = true;
  terminal.answers = ["n"];
  const { code, err } = await terminal.run(`pool open ${pool}`);
  assertEquals(code, 9);
  assertEquals(terminal.questions, [
    `Open pool ${pool}, for 0.02 for each task suite? [y/N] `,
  ]);
  assertStringIncludes(err, `did not open pool ${pool}`);
  const [read] = await terminal.json(`pool get ${pool}`);
  assertEquals(read.status, "CLOSED");
});

Deno.test("run() does not spend where nobody can be asked, unless told --yes", async () => {
  const terminal = new Terminal();
  const { pool } = await seedPool(terminal);
  const refused = await terminal.run(`pool open ${pool}`);
  assertEquals(refused.code, 9);
  assertStringIncludes(refused.err, "add '--yes'");
  const opened = await terminal.run(`pool open ${pool} --yes`);
  assertEquals(opened.code, 0, opened.err);
  assertStringIncludes(opened.out, `Pool ${pool} is OPEN`);
});

Deno.test("run() changes nothing in a dry run", async (t) => {
  const terminal = new Terminal();
  const { pool, project } = await seedPool(terminal);
  for (
    const line of [
      `pool open ${pool}`,
      `pool close ${pool}`,
      `pool archive ${pool}`,
      `pool clone ${pool}`,
      `project archive ${project}`,
      "api POST /skills",
      "login",
      `assignment export ${pool} -o answers.csv`,
      `aggregate ${pool} -o labels.csv`,
      `attachment download ${pool}`,
      "init animals",
    ]
  ) {
    await t.step(line, async () => {
      const before = terminal.simulator.requests.length;
      const { code, out } = await terminal.run(`${line} --dry-run`);
      assertEquals(code, 0);
      assertMatch(out, /^Would /);
      const sent = terminal.simulator.requests.slice(before);
      assertEquals(sent.filter(({ method }) => method !== "GET"), []);
      assertEquals([...terminal.files], []);
    });
  }
});

Deno.test("run() ends with 130 and the command's hint after Ctrl-C", async () => {
  const terminal = new Terminal();
  terminal.fetch = (_url, init) => {
    terminal.interrupt();
    return new Promise((_, reject) => {
      const { signal } = init!;
      signal!.addEventListener("abort", () => reject(signal!.reason));
      if (signal!.aborted) reject(signal!.reason);
    });
  };
  const { code, err } = await terminal.run("status");
  assertEquals(code, 130);
  assertEquals(err, "Interrupted\n");
});

Deno.test("login stores the token for its owner only, and logout deletes it", async () => {
  const terminal = new Terminal();
  delete terminal.env.TOLOKA_TOKEN;
  terminal.answers = ["secret-token"];
  const login = await terminal.run([
    "login",
    "--profile",
    "work",
    "--url",
    terminal.simulator.url,
  ]);
  assertEquals(login.code, 0, login.err);
  const path = "/home/config/toloka/profiles.json";
  assertEquals(terminal.modes.get(path), 0o600);
  assertEquals(login.out.includes("secret-token"), false);

  delete terminal.env.TOLOKA_URL;
  const status = await terminal.run("status --profile work");
  assertEquals(status.code, 0, status.err);
  assertStringIncludes(status.out, "from profile work");

  assertEquals((await terminal.run("logout --profile work")).code, 0);
  assertEquals(JSON.parse(terminal.files.get(path)!), {});
  assertEquals((await terminal.run("status --profile work")).code, 2);
});

Deno.test("login does not store a token that the server refuses", async () => {
  const terminal = new Terminal();
  terminal.fetch = refuseToken;
  terminal.answers = ["wrong"];
  const { code } = await terminal.run([
    "login",
    "--url",
    terminal.simulator.url,
  ]);
  assertEquals([code, terminal.files.size], [3, 0]);
});

Deno.test("login stores the server that the environment names", async () => {
  const terminal = new Terminal();
  terminal.answers = ["token"];
  const { url } = terminal.simulator;
  assertEquals((await terminal.run("login")).code, 0);
  const stored = terminal.files.get("/home/config/toloka/profiles.json")!;
  assertEquals(JSON.parse(stored).default, { token: "token", url });
});

Deno.test("completions prints a script with every command", async (t) => {
  for (const shell of ["bash", "zsh", "fish"]) {
    await t.step(shell, async () => {
      const { code, out } = await new Terminal().run(`completions ${shell}`);
      assertEquals(code, 0);
      for (const word of Object.keys(COMMANDS).join(" ").split(" ")) {
        assertMatch(out, new RegExp(`\\b${word}\\b`));
      }
      assertStringIncludes(out, "accept-if");
    });
  }
  assertEquals((await new Terminal().run("completions tcsh")).code, 2);
});

Deno.test("run() stops in silence when nobody reads its output any more", async () => {
  const terminal = new Terminal();
  terminal.onPrint = () => {
    throw Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  };
  const { code, err } = await terminal.run("--help");
  assertEquals([code, err], [1, ""]);
});
