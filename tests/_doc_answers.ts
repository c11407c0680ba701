/**
 * Answers for the examples in the docs where the simulator has none: bonuses,
 * files, messages, analytics, aggregation, webhooks, apps, and Tolokers by ids
 * that nobody has.
 */

const OPERATION = {
  id: "5c04458e-63c1-46c1-ba0d-6f0756a5358b",
  status: "SUCCESS",
};
const created = "2026-01-01T00:00:00";
const page = (...items: object[]) => ({ items, has_more: false });
const content = (...items: object[]) => ({ content: items, has_more: false });

// Bodies are whatever the examples send.
// deno-lint-ignore no-explicit-any
type Body = any;

/** Bonuses of the last request. */
let bonuses: Body[] = [];

const ANSWERS: [RegExp, (body: Body) => unknown][] = [
  [/^POST \/api\/v1\/aggregated-solutions\/aggregate-by-pool$/, () => ({
    ...OPERATION,
    type: "SOLUTION.AGGREGATE",
  })],
  [/^GET \/api\/v1\/aggregated-solutions\//, () =>
    page({
      pool_id: "12345",
      task_id: "t",
      confidence: 0.9,
      output_values: { result: "OK" },
    })],
  [/^POST \/api\/staging\/analytics-2$/, (requests) => ({
    ...OPERATION,
    type: "ANALYTICS",
    details: {
      value: requests.map((request: Body) => ({
        request,
        result: 1,
        finished: created,
      })),
    },
  })],
  [/^GET \/api\/app\/v0\/apps$/, () => content({ id: "a", name: "Reviews" })],
  [/^POST \/api\/app\/v0\/app-projects$/, (body) => ({
    ...body,
    id: "p",
    status: "CREATING",
    created,
  })],
  [
    /^POST .*\/items\/bulk$/,
    ({ items }) => items.map((_: Body, i: number) => `item-${i}`),
  ],
  [
    /^GET .*\/items$/,
    () =>
      content({
        id: "i",
        status: "COMPLETED",
        input_data: {},
        output_data: {},
      }),
  ],
  [/^POST .*\/batches$/, ({ name }) => ({ id: "b", name, status: "NEW" })],
  [/^POST .*\/batches\/b\/start$/, () => undefined],
  [/^GET \/api\/v1\/attachments$/, () => page({ id: "attachment-1" })],
  [/^GET \/api\/v1\/attachments\/[^/]+\/download$/, () => "the file"],
  [/^GET \/api\/v1\/message-threads$/, () => page({ id: "m" })],
  [/^POST \/api\/v1\/message-threads\//, () => ({ id: "m" })],
  [/^PUT \/api\/v1\/user-restrictions$/, (body) => ({ ...body, id: "r" })],
  [/^PUT \/api\/v1\/user-skills$/, (body) => ({
    ...body,
    id: "s",
    value: Math.round(body.value),
    exact_value: body.value,
  })],
  [/^GET \/api\/v1\/user-metadata\//, () => ({
    id: "u",
    country: "FR",
    languages: ["FR"],
  })],
  [/^PUT \/api\/v1\/webhook-subscriptions$/, ([subscription]) => ({
    items: { 0: { ...subscription, id: "w", created } },
    validation_errors: {},
  })],
  [/^POST \/api\/v1\/user-bonuses$/, (body) => {
    bonuses = body;
    return { ...OPERATION, type: "USER_BONUS.BATCH_CREATE" };
  }],
  [
    new RegExp(`^GET /api/v1/operations/${OPERATION.id}/log$`),
    () =>
      bonuses.map((input, i) => ({
        type: "USER_BONUS_PERSIST",
        success: true,
        input,
        output: { user_bonus_id: String(i + 1) },
      })),
  ],
  [/^GET \/api\/v1\/user-bonuses$/, () =>
    page(
      ...bonuses.map((bonus, i) => ({ ...bonus, id: String(i + 1), created })),
    )],
];

/**
 * The answer to a request of an example that the simulator cannot answer.
 *
 * @param method Method of the request.
 * @param url Its address.
 * @param body Its body as text; empty for none.
 * @returns The answer, or `undefined` to ask the simulator.
 */
export function answerOf(
  method: string,
  url: string,
  body: string,
): Response | undefined {
  const call = `${method} ${new URL(url).pathname}`;
  const [, answer] = ANSWERS.find(([pattern]) => pattern.test(call)) ?? [];
  if (!answer) return undefined;
  const value = answer(body ? JSON.parse(body) : undefined);
  if (value === undefined) return new Response(null, { status: 204 });
  return typeof value === "string" ? new Response(value) : Response.json(value);
}
