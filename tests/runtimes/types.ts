/** Whether the types of the npm-shaped package are there; `.ci/run` has tsc check it. */
import { type Pool, TolokaClient } from "@toloka/client";
import { Simulator } from "@toloka/client/simulator";
import { view } from "@toloka/client/template-builder";

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
