import { assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  filters,
  type PoolFilter,
  toPoolFilter,
} from "../../src/filters/mod.ts";
import type {
  Filter,
  FilterAnd,
  FilterCondition,
} from "../../src/types/filters.ts";
import type { PoolInput } from "../../src/types/pools.ts";
import * as samples from "../types/samples_filters.ts";

const {
  adultAllowed,
  and,
  citizenship,
  city,
  clientType,
  country,
  dateOfBirth,
  device,
  education,
  gender,
  languages,
  not,
  or,
  osFamily,
  osVersion,
  osVersionBugfix,
  osVersionMajor,
  osVersionMinor,
  regionByIp,
  regionByPhone,
  skill,
  userAgentFamily,
  userAgentType,
  userAgentVersion,
  userAgentVersionBugfix,
  userAgentVersionMajor,
  userAgentVersionMinor,
  verified,
} = filters;

/** Every key of the API, built as in the full sample of it. */
const SAMPLES: readonly [PoolFilter, unknown][] = [
  [gender.eq("MALE"), samples.gender],
  [country.eq("s"), samples.country],
  [citizenship.eq("s"), samples.citizenship],
  [education.eq("BASIC"), samples.education],
  [adultAllowed.eq(true), samples.adultAllowed],
  [dateOfBirth.eq(1), samples.dateOfBirth],
  [city.in(1), samples.city],
  [languages.includes("EN"), samples.languages],
  [verified.eq(true), samples.verified],
  [regionByPhone.in(1), samples.regionByPhone],
  [regionByIp.in(1), samples.regionByIp],
  [device.eq("PERSONAL_COMPUTER"), samples.deviceCategory],
  [clientType.eq("BROWSER"), samples.clientType],
  [osFamily.eq("WINDOWS"), samples.oSFamily],
  [osVersion.eq(0.5), samples.oSVersion],
  [osVersionMajor.eq(1), samples.oSVersionMajor],
  [osVersionMinor.eq(1), samples.oSVersionMinor],
  [osVersionBugfix.eq(1), samples.oSVersionBugfix],
  [userAgentType.eq("BROWSER"), samples.userAgentType],
  [userAgentFamily.eq("IE"), samples.userAgentFamily],
  [userAgentVersion.eq(0.5), samples.userAgentVersion],
  [userAgentVersionMajor.eq(1), samples.userAgentVersionMajor],
  [userAgentVersionMinor.eq(1), samples.userAgentVersionMinor],
  [userAgentVersionBugfix.eq(1), samples.userAgentVersionBugfix],
  [skill("s").eq(0.5), samples.skillCondition],
];

for (const [built, sample] of SAMPLES) {
  const { category, key } = sample as FilterCondition;
  Deno.test(`filter builders make the condition ${category}.${key}`, () => {
    assertEquals(built, { and: [{ or: [sample] }] } as PoolFilter);
  });
}

for (const [, sample] of SAMPLES) {
  const { category, key } = sample as FilterCondition;
  Deno.test(`toPoolFilter() keeps fields it does not know of ${category}.${key}`, () => {
    const read = { ...sample as FilterCondition, extra: { nested: [1, null] } };
    assertEquals<unknown>(toPoolFilter(read), { and: [{ or: [read] }] });
  });
}

Deno.test("filter builders cover every sample of a condition", () => {
  const keys = Object.values(samples).filter((sample) => "key" in sample);
  assertEquals(new Set(SAMPLES.map(([, sample]) => sample)), new Set(keys));
});

function only(filter: PoolFilter): FilterCondition {
  assertEquals(filter.and.length, 1);
  assertEquals(filter.and[0]?.or.length, 1);
  return filter.and[0]!.or[0]!;
}

Deno.test("skill() has all operators of comparison", () => {
  const is = skill("20");
  assertEquals(
    [is.eq(1), is.ne(1), is.gt(1), is.gte(1), is.lt(1), is.lte(1)].map((made) =>
      only(made).operator
    ),
    ["EQ", "NE", "GT", "GTE", "LT", "LTE"],
  );
});

Deno.test("skill() asks for Tolokers without and with the skill", () => {
  const condition = { category: "skill", key: "20", value: null } as const;
  assertEquals(only(skill("20").absent()), { ...condition, operator: "EQ" });
  assertEquals(only(skill("20").present()), { ...condition, operator: "NE" });
});

Deno.test("skill() refuses values outside 0 to 100", () => {
  assertThrows(
    () => skill("20").gte(101),
    RangeError,
    "Cannot build the filter as a skill's value must be between 0 and 100: current value is 101",
  );
  assertThrows(() => skill("20").lt(NaN), RangeError);
});

