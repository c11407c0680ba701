/** What the page and the picture show. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { alertsOf } from "../../src/dashboard/alerts.ts";
import { dollars, duration, percent } from "../../src/dashboard/format.ts";
import { renderPage, renderSections } from "../../src/dashboard/page.ts";
import { renderPicture } from "../../src/dashboard/picture.ts";
import { poolSnapshot, snapshotOf } from "./_snapshot.ts";

Deno.test("renderPage() shows the first numbers without a script", () => {
  const page = renderPage(snapshotOf());
  for (
    const [label, value] of [
      ["Balance", "$1,000.00"],
      ["Done", "25%"],
      ["Time left", "1.5 h"],
      ["Spent", "$12.50 of $50.00"],
      ["Accepted", "1,234"],
      ["Right control tasks", "90%"],
    ]
  ) {
    assertMatch(
      page,
      new RegExp(`<dt>${label}</dt>\\s*<dd>${RegExp.escape(value!)}</dd>`),
    );
  }
  assertStringIncludes(page, "10:01:30");
});

Deno.test("renderPage() and renderPicture() escape what strangers wrote", () => {
  const attack = `<script>alert("1")</script>'&`;
  const pool = poolSnapshot({
    name: attack,
    closeReason: attack,
    status: attack,
    quality: [{ ...poolSnapshot().quality[0]!, id: attack }],
    events: [{ ...poolSnapshot().events[0]!, user: attack, id: attack }],
  });
  const snapshot = snapshotOf([pool], {
    alerts: [{ kind: "POOL_DONE", pool: undefined, text: attack }],
  });
  for (const text of [renderPage(snapshot), renderPicture(snapshot)]) {
    assertEquals(text.includes("<script>alert"), false);
    assertStringIncludes(text, "&lt;script&gt;alert(&quot;1&quot;)");
  }
});

Deno.test("renderSections() names an element of the page for each part", () => {
  const page = renderPage(snapshotOf());
  for (const { id, content } of renderSections(snapshotOf())) {
    assertEquals(page.split(`id="${id}"`).length, 2, id);
    assertStringIncludes(page, content);
  }
});

Deno.test("renderPage() loads nothing from elsewhere", () => {
  const page = renderPage(snapshotOf());
  const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map((m) =>
    m[1]
  );
  assertEquals(addresses, [
    "style.css",
    "data:,",
    "script.js",
    "#pools",
    "picture.svg",
  ]);
});

Deno.test("numbers are written as people read them", () => {
  assertEquals(
    [undefined, 0, 0.005, 0.5, 12.5, 1234567.891].map(dollars),
    ["–", "$0.00", "$0.005", "$0.500", "$12.50", "$1,234,567.89"],
  );
  assertEquals(
    [undefined, 0, 89, 90, 5400, 172_800].map(duration),
    ["–", "0 s", "89 s", "2 min", "1.5 h", "2.0 d"],
  );
  assertEquals([undefined, 0, 0.256, 1].map(percent), [
    "–",
    "0%",
    "26%",
    "100%",
  ]);
});

const ALERTS: [
  change: Parameters<typeof poolSnapshot>[0] & { recentAccuracy?: number },
  balance: number | undefined,
  kinds: string[],
][] = [
  [{}, 1000, []],
  [{}, 37, ["BALANCE_LOW"]],
  [{}, 37.5, []],
  [{ status: "CLOSED" }, 0.01, []],
  [{ status: "CLOSED" }, 0, ["BALANCE_LOW"]],
  [{ estimate: undefined }, 0.01, []],
  [{}, undefined, []],
  [{ completion: 1 }, 1000, ["POOL_DONE"]],
  [{ status: "CLOSED", closeReason: "EXPIRED" }, 1000, ["POOL_CLOSED"]],
  [{ status: "CLOSED", closeReason: "MANUAL" }, 1000, []],
  [{ eligible: 0 }, 1000, ["NOBODY_LEFT"]],
  [{ eligible: 0, status: "CLOSED" }, 1000, []],
  [{ recentAccuracy: 0.69 }, 1000, ["QUALITY_DROPPED"]],
  [{ recentAccuracy: 0.74 }, 1000, ["QUALITY_DROPPED"]],
  [{ recentAccuracy: 0.76 }, 1000, []],
];

Deno.test("alertsOf() finds what needs attention", () => {
  for (const [change, balance, kinds] of ALERTS) {
    const { recentAccuracy, ...rest } = change;
    const pool = { ...poolSnapshot(rest), recentAccuracy };
    const alerts = alertsOf({ balance }, [pool]);
    assertEquals(
      alerts.map(({ kind }) => kind),
      kinds,
      JSON.stringify([change, balance]),
    );
  }
});
