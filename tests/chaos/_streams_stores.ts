/** Opens the stores of the campaign by a text, which can be told to other processes. */
import {
  denoKvStore,
  postgresStore,
  redisStore,
  sqliteStore,
  type Store,
} from "../../src/store/mod.ts";
import { postgresPool } from "../store/_engines.ts";

/** Opens `"sqlite:PATH"`, `"kv:PATH"`, `"redis://..."` or `"postgres://..."`. */
export async function openStore(place: string): Promise<Store> {
  const [engine, path] = place.split(/:(.*)/s) as [string, string];
  switch (engine) {
    case "sqlite":
      return await sqliteStore(path, { durability: "NORMAL" });
    case "kv":
      return await denoKvStore(path);
    case "redis":
      return await redisStore(place);
    default: {
      const pool = await postgresPool(place);
      const store = await postgresStore(pool);
      return {
        get: (key) => store.get(key),
        list: (prefix, options) => store.list(prefix, options),
        commit: (commit) => store.commit(commit),
        close: () => pool.end(),
      };
    }
  }
}
