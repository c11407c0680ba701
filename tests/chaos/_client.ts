/** Jobs as a program does them: calls of the client, and what these said. */
import {
  type CreateManyResult,
  DefaultRetryPolicy,
  type FailedAttempt,
  TolokaClient,
  TolokaError,
  TolokaIncompleteError,
  TolokaRequestError,
} from "../../mod.ts";
import {
  type Claim,
  isOf,
  type Job,
  markOf,
  objectOf,
  OPERATION_KINDS,
  READ_KINDS,
} from "./_jobs.ts";

/** Calls of one job that goes on with its operation. */
const MAX_CALLS = 12;

/** Time limit of one attempt in milliseconds. */
const TIMEOUT = 450;

// deno-lint-ignore no-explicit-any
type Any = any;

class ImpatientPolicy extends DefaultRetryPolicy {
  override wait(failure: FailedAttempt): number | undefined {
    const wait = super.wait(failure);
    return wait === undefined ? undefined : Math.min(wait, 5);
  }
}

/** Creates a client that waits little between attempts. */
export function clientOf(url: string): TolokaClient {
  return new TolokaClient({
    token: "a.b.c",
    url,
    timeout: TIMEOUT,
    retryPolicy: (options) => new ImpatientPolicy(options),
  });
}

/**
 * Does a job, and goes on with the same operation after a failure.
 *
 * @param again Whether the job was begun before, by a process that is gone.
 */
export async function doJob(
  toloka: TolokaClient,
  job: Job,
  again = false,
): Promise<Claim[]> {
  const claims: Claim[] = [];
  const calls = isOf(OPERATION_KINDS, job) ? MAX_CALLS : 1;
  for (let call = 1; call <= calls; call++) {
    const first = call === 1 && !again;
    const signal = first && job.abortAfter !== undefined
      ? AbortSignal.timeout(job.abortAfter)
      : undefined;
    const claim = await callOnce(toloka, job, signal);
    // Of what an earlier call did, one that gets no further says nothing.
    if (!first) delete claim.absent;
    if (!first && claim.said === "nothing") claim.said = "unknown";
    claims.push(claim);
    if (claim.said === "done") break;
  }
  return claims;
}

async function callOnce(
  toloka: TolokaClient,
  job: Job,
  signal: AbortSignal | undefined,
): Promise<Claim> {
  const options = {
    headers: { "X-Chaos-Job": String(job.number) },
    ...(signal ? { signal } : {}),
  };
  try {
    return { said: "done", ...await CALLS[job.kind](toloka, job, options) };
  } catch (error) {
    return claimOf(error, job, signal);
  }
}

/** Reads an error as a careful caller would. */
function claimOf(
  error: unknown,
  job: Job,
  signal: AbortSignal | undefined,
): Claim {
  const text = error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
  if (signal?.aborted && error === signal.reason) {
    return { said: "unknown", error: text };
  }
  if (error instanceof TolokaIncompleteError) {
    const done = error.done as CreateManyResult<{ id: string }> | undefined;
    const claim: Claim = { said: "unknown", error: text };
    return done && "items" in done
      ? { ...claim, ...partsOf(done, job) }
      : claim;
  }
  const reads = isOf(READ_KINDS, job);
  if (error instanceof TolokaRequestError) {
    // An error about a later reading says nothing about the change itself.
    const unknown = error.outcomeUnknown || error.method === "GET" && !reads;
    return unknown
      ? { said: "unknown", error: text }
      : { said: "nothing", error: text, absent: marksOf(job) };
  }
  const own = error instanceof TolokaError;
  // Nothing is at stake when reading fails.
  return { said: own && reads ? "unknown" : "unclear", error: text };
}

function marksOf(job: Job): string[] {
  return Array.from({ length: job.count }, (_, i) => markOf(job, i));
}

function partsOf(
  { items, unknown }: CreateManyResult<{ id: string }>,
  job: Job,
): Pick<Claim, "ids" | "absent"> {
  const ids = Object.fromEntries(
    Object.entries(items).map(([i, { id }]) => [markOf(job, Number(i)), id]),
  );
  const open = new Set(unknown.map((i) => markOf(job, Number(i))));
  const absent = marksOf(job).filter((mark) => !ids[mark] && !open.has(mark));
  return { ids, absent };
}

type Call = (
  toloka: TolokaClient,
  job: Job,
  options: Any,
) => Promise<Partial<Claim>>;

