import { assertEquals } from "@std/assert";
import { matchOperationLog, type OperationLogItem } from "../../mod.ts";
import { canonicalJson } from "../../src/operations/content.ts";
import { sortLog } from "../../src/operations/log.ts";

const ERRORS = { user_id: { code: "ENTITY_DOES_NOT_EXIST", message: "No" } };
const BONUS = { user_id: "u", amount: 0.5, without_message: true };

/** A line about a bonus. */
function line(
  input: object,
  output: object,
  more: object = {},
): OperationLogItem {
  const success = "user_bonus_id" in output;
  const type = success ? "USER_BONUS_PERSIST" : "USER_BONUS_VALIDATE";
  return { type, success, input, output, ...more } as OperationLogItem;
}

Deno.test("matchOperationLog() matches by position and content", () => {
  const items = [BONUS, { ...BONUS, user_id: "v" }, BONUS, BONUS, BONUS];
  const failed = line({ ...BONUS, __item_idx: "3" }, {
    code: "INTERNAL_ERROR",
    message: "Oops",
  }, { type: "USER_BONUS_PERSIST" });
  const log = [
    line({ ...BONUS, user_id: "nobody", __item_idx: "2" }, {
      user_bonus_id: "3",
    }),
    line({ ...BONUS, user_id: "v", __item_idx: "1" }, ERRORS),
    line({ ...BONUS, __item_idx: "0" }, { user_bonus_id: "1" }),
    failed,
  ];
  assertEquals<unknown>(matchOperationLog(items, log), [
    { status: "CREATED", id: "1" },
    { status: "INVALID", errors: ERRORS },
    { status: "DIFFERENT", logged: { ...BONUS, user_id: "nobody" } },
    { status: "FAILED", failure: failed },
    { status: "UNKNOWN" },
  ]);
});

Deno.test("matchOperationLog() matches by content alone what was sent without positions", () => {
  const log = [
    line({ ...BONUS, user_id: "b" }, { user_bonus_id: "2" }),
    line({ ...BONUS, user_id: "a" }, { user_bonus_id: "1" }),
    line({ ...BONUS, user_id: "a" }, { user_bonus_id: "3" }),
  ];
  const items = ["a", "b", "a", "a"].map((user_id) => ({ ...BONUS, user_id }));
  assertEquals<unknown>(matchOperationLog(items, log), [
    { status: "CREATED", id: "1" },
    { status: "CREATED", id: "2" },
    { status: "CREATED", id: "3" },
    { status: "UNKNOWN" },
  ]);
});

Deno.test("sortLog() keeps apart what failed besides items", () => {
  const opening = line({ pool_id: 21 }, { code: "EMPTY_POOL", message: "No" }, {
    type: "POOL_OPEN",
  });
  const { items, failures } = sortLog([
    opening,
    line({ pool_id: 21 }, {}, { type: "POOL_OPEN", success: true }),
    line({ ...BONUS, __item_idx: "0" }, ERRORS),
    line({ ...BONUS, __item_idx: "0" }, { user_bonus_id: "1" }),
    line({ ...BONUS, __item_idx: "0" }, ERRORS),
  ]);
  assertEquals(failures, [opening]);
  // What exists exists, whatever else the log says of it.
  assertEquals<unknown>(items, [
    { position: 0, content: BONUS, result: { status: "CREATED", id: "1" } },
  ]);
});

const SAME: [unknown, unknown, boolean][] = [
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: null, b: undefined }, {}, true],
  [{ a: [1, { b: 2, c: null }] }, { a: [1, { c: null, b: 2 }] }, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: [null] }, { a: [] }, false],
  [{ a: "1" }, { a: 1 }, false],
  [{ a: 0 }, {}, false],
  [{ a: false }, {}, false],
  [{ a: { b: 1 } }, { a: { b: 1, c: 1 } }, false],
  [{ at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }, true],
];

for (const [a, b, isSame] of SAME) {
  Deno.test(`canonicalJson() tells ${JSON.stringify(a)} ${isSame ? "as" : "from"} ${JSON.stringify(b)}`, () => {
    assertEquals(canonicalJson(a) === canonicalJson(b), isSame);
  });
}
