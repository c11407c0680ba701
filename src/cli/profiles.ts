/** Tokens by profile, in a file of the user's configuration folder. */
import { isRecord } from "../checks.ts";
import type { Machine } from "./machine.ts";
import { UsageError } from "./usage_error.ts";

/** Profile that is used without `--profile`. */
export const DEFAULT_PROFILE = "default";

/** Read and write for the owner, nothing for others. */
const OWNER_ONLY = 0o600;
/** The same for a folder. */
const OWNER_ONLY_FOLDER = 0o700;

/** A stored token and the server that it belongs to. */
export interface Profile {
  /** The token. */
  token: string;
  /** Name of the server. */
  environment?: string;
  /** Root of the server, instead of `environment`. */
  url?: string;
}

function folderOf(machine: Pick<Machine, "configFolder">): string {
  return `${machine.configFolder}/toloka`;
}

/** Creates the folder that this program keeps its files in, for its owner only. */
export async function makeOwnFolder(
  machine: Pick<Machine, "configFolder" | "makeFolder">,
): Promise<string> {
  const folder = folderOf(machine);
  await machine.makeFolder(folder, { mode: OWNER_ONLY_FOLDER });
  return folder;
}

function fileOf(machine: Pick<Machine, "configFolder">): string {
  return `${folderOf(machine)}/profiles.json`;
}

/** Reads all profiles. */
export async function readProfiles(
  machine: Machine,
): Promise<Record<string, Profile>> {
  const path = fileOf(machine);
  const text = await machine.readFile(path);
  if (text === undefined) return {};
  try {
    const profiles: unknown = JSON.parse(text);
    if (isRecord(profiles)) return profiles as Record<string, Profile>;
  } catch {
    // The error below says it without the content, which has tokens in it.
  }
  throw new UsageError(
    `Cannot read the stored tokens as "${path}" is not a JSON object: correct or delete it, and log in again`,
  );
}

/** Stores all profiles, readable by their owner only. */
export async function writeProfiles(
  machine: Machine,
  profiles: Record<string, Profile>,
): Promise<string> {
  const path = fileOf(machine);
  await makeOwnFolder(machine);
  const text = `${JSON.stringify(profiles, null, 2)}\n`;
  await machine.writeFile(path, text, { mode: OWNER_ONLY });
  return path;
}
