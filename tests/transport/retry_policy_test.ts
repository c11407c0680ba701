import { assert, assertEquals } from "@std/assert";
import {
  DefaultRetryPolicy,
  type FailedAttempt,
  type RetryPolicyOptions,
  TolokaApiError,
  TolokaConnectionError,
  TolokaPermissionError,
  type TolokaRequestError,
  TolokaTimeoutError,
} from "../../mod.ts";

const ABOUT = { method: "POST", path: "/api/v1/pools" };

function failure(
  error: TolokaRequestError,
  { attempt = 1, idempotent = true } = {},
): FailedAttempt {
  return { ...ABOUT, attempt, elapsed: 0, error, idempotent };
}

function answered(
  status: number | undefined,
  more: { retryAfter?: number; payload?: unknown; outcomeUnknown?: boolean } =
    {},
): TolokaApiError {
  return new TolokaApiError("Refused", { ...ABOUT, status, ...more });
}

function waitAfter(
  failed: FailedAttempt,
  options?: RetryPolicyOptions,
): number | undefined {
  return new DefaultRetryPolicy(options).wait(failed);
}

/** A pause that the server names is kept, and gets a little jitter on top. */
function assertNamed(
  wait: number | undefined,
  named: number | undefined,
  note?: string,
): void {
  if (named === undefined) return assertEquals(wait, undefined, note);
  const max = named + Math.min(named / 10, 5_000);
  assert(wait !== undefined && wait >= named && wait <= max, `${wait} ${note}`);
}

Deno.test("DefaultRetryPolicy.wait() spreads pauses that the server names", () => {
  const failed = failure(answered(503, { retryAfter: 5_000 }));
  const waits = new Set(Array.from({ length: 20 }, () => waitAfter(failed)));
  assert(waits.size > 1);
});

Deno.test("DefaultRetryPolicy.wait() repeats what is too large only if it is told when", () => {
  assertEquals(waitAfter(failure(answered(413))), undefined);
  assertNamed(waitAfter(failure(answered(413, { retryAfter: 10 }))), 10);
});

Deno.test("DefaultRetryPolicy.wait() repeats what may pass, and nothing else", () => {
  const repeated = [408, 429, 500, 502, 503, 504];
  const statuses = [undefined, 200, 302, 400, 401, 403, 404, 405, 409, 410]
    .concat([411, 412, 413, 414, 415, 417, 422, 423, 424, 425, 426, 428, 431])
    .concat([451, 501, 505, 506, 507, 508, 511, 520, 599], repeated);
  for (const status of statuses) {
    assertEquals(
      waitAfter(failure(answered(status))) !== undefined,
      repeated.includes(status ?? 0),
      `status ${status}`,
    );
  }
});

Deno.test("DefaultRetryPolicy.wait() repeats an unknown outcome only where that is safe", () => {
  const errors = {
    connection: TolokaConnectionError,
    timeout: TolokaTimeoutError,
    answer: TolokaApiError,
  };
  for (const [name, ErrorClass] of Object.entries(errors)) {
    for (const outcomeUnknown of [true, false]) {
      for (const idempotent of [true, false]) {
        const error = new ErrorClass(
          "It broke",
          {
            ...ABOUT,
            outcomeUnknown,
            status: 503,
          } as ConstructorParameters<typeof TolokaApiError>[1],
        );
        assertEquals(
          waitAfter(failure(error, { idempotent })) !== undefined,
          idempotent || !outcomeUnknown,
          `${name}, unknown: ${outcomeUnknown}, idempotent: ${idempotent}`,
        );
      }
    }
  }
});

Deno.test("DefaultRetryPolicy.wait() never repeats what is not permitted", () => {
  const error = new TolokaPermissionError("Not allowed", ABOUT);
  assertEquals(waitAfter(failure(error)), undefined);
});

