/** What kind of task it is, and whether an answer to it is right. */
import { assertEquals } from "@std/assert";
import { isControl, isRight } from "../src/control_tasks.ts";

const known = (...answers: object[]) => ({
  known_solutions: answers.map((output_values) => ({ output_values })),
});

Deno.test("isControl() tells control tasks from general and training tasks", () => {
  const cat = known({ animal: "cat" });
  assertEquals(isControl(cat), true);
  assertEquals(isControl({ ...cat, message_on_unknown_solution: "" }), true);
  assertEquals(
    isControl({ ...cat, message_on_unknown_solution: "Ears" }),
    false,
  );
  assertEquals(isControl({}), false);
  assertEquals(isControl({ known_solutions: null }), false);
  assertEquals(isControl(known()), false);
});

const BOX = { animal: "cat", box: { left: 1, top: [2, 3] } };

const CASES: [given: object | undefined, right: object[], is: boolean][] = [
  [{ animal: "cat" }, [{ animal: "cat" }], true],
  [{ animal: "dog" }, [{ animal: "cat" }], false],
  [{ animal: "dog" }, [{ animal: "cat" }, { animal: "dog" }], true],
  // Only the fields of a right answer count.
  [{ animal: "cat", note: "sleepy" }, [{ animal: "cat" }], true],
  [{ note: "sleepy" }, [{ animal: "cat" }], false],
  [{ animal: "cat" }, [{ animal: "cat", note: null }], true],
  // The order of keys does not matter, that of lists does.
  [{ box: { top: [2, 3], left: 1 }, animal: "cat" }, [BOX], true],
  [{ box: { top: [3, 2], left: 1 }, animal: "cat" }, [BOX], false],
  [{ box: { left: 1 }, animal: "cat" }, [BOX], false],
  [{ animal: "1" }, [{ animal: 1 }], false],
  [undefined, [{ animal: "cat" }], false],
  [{ animal: "cat" }, [], false],
];

Deno.test("isRight() compares an answer with each right one", () => {
  for (const [given, right, is] of CASES) {
    const text = JSON.stringify([given, right]);
    assertEquals(isRight(given, known(...right)), is, text);
  }
});
