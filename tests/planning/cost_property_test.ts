/** Holds the estimate against what random pools come to in the simulator. */
import { assert } from "@std/assert";
import { estimateCost, type PlannedTask } from "../../src/planning/mod.ts";
import { presets, qualityControl } from "../../src/quality_control/mod.ts";
import type { MixerConfig, PoolInput } from "../../src/types/pools.ts";
import type {
  QualityControl,
  TaskDistributionFunction,
} from "../../src/types/quality_control.ts";
import type { TaskSuiteInput } from "../../src/types/task_suites.ts";
import { Api } from "../simulator/api.ts";

const DAY = 24 * 3_600_000;
const TOLOKERS = 40;
const FEE = 0.2;

/** Random numbers that are the same on each run (mulberry32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  }

  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

interface Sample {
  pool: Omit<PoolInput, "project_id" | "private_name" | "will_expire">;
  tasks: (PlannedTask & { input_values: unknown })[];
  suites: TaskSuiteInput[];
  automerge: boolean;
}

function frequency(dice: Dice): TaskDistributionFunction {
  return {
    scope: dice.chance(0.5) ? "PROJECT" : "POOL",
    distribution: "UNIFORM",
    window_days: 7,
    intervals: [{ from: 1, to: 10_000, frequency: dice.between(2, 6) }],
  };
}

function qualityOf(dice: Dice): QualityControl {
  const checks = dice.chance(0.4)
    ? {
      checkpointsConfig: {
        real_settings: {
          target_overlap: dice.between(1, 6),
          task_distribution_function: frequency(dice),
        },
      },
    }
    : {};
  const rules = dice.chance(0.4)
    ? [
      presets.fastAnswers({
        thresholdSeconds: 20,
        fastCount: 1,
        restrict: { scope: "POOL", duration: "PERMANENT" },
      }),
      presets.reissueRevoked({ delta: dice.between(1, 3) }),
    ]
    : [];
  return qualityControl(rules, checks);
}

function mixerOf(dice: Dice, exam: boolean): MixerConfig {
  const real = exam ? 0 : dice.between(1, 6);
  return {
    real_tasks_count: real,
    golden_tasks_count: exam ? dice.between(1, 3) : dice.between(0, 1),
    training_tasks_count: 0,
    ...(!exam && dice.chance(0.3)
      ? {
        golden_tasks_count: 0,
        golden_task_distribution_function: frequency(dice),
      }
      : {}),
    ...(real > 0 && dice.chance(0.4)
      ? { min_real_tasks_count: dice.between(1, real) }
      : {}),
    ...(dice.chance(0.4) ? { force_last_assignment: false } : {}),
  };
}

function golden(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    input_values: { image: `golden-${index}` },
    known_solutions: [{ output_values: { cat: true } }],
    infinite_overlap: true,
  }));
}

function sampleOf(dice: Dice): Sample {
  const mixed = dice.chance(0.75);
  const exam = mixed && dice.chance(0.15);
  const count = dice.between(1, 25);
  const mixer = mixerOf(dice, exam);
  const overlap = dice.between(1, 4);
  const dynamic = mixed && !exam && dice.chance(0.3);
  const general = Array.from({ length: exam ? 0 : count }, (_, index) => ({
    input_values: { image: String(index) },
    ...(dice.chance(0.2) ? { overlap: dice.between(1, 6) } : {}),
  }));
  return {
    pool: {
      may_contain_adult_content: false,
      reward_per_assignment: 0.03,
      assignment_max_duration_seconds: 600,
      defaults: {
        default_overlap_for_new_task_suites: overlap,
        default_overlap_for_new_tasks: overlap,
      },
      ...(mixed ? { mixer_config: mixer } : {}),
      quality_control: qualityOf(dice),
      ...(dynamic
        ? {
          auto_close_after_complete_delay_seconds: 3_600,
          dynamic_overlap_config: {
            type: "BASIC",
            max_overlap: overlap + dice.between(1, 3),
            min_confidence: 0.9,
            answer_weight_skill_id: "",
            fields: [{ name: "cat" }],
          } as const,
        }
        : {}),
    },
    tasks: mixed ? [...general, ...golden(90)] : [],
    suites: mixed ? [] : Array.from({ length: count }, (_, index) => ({
      pool_id: "",
      tasks: [{ input_values: { image: String(index) } }],
      ...(dice.chance(0.1) ? { infinite_overlap: true } : {}),
    })),
    automerge: mixed && dice.chance(0.25),
  };
}

/** Runs one pool to its end; tells what was paid, and for how many. */
async function run(sample: Sample, seed: number) {
  const api = new Api({
    seed,
    fee: FEE,
    population: {
      count: TOLOKERS,
      // All that makes task suites short and rules act.
      habits: { careful: 4, random: 1, skipping: 1, forgetful: 1, leaving: 1 },
    },
  });
  const project = await api.post("/projects", {
    public_name: "Cats",
    public_description: "Is it a cat?",
    assignments_issuing_type: "AUTOMATED",
    assignments_automerge_enabled: sample.automerge,
    task_spec: {
      input_spec: { image: { type: "string" } },
      output_spec: { cat: { type: "boolean" } },
      view_spec: { type: "classic", markup: "" },
    },
  });
  const skill = await api.post("/skills", { name: "Quality" });
  const { dynamic_overlap_config: dynamic } = sample.pool;
  const open = async () => {
    const { id } = await api.post("/pools", {
      ...sample.pool,
      project_id: project.id,
      private_name: "Cats",
      will_expire: "2090-01-01T00:00:00",
      ...(dynamic
        ? {
          dynamic_overlap_config: {
            ...dynamic,
            answer_weight_skill_id: skill.id,
          },
        }
        : {}),
    });
    const [path, items] = sample.suites.length > 0
      ? ["/task-suites?allow_defaults=true", sample.suites]
      : ["/tasks?allow_defaults=true", sample.tasks];
    await api.post(path, items.map((item) => ({ ...item, pool_id: id })));
    await api.run(`/pools/${id}/open`);
    return id;
  };
  const { balance: before } = await api.get("/requester");
  const pools = [await open()];
  // The same tasks again, whose answers may be merged.
  if (sample.automerge) pools.push(await open());
  await api.simulator.advance(20 * DAY);
  const { balance: after } = await api.get("/requester");
  const done = await Promise.all(
    pools.map((id) => api.list(`/assignments?pool_id=${id}&status=ACCEPTED`)),
  );
  const paid = done.map((list) =>
    list.filter(({ automerged }: { automerged?: boolean }) => !automerged)
      .length
  );
  const closed = await Promise.all(
    pools.map(async (id) =>
      (await api.get(`/pools/${id}`)).last_close_reason === "COMPLETED"
    ),
  );
  return { spent: before - after, paid, completed: closed.every(Boolean) };
}