Deno.test("DefaultRetryPolicy.wait() gives up after 'retries' repeats", () => {
  for (const retries of [0, 1, 3, 7]) {
    for (let attempt = 1; attempt <= 9; attempt++) {
      assertEquals(
        waitAfter(failure(answered(503), { attempt }), { retries }) !==
          undefined,
        attempt <= retries,
        `attempt ${attempt} with ${retries} retries`,
      );
    }
  }
});

Deno.test("DefaultRetryPolicy.wait() has three retries by default", () => {
  assert(waitAfter(failure(answered(503), { attempt: 3 })) !== undefined);
  assert(waitAfter(failure(answered(503), { attempt: 4 })) === undefined);
});

Deno.test("DefaultRetryPolicy.wait() doubles its pauses up to half a minute, by chance up to half as long", () => {
  const cases: [attempt: number, longest: number][] = [
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [60, 30_000],
  ];
  for (const [attempt, longest] of cases) {
    const waits = Array.from(
      { length: 200 },
      () => waitAfter(failure(answered(503), { attempt }), { retries: 99 })!,
    );
    assert(Math.max(...waits) <= longest, `attempt ${attempt}`);
    assert(Math.max(...waits) > longest * 0.9, `attempt ${attempt}`);
    assert(Math.min(...waits) >= longest / 2, `attempt ${attempt}`);
    assert(Math.min(...waits) < longest * 0.6, `attempt ${attempt}`);
  }
});

Deno.test("DefaultRetryPolicy.wait() keeps the server's Retry-After unless it is too long", () => {
  const cases: [number, RetryPolicyOptions, number | undefined][] = [
    [1_500, {}, 1_500],
    [300_000, {}, 300_000],
    [300_001, {}, undefined],
    [300_001, { retryQuotas: [] }, undefined],
    [3_600_000, { retryQuotas: ["HOUR"] }, 3_600_000],
    [3_600_001, { retryQuotas: ["HOUR"] }, undefined],
    [86_400_000, { retryQuotas: ["MIN", "DAY"] }, 86_400_000],
    [1e15, { retryQuotas: ["DAY"] }, undefined],
  ];
  for (const [retryAfter, options, expected] of cases) {
    for (const status of [429, 503]) {
      assertNamed(
        waitAfter(failure(answered(status, { retryAfter })), options),
        expected,
        `${retryAfter} with ${JSON.stringify(options)}`,
      );
    }
  }
});

Deno.test("DefaultRetryPolicy.wait() waits for the quotas that it is told to", () => {
  const [min, hour, day] = [60_000, 3_600_000, 86_400_000];
  const cases: [RetryPolicyOptions, Record<string, number | undefined>][] = [
    [{}, { MIN: min, HOUR: undefined, DAY: undefined }],
    [{ retryQuotas: undefined }, { MIN: min, HOUR: undefined }],
    [{ retryQuotas: [] }, { MIN: undefined, HOUR: undefined, DAY: undefined }],
    [{ retryQuotas: ["HOUR"] }, { MIN: undefined, HOUR: hour }],
    [{ retryQuotas: ["MIN", "HOUR", "DAY"] }, {
      MIN: min,
      HOUR: hour,
      DAY: day,
    }],
    [{ retryQuotas: ["MIN"] }, { WEEK: undefined }],
  ];
  for (const [options, waits] of cases) {
    for (const [interval, expected] of Object.entries(waits)) {
      assertNamed(
        waitAfter(failure(answered(429, { payload: { interval } })), options),
        expected,
        `${interval} with ${JSON.stringify(options)}`,
      );
    }
  }
});

Deno.test("DefaultRetryPolicy.wait() prefers Retry-After to the quota's own length", () => {
  const error = answered(429, {
    retryAfter: 2_000,
    payload: { interval: "DAY" },
  });
  assertNamed(waitAfter(failure(error)), 2_000);
});

Deno.test("DefaultRetryPolicy.wait() takes an interval for a quota only with status 429", () => {
  const error = answered(503, { payload: { interval: "DAY" } });
  assert(waitAfter(failure(error))! <= 1_000);
});
