/**
 * Holds the methods against golden data: made with crowd-kit 1.4.2, and for the
 * converged Bradley-Terry model by an independent program.
 */
import {
  accuracy,
  type Aggregation,
  type Answer,
  type AnswerIndex,
  consistency,
  dawidSkene,
  type DawidSkeneResult,
  indexAnswers,
  krippendorffAlpha,
  majorityVote,
  oneCoinDawidSkene,
  type PriorAggregation,
  uncertainty,
  wawa,
  zeroBasedSkill,
} from "@toloka/client/aggregation";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const SETS = [
  "s1-tiny",
  "s2-ties-unicode",
  "s3-gold",
  "s4-sparse",
  "s5-dawid-skene-1979",
];

/** Results of one method; `null` stands for an answer that was never given. */
interface Expected {
  labels: string[];
  probas: number[][];
  skills?: number[];
  priors?: number[];
  errors_observed_true?: ((number | null)[] | null)[][];
  iterations?: number;
  loss_first?: number;
  loss_last?: number;
}

interface Golden {
  answers: [task: string, worker: string, label: string][];
  gold?: Record<string, string>;
  skills?: Record<string, number>;
  expected:
    & Record<string, Expected>
    & {
      order: Record<"labels" | "tasks" | "workers", string[]>;
      metrics: Record<string, number> & {
        accuracy_on_aggregates_by_worker: Record<string, number>;
      };
      metrics_each: Record<
        "consistency" | "uncertainty" | "uncertainty_by_worker",
        number[]
      >;
    };
}

