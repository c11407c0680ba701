/** Reading what an operation has created. */
import type { RequestOptions } from "../options.ts";
import { type Listing, Paginated } from "../paginator.ts";
import type { Transport } from "../transport/transport.ts";

/** Order of ids as the API sorts them: numbers by value, all others as text. */
export function compareIds(a: string, b: string): number {
  const numeric = /^\d+$/.test(a) && /^\d+$/.test(b);
  if (numeric && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A query for the span of ids that all the given ones lie in. */
export function idRange(
  ids: readonly string[],
): { id_gte: string; id_lte: string } {
  const first = ids.reduce((a, b) => compareIds(a, b) <= 0 ? a : b);
  const last = ids.reduce((a, b) => compareIds(a, b) >= 0 ? a : b);
  return { id_gte: first, id_lte: last };
}

/** Lists what was created, with one listing for each pool. */
export async function* readBackByPool<Entity>(
  transport: Transport,
  listing: Listing,
  created: readonly { id: string; input: { pool_id: string } }[],
  { onResponse: _, onBody: __, ...options }: RequestOptions,
): AsyncGenerator<Entity, void, void> {
  const pools = Map.groupBy(created, ({ input }) => input.pool_id);
  for (const [pool_id, ofPool] of pools) {
    const query = { pool_id, ...idRange(ofPool.map(({ id }) => id)) };
    yield* new Paginated<Entity>(transport, listing, query, options);
  }
}
