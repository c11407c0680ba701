/**
 * Each metric equals what follows from what the simulator says has happened, at
 * the same simulated time, in random runs.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Assignment } from "@toloka/client";
import { answersOf, krippendorffAlpha } from "@toloka/client/aggregation";
import {
  type AnalyticsClient,
  type Metric,
  type MetricPoint,
  readMetrics,
} from "@toloka/client/metrics";
import type { SimulatorEvent } from "@toloka/client/simulator";
import { everyMetric } from "./_every_metric.ts";
import { type MetricsWorld, metricsWorld } from "./_world.ts";

const TASKS = 30;
const OVERLAP = 3;
const REWARD = 0.05;
const HOUR = 3_600_000;

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An event of the simulator. */
interface Happened {
  type: string;
  time: number;
  assignment: Assignment;
}

/** What has happened, and what followed from it at any moment. */
class History {
  readonly events: Happened[] = [];
  /** Pools and Tolokers who are banned from them. */
  readonly banned = new Set<string>();
  /** Events other than those of assignments: when, by kind and labels. */
  readonly others: { kind: string; time: number; amount: number }[] = [];

  note(event: SimulatorEvent): void {
    if (!("assignment" in event)) return;
    const { type, time, assignment } = event;
    this.events.push({
      type: type.replace("ASSIGNMENT_", ""),
      time: time.getTime(),
      assignment: structuredClone(assignment) as unknown as Assignment,
    });
  }

  /** Events of a pool until a moment. */
  until(pool: string, time: Date, type?: string): Happened[] {
    return this.events.filter((one) =>
      one.assignment.pool_id === pool && one.time <= +time &&
      (type === undefined || one.type === type)
    );
  }

  /** Assignments that had a status at a moment. */
  withStatus(pool: string, time: Date, status: string): number {
    const statuses = new Map(
      this.until(pool, time).map(({ assignment: { id, status } }) => [
        id,
        status,
      ]),
    );
    return [...statuses.values()].filter((one) => one === status).length;
  }

  completion(pool: string, time: Date): number {
    const counts = new Map<string, number>();
    for (const { assignment } of this.until(pool, time, "SUBMITTED")) {
      for (const { id, known_solutions } of assignment.tasks) {
        if (!known_solutions) counts.set(id!, (counts.get(id!) ?? 0) + 1);
      }
    }
    let done = 0;
    for (const count of counts.values()) done += Math.min(OVERLAP, count);
    return Math.floor(100 * done / (TASKS * OVERLAP)) / 100;
  }

  answers(pool: string, time: Date) {
    const submitted = this.until(pool, time, "SUBMITTED")
      .map(({ assignment }) => assignment);
    return {
      submitted,
      answers: [...answersOf(submitted, {
        output: "animal",
        statuses: ["SUBMITTED", "ACCEPTED", "REJECTED"],
      })],
    };
  }

  total(kind: string, time: Date): number {
    const amounts = this.others.filter((one) =>
      one.kind === kind && one.time <= +time
    ).map(({ amount }) => Math.round(amount * 100));
    return amounts.reduce((a, b) => a + b, 0) / 100;
  }
}

/** Value that a point must have, by its metric; `undefined` for what others test. */
function expected(
  history: History,
  { name }: Metric,
  { time, labels }: MetricPoint,
): number | undefined {
  const pool = labels.pool_id!;
  const status = (one: string) => history.withStatus(pool, time, one);
  switch (name) {
    case "toloka_pool_completion":
      return history.completion(pool, time);
    case "toloka_pool_assignments":
      return labels.status === "SUBMITTED"
        ? history.until(pool, time, "SUBMITTED").length
        : status(labels.status!);
    case "toloka_pool_tasks":
      return TASKS;
    case "toloka_pool_spent":
      return Number((status("ACCEPTED") * REWARD).toFixed(2));
    case "toloka_pool_accepted_cost":
      return REWARD;
    case "toloka_pool_verdicts":
      return status(labels.verdict!) /
        (status("ACCEPTED") + status("REJECTED"));
    case "toloka_pool_assignment_events":
      return history.until(pool, time, labels.type!).length;
    case "toloka_pool_bans":
      return history.total(`ban ${pool}`, time);
    case "toloka_bonuses":
      return history.total("bonus", time);
    case "toloka_bonuses_paid":
      return history.total("paid", time);
    case "toloka_skill_changes":
      return history.total("skill", time);
  }
  return ofQuality(history, name, time, labels);
}

