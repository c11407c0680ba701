import { assertEquals, assertThrows } from "@std/assert";
import * as json from "../../src/transport/parse_json.ts";

function parseJson(text: string, mode: json.LargeIntegers): unknown {
  return json.parseJson(new TextEncoder().encode(text).buffer, mode);
}

Deno.test("parseJson() gives whole numbers that are too large as it is told to", () => {
  const table: [string, string][] = [
    ["9007199254740993", "9007199254740993"],
    ["[1,12345678901234567890]", "12345678901234567890"],
    ['{"a":{"n":-9007199254740993}}', "-9007199254740993"],
    [`[ ${"9".repeat(400)} ]`, "9".repeat(400)],
    [`{"n":\n9007199254740993}`, "9007199254740993"],
  ];
  const leaf = (value: unknown): unknown =>
    typeof value === "object" ? leaf(Object.values(value!).at(-1)) : value;
  for (const [text, number] of table) {
    assertEquals(leaf(parseJson(text, "bigint")), BigInt(number));
    assertEquals(leaf(parseJson(text, "string")), number);
    assertThrows(
      () => parseJson(text, "error"),
      RangeError,
      `is ${number}, which`,
    );
  }
});

Deno.test("parseJson() leaves all other values alone", () => {
  const texts = [
    "9007199254740991",
    "-9007199254740991",
    "1000000000000000",
    "0.12345678901234567",
    "1234567890123456.5",
    "12345678901234567890e2",
    "1e21",
    '"12345678901234567890"',
    '{"12345678901234567890":"a 12345678901234567890"}',
    '["0001a5f2c8--12345678901234567890"]',
    JSON.stringify(Array.from({ length: 100 }, (_, i) => i * 1.3 ** i)),
  ];
  for (const text of texts) {
    for (const mode of ["error", "bigint", "string"] as const) {
      assertEquals(parseJson(text, mode), JSON.parse(text), text);
    }
  }
});

Deno.test("parseJson() does not refuse a large number that is held exactly", () => {
  for (const number of [2 ** 53, 2 ** 60, 12028869545926130]) {
    const text = BigInt(number).toString();
    assertEquals(parseJson(text, "error"), number);
    assertEquals(parseJson(text, "bigint"), BigInt(number));
    assertEquals(parseJson(text, "string"), text);
  }
});

Deno.test("parseJson() finds a large number wherever it stands", () => {
  for (const filler of ["x", "7", "é"]) {
    for (let i = 0; i < 40; i++) {
      const name = filler.repeat(i);
      const text = `{"${name}":9007199254740993}`;
      assertThrows(() => parseJson(text, "error"), RangeError, `'${name}' is`);
    }
  }
});

Deno.test("parseJson() takes time in proportion to a row of digits", () => {
  const digits = "1".repeat(1_000_000);
  assertEquals(parseJson(`"${digits}"`, "error"), digits);
});
