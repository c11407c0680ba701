/** A small Toloka that shows records late, stale or twice at the same time, as tests want. */
import { type ClientOptions, TolokaClient } from "../../mod.ts";

/** A record, and from which read on it is shown. */
export interface Kept {
  // deno-lint-ignore no-explicit-any
  record: any;
  /** Whether listings show it. */
  isListed: () => boolean;
}

/** Keeps records, and answers the requests that streams make. */
export class Records {
  /** By collection, such as `"assignments"`. */
  readonly kept: Map<string, Kept[]> = new Map();
  /** Status of every pool. */
  poolStatus = "OPEN";
  /** When the pool was stopped last. */
  lastStopped: string | undefined = undefined;
  /** Every request, as `"GET /assignments"`. */
  readonly asked: string[] = [];
  /** Queries of the listings. */
  readonly queries: Record<string, string>[] = [];
  /** Every change of an assignment, in order. */
  readonly patched: { id: string; status: string }[] = [];
  /** Fails a request, if it returns something. */
  fails: (call: string, number: number) => Response | undefined = () =>
    undefined;
  /** Items of a page at most. */
  pageSize = 1000;

  /** Adds a record. */
  add(
    collection: string,
    record: { id: string; [field: string]: unknown },
    isListed: () => boolean = () => true,
  ): void {
    const kept = this.kept.get(collection) ?? [];
    this.kept.set(collection, kept);
    const at = kept.findIndex((one) => one.record.id === record.id);
    if (at >= 0) kept[at] = { record, isListed };
    else kept.push({ record, isListed });
  }

  /** Adds an assignment that was submitted. */
  submit(id: string, submitted: string, isListed?: () => boolean): void {
    this.add("assignments", {
      id,
      pool_id: "1",
      status: "SUBMITTED",
      created: "2024-01-01T00:00:00",
      submitted,
    }, isListed);
  }

  /** A client of it. */
  client(options: Partial<ClientOptions> = {}): TolokaClient {
    return new TolokaClient({
      token: "any",
      url: "http://records.invalid",
      retries: 0,
      fetch: (input, init) => this.answer(new Request(input, init)),
      ...options,
    } as ClientOptions);
  }

  /** Answers a request. */
  async answer(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const { pathname, searchParams } = new URL(request.url);
    const [, , , collection = "", id] = pathname.split("/");
    const call = `${request.method} /${collection}`;
    const failure = this.fails(call, this.asked.push(call));
    if (failure) return failure;
    if (collection === "pools") {
      return Response.json({
        id,
        status: this.poolStatus,
        created: "2024-01-01T00:00:00",
        last_started: "2024-01-01T00:00:01",
        last_stopped: this.lastStopped,
      });
    }
    const kept = this.kept.get(collection) ?? [];
    if (id !== undefined) {
      const one = kept.find(({ record }) => record.id === id);
      if (!one) {
        return Response.json({ code: "DOES_NOT_EXIST" }, { status: 404 });
      }
      if (request.method === "PATCH") {
        const patch = await request.json();
        if (one.record.status === patch.status) {
          const body = { code: "CONFLICT_STATE", message: "already so" };
          return Response.json(body, { status: 409 });
        }
        this.patched.push({ id, status: patch.status });
        Object.assign(one.record, patch);
      }
      return Response.json(one.record);
    }
    return Response.json(this.#page(kept, Object.fromEntries(searchParams)));
  }

  #page(kept: readonly Kept[], query: Record<string, string>) {
    this.queries.push(query);
    const found = kept.filter(({ isListed }) => isListed())
      .map(({ record }) => record)
      .filter((record) =>
        Object.entries(query).every(([name, value]) => {
          const [, field, how] = /^(.*)_(gte|gt|lte)$/.exec(name) ?? [];
          if (name === "status") {
            return value.split(",").includes(record.status);
          }
          if (!field) return true;
          const own = record[field];
          if (own === undefined) return false;
          return how === "gte"
            ? own >= value
            : how === "lte"
            ? own <= value
            : own > value;
        })
      );
    const sort = query.sort ?? "id";
    const [sign, field] = sort.startsWith("-")
      ? [-1, sort.slice(1)]
      : [1, sort];
    found.sort((a, b) =>
      sign * (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0)
    );
    const limit = Math.min(Number(query.limit ?? 50), this.pageSize);
    return { items: found.slice(0, limit), has_more: found.length > limit };
  }
}
