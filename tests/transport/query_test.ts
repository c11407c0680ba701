import { assertEquals } from "@std/assert";
import { encodeQuery } from "../../src/transport/query.ts";

Deno.test("encodeQuery() writes each kind of value as the API reads it", () => {
  const cases: [string, object, string][] = [
    ["text", { status: "OPEN" }, "status=OPEN"],
    ["number", { limit: 10 }, "limit=10"],
    ["zero", { limit: 0 }, "limit=0"],
    ["true", { allow_defaults: true }, "allow_defaults=true"],
    ["false", { async_mode: false }, "async_mode=false"],
    ["undefined", { status: undefined }, ""],
    ["null", { status: null }, ""],
    [
      "list",
      { status: ["SUBMITTED", "ACCEPTED"] },
      "status=SUBMITTED,ACCEPTED",
    ],
    [
      "repeated list",
      { requester_ids: ["a", "b"] },
      "requester_ids=a&requester_ids=b",
    ],
    ["date", { created_gte: new Date(0) }, "created_gte=1970-01-01T00:00:00"],
    [
      "date with milliseconds",
      { created_lt: new Date(1) },
      "created_lt=1970-01-01T00:00:00.001",
    ],
    [
      "moment with a zone",
      { created_gt: "2020-01-01T03:00:00+03:00" },
      "created_gt=2020-01-01T00:00:00",
    ],
    [
      "naive moment",
      { created_lte: "2020-01-01T03:00:00.123456" },
      "created_lte=2020-01-01T03:00:00.123456",
    ],
    ["id", { id_gt: "00022cfa46--1" }, "id_gt=00022cfa46--1"],
    [
      "moment in the table of assignments",
      { startTimeFrom: "2020-01-01T00:00:00Z" },
      "startTimeFrom=2020-01-01T00:00:00",
    ],
    [
      "text that only looks like a moment",
      { name: "2020-01-01T00:00:00Z" },
      "name=2020-01-01T00:00:00Z",
    ],
  ];
  for (const [name, query, expected] of cases) {
    const text = decodeURIComponent(encodeQuery(query).toString());
    assertEquals(text, expected, name);
  }
});

Deno.test("encodeQuery() escapes names and values", () => {
  const query = encodeQuery({ public_name: "a&b=c d", "x y": "é" }).toString();
  assertEquals(query, "public_name=a%26b%3Dc+d&x+y=%C3%A9");
});
