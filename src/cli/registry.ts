/** Every command by name, with the module that has it. Modules load when they run. */
import type { Command } from "./command.ts";

/** An entry of the list of commands. */
export interface Entry {
  /** Line for the list of commands. */
  summary: string;
  /** Loads the command. */
  load(): Promise<Command>;
}

const pools = () => import("./commands/pool.ts");
const projects = () => import("./commands/project.ts");

/** Commands in the order of the help. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  "status": {
    summary: "Show the account, its balance and the server",
    load: async () => (await import("./commands/status.ts")).status,
  },
  "login": {
    summary: "Store a token under a profile",
    load: async () => (await import("./commands/login.ts")).login,
  },
  "logout": {
    summary: "Delete a stored token",
    load: async () => (await import("./commands/login.ts")).logout,
  },
  "pool list": {
    summary: "List pools",
    load: async () => (await pools()).list,
  },
  "pool get": {
    summary: "Show a pool",
    load: async () => (await pools()).get,
  },
  "pool open": {
    summary: "Open a pool: Tolokers get its tasks, and are paid",
    load: async () => (await pools()).open,
  },
  "pool close": {
    summary: "Close a pool: no more tasks are given out",
    load: async () => (await pools()).close,
  },
  "pool archive": {
    summary: "Archive a pool for good",
    load: async () => (await pools()).archive,
  },
  "pool clone": {
    summary: "Copy a pool without its tasks",
    load: async () => (await pools()).clone,
  },
  "project list": {
    summary: "List projects",
    load: async () => (await projects()).list,
  },
  "project get": {
    summary: "Show a project",
    load: async () => (await projects()).get,
  },
  "project archive": {
    summary: "Archive a project for good",
    load: async () => (await projects()).archive,
  },
  "operation wait": {
    summary: "Wait until an operation has ended",
    load: async () => (await import("./commands/operation.ts")).wait,
  },
  "api": {
    summary: "Send any request to the API",
    load: async () => (await import("./commands/api.ts")).api,
  },
};
