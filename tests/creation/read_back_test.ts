import { assertEquals } from "@std/assert";
import { compareIds, idRange } from "../../src/creation/read_back.ts";

const HEX = ["0000000015--0a", "0000000015--0b", "0000000016--00"];

Deno.test("compareIds() puts shorter numbers first", () => {
  assertEquals(["1000", "999", "20"].sort(compareIds), ["20", "999", "1000"]);
});

Deno.test("compareIds() compares numbers of one length digit by digit", () => {
  assertEquals(["12", "11", "10"].sort(compareIds), ["10", "11", "12"]);
});

Deno.test("compareIds() compares other ids as text", () => {
  assertEquals(HEX.toReversed().sort(compareIds), HEX);
  assertEquals(["b", "10", "a"].sort(compareIds), ["10", "a", "b"]);
});

Deno.test("compareIds() finds equal ids equal", () => {
  assertEquals(compareIds("7", "7"), 0);
  assertEquals(compareIds("0000000015--0a", "0000000015--0a"), 0);
});

Deno.test("idRange() spans numbers by their value", () => {
  assertEquals(idRange(["1000", "999"]), { id_gte: "999", id_lte: "1000" });
});

Deno.test("idRange() spans other ids as text, whatever their order", () => {
  const [first, middle, last] = HEX as [string, string, string];
  const range = { id_gte: first, id_lte: last };
  assertEquals(idRange([last, first, middle]), range);
});

Deno.test("idRange() of one id begins and ends with it", () => {
  assertEquals(idRange(["5"]), { id_gte: "5", id_lte: "5" });
});
