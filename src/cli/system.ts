/** The real machine, through Node's built-in modules, which Deno and Bun have too. */
import type { Machine } from "./machine.ts";

/** A stream of Node, as far as it is used here. */
interface NodeStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: () => void): void;
}

/** The parts of Node's modules that are used here. */
interface Modules {
  "node:fs": {
    readFileSync(path: string, encoding: "utf8"): string;
    writeFileSync(path: string, text: string): void;
  };
  "node:fs/promises": {
    readFile(path: string, encoding: "utf8"): Promise<string>;
    open(path: string, flags: string, mode?: number): Promise<FileHandle>;
    rename(from: string, to: string): Promise<void>;
    rm(path: string, options: { force: boolean }): Promise<void>;
    mkdir(
      path: string,
      options: { recursive: boolean; mode?: number | undefined },
    ): Promise<unknown>;
    access(path: string): Promise<void>;
  };
  "node:readline": {
    createInterface(options: object): {
      question(text: string, answer: (line: string) => void): void;
      on(event: "close" | "SIGINT", listener: () => void): void;
      close(): void;
    };
  };
  "node:stream": {
    Readable: {
      toWeb(stream: unknown): ReadableStream<Uint8Array>;
    };
    Writable: new (options: object) => unknown;
  };
}

interface FileHandle {
  write(data: string | Uint8Array): Promise<unknown>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  readableWebStream(): ReadableStream<Uint8Array>;
  createReadStream(): unknown;
  close(): Promise<void>;
}

interface Process {
  argv: string[];
  env: Record<string, string | undefined>;
  pid: number;
  platform: string;
  stdin: NodeStream & AsyncIterable<Uint8Array>;
  stdout: NodeStream;
  stderr: NodeStream;
  on(signal: string, listener: () => void): void;
  off(signal: string, listener: () => void): void;
  exit(code: number): never;
  getBuiltinModule<Name extends keyof Modules>(name: Name): Modules[Name];
}

const SIGNALS = ["SIGINT", "SIGTERM"];

/** Exit code of a program that its user interrupts twice. */
const INTERRUPTED = 130;

/** Returns the machine that the program runs on. */
export function systemMachine(): Machine {
  const { process } = globalThis as unknown as { process: Process };
  const fs = () => process.getBuiltinModule("node:fs/promises");
  const fsNow = () => process.getBuiltinModule("node:fs");
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => {}); // each write rejects by itself
  }
  return {
    args: process.argv.slice(2),
    env: (name) => process.env[name],
    // Read on use: Deno may not let the program see its environment.
    get configFolder() {
      return configFolderOf(process);
    },
    outputIsTerminal: process.stdout.isTTY === true,
    errorIsTerminal: process.stderr.isTTY === true,
    inputIsTerminal: process.stdin.isTTY === true,
    get columns() {
      return process.stdout.columns ?? 80;
    },
    write: (text) => write(process.stdout, text),
    writeError: (text) => void write(process.stderr, text).catch(() => {}),
    ask: (question) => ask(process, question, false),
    askSecret: (question) => ask(process, question, true),
    async readFile(path) {
      if (path === "-") return await readAll(process.stdin);
      return await fs().readFile(path, "utf8").catch(ifMissing);
    },
    async openFile(path) {
      if (path === "-") return ReadableStream.from(process.stdin);
      const file = await fs().open(path, "r").catch(ifMissing);
      if (file === undefined) {
        const error = new Error(
          `Cannot read "${path}" as there is no such file`,
        );
        throw Object.assign(error, { code: "ENOENT" });
      }
      return process.getBuiltinModule("node:stream").Readable
        .toWeb(file.createReadStream());
    },
    writeFile: (path, content, { mode } = {}) =>
      writeWhole(process, path, content, mode),
    readFileNow(path) {
      try {
        return fsNow().readFileSync(path, "utf8");
      } catch (error) {
        return ifMissing(error);
      }
    },
    writeFileNow: (path, text) => fsNow().writeFileSync(path, text),
    removeFile: (path) => fs().rm(path, { force: true }),
    async makeFolder(path, { mode } = {}) {
      await fs().mkdir(path, { recursive: true, mode });
    },
    exists: (path) => fs().access(path).then(() => true, () => false),
    async openStore(path) {
      const { sqliteStore } = await import("../store/sqlite.ts");
      return await sqliteStore(path, { durability: "FULL" });
    },
    async delay(milliseconds, signal) {
      const { delay } = await import("@std/async/delay");
      await delay(milliseconds, { signal });
    },
    onInterrupt(callback) {
      let asked = false;
      const listener = () => {
        // A second signal does not wait for the end of a request.
        if (asked) process.exit(INTERRUPTED);
        asked = true;
        callback();
      };
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
  };
}

/** Writes a file beside its place, then moves it there, so that nobody reads a part of it. */
async function writeWhole(
  process: Process,
  path: string,
  content: string | AsyncIterable<string | Uint8Array>,
  mode: number | undefined,
): Promise<void> {
  const fs = process.getBuiltinModule("node:fs/promises");
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await fs.open(temporary, "w", mode);
  try {
    if (mode !== undefined) await file.chmod(mode);
    const chunks = typeof content === "string" ? [content] : content;
    for await (const chunk of chunks) await file.write(chunk);
    await file.sync();
  } catch (error) {
    await file.close();
    await fs.rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await fs.rename(temporary, path);
}

function configFolderOf({ env, platform }: Process): string {
  const home = env.HOME ?? env.USERPROFILE ?? ".";
  return env.XDG_CONFIG_HOME ||
    (platform === "win32" ? env.APPDATA : undefined) ||
    `${home}/.config`;
}

/** Ends the program with an exit code, after its output was written. */
export function exit(code: number): never {
  const { process } = globalThis as unknown as { process: Process };
  return process.exit(code);
}

function write(stream: NodeStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => error ? reject(error) : resolve());
  });
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of input) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function ifMissing(error: unknown): undefined {
  if ((error as { code?: string }).code === "ENOENT") return undefined;
  throw error;
}

/** Asks on standard error, so that standard output stays data. */
async function ask(
  process: Process,
  question: string,
  secret: boolean,
): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await readAll(stdin)).split("\n")[0];
  const { Writable } = process.getBuiltinModule("node:stream");
  const silent = new Writable({
    write: (_chunk: unknown, _encoding: unknown, done: () => void) => done(),
  });
  const lines = process.getBuiltinModule("node:readline").createInterface({
    input: stdin,
    output: secret ? silent : stderr,
    terminal: true,
  });
  try {
    if (secret) await write(stderr, question);
    return await new Promise<string | undefined>((resolve) => {
      lines.on("close", () => resolve(undefined));
      lines.on("SIGINT", () => process.exit(INTERRUPTED));
      lines.question(secret ? "" : question, resolve);
    });
  } finally {
    lines.close();
    if (secret) await write(stderr, "\n");
  }
}
