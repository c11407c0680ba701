/** Sources of pages, and what one of a listing is made from. */
import type { ListOptions } from "../options.ts";
import type { IdPath } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import type { ContentPage, Page } from "../types/common.ts";

/** Description of a listing of the API. */
export interface Listing<Path extends string | IdPath = string> {
  /** Plural of the items, for messages: `"pools"`. */
  readonly noun: string;
  /** Path of the endpoint. */
  readonly path: Path;
  /** The unique field that pages follow. */
  readonly cursor: string;
  /** Largest page that the endpoint gives. */
  readonly maxPageSize: number;
  /** Page size to ask for, where requests are too scarce for the client's own. */
  readonly defaultPageSize?: number;
}

/** One reading of a listing: whom to ask, and for what. */
export interface Reading {
  transport: Transport;
  listing: Listing<string | IdPath>;
  query: Readonly<Record<string, unknown>>;
  options: ListOptions;
}

/** Gives the pages of one reading. */
export interface PageSource<T> {
  /** Reads the next page; `undefined` at the end. It is called again only when it has settled. */
  read(): Promise<T[] | undefined>;
  /** Ends the requests under way; nothing is read later. */
  close(): void;
}

/** Gives the items of a page; app listings call them `content`. */
export function itemsOf<T>(page: Partial<Page<T> & ContentPage<T>>): T[] {
  return page.items ?? page.content ?? [];
}

/** Gives the value of the field that pages follow. */
export function cursorOf(item: unknown, cursor: string): unknown {
  return (item as Record<string, unknown> | null | undefined)?.[cursor];
}

/** Binds requests to a controller as well as to the caller's signal. */
export function boundTo(
  { signal }: AbortController,
  options: ListOptions,
): ListOptions {
  const signals = options.signal ? [signal, options.signal] : [signal];
  return { ...options, signal: AbortSignal.any(signals) };
}
