/** Runs command lines against a simulator, with a machine in memory. */
import type { Machine } from "../../src/cli/machine.ts";
import { run } from "../../src/cli/run.ts";
import { Simulator, type SimulatorOptions } from "../../src/simulator/mod.ts";
import { memoryStore, type Store } from "../../src/store/mod.ts";

/** What a command line did. */
export interface Outcome {
  /** Exit code. */
  code: number;
  /** Standard output. */
  out: string;
  /** Standard error. */
  err: string;
}

/** A terminal with a simulated Toloka behind it. */
export class Terminal {
  /** The simulator. */
  readonly simulator: Simulator;
  /** Files by path. */
  readonly files = new Map<string, string>();
  /** Modes that files were written with. */
  readonly modes = new Map<string, number | undefined>();
  /** Environment variables. */
  readonly env: Record<string, string> = {
    TOLOKA_TOKEN: "any",
    TOLOKA_URL: "http://localhost:1",
  };
  /** Questions that were asked, and the answers to give. */
  readonly questions: string[] = [];
  /** Answers to questions, in order. */
  answers: string[] = [];
  /** Whether a person sits there. */
  interactive = false;
  /** Interrupts the running command. */
  interrupt: () => void = () => {};
  /** Durable stores by path. */
  readonly stores = new Map<string, Store>();
  /** Called when a command waits, with milliseconds; lets the simulation go on by default. */
  delay: (milliseconds: number) => Promise<void> = (milliseconds) =>
    this.simulator.advance(milliseconds);
  /** Called with each text that a command prints, on either stream. */
  onPrint: (text: string) => void = () => {};
  /** Replaces the simulator's own `fetch`. */
  fetch: typeof fetch;

  constructor(options: SimulatorOptions = { seed: 1 }) {
    this.simulator = new Simulator(options);
    this.env.TOLOKA_URL = this.simulator.url;
    this.fetch = this.simulator.fetch;
  }

  /** Runs `toloka` with arguments, given as a line or a list. */
  async run(line: string | readonly string[]): Promise<Outcome> {
    const outcome: Outcome = { code: -1, out: "", err: "" };
    outcome.code = await run(this.#machine(line, outcome));
    return outcome;
  }

  /** Runs a command that must succeed, and parses its JSON lines. */
  // deno-lint-ignore no-explicit-any
  async json(line: string): Promise<any[]> {
    const { code, out, err } = await this.run(`${line} --json`);
    if (code !== 0) throw new Error(`toloka ${line}: exit ${code}: ${err}`);
    return out.split("\n").filter(Boolean).map((text) => JSON.parse(text));
  }

  #machine(line: string | readonly string[], outcome: Outcome): Machine {
    const answer = (question: string) => {
      this.questions.push(question);
      return Promise.resolve(this.answers.shift());
    };
    const { files, modes } = this;
    return {
      args: typeof line === "string" ? line.split(" ") : line,
      env: (name) => this.env[name],
      configFolder: "/home/config",
      outputIsTerminal: this.interactive,
      errorIsTerminal: this.interactive,
      inputIsTerminal: this.interactive,
      columns: 80,
      fetch: this.fetch,
      write: (text) => {
        outcome.out += text;
        this.onPrint(text);
        return Promise.resolve();
      },
      writeError: (text) => {
        outcome.err += text;
        this.onPrint(text);
      },
      ask: answer,
      askSecret: answer,
      readFile: (path) => Promise.resolve(files.get(path)),
      openFile(path) {
        const text = files.get(path);
        if (text !== undefined) {
          return Promise.resolve(
            ReadableStream.from([new TextEncoder().encode(text)]),
          );
        }
        const error = new Error(`ENOENT: no such file, open '${path}'`);
        return Promise.reject(Object.assign(error, { code: "ENOENT" }));
      },
      async writeFile(path, content, options) {
        const decoder = new TextDecoder();
        let text = "";
        const chunks = typeof content === "string" ? [content] : content;
        for await (const chunk of chunks) {
          text += typeof chunk === "string"
            ? chunk
            : decoder.decode(chunk, { stream: true });
        }
        files.set(path, text + decoder.decode());
        modes.set(path, options?.mode);
      },
      readFileNow: (path) => files.get(path),
      writeFileNow: (path, text) => void files.set(path, text),
      openStore: (path) => {
        const store = this.stores.get(path) ?? memoryStore();
        this.stores.set(path, store);
        // The next command opens it again.
        return Promise.resolve({
          get: (key) => store.get(key),
          list: (prefix, options) => store.list(prefix, options),
          commit: (commit) => store.commit(commit),
          close: () => Promise.resolve(),
        });
      },
      delay: async (milliseconds, signal) => {
        signal.throwIfAborted();
        await this.delay(milliseconds);
        signal.throwIfAborted();
      },
      removeFile(path) {
        files.delete(path);
        return Promise.resolve();
      },
      makeFolder: () => Promise.resolve(),
      exists: (path) => Promise.resolve(files.has(path)),
      onInterrupt: (callback) => {
        this.interrupt = callback;
        return () => {
          this.interrupt = () => {};
        };
      },
    };
  }
}

/** Creates a project with a pool of three tasks, and gives their ids. */
export async function seedPool(
  terminal: Terminal,
): Promise<{ project: string; pool: string }> {
  const { TolokaClient } = await import("../../src/client.ts");
  const toloka = new TolokaClient({
    token: "any",
    url: terminal.simulator.url,
    fetch: terminal.simulator.fetch,
  });
  const project = await toloka.projects.create({
    public_name: "Cat or dog?",
    public_description: "Say which animal the picture shows",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        animal: { type: "string", allowed_values: ["cat", "dog"] },
      },
      view_spec: { type: "classic", markup: "{{img src=image}}" },
    },
  });
  const pool = await toloka.pools.create({
    project_id: project.id,
    private_name: "Pictures",
    may_contain_adult_content: false,
    will_expire: "2099-01-01T00:00:00",
    reward_per_assignment: 0.02,
    assignment_max_duration_seconds: 600,
    auto_accept_solutions: false,
    defaults: {
      default_overlap_for_new_tasks: 3,
      default_overlap_for_new_task_suites: 3,
    },
    mixer_config: {
      real_tasks_count: 1,
      golden_tasks_count: 0,
      training_tasks_count: 0,
    },
  });
  await toloka.tasks.createMany(
    [1, 2, 3].map((n) => ({
      pool_id: pool.id,
      input_values: { image: `https://example.com/${n}.jpg` },
    })),
    { allowDefaults: true },
  );
  return { project: project.id, pool: pool.id };
}
