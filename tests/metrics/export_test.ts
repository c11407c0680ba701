/** Ways out: Prometheus' text, OpenMetrics, OpenTelemetry. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { FakeClock } from "../_clock.ts";
import {
  formatMetrics,
  LatestMetrics,
  type Metric,
  type MetricPoint,
  MetricReadError,
  type MetricSample,
  metricsHandler,
  observeMetrics,
  readMetrics,
} from "@toloka/client/metrics";
import { everyMetric } from "./_every_metric.ts";
import { metricsWorld, reviewSome } from "./_world.ts";

const TIME = new Date("2026-01-01T00:00:00Z");

function metricOf(
  more: Partial<Metric> = {},
  values: () => number | Promise<number> = () => 1,
): Metric {
  return {
    name: "queue",
    description: "Length of the queue",
    kind: "gauge",
    labels: [],
    read: async () => [{ time: TIME, value: await values(), labels: {} }],
    ...more,
  };
}

function sampleOf(
  metric: Metric,
  points: Partial<MetricPoint>[],
  error?: unknown,
): MetricSample {
  return {
    metric,
    time: TIME,
    points: points.map((one) => ({ time: TIME, value: 0, labels: {}, ...one })),
    failures: 0,
    ...(error !== undefined && { error }),
  };
}

function textOf(sample: MetricSample, open = false): string[] {
  const latest = new LatestMetrics();
  latest.add(sample);
  const format = open ? "OPEN_METRICS" : "PROMETHEUS";
  return formatMetrics(latest, { format }).split("\n").slice(0, -1)
    .filter((line) => !line.includes("toloka_metric_up"));
}

Deno.test("formatMetrics() writes names with units, labels and values as the formats want them", () => {
  const paid = metricOf({ name: "paid", unit: "dollars", kind: "counter" });
  assertEquals(textOf(sampleOf(paid, [{ value: 0.3 }])), [
    "# HELP paid_dollars_total Length of the queue",
    "# TYPE paid_dollars_total counter",
    "paid_dollars_total 0.3",
  ]);
  assertEquals(textOf(sampleOf(paid, [{ value: 0.3 }]), true), [
    "# HELP paid_dollars Length of the queue",
    "# TYPE paid_dollars counter",
    "# UNIT paid_dollars dollars",
    "paid_dollars_total 0.3",
    "# EOF",
  ]);
  const text = metricOf({ description: 'A "b" \\ c\nd' });
  const labels = { a: 'x"y\\z\n', empty: "" };
  const values = [Infinity, -Infinity, NaN, 1e-7].map((value) => (
    { value, labels: { ...labels, n: String(value) } }
  ));
  assertEquals(textOf(sampleOf(text, values)), [
    '# HELP queue A "b" \\\\ c\\nd',
    "# TYPE queue gauge",
    'queue{a="x\\"y\\\\z\\n",n="Infinity"} +Inf',
    'queue{a="x\\"y\\\\z\\n",n="-Infinity"} -Inf',
    'queue{a="x\\"y\\\\z\\n",n="NaN"} NaN',
    'queue{a="x\\"y\\\\z\\n",n="1e-7"} 1e-7',
  ]);
  assertEquals(
    textOf(sampleOf(text, values), true)[0],
    '# HELP queue A \\"b\\" \\\\ c\\nd',
  );
});

Deno.test("LatestMetrics keeps the last values of a failed reading, and drops series that are gone", () => {
  const gauge = metricOf();
  const counter = metricOf({ name: "events", kind: "counter" });
  const sparse = metricOf({ name: "skill", sparse: true });
  const of = (pool_id: string, value: number) => ({
    value,
    labels: { pool_id },
  });
  const latest = new LatestMetrics([gauge]);
  const shown = () =>
    [...latest].map(({ points, isUp }) => [
      isUp,
      ...points.map(({ labels, value }) => `${labels.pool_id}=${value}`),
    ]);
  assertEquals(shown(), [[undefined]]);
  for (const metric of [gauge, counter, sparse]) {
    latest.add(sampleOf(metric, [of("1", 1), of("2", 1)]));
    latest.add(sampleOf(metric, [of("2", 2)]));
  }
  assertEquals(shown(), [[true, "2=2"], [true, "1=1", "2=2"], [
    true,
    "1=1",
    "2=2",
  ]]);
  latest.add(sampleOf(gauge, [], new Error("No luck")));
  const partial = new MetricReadError("partly", [], [new Error("No luck")]);
  latest.add(sampleOf(counter, [of("1", 5)], partial));
  assertEquals(shown().slice(0, 2), [[false, "2=2"], [false, "1=5", "2=2"]]);
  const up = formatMetrics(latest).split("\n")
    .filter((line) => line.startsWith("toloka_metric_up{"));
  assertEquals(up, [
    'toloka_metric_up{metric="queue"} 0',
    'toloka_metric_up{metric="events"} 0',
    'toloka_metric_up{metric="skill"} 1',
  ]);
});

const scrape = (accept?: string, method = "GET") =>
  new Request("http://localhost/metrics", {
    method,
    headers: accept === undefined ? {} : { Accept: accept },
  });

Deno.test("metricsHandler() answers in the format that is accepted", async () => {
  const handler = metricsHandler([metricOf()]);
  const plain = await handler(scrape("text/plain"));
  assertMatch(
    plain.headers.get("Content-Type")!,
    /^text\/plain; version=0.0.4/,
  );
  assertEquals((await plain.text()).includes("# EOF"), false);
  const open = await handler(
    scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
  );
  assertMatch(
    open.headers.get("Content-Type")!,
    /^application\/openmetrics-te/,
  );
  assert((await open.text()).endsWith("# EOF\n"));
  const head = await handler(scrape(undefined, "HEAD"));
  assertEquals([head.status, await head.text()], [200, ""]);
  const post = await handler(scrape(undefined, "POST"));
  assertEquals([post.status, post.headers.get("Allow")], [405, "GET, HEAD"]);
});

Deno.test("metricsHandler() reads no more often than 'maxAge', however often it is asked", async () => {
  using time = new FakeClock(TIME);
  let reads = 0;
  const metric = metricOf({}, () => ++reads);
  const handler = metricsHandler([metric], { maxAge: 30_000 });
  const values: string[] = [];
  for (let i = 0; i < 7; i++) {
    const answers = await Promise.all([handler(scrape()), handler(scrape())]);
    const texts = await Promise.all(answers.map((one) => one.text()));
    assertEquals(texts[0], texts[1]);
    values.push(/^queue (.*)$/m.exec(texts[0]!)![1]!);
    time.tick(10_000);
  }
  assertEquals(values, ["1", "1", "1", "2", "2", "2", "3"]);
});

Deno.test("metricsHandler() answers with the last values while a reading takes too long", async () => {
  using time = new FakeClock(TIME);
  let slow = false;
  const metric = metricOf(
    {},
    () => slow ? new Promise((end) => setTimeout(end, 20_000, 2)) : 1,
  );
  const handler = metricsHandler([metric], { maxWait: 5_000 });
  const value = async () => {
    const answer = handler(scrape());
    await time.tickAsync(5_000);
    return /^queue (.*)$/m.exec(await (await answer).text())?.[1];
  };
  assertEquals(await value(), "1");
  slow = true;
  await time.tickAsync(60_000);
  assertEquals(await value(), "1");
  await time.tickAsync(20_000);
  assertEquals(await value(), "2");
});

Deno.test("metricsHandler() shows a failing metric as down, and others as they are", async () => {
  const bad = metricOf({ name: "bad" }, () => Promise.reject(new Error("no")));
  const handler = metricsHandler([metricOf(), bad]);
  const text = await (await handler(scrape())).text();
  assertMatch(text, /^queue 1$/m);
  assertMatch(text, /^toloka_metric_up\{metric="queue"\} 1$/m);
  assertMatch(text, /^toloka_metric_up\{metric="bad"\} 0$/m);
});

Deno.test("metricsHandler() of a LatestMetrics reads nothing", async () => {
  const metric = metricOf({}, () => {
    throw new Error("Read");
  });
  const latest = new LatestMetrics([metric]);
  latest.add(sampleOf(metric, [{ value: 7 }]));
  const response = await metricsHandler(latest)(scrape());
  assertMatch(await response.text(), /^queue 7$/m);
});

Deno.test("exports check their options", () => {
  assertThrows(
    () => metricsHandler([], { maxAge: 0 }),
    RangeError,
    "Cannot export metrics as 'maxAge' must be between 1",
  );
  assertThrows(
    () => metricsHandler([], { maxWait: 0 }),
    RangeError,
    "Cannot serve metrics as 'maxWait' must be between 1",
  );
});

/** A provider of meters that keeps what it is told. */
function recordingMeters() {
  type Callback = (
    result: { observe(value: number, attributes: object): void },
  ) => Promise<void>;
  const instruments = new Map<string, Callback[]>();
  const create = (kind: string) =>
  (
    name: string,
    { unit, description }: { unit?: string; description?: string },
  ) => {
    const callbacks: Callback[] = [];
    instruments.set(`${kind} ${name} ${unit} ${description}`, callbacks);
    return {
      addCallback: (callback: Callback) => void callbacks.push(callback),
      removeCallback: (callback: Callback) =>
        void callbacks.splice(callbacks.indexOf(callback), 1),
    };
  };
  const observe = async () => {
    const seen: Record<string, [number, object][]> = {};
    for (const [key, callbacks] of instruments) {
      const values: [number, object][] = [];
      for (const callback of callbacks) {
        await callback({ observe: (...value) => values.push(value) });
      }
      seen[key] = values;
    }
    return seen;
  };
  const meter = {
    createObservableGauge: create("gauge"),
    createObservableCounter: create("counter"),
  };
  return { provider: { getMeter: () => meter }, observe };
}

