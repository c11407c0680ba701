/**
 * Does jobs of a campaign and tells on standard output when each begins and ends;
 * it runs on every runtime, as a bundle. Arguments: URL of the server, seed, first
 * and last job, jobs at the same time, and the jobs to go on with.
 */
import { clientOf, doJob, inParallel } from "./_client.ts";
import { jobOf } from "./_jobs.ts";

// deno-lint-ignore no-explicit-any
const { Deno: deno, process } = globalThis as any;
const [url, ...numbers] = (deno?.args ?? process.argv.slice(2)) as string[];
const [seed, from, to, concurrency, ...again] = numbers.map(Number) as [
  number,
  number,
  number,
  number,
  ...number[],
];

const toloka = clientOf(url!);

function* jobs(): Generator<() => Promise<void>> {
  for (const number of again) yield () => run(number, true);
  for (let number = from; number <= to; number++) {
    yield () => run(number, false);
  }
}

async function run(number: number, isAgain: boolean): Promise<void> {
  console.log(JSON.stringify({ begin: number }));
  const claims = await doJob(toloka, jobOf(seed, number), isAgain);
  console.log(JSON.stringify({ end: number, claims }));
}

await inParallel(jobs(), concurrency);