/** The same for metrics of quality and speed. */
function ofQuality(
  history: History,
  name: string,
  time: Date,
  labels: MetricPoint["labels"],
): number | undefined {
  const pool = labels.pool_id!;
  const mine = ({ user_id }: Assignment) => user_id === labels.user_id;
  const { submitted, answers } = history.answers(pool, time);
  switch (name) {
    case "toloka_pool_golden_accuracy":
      return accuracyOf(submitted);
    case "toloka_toloker_golden_accuracy":
      return accuracyOf(submitted.filter(mine));
    case "toloka_pool_agreement":
      return krippendorffAlpha(answers);
    case "toloka_toloker_answers":
      return answers.filter(({ worker }) => worker === labels.user_id).length;
    case "toloka_pool_active_tolokers":
      return new Set(
        submitted.filter((one) =>
          +time - Date.parse(`${one.submitted}Z`) <= HOUR
        ).map(({ user_id }) => user_id),
      ).size;
    case "toloka_pool_suite_time": {
      const seconds = submitted.map((one) =>
        (Date.parse(one.submitted!) - Date.parse(one.created)) / 1000
      ).sort((a, b) => a - b);
      const at = (seconds.length - 1) * Number(labels.percentile) / 100;
      const [low, high] = [seconds[Math.floor(at)]!, seconds[Math.ceil(at)]!];
      return low + (high - low) * (at % 1);
    }
  }
  return undefined;
}

function accuracyOf(assignments: readonly Assignment[]): number {
  let [right, total] = [0, 0];
  for (const { tasks, solutions } of assignments) {
    for (const [i, { known_solutions: known }] of tasks.entries()) {
      if (!known) continue;
      total++;
      const answer = solutions![i]!.output_values.animal;
      if (known[0]!.output_values.animal === answer) right++;
    }
  }
  return right / total;
}

/** A client whose analytics take a second of simulated time, and none of ours. */
function quickAnalytics({ toloka, simulator }: MetricsWorld): AnalyticsClient {
  return {
    analytics: {
      async get(requests) {
        const { id } = await toloka.analytics.startGet(requests);
        await simulator.advance(1_000);
        const { details } = await toloka.operations.get(id);
        return (details as { value: never[] }).value;
      },
    },
  };
}

/** Does something that a requester does, by chance. */
async function act(
  world: MetricsWorld,
  history: History,
  chance: () => number,
  skill_id: string,
): Promise<void> {
  const { toloka, simulator, pools } = world;
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(chance() * list.length)]!;
  const note = (kind: string, amount = 1) =>
    history.others.push({ kind, time: +simulator.now, amount });
  const user_id = pick(simulator.tolokers).id;
  const pool_id = pick(pools);
  for await (
    const { id } of toloka.assignments.list({ pool_id, status: "SUBMITTED" })
  ) {
    const verdict = chance();
    if (verdict < 0.3) await toloka.assignments.accept(id, "Thank you");
    else if (verdict < 0.5) await toloka.assignments.reject(id, "Wrong");
  }
  if (chance() < 0.7) {
    const amount = Math.ceil(chance() * 100) / 100;
    await toloka.request("POST", "/api/v1/user-bonuses", {
      body: { user_id, amount, without_message: true },
    });
    note("bonus");
    note("paid", amount);
  }
  // A second ban of the same Toloker only changes the first one.
  const ban = { scope: "POOL", pool_id, user_id } as const;
  const key = `${pool_id} ${user_id}`;
  if (chance() < 0.7 && !history.banned.has(key)) {
    await toloka.userRestrictions.set(ban);
    history.banned.add(key);
    note(`ban ${pool_id}`);
  }
  if (chance() < 0.7) {
    const value = Math.ceil(chance() * 100);
    await toloka.userSkills.set({ skill_id, user_id, value });
    note("skill");
  }
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  Deno.test(`each metric equals the simulator's state at the same time, run ${seed}`, async () => {
    const chance = random(seed);
    const history = new History();
    const world = await metricsWorld({ seed, tick: 0 }, {
      tasks: TASKS,
      overlap: OVERLAP,
    });
    const { toloka, simulator, pools, now } = world;
    simulator.on((event) => history.note(event));
    const { id: skill } = await toloka.skills.create({ name: "Cats" });
    const metrics = everyMetric(
      { ...toloka, ...quickAnalytics(world) } as unknown as typeof toloka,
      pools,
      skill,
    );
    // While the server counts, a second passes: not for what is read meanwhile.
    const counted = new Set(metrics.slice(1, 12));
    const parts = [
      metrics.filter((one) => counted.has(one)),
      metrics.filter((one) => !counted.has(one)),
    ];
    const checked = new Map<string, number>();
    for (let round = 0; round < 6; round++) {
      await simulator.advance(Math.floor(chance() * 200_000));
      // Metrics of the account count from the first reading on.
      if (round > 0) await act(world, history, chance, skill);
      await simulator.advance(1_000 + Math.floor(chance() * 60_000));
      for (const part of parts) {
        for (
          const { metric, points, error } of await readMetrics(part, { now })
        ) {
          if (error) throw error;
          for (const point of points) {
            const value = expected(history, metric, point);
            if (value === undefined) continue;
            const about = `${metric.name} ${JSON.stringify(point.labels)}`;
            assertAlmostEquals(point.value, value, 1e-9, about);
            checked.set(metric.name, (checked.get(metric.name) ?? 0) + 1);
          }
        }
      }
    }
    assertEquals(checked.size, 17, [...checked.keys()].join());
    assert(history.events.length > 20);
  });
}
