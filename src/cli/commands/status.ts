/** `toloka status`. */
import { defineCommand } from "../command.ts";
import { findConnection } from "../connect.ts";
import { ENVIRONMENTS } from "../../options.ts";

/** Shows the account, its balance and the server. */
export const status = defineCommand({
  args: [],
  options: {},
  examples: ["toloka status", "toloka status --profile work --json"],
  async run({ machine, common, output, client, signal }) {
    const { server, source } = await findConnection(machine, common);
    const toloka = await client();
    const requester = await toloka.requester.get({ signal });
    const url = "url" in server
      ? server.url
      : ENVIRONMENTS[server.environment].url;
    const environment = "environment" in server
      ? server.environment
      : undefined;
    await output.object({ ...requester, environment, url, token: source }, {
      account: ({ id }) => id,
      name: ({ public_name }) => Object.values(public_name ?? {})[0],
      balance: ({ balance }) => balance,
      server: () => environment ? `${environment} (${url})` : url,
      token: () => `from ${source}`,
    });
  },
});
