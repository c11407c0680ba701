import { assertEquals } from "@std/assert";
import { History } from "../../src/simulator/world/history.ts";
import {
  type CollectorRules,
  collectorRules,
} from "../../src/simulator/world/pool_settings.ts";
import type { AssignmentRecord } from "../../src/simulator/world/records.ts";
import { control } from "./api.ts";

const TYPE = "ASSIGNMENT_SUBMIT_TIME";

function rulesWith(parameters: Record<string, unknown>): CollectorRules {
  const { quality_control } = control(TYPE, parameters, [], "RESTRICTION");
  return collectorRules(quality_control)[0]!;
}

/** What a history looks at of an assignment in a pool of one project. */
function inPool(
  id: string,
  rules: CollectorRules,
  project: readonly CollectorRules[] = [],
): AssignmentRecord {
  const pool = {
    view: { id },
    project: { view: { id: "1" }, quality: project },
    settings: { quality: [rules] },
  };
  return { pool, toloker: { id: "t" } } as unknown as AssignmentRecord;
}

function answer(score: number) {
  return { score, control: false };
}

Deno.test("History.tally() looks at every answer once", () => {
  const history = new History();
  const rules = rulesWith({});
  const one = inPool("1", rules);
  const two = inPool("2", rulesWith({}));
  let looks = 0;
  for (let i = 1; i <= 100; i++) {
    history.add(TYPE, one, answer(i));
    history.add(TYPE, two, answer(1_000));
    const { count, worth } = history.tally(one, rules, ({ score }) => {
      looks++;
      return score;
    });
    assertEquals([count, worth], [i, i * (i + 1) / 2]);
  }
  assertEquals(looks, 100);
});

Deno.test("History.tally() keeps the pools of one rule apart", () => {
  const history = new History();
  const rules = rulesWith({});
  const one = inPool("1", rulesWith({}), [rules]);
  const two = inPool("2", rulesWith({}), [rules]);
  for (let i = 1; i <= 5; i++) {
    history.add(TYPE, one, answer(1));
    assertEquals(history.tally(one, rules).count, i);
    assertEquals(history.tally(two, rules).count, i - 1);
    history.add(TYPE, two, answer(1));
  }
});

Deno.test("History.tally() begins anew after forget()", () => {
  const history = new History();
  const rules = rulesWith({});
  const one = inPool("1", rules);
  history.add(TYPE, one, answer(1));
  assertEquals(history.tally(one, rules).count, 1);
  history.forget(one.toloker);
  assertEquals(history.tally(one, rules).count, 0);
  history.add(TYPE, one, answer(1));
  assertEquals(history.tally(one, rules).count, 1);
  history.forgetCollector(one.pool, one.toloker, TYPE);
  assertEquals(history.tally(one, rules).count, 0);
});

Deno.test("History.tally() of a history takes the last that count", () => {
  const history = new History();
  const rules = rulesWith({ history_size: 3 });
  const one = inPool("1", rules);
  for (const score of [1, 2, 30, 4, 5]) history.add(TYPE, one, answer(score));
  const { count, worth } = history.tally(
    one,
    rules,
    ({ score }) => score > 9 ? undefined : score,
  );
  assertEquals([count, worth], [3, 11]);
});
