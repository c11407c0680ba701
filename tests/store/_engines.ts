/** Starts the engines that are installed, each with its data in a folder of its own. */

/** A server that was started for tests. */
export interface Engine extends AsyncDisposable {
  /** Where it listens. */
  url: string;
}

/** The first of some programs that is there. */
async function programOf(
  paths: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) {
    const { success } = await new Deno.Command(path, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output().catch(() => ({ success: false }));
    if (success) return path;
  }
  return undefined;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

async function listening(port: number): Promise<void> {
  for (let i = 0; i < 300; i++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Nothing listens on port ${port}`);
}

async function started(
  program: string,
  args: readonly string[],
  port: number,
  url: string,
  folder: string,
): Promise<Engine> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdout: "null",
    stderr: "null",
    stdin: "null",
  }).spawn();
  await listening(port);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Starts Redis or Valkey, if one of them is installed. */
export async function startRedis(): Promise<Engine | undefined> {
  const program = await programOf(["redis-server", "valkey-server"]);
  if (!program) return undefined;
  const [port, dir] = [freePort(), await Deno.makeTempDir()];
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir];
  const url = `redis://127.0.0.1:${port}`;
  return await started(program, [...args, "--save", ""], port, url, dir);
}

/** Starts PostgreSQL, if it is installed. */
export async function startPostgres(): Promise<Engine | undefined> {
  const versions = [18, 17, 16, 15, 14];
  const program = await programOf([
    "postgres",
    ...versions.map((v) => `/usr/lib/postgresql/${v}/bin/postgres`),
  ]);
  if (!program) return undefined;
  const [port, folder] = [freePort(), await Deno.makeTempDir()];
  await Deno.chmod(folder, 0o777);
  const data = `${folder}/data`;
  // PostgreSQL does not run as root; setpriv becomes it, so that signals arrive.
  const isRoot = Deno.uid() === 0;
  const as = isRoot
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    : [];
  const [command, ...before] = [...as, program];
  const initdb = program.replace(/postgres$/, "initdb");
  const [init, ...rest] = [...as, initdb];
  const made = await new Deno.Command(init!, {
    args: [...rest, "-D", data, "-U", "toloka", "-A", "trust", "--no-sync"],
    cwd: folder,
  }).output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));
  const url = `postgres://toloka@127.0.0.1:${port}/postgres`;
  return await started(
    command!,
    [...before, "-D", data, "-p", `${port}`, "-k", folder, "-h", "127.0.0.1"],
    port,
    url,
    folder,
  );
}

/** A client of PostgreSQL from npm; nothing that is published needs it. */
export async function postgresPool(url: string): Promise<
  {
    query(
      text: string,
      values?: unknown[],
    ): Promise<{ rows: unknown[] }>;
    end(): Promise<void>;
  }
> {
  // Not a literal, as types are checked without npm.
  const name = ["npm:pg", "8"].join("@");
  const { default: pg } = await import(name);
  return new pg.Pool({ connectionString: url });
}