/** Creates many in operations of a fixed id. */
function createsMany(
  resource: (toloka: TolokaClient) => Any,
  inputOf: (job: Job, position: number) => object,
): Call {
  return async (toloka, job, options) => {
    const items = Array.from({ length: job.count }, (_, i) => inputOf(job, i));
    const { operationId } = job;
    const result = await resource(toloka)
      .createMany(items, { ...options, operationId });
    const { ids } = partsOf(result, job);
    if (Object.keys(ids!).length !== job.count) {
      throw new Error("createMany() succeeded without all of its items");
    }
    return { ids: ids! };
  };
}

/** Creates one thing that no id protects. */
function createsOne(
  create: (toloka: TolokaClient, mark: string, options: Any) => Promise<Any>,
): Call {
  return async (toloka, job, options) => {
    const mark = markOf(job);
    const { id } = await create(toloka, mark, options);
    return { ids: { [mark]: id } };
  };
}

/** Changes the state of the object of the job. */
function changes(
  change: (toloka: TolokaClient, id: string, options: Any) => Promise<Any>,
): Call {
  return async (toloka, job, options) => {
    const changed = await change(toloka, objectOf(job), options);
    return changed === undefined ? {} : { status: changed.status };
  };
}

function taskOf(job: Job, position: number): Any {
  return {
    pool_id: objectOf(job),
    input_values: { mark: markOf(job, position) },
    overlap: 1,
  };
}

function bonusOf(mark: string): Any {
  return {
    user_id: "worker",
    amount: 0.1,
    private_comment: mark,
    without_message: true,
  };
}

const CALLS: Record<Job["kind"], Call> = {
  "create many tasks": createsMany(({ tasks }) => tasks, taskOf),
  "create many task suites": createsMany(
    ({ taskSuites }) => taskSuites,
    (job, i) => ({
      pool_id: objectOf(job),
      overlap: 1,
      tasks: [{ input_values: taskOf(job, i).input_values }],
    }),
  ),
  "create many bonuses": createsMany(
    ({ userBonuses }) => userBonuses,
    (job, i) => bonusOf(markOf(job, i)),
  ),
  "create one bonus": (toloka, job, options) =>
    createsOne((toloka, mark, options) =>
      toloka.userBonuses.create(bonusOf(mark), options)
    )(toloka, job, { ...options, operationId: job.operationId }),
  "start creating tasks": async (toloka, job, options) => {
    const items = Array.from({ length: job.count }, (_, i) => taskOf(job, i));
    const { operationId } = job;
    const operation = await toloka.tasks
      .startCreateMany(items, { ...options, operationId });
    await toloka.operations.wait(operation, options);
    return { values: [operation.id] };
  },
  "create project": createsOne((toloka, mark, options) =>
    toloka.projects.create({ private_comment: mark } as Any, options)
  ),
  "create pool": createsOne((toloka, mark, options) =>
    toloka.pools.create({ private_name: mark } as Any, options)
  ),
  "create skill": createsOne((toloka, mark, options) =>
    toloka.skills.create({ name: mark } as Any, options)
  ),
  "compose message": createsOne((toloka, mark, options) =>
    toloka.messageThreads.compose({ topic: { EN: mark } } as Any, options)
  ),
  "create bonus without operation": createsOne((toloka, mark, options) =>
    toloka.userBonuses.create(bonusOf(mark), { ...options, async: false })
  ),
  "accept": changes((toloka, id, options) =>
    toloka.assignments.accept(id, "Thank you", options)
  ),
  "reject": changes((toloka, id, options) =>
    toloka.assignments.reject(id, "Not right", options)
  ),
  "open": changes((toloka, id, options) => toloka.pools.open(id, options)),
  "close": changes((toloka, id, options) => toloka.pools.close(id, options)),
  "delete user skill": changes((toloka, id, options) =>
    toloka.userSkills.delete(id, options)
  ),
  "list tasks": async (toloka, job, options) => {
    const listed = toloka.tasks.list({ pool_id: objectOf(job) }, options);
    return { values: (await Array.fromAsync(listed)).map(({ id }) => id) };
  },
  "read table": async (toloka, job, options) => {
    const table = toloka.assignments.table(objectOf(job), {}, options);
    const rows = await Array.fromAsync(table);
    return { values: rows.map((row) => Object.values(row).join("\t")) };
  },
  "download": async (toloka, job, options) => {
    const bytes = await toloka.attachments
      .downloadBytes(objectOf(job), options);
    return { values: [new TextDecoder().decode(bytes)] };
  },
};

/** Does jobs, so many at the same time. */
export async function inParallel(
  jobs: Iterable<() => Promise<void>>,
  concurrency: number,
): Promise<void> {
  const queue = jobs[Symbol.iterator]();
  const line = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      await next.value();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, line));
}
