/**
 * Prints what it costs to watch 50 pools: requests, processor time and memory of
 * the program that watches. The simulator is a process of its own.
 *
 *     deno run --allow-net=127.0.0.1 --allow-read=. --allow-run tests/bench/metrics.ts
 */
import process from "node:process";
import { TolokaClient } from "@toloka/client";
import { collect } from "@toloka/client/metrics";
import { everyMetric } from "../metrics/_every_metric.ts";
import { metricsWorld } from "../metrics/_world.ts";

const POOLS = 50;
const READINGS = 12;

if (Deno.args[0] === "--serve") {
  const { simulator, pools, advance, toloka } = await metricsWorld(
    { requestLog: 0, tick: 200 },
    { pools: POOLS, tasks: 60, overlap: 3 },
  );
  await advance(20);
  const { id: skill } = await toloka.skills.create({ name: "Cats" });
  const { url } = await simulator.serve();
  console.log(JSON.stringify({ url, pools, skill }));
} else {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net=127.0.0.1", import.meta.filename!, "--serve"],
    stdout: "piped",
  }).spawn();
  const reader = server.stdout.getReader();
  const { value } = await reader.read();
  const { url, pools, skill } = JSON.parse(new TextDecoder().decode(value));
  let requests = 0;
  const onRequest = () => void requests++;
  const toloka = new TolokaClient({ token: "token", url, onRequest });
  const metrics = everyMetric(toloka, pools, skill);
  console.log(`${metrics.length} metrics of ${POOLS} pools`);
  let [samples, points, failed] = [0, 0, 0];
  let [began, busy] = [performance.now(), process.cpuUsage()];
  for await (const sample of collect(metrics, { interval: 2_000 })) {
    points += sample.points.length;
    if (sample.error) failed++;
    if (++samples % metrics.length > 0) continue;
    const { user, system } = process.cpuUsage(busy);
    const cpu = (user + system) / 1000;
    const { rss, heapUsed } = Deno.memoryUsage();
    console.log(
      `reading ${
        samples / metrics.length
      }: ${requests} requests, ${points} points, ${failed} failed, ` +
        `${Math.round(performance.now() - began)} ms, ${
          Math.round(cpu)
        } ms of processor, ` +
        `${Math.round(heapUsed / 1e6)} MB heap, ${
          Math.round(rss / 1e6)
        } MB in all`,
    );
    [requests, points, failed] = [0, 0, 0];
    [began, busy] = [performance.now(), process.cpuUsage()];
    if (samples / metrics.length === READINGS) break;
  }
  await reader.cancel();
  server.kill();
}
