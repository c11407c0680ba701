/** The command that serves the simulator to programs in any language. */

import { parseArgs } from "@std/cli/parse-args";
import type { SimulatorOptions } from "./options.ts";
import type { PopulationOptions } from "./tolokers/population.ts";
import type { SavedSimulator } from "./saving.ts";
import type { Fault } from "./server/faults.ts";
import { formatRequest } from "./server/request_log.ts";
import { type PoolShortage, Simulator } from "./simulator.ts";

/** Help text of the command. */
export const HELP = `Serves a simulated Toloka until it is stopped.

  --port PORT        port; a free one without it
  --hostname NAME    address to listen on; 127.0.0.1 without it
  --seed SEED        source of all chance; 1 without it
  --speed NUMBER     how much faster than real time it runs; 60 without it
  --pace NUMBER      how much faster than people Tolokers answer; 1 without it
  --start TIME       when it begins, UTC; 30 days ago without it, so that all
                     events are in the past for clients that compare times;
                     now with --speed 1
  --balance NUMBER   money in the account; 1000 without it
  --fee NUMBER       fee on rewards and bonuses, such as 0.3; 0 without it
  --accounts IDS     more accounts, for X-Act-Under-Account-ID, as a comma list
  --population FILE  groups of Tolokers, as JSON
  --faults FILE      faults to inject, as a JSON array
  --state FILE       continues from this file if it exists, and writes it at
                     the end, for which Deno needs --allow-write=FILE
  --quotas           answers 429 beyond the documented limits
  --strict           refuses values of a wrong type, which the platform coerces,
                     and fields that it does not know, which it drops
  --log              prints each request
  --help             prints this

The first line it prints is its URL, the base URL for clients; any token will
do. At the end it prints a summary of the requests.

Recipes:

  realistic          --speed 60 --fee 0.3 --quotas
  fast, wall clock   --speed 1 --pace 60
                     clients that ask for what happened "since now" see it
  failing            --faults faults.json with
                     [{"type":"ERROR","status":503,"probability":0.1},
                      {"type":"RESET","probability":0.05}]
  small crowd        --population few.json with {"count":5}
`;

const FLAGS = ["quotas", "strict", "log", "help"] as const;
const TEXTS = [
  "port",
  "hostname",
  "seed",
  "speed",
  "start",
  "pace",
  "balance",
  "fee",
  "accounts",
  "population",
  "faults",
  "state",
] as const;

/** Time before now at which a simulation begins, in milliseconds. */
const AGO = 30 * 24 * 60 * 60 * 1_000;
/** Interval at which a server in real time checks due events, in milliseconds. */
const PERIOD = 50;

/** An error in a command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Parts of the runtime that the command uses. */
export interface Machine {
  /** Reads a file; `undefined` if there is none. */
  readFile(path: string): string | undefined;
  /** Writes a file. */
  writeFile(path: string, text: string): void;
  /** Prints a line. */
  print(line: string): void;
}

/** Parsed command line. */
export interface Command {
  /** `true` if only the help is wanted. */
  help: boolean;
  /** Address to listen on. */
  port: number;
  /** Address to listen on. */
  hostname: string | undefined;
  /** The simulator's options. */
  options: SimulatorOptions;
  /** File the state is kept in. */
  state: string | undefined;
  /** `true` if each request is printed. */
  log: boolean;
}

/**
 * Reads a command line.
 *
 * @throws {UsageError} If it has a mistake.
 */
export function readCommand(
  args: readonly string[],
  machine: Pick<Machine, "readFile">,
): Command {
  const parsed = parseArgs([...args], {
    string: TEXTS,
    boolean: FLAGS,
    unknown: (arg) => {
      throw new UsageError(
        `Cannot start the simulator as there is no such argument: "${arg}"`,
      );
    },
  });
  const read = (name: typeof TEXTS[number]): string | undefined => {
    const value = parsed[name];
    if (value === "") throw wrong(name, "followed by a value", "");
    return value as string | undefined;
  };
  const speed = readNumber(read("speed"), "speed") ?? 60;
  if (!(speed > 0)) throw wrong("speed", "above 0", `${speed}`);
  const pace = readNumber(read("pace"), "pace");
  if (pace !== undefined && !(pace > 0)) {
    throw wrong("pace", "above 0", `${pace}`);
  }
  const port = readNumber(read("port"), "port") ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw wrong("port", "a whole number from 0 to 65535", `${port}`);
  }
  return {
    help: parsed.help === true,
    port,
    hostname: read("hostname"),
    options: {
      seed: read("seed"),
      time: { speed, pace },
      // At the speed of the wall clock, the two clocks agree.
      start: read("start") ??
        (speed === 1 ? undefined : new Date(Date.now() - AGO)),
      balance: readNumber(read("balance"), "balance"),
      fee: readNumber(read("fee"), "fee"),
      accounts: readAccounts(read("accounts")),
      population: readJson(read("population"), machine) as PopulationOptions,
      faults: readJson(read("faults"), machine) as Fault[],
      quotas: parsed.quotas === true,
      strict: parsed.strict === true,
    },
    state: read("state"),
    log: parsed.log === true,
  };
}

