/** `toloka dashboard`. */
import { serveDashboard } from "../../dashboard/mod.ts";
import { defineCommand } from "../command.ts";

/** Serves a page that shows pools while they run. */
export const dashboard = defineCommand({
  args: ["POOL..."],
  options: {
    port: {
      type: "number",
      value: "PORT",
      summary: "Port on 127.0.0.1; a free one without it",
    },
    interval: {
      type: "number",
      value: "SECONDS",
      summary: "Time between two readings; 10 without it",
    },
    fee: {
      type: "number",
      value: "FRACTION",
      summary: "Fee of the platform, for the estimate: 0.3 is 30%",
    },
  },
  details:
    "Prints the address of the page, and serves it until Ctrl-C. Only programs of this\nmachine that know the address can read it.",
  examples: [
    "toloka dashboard 12345",
    "toloka dashboard 12345 12346 --fee 0.3",
  ],
  async run({ client, args, options, output, signal }) {
    const { port, interval, fee } = options;
    await using page = await serveDashboard(await client(), args, {
      port,
      fee,
      ...(interval !== undefined && { interval: interval * 1_000 }),
      signal,
    });
    await output.result({ url: page.url }, page.url);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
    });
  },
});