const SEEDS = Array.from({ length: 150 }, (_, index) => index + 1);

Deno.test("estimateCost() bounds what random pools cost", async () => {
  let completed = 0;
  let nearMax = 0;
  for (const seed of SEEDS) {
    const sample = sampleOf(new Dice(seed));
    const result = await run(sample, seed);
    const { assignments, total } = estimateCost(
      sample.pool,
      sample.suites.length > 0 ? sample.suites : sample.tasks,
      {
        fee: FEE,
        tolokers: TOLOKERS,
        project: { assignments_automerge_enabled: sample.automerge },
      },
    );
    const found = JSON.stringify({ seed, result, assignments, sample });
    const { min, likely, max } = assignments;
    assert(min <= likely && likely <= max, found);
    for (const paid of result.paid) {
      assert(paid <= max, found);
      if (result.completed) assert(paid >= min, found);
      if (paid > likely) nearMax++;
    }
    // Balances are subtracted here in binary fractions.
    assert(result.spent <= total.max * result.paid.length + 1e-6, found);
    if (result.completed) completed++;
  }
  // Otherwise the bounds would hold for want of work, or need not be so wide.
  assert(completed > SEEDS.length / 3, `${completed} were completed`);
  assert(nearMax > 0, "None came to more than is likely");
});
