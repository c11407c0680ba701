import { workerReport } from "@toloka/client/aggregation";
import { assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("workerReport() counts, compares with gold and with others", () => {
  const answers = [
    { task: "1", worker: "ann", label: "a", seconds: 10 },
    { task: "1", worker: "bob", label: "a", seconds: 4 },
    { task: "1", worker: "eve", label: "b" },
    { task: "2", worker: "ann", label: "b", seconds: 30 },
    { task: "2", worker: "bob", label: "a" },
    { task: "3", worker: "ann", label: "a", seconds: 20 },
    { task: "3", worker: "ann", label: "a", seconds: 40 },
    { task: "4", worker: "zoe", label: "a" },
  ];
  const gold = new Map([["1", "a"], ["2", "b"]]);
  const reports = workerReport(answers, { gold });
  assertEquals([...reports.keys()], ["ann", "bob", "eve", "zoe"]);
  const ann = reports.get("ann")!;
  assertEquals([ann.answers, ann.tasks, ann.medianSeconds], [4, 3, 25]);
  assertEquals([ann.accuracy.correct, ann.accuracy.total], [2, 2]);
  // One of two others at task 1, none of one at task 2, nobody at task 3.
  assertAlmostEquals(ann.agreement, 1 / 3, 1e-12);
  assertEquals(ann.comparisons, 3);
  assertEquals(reports.get("bob")!.accuracy.value, 0.5);
  assertEquals(reports.get("eve")!.agreement, 0);
  const zoe = reports.get("zoe")!;
  assertEquals([zoe.agreement, zoe.accuracy.value], [NaN, NaN]);
  assertEquals([zoe.accuracy.low, zoe.accuracy.high], [0, 1]);
  assertEquals("medianSeconds" in zoe, false);
});
