/** The parts of the machine that commands use; a test gives its own. */
import type { Store } from "../store/store.ts";

/** Access to terminal, files, environment and signals. */
export interface Machine {
  /** Arguments after the command's own name. */
  readonly args: readonly string[];
  /** Reads an environment variable. */
  env(name: string): string | undefined;
  /** Folder that a user's configuration belongs to, such as `~/.config`. */
  readonly configFolder: string;
  /** `true` if standard output is a terminal. */
  readonly outputIsTerminal: boolean;
  /** `true` if standard error is a terminal. */
  readonly errorIsTerminal: boolean;
  /** `true` if standard input is a terminal, so that questions can be asked. */
  readonly inputIsTerminal: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Writes to standard output; resolves when the reader can take more. */
  write(text: string): Promise<void>;
  /** Writes to standard error. */
  writeError(text: string): void;
  /** Asks a question and reads one line; `undefined` at the end of the input. */
  ask(question: string): Promise<string | undefined>;
  /** Asks for a secret, which is not shown while it is typed. */
  askSecret(question: string): Promise<string | undefined>;
  /** Reads a whole text file; `undefined` if there is none. `-` is standard input. */
  readFile(path: string): Promise<string | undefined>;
  /** Opens a text file for streaming. `-` is standard input. */
  openFile(path: string): Promise<ReadableStream<Uint8Array>>;
  /** Creates or replaces a file, through a temporary one beside it. */
  writeFile(
    path: string,
    content: string | AsyncIterable<string | Uint8Array>,
    options?: { mode?: number },
  ): Promise<void>;
  /** Reads a text file while nothing else runs; `undefined` if there is none. */
  readFileNow(path: string): string | undefined;
  /** Writes a text file while nothing else runs. */
  writeFileNow(path: string, text: string): void;
  /** Deletes a file; does nothing if there is none. */
  removeFile(path: string): Promise<void>;
  /** Creates a folder and those above it. */
  makeFolder(path: string, options?: { mode?: number }): Promise<void>;
  /** Tells whether a file or folder exists. */
  exists(path: string): Promise<boolean>;
  /** Opens a durable store in a file, which is created if it is missing. */
  openStore(path: string): Promise<Store>;
  /** Waits; rejects with the signal's reason if it aborts. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls back on Ctrl-C or a request to terminate, and returns a function that stops it. */
  onInterrupt(callback: () => void): () => void;
  /** Carries the client's requests; the global one by default. */
  readonly fetch?: typeof fetch;
}
