/**
 * Kills `toloka task upload` and `toloka bonus pay` again and again, at random
 * moments, and runs them again until they are done; then counts what was lost
 * and what was done twice.
 *
 *     deno task chaos:cli [--kills=200] [--rows=600]
 */
import { parseArgs } from "@std/cli/parse-args";
import { TolokaClient } from "../../mod.ts";
import { Simulator } from "../../src/simulator/mod.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** A command line that is run until it is done. */
interface Job {
  args: string[];
  /** Texts that stand for what must exist once each. */
  wanted: string[];
  /** Texts of what exists. */
  found(): Promise<string[]>;
}

/** What a campaign has shown. */
interface Verdict {
  command: string;
  jobs: number;
  rows: number;
  kills: number;
  /** Kills after which something had been done, and something was left. */
  halfway: number;
  lost: number;
  doubled: number;
  seconds: number;
}

/** Where jobs are done. */
interface Place {
  toloka: TolokaClient;
  url: string;
  folder: string;
  rows: number;
}

async function uploadJob(place: Place, number: number): Promise<Job> {
  const { toloka, folder, rows } = place;
  const pool = await createPool(toloka);
  const wanted = Array.from(
    { length: rows },
    (_, i) => `https://example.com/${number}/${i}.jpg`,
  );
  const file = `${folder}/tasks${number}.csv`;
  await Deno.writeTextFile(file, ["INPUT:image", ...wanted, ""].join("\n"));
  return {
    args: ["task", "upload", pool, file],
    wanted,
    found: async () =>
      (await Array.fromAsync(toloka.tasks.list({ pool_id: pool })))
        .map(({ input_values }) => String(input_values.image)),
  };
}

async function payJob(place: Place, number: number): Promise<Job> {
  const { toloka, folder, rows } = place;
  const [user_id] = await tolokers(toloka);
  const wanted = Array.from({ length: rows }, (_, i) => `job ${number}/${i}`);
  const file = `${folder}/bonuses${number}.csv`;
  const lines = wanted.map((key) => `${key},${user_id},0.01,${key}`);
  await Deno.writeTextFile(
    file,
    ["key,user_id,amount,private_comment", ...lines, ""].join("\n"),
  );
  return {
    args: ["bonus", "pay", file],
    wanted,
    found: async () =>
      (await Array.fromAsync(toloka.userBonuses.list()))
        .map(({ private_comment }) => private_comment ?? "")
        .filter((key) => key.startsWith(`job ${number}/`)),
  };
}

async function createPool(toloka: TolokaClient): Promise<string> {
  const project = await toloka.projects.create({
    public_name: "Cat or dog?",
    public_description: "Say which animal the picture shows",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: { animal: { type: "string" } },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const pool = await toloka.pools.create({
    project_id: project.id,
    private_name: "Pictures",
    may_contain_adult_content: false,
    will_expire: "2099-01-01T00:00:00",
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: true,
    defaults: {
      default_overlap_for_new_tasks: 1,
      default_overlap_for_new_task_suites: 1,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  return pool.id;
}

let known: string[] | undefined;

/** Tolokers who have answered a task. */
async function tolokers(toloka: TolokaClient): Promise<string[]> {
  if (known) return known;
  const pool_id = await createPool(toloka);
  await toloka.tasks.create({
    pool_id,
    input_values: { image: "https://example.com/0.jpg" },
  }, { allowDefaults: true });
  await toloka.pools.open(pool_id);
  for (;;) {
    const { items } = await toloka.assignments.find({
      pool_id,
      status: ["SUBMITTED", "ACCEPTED"],
    });
    if (items.length > 0) return known = items.map(({ user_id }) => user_id);
    await pause(50);
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Runs the command; kills it after a time. Says whether it was killed. */
async function runOnce(
  { url, folder }: Place,
  { args }: Job,
  killAfter: number | undefined,
): Promise<{ killed: boolean; milliseconds: number }> {
  const began = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--quiet",
      "--no-prompt",
      `--config=${CONFIG}`,
      "--allow-net=127.0.0.1",
      "--allow-env",
      "--allow-read",
      "--allow-write",
      MAIN,
      ...args,
      "--yes",
    ],
    env: {
      TOLOKA_TOKEN: "any",
      TOLOKA_URL: url,
      XDG_CONFIG_HOME: folder,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = killAfter === undefined ? undefined : setTimeout(() => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }, killAfter);
  const { success, signal, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const milliseconds = performance.now() - began;
  if (signal === "SIGKILL") return { killed: true, milliseconds };
  if (success) return { killed: false, milliseconds };
  const decoder = new TextDecoder();
  throw new Error(
    `toloka ${args.join(" ")}: ${decoder.decode(stdout).slice(0, 500)}${
      decoder.decode(stderr)
    }`,
  );
}

async function campaign(
  command: string,
  make: (place: Place, number: number) => Promise<Job>,
  place: Place,
  kills: number,
): Promise<Verdict> {
  const began = performance.now();
  const verdict: Verdict = {
    command,
    jobs: 0,
    rows: place.rows,
    kills: 0,
    halfway: 0,
    lost: 0,
    doubled: 0,
    seconds: 0,
  };
  // How long it takes without a kill; kept up to date, as the machine's load changes.
  let usual = (await runOnce(place, await make(place, 0), undefined))
    .milliseconds;
  while (verdict.kills < kills) {
    const job = await make(place, ++verdict.jobs);
    for (;;) {
      const killAfter = verdict.kills < kills
        ? usual * (0.2 + Math.random() * 0.8)
        : undefined;
      const { killed, milliseconds } = await runOnce(place, job, killAfter);
      if (!killed) {
        usual = (usual + milliseconds) / 2;
        break;
      }
      verdict.kills++;
      const done = (await job.found()).length;
      if (done > 0 && done < job.wanted.length) verdict.halfway++;
    }
    const found = Map.groupBy(await job.found(), (text) => text);
    for (const text of job.wanted) {
      const { length } = found.get(text) ?? [];
      if (length === 0) verdict.lost++;
      if (length > 1) verdict.doubled++;
    }
  }
  verdict.seconds = Math.round((performance.now() - began) / 1_000);
  return verdict;
}

if (import.meta.main) {
  const { kills = "200", rows = "600" } = parseArgs(Deno.args, {
    string: ["kills", "rows"],
  });
  const folder = await Deno.makeTempDir();
  const simulator = new Simulator({
    seed: 1,
    balance: 1e6,
    time: { speed: 1_000 },
    // Answers take a moment, so that kills meet requests under way.
    faults: [{ type: "DELAY", milliseconds: 40 }],
  });
  const server = await simulator.serve({ port: 0 });
  const { url } = server;
  const place = {
    url,
    folder,
    rows: Number(rows),
    toloka: new TolokaClient({ token: "any", url }),
  };
  const verdicts = [
    await campaign("task upload", uploadJob, place, Number(kills)),
    await campaign("bonus pay", payJob, place, Number(kills)),
  ];
  console.table(verdicts);
  await server.close();
  await Deno.remove(folder, { recursive: true });
  const wrong = verdicts.some(({ lost, doubled }) => lost + doubled > 0);
  if (wrong) Deno.exit(1);
}
