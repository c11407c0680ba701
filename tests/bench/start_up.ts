/** What importing the module adds to the start of a program, as a ratio. */

const RUNS = 15;
const scripts = {
  "an empty script": "",
  "import mod.ts": `import ${
    JSON.stringify(new URL("../../mod.ts", import.meta.url))
  };`,
};

async function start(code: string): Promise<number> {
  const began = performance.now();
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--config=deno.json",
      `data:application/typescript,${encodeURIComponent(code)}`,
    ],
  }).output();
  if (!success) throw new Error(`Cannot run "${code}"`);
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const times = Object.values(scripts).map((): number[] => []);
for (let run = -2; run < RUNS; run++) {
  for (const [i, code] of Object.values(scripts).entries()) {
    const time = await start(code);
    // the first two runs fill caches
    if (run >= 0) times[i]!.push(time);
  }
}
const medians = times.map(median);
console.log(`start of a program, median of ${RUNS}`);
for (const [i, name] of Object.keys(scripts).entries()) {
  const ratio = (medians[i]! / medians[0]!).toFixed(2);
  console.log(`  ${name.padEnd(16)} ${medians[i]!.toFixed(0)} ms  ${ratio}x`);
}