Deno.test("country.in() makes alternatives, and notIn() clauses", () => {
  assertEquals(country.in(["US", "GB"]).and.length, 1);
  assertEquals(country.notIn(["US", "GB"]).and.map(({ or }) => or.length), [
    1,
    1,
  ]);
  assertThrows(() => country.in([]), RangeError, "at least one is needed");
});

Deno.test("languages.excludes() makes a clause for each language", () => {
  assertEquals(
    languages.excludes("EN", "DE").and.map(({ or }) => or[0]?.operator),
    ["NOT_IN", "NOT_IN"],
  );
});

Deno.test("languages.verified() adds the skill of the language's test", () => {
  assertEquals(languages.verified("EN"), {
    and: [
      {
        or: [{
          category: "profile",
          key: "languages",
          operator: "IN",
          value: "EN",
        }],
      },
      {
        or: [{ category: "skill", key: "26366", operator: "EQ", value: 100 }],
      },
    ],
  });
});

Deno.test("languages.verified() refuses languages without a test", () => {
  assertThrows(
    // @ts-expect-error There is no test of Finnish.
    () => languages.verified("FI"),
    RangeError,
    'Cannot build the filter as there is no language test for "FI"',
  );
});

Deno.test("dateOfBirth takes a date or seconds", () => {
  const seconds = Date.UTC(2000, 0, 1) / 1_000;
  assertEquals(
    dateOfBirth.lte(new Date("2000-01-01")),
    dateOfBirth.lte(seconds),
  );
  assertThrows(() => dateOfBirth.lte(new Date(NaN)), RangeError);
  assertThrows(() => dateOfBirth.lte(0.5), RangeError);
});

Deno.test("osVersion refuses what is not a number", () => {
  assertThrows(() => osVersion.gte(NaN), RangeError, "'os_version'");
});

Deno.test("and() with or() makes the filter of the recorded pool", () => {
  const recorded = {
    and: [
      {
        or: [{
          operator: "EQ",
          value: true,
          key: "adult_allowed",
          category: "profile",
        }],
      },
      {
        or: [
          { key: "20", operator: "GTE", value: 60.0, category: "skill" },
          { key: "22", operator: "GT", value: 95.0, category: "skill" },
        ],
      },
    ],
  } as const;

  assertEquals<unknown>(
    and(adultAllowed.eq(true), or(skill("20").gte(60), skill("22").gt(95))),
    recorded,
  );
});

const a = { category: "skill", key: "a", operator: "EQ", value: 1 } as const;
const b = { category: "skill", key: "b", operator: "EQ", value: 1 } as const;
const c = { category: "skill", key: "c", operator: "EQ", value: 1 } as const;
const d = { category: "skill", key: "d", operator: "EQ", value: 1 } as const;

Deno.test("toPoolFilter() wraps what lacks a level", () => {
  const cases: [Filter, PoolFilter][] = [
    [a, { and: [{ or: [a] }] }],
    [{ or: [a, b] }, { and: [{ or: [a, b] }] }],
    [{ and: [a, { or: [b, c] }] }, { and: [{ or: [a] }, { or: [b, c] }] }],
    [{ and: [{ and: [a, b] }, c] }, {
      and: [{ or: [a] }, { or: [b] }, { or: [c] }],
    }],
    [{ or: [a, { or: [b, c] }] }, { and: [{ or: [a, b, c] }] }],
  ];
  for (const [given, wanted] of cases) {
    assertEquals(toPoolFilter(given), wanted);
  }
});

Deno.test("toPoolFilter() multiplies out what is too deep", () => {
  assertEquals(toPoolFilter({ or: [{ and: [a, b] }, { and: [c, d] }] }), {
    and: [{ or: [a, c] }, { or: [a, d] }, { or: [b, c] }, { or: [b, d] }],
  });
});

Deno.test("toPoolFilter() leaves out clauses that others imply", () => {
  assertEquals(toPoolFilter({ or: [a, { and: [a, b] }] }), {
    and: [{ or: [a] }],
  });
});

Deno.test("toPoolFilter() says the same as what it was given", () => {
  const filters: Filter[] = [
    { or: [{ and: [a, { or: [b, { and: [c, d] }] }] }, { and: [b, d] }] },
    { and: [{ or: [{ and: [a, b] }, { and: [a, c] }, d] }, { or: [b, c] }] },
    not({ or: [{ and: [a, b] }, { and: [c, not(d)] }] }),
  ];
  for (const filter of filters) {
    for (let bits = 0; bits < 16; bits++) {
      const has = new Set(
        ["a", "b", "c", "d"].filter((_, index) => bits & 1 << index),
      );
      assertEquals(holds(toPoolFilter(filter), has), holds(filter, has));
    }
  }
});

