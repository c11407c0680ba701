import { assertEquals } from "@std/assert";
import { describeFilter, filters } from "../../src/filters/mod.ts";
import type { Filter } from "../../src/types/filters.ts";
import * as samples from "../types/samples_filters.ts";

const {
  adultAllowed,
  and,
  city,
  clientType,
  country,
  dateOfBirth,
  device,
  education,
  gender,
  languages,
  or,
  osFamily,
  regionByIp,
  regionByPhone,
  skill,
  userAgentVersion,
  verified,
} = filters;

const WORDS: readonly [Filter, string][] = [
  [gender.eq("FEMALE"), "are female"],
  [gender.ne("FEMALE"), "are not female"],
  [country.eq("US"), "live in US"],
  [country.ne("US"), "do not live in US"],
  [education.eq("HIGH"), "have high education"],
  [adultAllowed.eq(true), "agree to adult content"],
  [adultAllowed.ne(true), "do not agree to adult content"],
  [verified.eq(false), "do not have a checked identity"],
  [
    dateOfBirth.lte(new Date("2000-01-01")),
    "were born at or before 2000-01-01",
  ],
  [
    dateOfBirth.gt(new Date("2000-01-01T12:00:00Z")),
    "were born after 2000-01-01T12:00:00",
  ],
  [city.in(225), "live in region 225"],
  [regionByPhone.notIn(225), "have a phone number of another region than 225"],
  [regionByIp.in(225), "are online from region 225"],
  [languages.includes("EN"), "know EN"],
  [languages.excludes("EN"), "do not know EN"],
  [device.eq("PERSONAL_COMPUTER"), "work on a personal computer"],
  [clientType.ne("TOLOKA_APP"), "do not work in the toloka app"],
  [osFamily.eq("OS_X"), "have operating system equal to OS_X"],
  [userAgentVersion.gte(106.5), "have browser version at least 106.5"],
  [skill("20").gte(80), "have skill 20 at least 80"],
  [skill("20").absent(), "do not have skill 20"],
  [skill("20").present(), "have skill 20"],
];

for (const [filter, words] of WORDS) {
  Deno.test(`describeFilter() says: ${words}`, () => {
    assertEquals(describeFilter(filter), `Tolokers who ${words}`);
  });
}

Deno.test("describeFilter() has words for every key", () => {
  for (const sample of Object.values(samples)) {
    if (!("key" in sample)) continue;
    const text = describeFilter(sample);
    assertEquals(
      text.includes(`${sample.category}.${sample.key}`),
      false,
      text,
    );
  }
});

Deno.test("describeFilter() puts brackets where they are needed", () => {
  const [a, b, c] = [skill("a").gt(1), skill("b").gt(1), skill("c").gt(1)];
  const [x, y, z] = ["a", "b", "c"].map((id) =>
    `have skill ${id} greater than 1`
  );
  assertEquals(
    describeFilter(and(a, or(b, c))),
    `Tolokers who ${x} and (${y} or ${z})`,
  );
  assertEquals(describeFilter(or(a, b)), `Tolokers who ${x} or ${y}`);
  assertEquals(
    describeFilter({ or: [{ and: [a, b] }, c] }),
    `Tolokers who (${x} and ${y}) or ${z}`,
  );
});

Deno.test("describeFilter() shows names of skills", () => {
  assertEquals(
    describeFilter(skill("20").lt(5.5), { skills: { "20": "Cats" } }),
    'Tolokers who have skill "Cats" less than 5.5',
  );
});

Deno.test("describeFilter() shows what it does not know", () => {
  const filters: [unknown, string][] = [
    [
      { category: "weather", key: "rain", operator: "EQ", value: true },
      "have weather.rain EQ true",
    ],
    [
      { category: "skill", key: "20", operator: "NEAR", value: 5 },
      "have skill 20 NEAR 5",
    ],
    [
      { category: "profile", key: "gender", operator: "IN", value: ["MALE"] },
      'have profile.gender IN ["MALE"]',
    ],
    [{ category: "skill", key: "20", operator: "EQ" }, "do not have skill 20"],
  ];
  for (const [filter, words] of filters) {
    assertEquals(describeFilter(filter as Filter), `Tolokers who ${words}`);
  }
});

Deno.test("describeFilter() names everyone where there is no filter", () => {
  assertEquals(describeFilter(undefined), "All Tolokers");
  assertEquals(describeFilter(null), "All Tolokers");
  assertEquals(describeFilter({ and: [] }), "All Tolokers");
});
