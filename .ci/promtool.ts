/**
 * Checks the text of every metric with Prometheus' own `promtool`: whether it
 * parses, and whether names, units and help follow the conventions.
 */
import {
  formatMetrics,
  LatestMetrics,
  readMetrics,
} from "@toloka/client/metrics";
import { everyMetric } from "../tests/metrics/_every_metric.ts";
import { metricsWorld, reviewSome } from "../tests/metrics/_world.ts";

const world = await metricsWorld();
const { toloka, pools, now, simulator } = world;
const { id: skill_id } = await toloka.skills.create({ name: "Cats" });
const metrics = everyMetric(toloka, pools, skill_id);
const latest = new LatestMetrics(metrics);
for (let round = 0; round < 3; round++) {
  for (const sample of await readMetrics(metrics, { now })) {
    if (sample.error) throw sample.error;
    latest.add(sample);
  }
  await world.advance(10);
  await reviewSome(world, pools[0]!);
  const user_id = simulator.tolokers[0]!.id;
  await toloka.userSkills.set({ skill_id, user_id, value: round });
}
const format = Deno.args[0] === "open" ? "OPEN_METRICS" : "PROMETHEUS";
const text = formatMetrics(latest, { format });
if (Deno.args.length > 0) {
  console.log(text.trimEnd());
  Deno.exit();
}
const promtool = new Deno.Command("promtool", {
  args: ["check", "metrics"],
  stdin: "piped",
}).spawn();
const writer = promtool.stdin.getWriter();
await writer.write(new TextEncoder().encode(text));
await writer.close();
const { code } = await promtool.status;
console.log(`promtool: ${text.split("\n").length} lines, exit code ${code}`);
Deno.exit(code);
