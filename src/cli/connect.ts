/** The client that a command line asks for. */
import type { TolokaClient } from "../client.ts";
import {
  type ClientOptions,
  type Environment,
  ENVIRONMENTS,
} from "../options.ts";
import type { COMMON_OPTIONS, OptionValues } from "./command.ts";
import type { Machine } from "./machine.ts";
import { DEFAULT_PROFILE, type Profile, readProfiles } from "./profiles.ts";
import { UsageError } from "./usage_error.ts";

/** Server and token of the requests. */
export interface Connection {
  /** The token. */
  token: string;
  /** Name of the server, or its root. */
  server: { environment: Environment } | { url: string };
  /** Origin of the token, for people. */
  source: string;
}

/**
 * Finds token and server: options first, then the environment, then the profile.
 *
 * @throws {UsageError} If there is no token.
 */
export async function findConnection(
  machine: Machine,
  common: OptionValues<typeof COMMON_OPTIONS>,
): Promise<Connection> {
  const variable = common.profile === undefined
    ? machine.env("TOLOKA_TOKEN")
    : undefined;
  const name = common.profile ?? machine.env("TOLOKA_PROFILE") ??
    DEFAULT_PROFILE;
  const profiles = variable ? {} : await readProfiles(machine);
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  const token = variable || profile?.token;
  if (!token) throw missingToken(name, profiles);
  return {
    token,
    server: serverOf(machine, common, profile),
    source: variable ? "TOLOKA_TOKEN" : `profile ${name}`,
  };
}

/** Root of the server that a command line asks for. */
export async function serverUrl(
  { machine, common }: {
    machine: Machine;
    common: OptionValues<typeof COMMON_OPTIONS>;
  },
): Promise<string> {
  const { server } = await findConnection(machine, common);
  const url = "url" in server
    ? server.url
    : ENVIRONMENTS[server.environment].url;
  // One name for each server, as the state of its jobs is stored under it.
  const { origin, pathname } = URL.parse(url) ?? { origin: url, pathname: "" };
  return origin + pathname.replace(/\/+$/, "");
}

function missingToken(
  name: string,
  profiles: Record<string, Profile>,
): UsageError {
  const others = Object.keys(profiles);
  return new UsageError(
    name === DEFAULT_PROFILE && others.length === 0
      ? "Cannot connect without a token: set TOLOKA_TOKEN, or run 'toloka login'"
      : `Cannot connect as there is no profile "${name}": ${
        others.length === 0
          ? "run 'toloka login'"
          : `there are ${others.join(", ")}`
      }`,
  );
}

/** Finds the server: options first, then the environment, then the profile. */
export function serverOf(
  machine: Machine,
  { environment, url }: OptionValues<typeof COMMON_OPTIONS>,
  profile?: Profile,
): Connection["server"] {
  if (environment !== undefined && url !== undefined) {
    throw new UsageError(
      "Cannot connect with both '--environment' and '--url': give one of them",
    );
  }
  const root = url ??
    (environment === undefined
      ? machine.env("TOLOKA_URL") ?? profile?.url
      : undefined);
  if (root !== undefined) return { url: root };
  const named = environment ?? profile?.environment ?? "PRODUCTION";
  return { environment: named as Environment };
}

/** Creates the client; in a dry run it refuses every request that could change something. */
export async function connect(
  machine: Machine,
  { token, server }: Connection,
  dryRun: boolean,
): Promise<TolokaClient> {
  const { TolokaClient } = await import("../client.ts");
  const options: ClientOptions = { token, ...server };
  if (machine.fetch) options.fetch = machine.fetch;
  if (dryRun) options.onRequest = refuseChanges;
  return new TolokaClient(options);
}

/** Paths of `POST` requests that only read. */
const READING = /check|aggregate-by-task|analytics/;

/** The safety net below the commands' own gates. */
function refuseChanges({ method, path }: { method: string; path: string }) {
  if (method === "GET" || (method === "POST" && READING.test(path))) return;
  throw new UsageError(
    `Cannot send ${method} ${path} in a dry run: nothing was changed`,
  );
}