Deno.test("observeMetrics() gives values to OpenTelemetry, in its names and units", async () => {
  const { provider, observe } = recordingMeters();
  let reads = 0;
  const point = { time: TIME, labels: { pool_id: "7" } };
  const metrics = [
    metricOf({
      name: "toloka_pool_golden_accuracy",
      unit: "ratio",
      read: () => Promise.resolve([{ ...point, value: ++reads / 2 }]),
    }),
    metricOf({
      name: "toloka_bonuses_paid",
      unit: "dollars",
      kind: "counter",
      read: () => Promise.resolve([{ ...point, value: 3 }]),
    }),
    metricOf({ name: "mine" }, () => Infinity),
  ];
  const { isOn, stop } = observeMetrics(metrics, { meterProvider: provider });
  assert(isOn);
  const d = "Length of the queue";
  const attributes = { "toloka.pool_id": "7" };
  const expected = {
    [`gauge toloka.pool.golden_accuracy 1 ${d}`]: [[0.5, attributes]],
    [`counter toloka.bonuses_paid USD ${d}`]: [[3, attributes]],
    [`gauge mine  ${d}`]: [],
  };
  assertEquals(await observe() as unknown, expected);
  assertEquals(reads, 1);
  stop();
  assertEquals(Object.values(await observe()), [[], [], []]);
});

