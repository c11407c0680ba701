/** Pages that are asked for before they are wanted. */
import { delay } from "@std/async/delay";
import type { PageSource } from "./page_source.ts";
import type { SerialPages } from "./serial_pages.ts";

/**
 * Turns of the event loop after which a request is on the wire, though a consumer
 * computes and awaits nothing: Node needs two where it opens a connection.
 */
const TURNS = 2;

/** Asks for a page when the one before it is given. */
export class PrefetchedPages<T> implements PageSource<T> {
  readonly #pages: SerialPages<T>;
  readonly #controller: AbortController;
  #ahead: Promise<T[] | undefined> | undefined;

  /** Reads ahead in pages whose requests end with the controller. */
  constructor(pages: SerialPages<T>, controller: AbortController) {
    this.#pages = pages;
    this.#controller = controller;
  }

  /** Gives the next page once the one after it is on its way. */
  async read(): Promise<T[] | undefined> {
    const page = await (this.#ahead ?? this.#pages.read());
    this.#ahead = undefined;
    if (page === undefined || this.#pages.isOver) return page;
    this.#ahead = this.#pages.read();
    // It is reported when that page is wanted.
    this.#ahead.catch(() => {});
    for (let turn = 0; turn < TURNS; turn++) await delay(0);
    return page;
  }

  /** Ends the request for the page ahead. */
  close(): void {
    this.#pages.close();
    this.#controller.abort();
  }
}