export async function read<T>(name: string): Promise<T> {
  const url = new URL(`golden/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url));
}

function mapOf<V>(record: Record<string, V> | undefined): Map<string, V> {
  return new Map(Object.entries(record ?? {}));
}

/** Equal to 1e-9, relative to what is greater than 1. */
function assertNear(actual: Iterable<number>, expected: readonly number[]) {
  const numbers = [...actual];
  assertEquals(numbers.length, expected.length);
  expected.forEach((value, i) =>
    assertAlmostEquals(numbers[i]!, value, 1e-9 * Math.max(1, Math.abs(value)))
  );
}

type Check = (
  index: AnswerIndex<string>,
  golden: Golden,
) => Aggregation<string>;

const METHODS: Record<string, Check> = {
  majority_vote: (index) => majorityVote(index),
  weighted_majority_vote: (index, { skills }) =>
    majorityVote(index, { skills: mapOf(skills) }),
  gold_majority_vote: (index, { gold }) => {
    const { skills } = accuracy(index, mapOf(gold));
    return { ...majorityVote(index, { skills }), skills };
  },
  wawa,
  zero_based_skill: zeroBasedSkill,
  dawid_skene: (index) => dawidSkene(index),
  dawid_skene_10_iterations_tol0: (index) =>
    dawidSkene(index, { maxIterations: 10, tolerance: -Infinity }),
  dawid_skene_gold: (index, { gold }) =>
    dawidSkene(index, { gold: mapOf(gold) }),
  one_coin_dawid_skene: (index) => oneCoinDawidSkene(index),
};

const goldens = new Map<string, Golden>();
for (const name of SETS) goldens.set(name, await read(name));

function indexOf({ answers }: Golden): AnswerIndex<string> {
  return indexAnswers(
    answers.map(([task, worker, label]): Answer<string> => ({
      task,
      worker,
      label,
    })),
  );
}

for (const [name, golden] of goldens) {
  for (const [method, run] of Object.entries(METHODS)) {
    const expected = golden.expected[method];
    if (expected === undefined) continue;
    Deno.test(`${method} equals the golden data of ${name}`, () => {
      const { order } = golden.expected;
      const result = run(indexOf(golden), golden);
      assertEquals([...result.labels.keys()], order.tasks);
      assertEquals([...result.labels.values()], expected.labels);
      order.tasks.forEach((task, t) => {
        const row = result.probabilities.get(task)!;
        assertEquals([...row.keys()], order.labels);
        assertNear(row.values(), expected.probas[t]!);
      });
      if (expected.skills !== undefined) {
        assertEquals([...result.skills.keys()], order.workers);
        assertNear(result.skills.values(), expected.skills);
      }
      checkFit(result, expected, order);
    });
  }
}

function checkFit(
  result: Aggregation<string>,
  expected: Expected,
  order: Golden["expected"]["order"],
): void {
  if (expected.iterations === undefined) return;
  const fit = result as PriorAggregation<string>;
  assertEquals(fit.iterations, expected.iterations);
  assertNear(fit.priors.values(), expected.priors!);
  assertNear([fit.losses[0]!, fit.losses.at(-1)!], [
    expected.loss_first!,
    expected.loss_last!,
  ]);
  if (!("confusions" in result)) return;
  const { confusions } = result as DawidSkeneResult<string>;
  order.workers.forEach((worker, w) =>
    order.labels.forEach((observed, l) =>
      order.labels.forEach((truth, k) => {
        const value = expected.errors_observed_true![w]![l]?.[k];
        const found = confusions.get(worker)!.get(truth)!.get(observed);
        if (value == null) assertEquals(found, undefined);
        else assertNear([found!], [value]);
      })
    )
  );
}

for (const [name, golden] of goldens) {
  Deno.test(`metrics equal the golden data of ${name}`, () => {
    const index = indexOf(golden);
    const { metrics, metrics_each: each } = golden.expected;
    const { labels, skills } = majorityVote(index);
    const given = mapOf(golden.skills);
    const sure = consistency(index);
    const unsure = uncertainty(index);
    const { value, workers } = accuracy(index, labels);
    const actual = {
      alpha_krippendorff: krippendorffAlpha(index),
      consistency: sure.mean,
      uncertainty_equal_skills: unsure.mean,
      uncertainty_mv_skills: uncertainty(index, { skills }).mean,
      uncertainty_given_skills: uncertainty(index, { skills: given }).mean,
      accuracy_on_aggregates: value,
    };
    for (const [metric, number] of Object.entries(actual)) {
      assertNear([number], [metrics[metric]!]);
    }
    const byWorker = mapOf(metrics.accuracy_on_aggregates_by_worker);
    assertNear(
      [...workers.values()].map(({ value }) => value),
      [...workers.keys()].map((worker) => byWorker.get(worker)!),
    );
    if (each === undefined) return;
    assertNear(sure.values.values(), each.consistency);
    assertNear(unsure.values.values(), each.uncertainty);
    assertNear(
      uncertainty(index, { by: "worker" }).values.values(),
      each.uncertainty_by_worker,
    );
  });
}

Deno.test("dawidSkene() finds the published priors of Dawid and Skene's data", () => {
  const index = indexOf(goldens.get("s5-dawid-skene-1979")!);
  const { priors, confusions, iterations } = dawidSkene(index, {
    maxIterations: 2_000,
    tolerance: -Infinity,
  });
  assertEquals(iterations, 2_000);
  const rounded = [...priors.values()].map((prior) => prior.toFixed(3));
  assertEquals(rounded, ["0.400", "0.422", "0.112", "0.067"]);
  const observer = [...confusions.get("o1")!.values()].map((row) =>
    [...row.values()].map((p) => Number(p.toFixed(2)))
  );
  assertEquals(observer, [
    [0.89, 0.11, 0, 0],
    [0.07, 0.88, 0.05, 0],
    [0, 0.34, 0.66, 0],
    [0, 0, 0.56, 0.44],
  ]);
});

Deno.test("dawidSkene() warns where it loses to the majority", () => {
  const index = indexOf(goldens.get("s4-sparse")!);
  const codes = dawidSkene(index).warnings.map(({ code }) => code);
  assert(codes.includes("FEW_ANSWERS"));
});
