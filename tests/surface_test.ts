/** Pins what users can import: a name that comes or goes is a decision, not an accident. */
import { assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

/** Names that are there at run time, by entry point. */
const SURFACE: Record<string, string[]> = {
  ".": [
    "DefaultRetryPolicy",
    "ENVIRONMENTS",
    "Paginated",
    "TolokaAccessDeniedError",
    "TolokaApiError",
    "TolokaAuthenticationError",
    "TolokaClient",
    "TolokaConflictError",
    "TolokaConnectionError",
    "TolokaError",
    "TolokaIdempotencyError",
    "TolokaIncompleteError",
    "TolokaIncorrectActionError",
    "TolokaInternalError",
    "TolokaNotFoundError",
    "TolokaOperationError",
    "TolokaPermissionError",
    "TolokaRateLimitError",
    "TolokaRequestError",
    "TolokaTimeoutError",
    "TolokaUnavailableError",
    "TolokaValidationError",
    "defineProject",
    "formatTime",
    "matchOperationLog",
    "parseTime",
    "sumMoney",
    "toNaiveUtc",
    "withResponse",
  ],
  "./aggregation": [
    "IncrementalVote",
    "accuracy",
    "answersOf",
    "boxVote",
    "bradleyTerry",
    "cohenKappa",
    "compareMethods",
    "consistency",
    "dawidSkene",
    "driveOverlap",
    "fleissKappa",
    "glad",
    "goldOf",
    "indexAnswers",
    "krippendorffAlpha",
    "majorityVote",
    "maskVote",
    "oneCoinDawidSkene",
    "rover",
    "skillVote",
    "uncertainty",
    "wawa",
    "wilsonInterval",
    "workerReport",
    "zeroBasedSkill",
  ],
  "./autoquality": [
    "AutoQuality",
    "defaultParameterSpace",
    "distributions",
    "formatAutoQualityReport",
    "rankPools",
    "sampleAroundBest",
    "sampleAtRandom",
    "scorePool",
  ],
  "./cli": [],
  "./dashboard": ["serveDashboard"],
  "./data": [
    "DataError",
    "TolokaError",
    "readTaskRows",
    "readTaskSuites",
    "readTasks",
    "validateFile",
    "validateInput",
    "validateOutput",
    "validateTask",
    "validateTasks",
    "writeResults",
  ],
  "./filters": ["describeFilter", "filters", "toPoolFilter"],
  "./metrics": [
    "LatestMetrics",
    "MetricReadError",
    "PoolSubmissions",
    "acceptedCostMetric",
    "activeTolokersMetric",
    "agreementMetric",
    "assignmentEventsMetric",
    "assignmentsMetric",
    "balanceMetric",
    "bansMetric",
    "bonusMetrics",
    "collect",
    "completionMetric",
    "eligibleTolokersMetric",
    "forecastCostMetric",
    "forecastToEstimateMetric",
    "formatMetrics",
    "goldenAccuracyMetric",
    "messageThreadsMetric",
    "metricsHandler",
    "observeMetrics",
    "readMetrics",
    "remainingTimeMetric",
    "skillMetrics",
    "spentMetric",
    "submissionsPerHourMetric",
    "suiteTimeMetric",
    "tasksMetric",
    "tolokerMetrics",
    "verdictsMetric",
  ],
  "./planning": ["estimateCost", "formatFindings", "lintChecks", "lintPool"],
  "./quality-control": [
    "actions",
    "collectors",
    "conditions",
    "presets",
    "qualityControl",
    "rule",
    "trainingRequirement",
  ],
  "./simulator": [
    "QUOTAS",
    "Simulator",
    "formatRequest",
  ],
  "./store": [
    "StoreError",
    "TolokaError",
    "denoKvStore",
    "memoryStore",
    "postgresStore",
    "redisStore",
    "sqliteStore",
    "storeOver",
  ],
  "./streaming": [
    "AssignmentsObserver",
    "BonusLedger",
    "Pipeline",
    "PoolStatusObserver",
    "assignmentEvents",
    "bonusLedger",
    "messageThreadEvents",
    "operationEvents",
    "poolStatusEvents",
    "review",
    "taskEvents",
    "terminationSignal",
    "uploadTaskSuites",
    "uploadTasks",
    "userBonusEvents",
    "userRestrictionEvents",
    "userSkillEvents",
  ],
  "./template-builder": [
    "action",
    "component",
    "condition",
    "data",
    "dataOf",
    "dataSpec",
    "field",
    "helper",
    "layout",
    "parseTemplate",
    "plugin",
    "ref",
    "view",
    "viewSpec",
  ],
  "./types": [],
  "./webhooks": [
    "TolokaError",
    "WebhookSignatureError",
    "verifySignature",
    "webhookHandler",
    "webhookRequest",
  ],
};

/** Entry points that are programs: they run when they are imported. */
const PROGRAMS = ["./cli"];

Deno.test("deno.json names the entry points that are pinned here", () => {
  assertEquals(Object.keys(config.exports), Object.keys(SURFACE));
});

for (const [name, file] of Object.entries(config.exports)) {
  if (PROGRAMS.includes(name)) continue;
  Deno.test(`@toloka/client${name.slice(1)} exports what it should`, async () => {
    const names = Object.keys(await import(`../${file.slice(2)}`)).toSorted();
    const expected = SURFACE[name] ?? [];
    assertEquals(expected, expected.toSorted());
    assertEquals(
      {
        added: names.filter((name) => !expected.includes(name)),
        removed: expected.filter((name) => !names.includes(name)),
      },
      { added: [], removed: [] },
    );
  });
}

/** Every name that a file exports, types too, with the file that declares it. */
async function exportsOf(file: URL): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const text = await Deno.readTextFile(file);
  const lists = /^export (?:type )?(?:\{([^}]*)\}|\*) from "([^"]+)";/gm;
  for (const [, names, path = ""] of text.matchAll(lists)) {
    const from = new URL(path, file);
    if (names === undefined) {
      for (const [name, at] of await exportsOf(from)) found.set(name, at);
    }
    for (const name of names?.match(/\w+(?=\s*(?:,|$))/g) ?? []) {
      found.set(name, from.href);
    }
  }
  const own =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) (\w+)/gm;
  for (const [, name = ""] of text.matchAll(own)) found.set(name, file.href);
  return found;
}

