/** Counts events: cumulative points in order of time. */
import { sumMoney } from "../money.ts";
import type { StreamEvent } from "../streaming/event_stream.ts";
import { parseTime } from "../time.ts";
import type { EventFeed, FeedListener, Totals } from "./event_feed.ts";
import {
  type Metric,
  type MetricLabels,
  type MetricPoint,
  readOrThrow,
  seriesKey,
} from "./metric.ts";

/** Specification of a counter of events. */
export interface CounterSpec<Item> {
  name: string;
  unit?: string;
  description: string;
  labels: readonly string[];
  labelsOf(event: StreamEvent<Item>): MetricLabels;
  /** Returns the amount that an event adds. @default 1 */
  amountOf?(item: Item): number;
  /** Series that exist from the beginning. */
  known?: readonly MetricLabels[];
}

/** Creates a metric that counts the events of a feed. */
export function counterMetric<Item extends { id: string }>(
  feed: EventFeed<Item>,
  spec: CounterSpec<Item>,
): Metric {
  const { name, unit, description, labels } = spec;
  const counter = new EventCounter(spec);
  return {
    name,
    ...(unit !== undefined && { unit }),
    description,
    kind: "counter",
    labels,
    async read(reading) {
      const errors = await feed.read(reading, counter);
      return readOrThrow(name, counter.points(reading.now), errors, feed.size);
    },
  };
}

/** Counts of one combination of labels. */
interface Series {
  labels: MetricLabels;
  total: number;
  /** Value of the last point. */
  told: number;
  /** Time of the last point; before the first, `-Infinity`. */
  toldAt: number;
  /** Events since the last point. */
  waiting: { time: number; amount: number }[];
}

class EventCounter<Item> implements FeedListener<Item> {
  readonly name: string;
  readonly #spec: CounterSpec<Item>;
  readonly #series = new Map<string, Series>();

  constructor(spec: CounterSpec<Item>) {
    this.name = spec.name;
    this.#spec = spec;
    for (const labels of spec.known ?? []) this.#of(labels);
  }

  totalsWith(event: StreamEvent<Item>): Totals {
    const { labels, total } = this.#of(this.#spec.labelsOf(event));
    const added = sumMoney([total, this.#amountOf(event)]);
    return { [seriesKey(labels)]: added };
  }

  take(event: StreamEvent<Item>): void {
    const series = this.#of(this.#spec.labelsOf(event));
    const amount = this.#amountOf(event);
    series.total = sumMoney([series.total, amount]);
    series.waiting.push({ time: parseTime(event.time).getTime(), amount });
  }

  restore(totals: Totals): void {
    for (const [key, total] of Object.entries(totals)) {
      const series = this.#of(Object.fromEntries(JSON.parse(key)));
      series.total = total;
      series.told = total;
    }
  }

  /** Gives a point for each moment at which a total has grown since the last call. */
  points(now: () => Date): MetricPoint[] {
    return [...this.#series.values()].flatMap((one) => pointsOf(one, now));
  }

  #amountOf({ item }: StreamEvent<Item>): number {
    return this.#spec.amountOf?.(item) ?? 1;
  }

  #of(labels: MetricLabels): Series {
    const key = seriesKey(labels);
    const series = this.#series.get(key) ??
      { labels, total: 0, told: 0, toldAt: -Infinity, waiting: [] };
    this.#series.set(key, series);
    return series;
  }
}

function pointsOf(series: Series, now: () => Date): MetricPoint[] {
  const { labels, waiting } = series;
  if (waiting.length === 0 && series.toldAt === -Infinity) {
    const time = now();
    series.toldAt = time.getTime();
    return [{ time, value: series.told, labels }];
  }
  const amounts = new Map<number, number[]>();
  for (const { time, amount } of waiting) {
    // Events that are found late count from now on: a series never goes back in time.
    const at = Math.max(time, series.toldAt + 1);
    const same = amounts.get(at);
    if (same) same.push(amount);
    else amounts.set(at, [amount]);
  }
  series.waiting = [];
  return [...amounts].sort(([a], [b]) => a - b).map(([time, some]) => {
    series.told = sumMoney([series.told, ...some]);
    series.toldAt = time;
    return { time: new Date(time), value: series.told, labels };
  });
}
