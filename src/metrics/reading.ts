/** One reading of several metrics, which share requests. */
import {
  TolokaApiError,
  TolokaOperationError,
  TolokaValidationError,
} from "../errors.ts";
import type { WaitOptions } from "../operations/wait.ts";
import type { AnalyticsRequest, AnalyticsResult } from "../types/analytics.ts";

/** The part of a client that answers questions about pools. */
export interface AnalyticsClient {
  /** Figures about pools. */
  readonly analytics: {
    /** Asks questions and waits for the answers. */
    get(
      requests: readonly AnalyticsRequest[],
      options?: WaitOptions,
    ): Promise<AnalyticsResult[]>;
  };
}

/** Answers to questions about pools. */
export interface AnalyticsAnswers {
  /** The answers. */
  readonly results: readonly AnalyticsResult[];
  /** Errors of pools that the server refuses, such as one that does not exist. */
  readonly errors: ReadonlyMap<string, unknown>;
}

/** Clock, signal and requests that metrics share when they are read together. */
export interface MetricReading {
  /** Clock of points that have no time of their own. */
  readonly now: () => Date;
  /** Aborts when the reading's time is over or the collector stops. */
  readonly signal: AbortSignal;
  /**
   * Asks questions about pools. The questions that all metrics of the reading
   * ask of one client before they first wait go out as one request, each once.
   *
   * @returns The answers to these questions, in any order, and the errors of
   *     pools that the server refuses. It rejects if nothing is answered.
   */
  analytics(
    toloka: AnalyticsClient,
    requests: readonly AnalyticsRequest[],
  ): Promise<AnalyticsAnswers>;
  /** Runs a task once in a reading, however many metrics request it. */
  once<T>(key: object, work: () => Promise<T>): Promise<T>;
}

/** Options of a reading. */
export interface ReadingOptions {
  /** Clock of points that have no time of their own. */
  now: () => Date;
  /** Ends the reading early. */
  signal: AbortSignal;
  /** Questions in one request at most. */
  maxQuestions: number;
}

interface Asking {
  requests: readonly AnalyticsRequest[];
  resolve(answers: AnalyticsAnswers): void;
  reject(error: unknown): void;
}

/** Identifies a question. */
export function questionKey(request: AnalyticsRequest): string {
  const { subject_id, name } = request;
  const hours = "interval_hours" in request ? request.interval_hours : "";
  return `${name}/${hours}/${subject_id}`;
}

/** Starts a reading. */
export function startReading(options: ReadingOptions): MetricReading {
  const { now, signal } = options;
  const questions = new Map<AnalyticsClient, Asking[]>();
  const done = new Map<object, Promise<unknown>>();
  return {
    now,
    signal,
    analytics(toloka, requests) {
      return new Promise((resolve, reject) => {
        const asking = { requests, resolve, reject };
        const others = questions.get(toloka);
        others?.push(asking);
        if (others) return;
        const all = [asking];
        questions.set(toloka, all);
        queueMicrotask(() => {
          questions.delete(toloka);
          askTogether(toloka, all, options);
        });
      });
    },
    once<T>(key: object, work: () => Promise<T>) {
      if (!done.has(key)) done.set(key, work());
      return done.get(key) as Promise<T>;
    },
  };
}

/** Answers several metrics with as few requests as possible. */
async function askTogether(
  toloka: AnalyticsClient,
  all: readonly Asking[],
  options: ReadingOptions,
): Promise<void> {
  try {
    const requests = all.flatMap(({ requests }) => requests);
    const answers = await ask(toloka, requests, options);
    for (const { requests, resolve } of all) resolve(pick(answers, requests));
  } catch (error) {
    if (all.length === 1 || !isRefusal(error)) {
      for (const { reject } of all) reject(error);
    } else {
      // One metric's wrong question must not fail the others.
      await Promise.all(
        all.map((one) => askTogether(toloka, [one], options)),
      );
    }
  }
}

async function ask(
  toloka: AnalyticsClient,
  requests: readonly AnalyticsRequest[],
  { signal, maxQuestions }: ReadingOptions,
): Promise<AnalyticsAnswers> {
  const unique = [
    ...new Map(requests.map((one) => [questionKey(one), one])).values(),
  ];
  const results: AnalyticsResult[] = [];
  const errors = new Map<string, unknown>();
  while (unique.length > 0) {
    const some = unique.splice(0, maxQuestions);
    try {
      results.push(...await toloka.analytics.get(some, { signal }));
    } catch (error) {
      const refused = refusedPools(error, some);
      if (refused.size === 0) throw error;
      for (const pool of refused) errors.set(pool, error);
      const left = some.filter(({ subject_id }) => !refused.has(subject_id));
      if (left.length > 0) {
        results.push(...await toloka.analytics.get(left, { signal }));
      }
    }
  }
  return { results, errors };
}

/** Pools whose questions a refusal names: the first part of a field's path is the question's position. */
function refusedPools(
  error: unknown,
  requests: readonly AnalyticsRequest[],
): Set<string> {
  if (!(error instanceof TolokaValidationError)) return new Set();
  const positions = Object.keys(error.fieldErrors).map((field) =>
    requests[Number(field.split(".")[0])]?.subject_id
  );
  return new Set(positions.filter((pool) => pool !== undefined));
}

function pick(
  { results, errors }: AnalyticsAnswers,
  requests: readonly AnalyticsRequest[],
): AnalyticsAnswers {
  const keys = new Set(requests.map(questionKey));
  const pools = new Set(requests.map(({ subject_id }) => subject_id));
  return {
    results: results.filter(({ request }) => keys.has(questionKey(request))),
    errors: new Map([...errors].filter(([pool]) => pools.has(pool))),
  };
}

/** Tells whether the server has refused the questions. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TolokaOperationError) return true;
  const { status = 0 } = error instanceof TolokaApiError ? error : {};
  return [400, 403, 404, 409, 422].includes(status);
}
