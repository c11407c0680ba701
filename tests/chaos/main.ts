/**
 * Runs a campaign of faults against the client, on one runtime or all, and prints
 * what the server's true state says about what the client said.
 */
import { parseArgs } from "@std/cli/parse-args";
import { FAULTS } from "./_faults.ts";
import { type Claim, isOf, jobOf, OPERATION_KINDS } from "./_jobs.ts";
import { judge, type Verdict } from "./_judge.ts";
import { chance } from "./_random.ts";
import { ChaosServer } from "./_server.ts";
import { World } from "./_world.ts";

const USAGE = `Usage: deno task chaos [options]

  --jobs=N        jobs for each runtime (default 2000)
  --seed=N        what everything follows from (default 1)
  --runtime=NAME  deno, bun, or a command for Node such as node or node24; a list
                  with commas runs one after the other (default deno,node,bun)
`;
const CONCURRENCY = 48;
/** Longest silence of a worker, in milliseconds. */
const PATIENCE = 60_000;
const BUNDLE = "cov/chaos/worker.js";

/** Result of a campaign on one runtime. */
interface Campaign {
  runtime: string;
  requests: number;
  kills: number;
  aborts: number;
  injected: ReadonlyMap<string, number>;
  verdicts: Verdict[];
}

async function bundle(): Promise<void> {
  await Deno.mkdir("cov/chaos", { recursive: true });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--platform=browser",
      "-o",
      BUNDLE,
      "tests/chaos/worker.ts",
    ],
    stdout: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

function commandOf(runtime: string): [string, string[]] {
  return runtime === "deno"
    ? [Deno.execPath(), ["run", "--no-config", "--allow-net=127.0.0.1", BUNDLE]]
    : [runtime, [BUNDLE]];
}

/** Lines of a process until it ends. */
async function* linesOf(process: Deno.ChildProcess): AsyncGenerator<string> {
  let text = "";
  for await (
    const part of process.stdout.pipeThrough(new TextDecoderStream())
  ) {
    const lines = (text + part).split("\n");
    text = lines.pop()!;
    yield* lines;
  }
}

/** Jobs of a campaign as its workers tell of them. */
class Progress {
  readonly claims = new Map<number, Claim[]>();
  readonly begun = new Set<number>();
  last = 0;

  /** Takes a line of a worker; tells whether a job has ended. */
  take(line: string): boolean {
    const { begin, end, claims } = JSON.parse(line);
    if (begin !== undefined) {
      this.begun.add(begin);
      this.last = Math.max(this.last, begin);
      return false;
    }
    this.begun.delete(end);
    this.claims.set(end, claims);
    return true;
  }
}

async function campaign(
  runtime: string,
  { seed, jobs }: { seed: number; jobs: number },
): Promise<Campaign> {
  const world = new World();
  for (let number = 1; number <= jobs; number++) {
    world.prepare(jobOf(seed, number));
  }
  await using server = new ChaosServer(seed, world);
  const url = await server.listen();
  const progress = new Progress();
  const random = chance(seed, "kills", runtime);
  let kills = 0;
  while (progress.claims.size < jobs) {
    // About one kill in 300 jobs; the last stretch runs to its end.
    const stretch = 150 + Math.floor(random() * 300);
    const left = jobs - progress.claims.size;
    const killed = await work(
      runtime,
      [url, seed, progress.last + 1, jobs, CONCURRENCY, ...progress.begun],
      progress,
      left > stretch + CONCURRENCY ? stretch : Infinity,
    );
    if (killed) kills++;
    for (const number of progress.begun) {
      // Nothing can tell the caller of a process that is gone.
      if (isOf(OPERATION_KINDS, jobOf(seed, number))) continue;
      progress.begun.delete(number);
      progress.claims.set(number, []);
    }
  }
  await server.settled();
  const verdicts = [...progress.claims].toSorted(([a], [b]) => a - b).map((
    [number, claims],
  ) => judge(world, jobOf(seed, number), claims));
  const aborts = verdicts.filter(({ job }) => job.abortAfter !== undefined);
  const { requests, injected } = server;
  return {
    runtime,
    requests,
    kills,
    aborts: aborts.length,
    injected,
    verdicts,
  };
}

