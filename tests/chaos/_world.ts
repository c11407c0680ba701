/** True state of the campaign's server, and the part of the API that changes it. */
import {
  contentOf,
  isOf,
  type Job,
  markOf,
  objectOf,
  STATE_KINDS,
} from "./_jobs.ts";

/** Object as JSON. */
// deno-lint-ignore no-explicit-any
export type Json = Record<string, any>;

/** Request that has arrived whole. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** Answer that is to be sent. */
export interface ApiAnswer {
  status: number;
  type?: string;
  body?: string;
}

/** Milliseconds for which a stale read may not know of something new. */
const YOUNG = 2_000;

const OPERATIONS: Record<string, { type: string; idKey: string }> = {
  "tasks": { type: "TASK.BATCH_CREATE", idKey: "task_id" },
  "task-suites": { type: "TASK_SUITE.BATCH_CREATE", idKey: "task_suite_id" },
  "user-bonuses": { type: "USER_BONUS.BATCH_CREATE", idKey: "user_bonus_id" },
};

/** Names of things in what is sent, by collection. */
const MARKS: Record<string, (entity: Json) => string> = {
  "tasks": ({ input_values }) => input_values.mark,
  "task-suites": ({ tasks }) => tasks[0].input_values.mark,
  "user-bonuses": ({ private_comment }) => private_comment,
  "projects": ({ private_comment }) => private_comment,
  "pools": ({ private_name }) => private_name,
  "skills": ({ name }) => name,
  "message-threads": ({ topic }) => topic.EN,
};

interface Operation {
  view: Json;
  log: Json[];
  born: number;
  /** Reads that still find it running. */
  running: number;
}

interface Entity {
  view: Json;
  /** Former state, as a stale read has it. */
  before: Json | undefined;
  born: number;
}

/** Everything that the server has. */
export class World {
  readonly #collections = new Map<string, Map<string, Entity>>();
  readonly #operations = new Map<string, Operation>();
  readonly #contents = new Map<string, string>();
  #lastId = 1000;

  /** Creates what a job needs before it starts. */
  prepare(job: Job): void {
    const id = objectOf(job);
    const put = (collection: string, view: Json) =>
      this.#put(collection, { id, ...view }, 0);
    this.#contents.set(id, contentOf(job));
    if (job.kind === "open") put("pools", { status: "CLOSED" });
    if (job.kind === "close") put("pools", { status: "OPEN" });
    if (job.kind === "delete user skill") put("user-skills", {});
    if (isOf(["accept", "reject"], job)) {
      put("assignments", { status: "SUBMITTED" });
    }
    if (job.kind !== "list tasks") return;
    for (let i = 0; i < job.count; i++) {
      const view = { pool_id: id, input_values: { mark: markOf(job, i) } };
      this.#put("tasks", { id: this.#newId(), ...view }, 0);
    }
  }

  /** Ids of everything that was created with this mark. */
  idsOf(mark: string): string[] {
    return this.#marked.get(mark) ?? [];
  }

  /** State of the object of a job, or `undefined` if it is gone. */
  statusOf(job: Job): string | undefined {
    const [collection] = isOf(STATE_KINDS, job)
      ? job.kind === "delete user skill"
        ? ["user-skills"]
        : isOf(["open", "close"], job)
        ? ["pools"]
        : ["assignments"]
      : [];
    const entity = collection && this.#of(collection).get(objectOf(job));
    return entity ? entity.view.status ?? "THERE" : undefined;
  }

  /** Ids of the tasks of a pool. */
  tasksOf(poolId: string): string[] {
    return [...this.#of("tasks").values()]
      .filter(({ view }) => view.pool_id === poolId).map(({ view }) => view.id);
  }

  readonly #marked = new Map<string, string[]>();

  /** Carries a request out; a stale read does not know of what is new. */
  respond(
    request: ApiRequest,
    random: () => number,
    stale: boolean,
  ): ApiAnswer {
    const { method, path } = request;
    const [collection = "", id, verb] = path.replace(/^\/api\/v1\//, "")
      .split("/").map(decodeURIComponent);
    if (path.endsWith("/assignments.tsv")) return this.#table(path);
    if (collection === "operations") return this.#operation(id!, verb, stale);
    if (verb === "download") return this.#file(id!);
    if (method === "GET") {
      return id ? this.#get(collection, id, stale) : this.#list(request, stale);
    }
    if (method === "PATCH") return this.#review(id!, request.body as Json);
    if (method === "DELETE") return this.#delete(collection, id!);
    if (verb === "open" || verb === "close") {
      return this.#change(id!, verb, random);
    }
    return this.#create(collection, request, random);
  }

  #of(collection: string): Map<string, Entity> {
    let entities = this.#collections.get(collection);
    if (!entities) {
      this.#collections.set(collection, entities = new Map());
    }
    return entities;
  }

  #newId(): string {
    return String(++this.#lastId);
  }

  #put(collection: string, view: Json, born: number): Json {
    this.#of(collection).set(view.id, { view, before: undefined, born });
    return view;
  }

