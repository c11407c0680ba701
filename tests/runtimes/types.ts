/** Uses the types of each entry of the npm-shaped package; `.ci/run` has tsc check it. */
import { type Pool, TolokaClient } from "@toloka/client";
import * as data from "@toloka/client/data";
import * as filters from "@toloka/client/filters";
import * as planning from "@toloka/client/planning";
import * as qualityControl from "@toloka/client/quality-control";
import { Simulator } from "@toloka/client/simulator";
import { view } from "@toloka/client/template-builder";
import type { Task } from "@toloka/client/types";
import { type WebhookEventOf, webhookHandler } from "@toloka/client/webhooks";

export const entries = [data, filters, planning, qualityControl];
export type Wire = Task;
webhookHandler({
  secret: ["new", "old"],
  onPoolClosed: (event: WebhookEventOf<"POOL_CLOSED">) => event.close_reason,
});
view.text({ content: "Look" });
const simulator = new Simulator({ seed: 1 });
const toloka = new TolokaClient({
  token: "token",
  url: simulator.url,
  fetch: simulator.fetch,
});
const pool: Pool = await toloka.pools.get("12345");
console.log(pool.status);
// @ts-expect-error: there is no such field
console.log(pool.state);
const headers: Record<string, string> = { "X-Trace": "1" };
new TolokaClient({ token: "token", environment: "SANDBOX", headers });
// @ts-expect-error: headers have names
new TolokaClient({ token: "token", environment: "SANDBOX", headers: 5 });