/** Runs a worker; kills it after so many jobs. Tells whether it was killed. */
async function work(
  runtime: string,
  args: readonly (string | number)[],
  progress: Progress,
  killAfter: number,
): Promise<boolean> {
  const [command, before] = commandOf(runtime);
  const process = new Deno.Command(command, {
    args: [...before, ...args.map(String)],
    stdout: "piped",
  }).spawn();
  let ended = 0;
  let killed = false;
  const kill = () => {
    if (!killed) process.kill("SIGKILL");
    killed = true;
  };
  let silence: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      console.error(`${runtime} hangs in jobs ${[...progress.begun]}`);
      Deno.exit(1);
    }, PATIENCE);
  };
  try {
    watch();
    for await (const line of linesOf(process)) {
      watch();
      if (progress.take(line)) ended++;
      if (ended >= killAfter) kill();
    }
  } finally {
    clearTimeout(silence);
  }
  const { success } = await process.status;
  if (!success && !killed) throw new Error(`${runtime} ended with an error`);
  return killed;
}

function printTable(campaigns: readonly Campaign[]): void {
  const sum = (key: "doubled" | "lost" | "misreported") =>
    campaigns.map(({ verdicts }) =>
      verdicts.reduce((all, verdict) => all + verdict[key].length, 0)
    );
  const count = (test: (verdict: Verdict) => boolean) =>
    campaigns.map(({ verdicts }) => verdicts.filter(test).length);
  const rows: [string, (string | number)[]][] = [
    ["", campaigns.map(({ runtime }) => runtime)],
    ["jobs", campaigns.map(({ verdicts }) => verdicts.length)],
    ["requests", campaigns.map(({ requests }) => requests)],
    ...FAULTS.map((fault): [string, number[]] => [
      `  ${fault}`,
      campaigns.map(({ injected }) => injected.get(fault) ?? 0),
    ]),
    ["  aborted calls", campaigns.map(({ aborts }) => aborts)],
    ["  killed processes", campaigns.map(({ kills }) => kills)],
    ["done", count(({ done }) => done)],
    ["said to be unknown", count(({ done, unknown }) => !done && unknown)],
    ["said to have failed", count(({ done, unknown }) => !done && !unknown)],
    ["doubled", sum("doubled")],
    ["lost", sum("lost")],
    ["misreported", sum("misreported")],
  ];
  for (const [name, values] of rows) {
    console.log(
      name.padEnd(24) + values.map((value) => `${value}`.padStart(9)).join(""),
    );
  }
}

function faultsOf({ job, doubled, lost, misreported }: Verdict): string[] {
  const name = `job ${job.number} (${job.kind})`;
  return [
    ...doubled.map((what) => `${name}: doubled ${what}`),
    ...lost.map((what) => `${name}: lost ${what}`),
    ...misreported.map((what) => `${name}: misreported ${what}`),
  ];
}

const args = parseArgs(Deno.args, {
  string: ["jobs", "seed", "runtime"],
  boolean: ["help"],
});
if (args.help) {
  console.log(USAGE);
  Deno.exit();
}
const jobs = Number(args.jobs ?? 2000);
const seed = Number(args.seed ?? 1);
if (!(Number.isInteger(jobs) && jobs >= 1 && Number.isInteger(seed))) {
  console.error(USAGE);
  Deno.exit(2);
}
await bundle();
const campaigns: Campaign[] = [];
for (const runtime of String(args.runtime ?? "deno,node,bun").split(",")) {
  campaigns.push(await campaign(runtime, { seed, jobs }));
}
const wrong = campaigns.flatMap(({ runtime, verdicts }) =>
  verdicts.flatMap(faultsOf).map((text) => `${runtime}, seed ${seed}, ${text}`)
);
for (const line of wrong.slice(0, 100)) console.log(line);
printTable(campaigns);
if (wrong.length > 0) Deno.exit(1);
