/** A server with one listing, in memory. */
import type { ListOptions } from "../../mod.ts";
import { type Listing, Paginated } from "../../src/paginator.ts";
import { transportOf } from "../transport/_fetch.ts";

/** One thing of the listing. */
export interface Item {
  id: string;
}

const TASKS: Listing = {
  noun: "tasks",
  path: "/api/v1/tasks",
  cursor: "id",
  maxPageSize: 100_000,
};

/** Random numbers from 0 up to 1 that a seed repeats (mulberry32). */
export function randomOf(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes an id as the platform makes them. */
export function taskId(second: number, counter: number): string {
  const hex = (n: number, digits: number) =>
    n.toString(16).padStart(digits, "0");
  return `0000a1b2c3--${hex(second, 8)}5ad1c3e7b2${hex(counter, 6)}`;
}

/** What a server does otherwise than it should. */
export interface Oddities {
  /** Parameters that it does not heed. */
  ignores?: readonly string[];
  /** Order in which it lists; by the text of ids unless given. */
  compare?: (a: string, b: string) => number;
  /** Called before each answer, which may change the ids. */
  before?: (query: URLSearchParams) => void | Promise<void>;
}

/** Compares texts. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lists ids by way of a server that has them. */
export function listOf(
  ids: string[],
  query: object,
  options: ListOptions,
  { ignores = [], compare = byText, before }: Oddities = {},
): { list: Paginated<Item>; queries: URLSearchParams[]; most: () => number } {
  const queries: URLSearchParams[] = [];
  let open = 0;
  let most = 0;
  const answer = async (url: string, signal?: AbortSignal | null) => {
    const { searchParams } = new URL(url);
    queries.push(searchParams);
    most = Math.max(most, ++open);
    await before?.(searchParams);
    // Answers take turns as they would on a wire.
    for (let i = 0; i < 5 + queries.length % 7; i++) await null;
    open--;
    signal?.throwIfAborted();
    const bound = (name: string) =>
      ignores.includes(name) ? null : searchParams.get(name);
    const [above, to] = [bound("id_gt"), bound("id_lte")];
    const down = searchParams.get("sort") === "-id";
    const below = bound("id_lt");
    const found = ids.toSorted(compare).filter((id) =>
      (above === null || compare(id, above) > 0) &&
      (below === null || compare(id, below) < 0) &&
      (to === null || compare(id, to) <= 0)
    );
    if (down) found.reverse();
    const limit = Number(searchParams.get("limit") ?? 50);
    const items = found.slice(0, limit).map((id) => ({ id }));
    return Response.json({ items, has_more: found.length > limit });
  };
  const fetch = (input: string | URL | Request, init?: RequestInit) =>
    answer(String(input), init?.signal);
  const transport = transportOf(fetch as typeof globalThis.fetch, {});
  const list = new Paginated<Item>(transport, TASKS, query, options);
  return { list, queries, most: () => most };
}

/** Reads all ids. */
export async function idsOf(list: AsyncIterable<Item>): Promise<string[]> {
  return (await Array.fromAsync(list)).map(({ id }) => id);
}
