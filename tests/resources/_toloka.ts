/** Scripted servers for the tests of resources. */
import { FakeClock } from "../_clock.ts";
import type { ClientOptions, TolokaClient } from "../../mod.ts";
import { clientOf, refusal, skipping } from "../transport/_fetch.ts";

// Bodies and answers are whatever JSON a test says.
// deno-lint-ignore no-explicit-any
export type Json = any;

/** A request as a server saw it. */
export interface Asked {
  /** Method and path: `"GET /api/v1/pools"`. */
  call: string;
  /** Parameters of the query. */
  query: Record<string, string>;
  /** Body, parsed; none is `undefined`. */
  body: Json;
  /** When it came, by the clock of the test. */
  at: number;
}

/** What a server does: an answer, a failure, JSON with status 200, or `undefined` for status 204. */
export type Reply = Response | Error | Json;

/** A client whose requests are answered by a function, or by a list in order. */
export function serving(
  replies: readonly Reply[] | ((asked: Asked, number: number) => Reply),
  options: Partial<ClientOptions> = {},
): { toloka: TolokaClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch = (input: URL | RequestInfo, init: RequestInit = {}) => {
    if (init.signal?.aborted) return Promise.reject(init.signal.reason);
    const { pathname, searchParams } = new URL(String(input));
    const one: Asked = {
      call: `${init.method} ${pathname}`,
      query: Object.fromEntries(searchParams),
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      at: Date.now(),
    };
    const number = asked.push(one);
    const unscripted = Array.isArray(replies) && number > replies.length;
    const reply = unscripted
      ? new Error(`Unscripted ${one.call}`)
      : Array.isArray(replies)
      ? replies[number - 1]
      : (replies as (asked: Asked, number: number) => Reply)(one, number);
    if (reply instanceof Error) return Promise.reject(reply);
    if (reply instanceof Response) return Promise.resolve(reply);
    return Promise.resolve(
      reply === undefined
        ? new Response(null, { status: 204 })
        : Response.json(reply),
    );
  };
  return { toloka: clientOf(fetch, options), asked };
}

/** Makes a call with a clock that jumps over every pause. */
export async function hurried<T>(call: () => Promise<T>): Promise<T> {
  using time = new FakeClock();
  return await skipping(time, call());
}

/** The calls of all requests, in order. */
export function callsOf(asked: readonly Asked[]): string[] {
  return asked.map(({ call }) => call);
}

/** A UUID for tests. */
export const OPERATION_ID = "0d6ee0a4-5b0a-4a5f-9c0b-6b7d3c9e1f00";

/** An operation as the server tells it. */
export function operation(status: string, more: object = {}): Json {
  return { id: OPERATION_ID, type: "POOL.OPEN", status, ...more };
}

/** A batch that a {@linkcode Batches} server keeps. */
interface Batch {
  operation: Json;
  log: Json[];
}

/** What can go wrong with a POST. */
export type Accident = "request lost" | "answer lost" | Response;

/** A server that creates tasks or task suites as Toloka does, and remembers them. */
export class Batches {
  /** Everything that was created. */
  readonly stored: Json[] = [];
  /** The operations by their id. */
  readonly batches: Map<string, Batch> = new Map();
  /** Whether an item is refused. */
  refuses: (item: Json) => boolean = () => false;
  /** What goes wrong with the POST of a number, from 1. */
  accidents: Record<number, Accident> = {};
  /** Changes an operation and its log before they are kept. */
  bend: (batch: Batch, number: number) => void = () => {};
  /** Whether something is not listed yet. */
  hides: (item: Json) => boolean = () => false;
  /** Answers a request in another way than usual. */
  instead: (asked: Asked) => Reply | "usual" = () => "usual";
  /** How many POSTs came. */
  posts = 0;
  #made = 0;

  /** Answers a request. */
  readonly reply = (asked: Asked): Reply => {
    const instead = this.instead(asked);
    if (instead !== "usual") return instead;
    const [method, path] = asked.call.split(" ") as [string, string];
    const [, , , collection, id, log] = path.split("/");
    if (method === "POST") return this.#post(asked, collection!);
    if (collection === "operations") {
      const batch = this.batches.get(id!);
      if (!batch) return refusal(404, "DOES_NOT_EXIST");
      return log ? batch.log : batch.operation;
    }
    const listed = this.stored.filter((item) => !this.hides(item));
    if (id) {
      return listed.find((item) => item.id === id) ??
        refusal(404, "DOES_NOT_EXIST");
    }
    const { pool_id, id_gte, id_lte, id_gt = "", limit = "50" } = asked.query;
    const matching = listed.filter((item) =>
      item.pool_id === pool_id && item.id >= id_gte! && item.id <= id_lte! &&
      item.id > id_gt
    ).sort((a, b) => a.id < b.id ? -1 : 1);
    return {
      items: matching.slice(0, Number(limit)),
      has_more: matching.length > Number(limit),
    };
  };

  #post(asked: Asked, collection: string): Reply {
    const accident = this.accidents[++this.posts];
    if (accident instanceof Response) return accident;
    const lost = new TypeError("fetch failed", {
      cause: new Error("connection reset"),
    });
    if (accident === "request lost") return lost;
    const reply = this.#create(asked, collection);
    return accident === "answer lost" ? lost : reply;
  }

  #create({ query, body }: Asked, collection: string): Reply {
    const one = !Array.isArray(body);
    const items: Json[] = one ? [body] : body;
    const errors: Record<string, Json> = {};
    items.forEach((item, i) => {
      if (this.refuses(item)) errors[i] = WRONG;
    });
    const isAsync = query.async_mode === "true";
    if (isAsync && this.batches.has(query.operation_id!)) {
      return refusal(409, "OPERATION_ALREADY_EXISTS");
    }
    const refused = Object.keys(errors).length;
    const stops = refused > 0 &&
      (query.skip_invalid_items !== "true" || refused === items.length);
    const made: Record<string, Json> = {};
    items.forEach((item, i) => {
      if (stops || errors[i]) return;
      const { __item_idx: _, ...rest } = item;
      made[i] = { ...rest, id: this.#newId(), remaining_overlap: 3 };
      this.stored.push(made[i]);
    });
    if (!isAsync) {
      if (stops) {
        const payload = one ? WRONG : errors;
        return refusal(400, "VALIDATION_ERROR", { payload });
      }
      return one ? made[0] : { items: made, validation_errors: errors };
    }
    const key = collection === "tasks" ? "task_id" : "task_suite_id";
    const kind = collection === "tasks" ? "TASK" : "TASK_SUITE";
    const batch: Batch = {
      operation: {
        id: query.operation_id,
        type: `${kind}.BATCH_CREATE`,
        status: stops ? "FAIL" : "SUCCESS",
      },
      log: items.flatMap((input, i) => {
        const base = { type: `${kind}_CREATE`, input };
        if (made[i]) {
          return [{ ...base, success: true, output: { [key]: made[i].id } }];
        }
        const type = `${kind}_VALIDATE`;
        return errors[i]
          ? [{ type, input, success: false, output: WRONG }]
          : [];
      }),
    };
    this.bend(batch, this.posts);
    this.batches.set(query.operation_id!, batch);
    return { ...batch.operation, status: "RUNNING" };
  }

  #newId(): string {
    return `0000000015--${(++this.#made).toString(16).padStart(24, "0")}`;
  }
}

/** What is wrong with the items that {@linkcode Batches} refuses. */
export const WRONG = {
  "input_values.image": {
    code: "VALUE_REQUIRED",
    message: "Value must be present and not equal to null",
  },
};