Deno.test("observeMetrics() does nothing where OpenTelemetry is off", () => {
  const metric = metricOf({}, () => {
    throw new Error("Read");
  });
  const { isOn, stop } = observeMetrics([metric]);
  assertEquals(isOn, false);
  stop();
});

Deno.test("observeMetrics() finds the global provider of OpenTelemetry's API", async () => {
  const key = Symbol.for("opentelemetry.js.api.1");
  const { provider, observe } = recordingMeters();
  const global = globalThis as Record<symbol, unknown>;
  global[key] = { metrics: provider };
  try {
    assert(observeMetrics([metricOf()]).isOn);
  } finally {
    delete global[key];
  }
  assertEquals(Object.values(await observe())[0]!.length, 1);
});

/** A line of Prometheus' text, strictly. */
const LINE =
  /^(?:# (?:HELP|TYPE|UNIT) [a-z][a-z0-9_]* .+|# EOF|[a-z][a-z0-9_]*(?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? (?:[+-]Inf|NaN|-?\d[\d.e+-]*))$/;

Deno.test("every metric has its family once, and lines that parse", async () => {
  const world = await metricsWorld();
  const { toloka, pools, now } = world;
  const { id: skill } = await toloka.skills.create({ name: "Cats" });
  const metrics = everyMetric(toloka, pools, skill);
  const latest = new LatestMetrics(metrics);
  for (let round = 0; round < 3; round++) {
    await world.advance(10);
    await reviewSome(world, pools[0]!);
    for (const sample of await readMetrics(metrics, { now })) {
      if (sample.error) throw sample.error;
      latest.add(sample);
      for (const { labels } of sample.points) {
        assertEquals(
          Object.keys(labels).sort(),
          sample.metric.labels.toSorted(),
          sample.metric.name,
        );
      }
    }
  }
  for (const format of ["PROMETHEUS", "OPEN_METRICS"] as const) {
    const lines = formatMetrics(latest, { format }).trimEnd().split("\n");
    assertEquals(lines.filter((line) => !LINE.test(line)), []);
    const types = lines.filter((line) => line.startsWith("# TYPE"));
    assertEquals(new Set(types).size, types.length);
    assert(types.length >= 26, String(types.length));
  }
});