Deno.test("a public name means one thing in all entry points", async () => {
  const meanings = new Map<string, string>();
  const twofold: string[] = [];
  for (const file of Object.values(config.exports)) {
    const url = new URL(`../${file}`, import.meta.url);
    for (const [name, at] of await exportsOf(url)) {
      const known = meanings.get(name) ?? at;
      if (known !== at) twofold.push(`${name}: ${known} and ${at}`);
      meanings.set(name, known);
    }
  }
  assertEquals(meanings.size > 500, true);
  assertEquals(twofold, []);
});

Deno.test("the wire's types are in ./types and ., and in no other entry point", async () => {
  const wire = new URL("../src/types/", import.meta.url).href;
  const repeated: string[] = [];
  for (const [entry, file] of Object.entries(config.exports)) {
    if (entry === "." || entry === "./types") continue;
    const url = new URL(`../${file}`, import.meta.url);
    for (const [name, at] of await exportsOf(url)) {
      const template = at === `${wire}template_builder.ts`;
      if (at.startsWith(wire) && !template) repeated.push(`${entry}: ${name}`);
    }
  }
  assertEquals(repeated, []);
});

Deno.test("the start page names every entry point", async () => {
  const text = await Deno.readTextFile(new URL("../mod.ts", import.meta.url));
  const page = text.slice(0, text.indexOf("@module"));
  const missing = Object.keys(config.exports).filter((name) =>
    !page.includes(`\`@toloka/client${name.slice(1)}\``) && name !== "."
  );
  assertEquals(missing, [], "Give these a line in the doc of mod.ts");
});

Deno.test("ARCHITECTURE.md names files that exist", async () => {
  const root = new URL("../", import.meta.url);
  const text = await Deno.readTextFile(new URL("ARCHITECTURE.md", root));
  const missing: string[] = [];
  for (const [, path = ""] of text.matchAll(/`((?:src|tests)\/[^`]+)`/g)) {
    await Deno.stat(new URL(path, root)).catch(() => missing.push(path));
  }
  assertEquals(missing, []);
});
