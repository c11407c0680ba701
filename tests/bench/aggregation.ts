/**
 * Prints how long it takes to index a million answers and to aggregate them,
 * beside crowd-kit where a Python has it, and how much memory it takes:
 *
 *     deno run --allow-run tests/bench/aggregation.ts [PYTHON]
 *
 * Each program runs as a process of its own. `--only` runs ours in this one.
 */
import {
  dawidSkene,
  indexAnswers,
  krippendorffAlpha,
  majorityVote,
} from "@toloka/client/aggregation";

const TASKS = 200_000;
const PER_TASK = 5;
const WORKERS = 5_000;
const LABELS = ["bird", "cat", "dog", "fish", "none"];

/** A linear congruential generator that Python computes too. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Tolokers are right in 40 to 95 % of cases. */
function* answers() {
  const next = random(7);
  for (let t = 0; t < TASKS; t++) {
    const truth = Math.floor(next() * LABELS.length);
    for (let i = 0; i < PER_TASK; i++) {
      const worker = Math.floor(next() * WORKERS);
      const right = next() < 0.4 + 0.55 * worker / WORKERS;
      const label = right ? truth : Math.floor(next() * LABELS.length);
      yield { task: `t${t}`, worker: `w${worker}`, label: LABELS[label]! };
    }
  }
}

function timed<T>(name: string, run: () => T): T {
  const start = performance.now();
  const result = run();
  const seconds = (performance.now() - start) / 1000;
  console.log(`${name.padEnd(24)}${seconds.toFixed(2)} s`);
  return result;
}

function ours() {
  const index = timed("make and index answers", () => indexAnswers(answers()));
  timed("majorityVote", () => majorityVote(index));
  timed(
    "dawidSkene, 20 rounds",
    () => dawidSkene(index, { maxIterations: 20, tolerance: -Infinity }),
  );
  timed("krippendorffAlpha", () => krippendorffAlpha(index));
}

const PYTHON = `
import math, resource, time
import pandas as pd
from crowdkit.aggregation import DawidSkene, MajorityVote
from crowdkit.metrics.data import alpha_krippendorff
state = 7
def random():
    global state
    state = state * 48271 % 2147483647
    return state / 2147483647
labels = ["bird", "cat", "dog", "fish", "none"]
rows = []
for t in range(${TASKS}):
    truth = int(random() * 5)
    for _ in range(${PER_TASK}):
        worker = int(random() * ${WORKERS})
        right = random() < 0.4 + 0.55 * worker / ${WORKERS}
        rows.append((f"t{t}", f"w{worker}", labels[truth if right else int(random() * 5)]))
data = pd.DataFrame(rows, columns=["task", "worker", "label"])
def timed(name, run):
    start = time.time()
    run()
    print(f"{name:24}{time.time() - start:.2f} s", flush=True)
timed("MajorityVote", lambda: MajorityVote().fit_predict(data))
timed("DawidSkene, 20 rounds", lambda: DawidSkene(n_iter=20, tol=-math.inf).fit_predict(data))
timed("alpha_krippendorff", lambda: alpha_krippendorff(data))
print(f"{'memory, most':24}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
`;

async function run(command: string, args: string[], what: string) {
  console.log(`\n${what}`);
  const options = { args, stdout: "inherit", stderr: "null" } as const;
  const { success } = await new Deno.Command(command, options).output()
    .catch(() => ({ success: false }));
  if (!success) console.log("could not run");
}

if (Deno.args.includes("--only")) {
  ours();
  const { rss } = Deno.memoryUsage();
  console.log(
    `${"memory, at the end".padEnd(24)}${Math.round(rss / 2 ** 20)} MB`,
  );
} else {
  const own = new URL(import.meta.url).pathname;
  const args = ["run", own, "--only"];
  await run(Deno.execPath(), args, "@toloka/client/aggregation");
  await run(Deno.args[0] ?? "python3", ["-c", PYTHON], "crowd-kit");
}