Deno.test("not() holds where the filter does not", () => {
  const filter: Filter = { or: [{ and: [a, b] }, { and: [c, d] }] };
  for (let bits = 0; bits < 16; bits++) {
    const has = new Set(
      ["a", "b", "c", "d"].filter((_, index) => bits & 1 << index),
    );
    assertEquals(holds(not(filter), has), !holds(filter, has));
  }
});

function holds(filter: Filter, has: Set<string>): boolean {
  if ("and" in filter) return filter.and.every((part) => holds(part, has));
  if ("or" in filter) return filter.or.some((part) => holds(part, has));
  return has.has(filter.key) === (filter.operator === "EQ");
}

Deno.test("not() turns every operator into its opposite", () => {
  const opposites: [PoolFilter, PoolFilter][] = [
    [skill("20").gt(1), skill("20").lte(1)],
    [skill("20").gte(1), skill("20").lt(1)],
    [skill("20").absent(), skill("20").present()],
    [gender.eq("MALE"), gender.ne("MALE")],
    [languages.includes("EN"), languages.excludes("EN")],
  ];
  for (const [one, other] of opposites) {
    assertEquals(not(one), other);
    assertEquals(not(other), one);
  }
});

Deno.test("not() turns a flag and keeps its operator", () => {
  assertEquals(not(adultAllowed.eq(true)), adultAllowed.eq(false));
  assertEquals(not(verified.ne(true)), verified.eq(true));
});

Deno.test("not() refuses an operator it does not know", () => {
  const odd = { ...a, operator: "LIKE" } as unknown as Filter;
  assertThrows(() => not(odd), TypeError, 'current value is "LIKE"');
});

Deno.test("toPoolFilter() keeps fields it does not know", () => {
  const condition = { ...a, note: { kept: [1] } };
  const clause = { or: [condition], weight: 2 };
  assertEquals<unknown>(
    toPoolFilter({ and: [clause], version: 3 } as FilterAnd),
    { and: [clause], version: 3 },
  );
  assertEquals<unknown>(and({ and: [clause] } as FilterAnd, b), {
    and: [clause, { or: [b] }],
  });
  assertEquals<unknown>(or(condition as FilterCondition, b), {
    and: [{ or: [condition, b] }],
  });
});

Deno.test("toPoolFilter() gives a filter of the right shape as it is", () => {
  const filter = and(a, or(b, c));
  assertEquals(toPoolFilter(filter) === filter, true);
});

Deno.test("toPoolFilter() refuses what is not a filter", () => {
  for (const odd of [null, 1, {}, { and: [a], or: [b] }, { and: [{}] }]) {
    assertThrows(
      () => toPoolFilter({ and: [odd] } as unknown as Filter),
      TypeError,
      "Cannot read the filter",
    );
  }
});

Deno.test("and() and or() need a filter", () => {
  assertThrows(() => and(), RangeError);
  assertThrows(() => or(), RangeError);
});

Deno.test("or() takes at most 10,000 characters", () => {
  const ids = Array.from({ length: 200 }, (_, index) => String(index));
  assertThrows(
    () => or(...ids.map((id) => skill(id).gte(50))),
    RangeError,
    "Cannot build the filter as its JSON must be at most 10000 characters: current length is ",
  );
});

Deno.test("or() stops multiplying out in time", () => {
  const part = (name: string) =>
    and(...Array.from({ length: 40 }, (_, index) => skill(name + index).gt(1)));
  assertThrows(
    () => or(part("a"), part("b"), part("c"), part("d")),
    RangeError,
    "more than 1000 clauses",
  );
});

Deno.test("filter builders fit a pool, and take only their key's operators and values", () => {
  const filter: PoolInput["filter"] = and(languages.includes("EN"));
  assertEquals(filter !== undefined, true);
  assertType<IsExact<ReturnType<typeof and>, PoolFilter>>(true);
  const refused = () => [
    // @ts-expect-error A country is not greater than another.
    country.gt("US"),
    // @ts-expect-error The value is one of the API's.
    gender.eq("male"),
    // @ts-expect-error A skill is a number.
    skill("20").gte("80"),
    // @ts-expect-error Languages are included or excluded.
    languages.eq("EN"),
    // @ts-expect-error Regions are ids.
    regionByIp.in("US"),
    // @ts-expect-error A version is not in a list.
    osVersion.in([10]),
    // @ts-expect-error A flag is a boolean.
    adultAllowed.eq("yes"),
  ];
  assertEquals(typeof refused, "function");
});