/** Accounts with the options of the first. */
function readAccounts(
  text: string | undefined,
): SimulatorOptions["accounts"] {
  if (text === undefined) return undefined;
  return Object.fromEntries(text.split(",").map((id) => [id.trim(), {}]));
}

function readNumber(text: string | undefined, name: string) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw wrong(name, "a number", text);
}

function readJson(
  path: string | undefined,
  machine: Pick<Machine, "readFile">,
): unknown {
  if (path === undefined) return undefined;
  const text = machine.readFile(path);
  if (text === undefined) {
    throw new UsageError(
      `Cannot start the simulator as there is no such file: "${path}"`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `Cannot start the simulator as "${path}" is not JSON: ${
        (cause as Error).message
      }`,
      { cause },
    );
  }
}

function wrong(name: string, wanted: string, value: string): UsageError {
  return new UsageError(
    `Cannot start the simulator as '--${name}' must be ${wanted}: current value is "${value}"`,
  );
}

/** A simulator that is being served. */
export interface Service {
  /** Base URL of the server. */
  readonly url: string;
  /** Ends it, writes its state and prints the summary. */
  stop(): Promise<void>;
}

/**
 * Serves a simulator and prints its URL.
 *
 * @throws {UsageError} If the simulator refuses its options.
 */
export async function startService(
  command: Command,
  machine: Machine,
): Promise<Service> {
  const { port, hostname, state, log } = command;
  const simulator = makeSimulator(command, machine);
  const keep = () => {
    if (state === undefined) return;
    machine.writeFile(state, JSON.stringify(simulator.save()));
  };
  // If it cannot be written, that is better known now than in the end.
  keep();
  const server = await simulator.serve({ port, hostname });
  machine.print(server.url);
  simulator.on((event) => {
    if (event.type === "POOL_SHORT_OF_TOLOKERS") {
      machine.print(describeShortage(event));
    }
  });
  let printed = 0;
  const look = () => {
    // Asking for the time lets happen what is due by now.
    void simulator.now;
    if (!log) return;
    for (const request of simulator.requests) {
      if (request.number <= printed) continue;
      machine.print(formatRequest(request));
      printed = request.number;
    }
  };
  const timer = setInterval(look, PERIOD);
  return {
    url: server.url,
    async stop() {
      clearInterval(timer);
      await server.close();
      look();
      keep();
      for (const line of summarize(simulator)) machine.print(line);
    },
  };
}

function makeSimulator(
  { options, state }: Command,
  machine: Machine,
): Simulator {
  const saved = state === undefined || machine.readFile(state) === undefined
    ? undefined
    : readJson(state, machine) as SavedSimulator;
  try {
    return saved === undefined
      ? new Simulator(options)
      : Simulator.load(saved, options);
  } catch (error) {
    const isMistake = error instanceof RangeError || error instanceof TypeError;
    if (!isMistake) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** Says in a line why nobody is left for a pool. */
function describeShortage({ pool_id, shortage }: PoolShortage): string {
  const { restricted, filtered, untrained, done, gone } = shortage;
  return `Nobody is left for pool ${pool_id}: ${restricted} are restricted, ` +
    `${filtered} do not pass the filter, ${untrained} lack the training, ` +
    `${done} have done their share, ${gone} have left`;
}

/** Writes the summary of all requests as lines. */
function summarize(simulator: Simulator): string[] {
  const { summary, faults } = simulator;
  const total = summary.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    `${total} requests until ${simulator.now.toISOString()} of the simulation`,
  ];
  for (const { endpoint, count, statuses } of summary) {
    const parts = Object.entries(statuses).map(([status, times]) =>
      `${status === "0" ? "no answer" : status}: ${times}`
    );
    lines.push(
      `${String(count).padStart(6)} ${endpoint} (${parts.join(", ")})`,
    );
  }
  lines.push(...simulator.shortages.map(describeShortage));
  const injected = Object.entries(faults).filter(([, count]) => count > 0);
  if (injected.length > 0) {
    const parts = injected.map(([type, count]) => `${type}: ${count}`);
    lines.push(`Faults injected: ${parts.join(", ")}`);
  }
  return lines;
}
