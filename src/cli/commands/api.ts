/** `toloka api`: any request. */
import { defineCommand } from "../command.ts";
import { readJson } from "../files.ts";
import { toJson } from "../output.ts";
import { UsageError } from "../usage_error.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Sends any request to the API. */
export const api = defineCommand({
  args: ["METHOD", "PATH"],
  options: {
    query: {
      type: "list",
      value: "NAME=VALUE",
      summary: "Parameter of the query; may be repeated",
    },
    body: {
      type: "text",
      value: "FILE",
      summary: "File with the JSON to send; - for standard input",
    },
  },
  details:
    "PATH may leave out /api/v1. The answer is printed as JSON in any case.",
  examples: [
    "toloka api GET /pools --query status=OPEN --query limit=10",
    "toloka api POST /skills --body skill.json",
  ],
  async run({ machine, client, args, options, output, proceed, signal }) {
    const method = METHODS.find((name) => name === args[0]!.toUpperCase());
    if (method === undefined) {
      throw new UsageError(
        `Cannot send a request as METHOD must be one of ${
          METHODS.join(", ")
        }: current value is ${JSON.stringify(args[0])}`,
      );
    }
    const path = /^\/?api\//.test(args[1]!)
      ? args[1]!.replace(/^\/?/, "/")
      : `/api/v1/${args[1]!.replace(/^\//, "")}`;
    const body = options.body === undefined
      ? undefined
      : await readJson(machine, "send a request", options.body);
    if (
      method !== "GET" && !await proceed({ does: `send ${method} ${path}` })
    ) {
      return;
    }
    const answer = await (await client()).request(method, path, {
      query: queryOf(options.query),
      ...(body !== undefined && { body }),
    }, { signal });
    if (answer !== undefined) await output.raw(toJson(answer));
  },
});

function queryOf(parameters: readonly string[]): Record<string, string> {
  return Object.fromEntries(parameters.map((parameter) => {
    const at = parameter.indexOf("=");
    if (at > 0) return [parameter.slice(0, at), parameter.slice(at + 1)];
    throw new UsageError(
      `Cannot send a request as '--query' must be NAME=VALUE: current value is ${
        JSON.stringify(parameter)
      }`,
    );
  }));
}
