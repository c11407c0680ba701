/** Sources of the events: for each stream one listing, and the time fields of its items. */
import type { TolokaClient } from "../client.ts";
import type { ListOptions, RequestOptions } from "../options.ts";
import { formatTime, toNaiveUtc } from "../time.ts";
import type { Assignment, AssignmentPatch } from "../types/assignments.ts";
import type { TimeValue } from "../types/common.ts";

/** Kind of object whose changes are events. */
export interface Source<Item> {
  /** Noun for the listed items, for messages: `"assignments"`. */
  readonly noun: string;
  /** Types of events. */
  readonly types: readonly string[];
  /** Returns the time of the item's event of the type; `undefined` if there was none. */
  timeOf(item: Item, type: string): string | undefined;
  /** Pages of the items to which an event of the type happened, at a time or later, in the order of their ids. */
  pages(
    type: string,
    from: string | undefined,
    options: RequestOptions,
  ): AsyncIterable<readonly Item[]>;
  /** Time of the newest event of the type. */
  newest(type: string, options: RequestOptions): Promise<string | undefined>;
  /** Reads one item. */
  read(id: string, options: RequestOptions): Promise<Item>;
  /** Id of the pool that all events are about, if there is one. */
  readonly poolId: string | undefined;
  /** Tells whether the pool is closed and no Toloker holds an assignment. */
  isOver?(options: RequestOptions): Promise<boolean>;
  /** Accepts or rejects an assignment. */
  review?(
    id: string,
    patch: AssignmentPatch,
    options: RequestOptions,
  ): Promise<Assignment>;
}

/** Earliest moment: a bound by it leaves out items without a time. */
const EARLIEST = "1970-01-01T00:00:00";

/** The methods of a resource that a stream needs. */
export interface Listed<Item> {
  list(
    query: object,
    options: ListOptions,
  ): { pages(): AsyncIterable<Item[]> };
  find(query: object, options: RequestOptions): Promise<{ items: Item[] }>;
  get?(id: string, options: RequestOptions): Promise<Item>;
}

/** Creates a source of a resource. */
export function sourceOf<Item extends { id: string }>(
  noun: string,
  resource: Listed<Item>,
  query: object,
  /** Time field of each type of event. */
  fields: Readonly<Record<string, string>>,
): Source<Item> {
  const { pool_id: poolId } = query as { pool_id?: string };
  const timeOf = (item: Item, type: string) =>
    (item as Record<string, unknown>)[fields[type]!] as string | undefined;
  const fromOf = (type: string, from = EARLIEST) => {
    const name = `${fields[type]}_gte`;
    const asked = textOf((query as Record<string, TimeValue>)[name]);
    return { [name]: asked !== undefined && asked > from ? asked : from };
  };
  return {
    noun,
    types: Object.keys(fields),
    poolId,
    timeOf,
    pages: (type, from, options) =>
      resource.list({ ...query, ...fromOf(type, from) }, {
        ...options,
        prefetch: true,
      }).pages(),
    async newest(type, options) {
      const sort = `-${fields[type]}`;
      const page = { ...query, ...fromOf(type), sort, limit: 1 };
      const { items: [newest] } = await resource.find(page, options);
      return newest && timeOf(newest, type);
    },
    async read(id, options) {
      if (resource.get) return await resource.get(id, options);
      const one = { ...query, id_gte: id, id_lte: id };
      const { items: [item] } = await resource.find(one, options);
      if (item) return item;
      throw new Error(`There is no item "${id}" among the ${noun}`);
    },
  };
}

/** Writes a bound of a query as texts that can be compared. */
function textOf(time: TimeValue | undefined): string | undefined {
  return time instanceof Date ? formatTime(time) : time && toNaiveUtc(time);
}

/** Says when a pool's work is over. */
export function withPool<Item>(
  source: Source<Item>,
  toloka: Pick<TolokaClient, "pools" | "assignments">,
): Source<Item> {
  const { poolId } = source;
  if (poolId === undefined) return source;
  return {
    ...source,
    async isOver(options) {
      const { status } = await toloka.pools.get(poolId, options);
      if (status === "OPEN") return false;
      const active = await toloka.assignments.find(
        { pool_id: poolId, status: "ACTIVE", limit: 1 },
        options,
      );
      return active.items.length === 0;
    },
  };
}