  #make(collection: string, input: Json): Json {
    const { __item_idx: _, ...body } = input;
    const view = this.#put(
      collection,
      { ...body, id: this.#newId() },
      Date.now(),
    );
    const mark = MARKS[collection]!(view);
    this.#marked.set(mark, [...this.idsOf(mark), view.id]);
    return view;
  }

  #create(
    collection: string,
    { query, body }: ApiRequest,
    random: () => number,
  ): ApiAnswer {
    if (query.get("async_mode") === "true") {
      return this.#createInOperation(collection, query, body, random);
    }
    if (!Array.isArray(body)) {
      return json(201, this.#make(collection, body as Json));
    }
    const items = body.map((item) => this.#make(collection, item));
    return json(201, { items: { ...items }, validation_errors: {} });
  }

  #createInOperation(
    collection: string,
    query: URLSearchParams,
    body: unknown,
    random: () => number,
  ): ApiAnswer {
    const id = query.get("operation_id")!;
    if (this.#operations.has(id)) {
      return refusal(409, "OPERATION_ALREADY_EXISTS");
    }
    const { type, idKey } = OPERATIONS[collection]!;
    const log = (Array.isArray(body) ? body : [body]).map((input) => ({
      type: type.replace(".BATCH", ""),
      success: true,
      input,
      output: { [idKey]: this.#make(collection, input).id },
    }));
    const details = { total_count: log.length, success_count: log.length };
    return this.#begin({ id, type, details }, log, random);
  }

  #begin(view: Json, log: Json[], random: () => number): ApiAnswer {
    const operation = {
      view: { ...view, parameters: {}, submitted: "2025-01-01T00:00:00" },
      log,
      born: Date.now(),
      running: random() < 0.3 ? 1 : 0,
    };
    this.#operations.set(view.id, operation);
    return json(202, shown(operation));
  }

  #operation(id: string, verb: string | undefined, stale: boolean): ApiAnswer {
    const operation = this.#operations.get(id);
    if (!operation || stale && isYoung(operation)) return notFound();
    if (verb === "log") return json(200, operation.log);
    const answer = json(200, shown(operation));
    if (operation.running > 0) operation.running--;
    return answer;
  }

  #get(collection: string, id: string, stale: boolean): ApiAnswer {
    const entity = this.#of(collection).get(id);
    if (!entity || stale && isYoung(entity)) return notFound();
    return json(200, stale && entity.before ? entity.before : entity.view);
  }

  #list({ path, query }: ApiRequest, stale: boolean): ApiAnswer {
    const collection = path.split("/").at(-1)!;
    const limit = Math.min(Number(query.get("limit") ?? 50), 5);
    const within = (id: string) =>
      Number(id) > Number(query.get("id_gt") ?? 0) &&
      Number(id) >= Number(query.get("id_gte") ?? 0) &&
      Number(id) <= Number(query.get("id_lte") ?? Infinity);
    const pool = query.get("pool_id");
    const found = [...this.#of(collection).values()]
      .filter((entity) => !(stale && isYoung(entity)))
      .map(({ view }) => view)
      .filter(({ id, pool_id }) =>
        within(id) && (pool === null || pool === pool_id)
      )
      .toSorted((a, b) => Number(a.id) - Number(b.id));
    return json(200, {
      items: found.slice(0, limit),
      has_more: found.length > limit,
    });
  }

  #review(id: string, { status }: Json): ApiAnswer {
    const entity = this.#of("assignments").get(id);
    if (!entity) return notFound();
    if (entity.view.status !== "SUBMITTED") {
      return refusal(409, "CONFLICT_STATE");
    }
    entity.view = { ...entity.view, status };
    return json(200, entity.view);
  }

  #change(id: string, verb: string, random: () => number): ApiAnswer {
    const pool = this.#of("pools").get(id);
    if (!pool) return notFound();
    const status = verb === "open" ? "OPEN" : "CLOSED";
    if (pool.view.status === status) return { status: 204 };
    pool.before = pool.view;
    pool.view = { ...pool.view, status };
    const type = `POOL.${verb.toUpperCase()}`;
    const operation = { id: crypto.randomUUID(), type };
    return this.#begin(operation, [], random);
  }

  #delete(collection: string, id: string): ApiAnswer {
    return this.#of(collection).delete(id) ? { status: 204 } : notFound();
  }

  #file(id: string): ApiAnswer {
    const type = "application/octet-stream";
    return { status: 200, type, body: this.#contents.get(id)! };
  }

  #table(path: string): ApiAnswer {
    const id = /pools\/([^/]+)/.exec(path)![1]!;
    const body = `INPUT:n\tOUTPUT:value\n${this.#contents.get(id)}\n`;
    return { status: 200, type: "text/tab-separated-values", body };
  }
}

function shown({ view, running }: Operation): Json {
  return { ...view, status: running > 0 ? "RUNNING" : "SUCCESS" };
}

function isYoung({ born }: { born: number }): boolean {
  return Date.now() - born < YOUNG;
}

/** Makes an answer of JSON. */
export function json(status: number, value: unknown): ApiAnswer {
  return { status, type: "application/json", body: JSON.stringify(value) };
}

/** Makes the API's answer to a request that it refuses. */
export function refusal(status: number, code: string): ApiAnswer {
  const request_id = crypto.randomUUID();
  return json(status, { request_id, code, message: code });
}

function notFound(): ApiAnswer {
  return refusal(404, "DOES_NOT_EXIST");
}
