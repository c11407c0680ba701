/** State that commands keep between runs: a durable store in a file. */
import type { Store } from "../store/store.ts";
import type { Context, OptionSpecs } from "./command.ts";
import { makeOwnFolder } from "./profiles.ts";

/** Option of commands that keep state between runs. */
export const STATE = {
  state: {
    type: "text",
    value: "FILE",
    summary: "File that remembers what was sent; without it, one for all",
  },
} as const satisfies OptionSpecs;

/** Opens the store for as long as it is used. */
export async function withState<T>(
  { machine, options }: Pick<Context<typeof STATE>, "machine" | "options">,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const path = options.state ?? `${await makeOwnFolder(machine)}/jobs.db`;
  const store = await machine.openStore(path);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
