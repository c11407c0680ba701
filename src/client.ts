import type { ClientOptions, RequestOptions } from "./options.ts";
import { Assignments } from "./resources/assignments.ts";
import { Operations } from "./resources/operations.ts";
import { Pools } from "./resources/pools.ts";
import { Projects } from "./resources/projects.ts";
import { RequesterResource } from "./resources/requester.ts";
import { Skills } from "./resources/skills.ts";
import { TaskSuites } from "./resources/task_suites.ts";
import { Tasks } from "./resources/tasks.ts";
import { Trainings } from "./resources/trainings.ts";
import { settingsOf } from "./settings.ts";
import {
  type Method,
  type RequestParts,
  Transport,
} from "./transport/transport.ts";

/**
 * A client of the Toloka API for one account on one server.
 *
 * Each kind of object has a resource: `toloka.projects`, `toloka.pools`,
 * `toloka.tasks`, and so on. Making a client sends nothing.
 *
 * @example Usage
 * ```ts
 * import { TolokaClient } from "@toloka/client";
 *
 * const toloka = new TolokaClient({ token: "your token", environment: "SANDBOX" });
 * const requester = await toloka.requester.get();
 * console.log(`Balance: ${requester.balance}`);
 * ```
 */
export class TolokaClient {
  readonly #transport: Transport;
  /** Answers of Tolokers: read, accept, reject. */
  readonly assignments: Assignments;
  /** Work that the server does in the background. */
  readonly operations: Operations;
  /** Sets of paid tasks with one price and one audience. */
  readonly pools: Pools;
  /** What Tolokers see and answer: instructions, interface, data. */
  readonly projects: Projects;
  /** The account: its name and its balance. */
  readonly requester: RequesterResource;
  /** Skills that can be given to Tolokers. */
  readonly skills: Skills;
  /** Pages of tasks that a Toloker takes as one. */
  readonly taskSuites: TaskSuites;
  /** Tasks, of which the server makes task suites. */
  readonly tasks: Tasks;
  /** Unpaid pools that teach Tolokers a project. */
  readonly trainings: Trainings;

  /**
   * Checks the options and makes a client.
   *
   * @param options Token, server, and how requests are made.
   * @throws {TypeError} If an option is missing or of the wrong kind, if both or
   *   neither of `environment` and `url` are given, or if the runtime cannot
   *   check certificates as `verify` asks.
   * @throws {RangeError} If a number is out of its bounds.
   */
  constructor(options: ClientOptions) {
    const transport = new Transport(settingsOf(options));
    this.#transport = transport;
    this.assignments = new Assignments(transport);
    this.operations = new Operations(transport);
    this.pools = new Pools(transport);
    this.projects = new Projects(transport);
    this.requester = new RequesterResource(transport);
    this.skills = new Skills(transport);
    this.taskSuites = new TaskSuites(transport);
    this.tasks = new Tasks(transport);
    this.trainings = new Trainings(transport);
  }

  /**
   * Sends a request to an endpoint that has no method here, with the client's
   * authorization, time limits and retries.
   *
   * @typeParam T What the answer's JSON is taken to be; it is not checked.
   * @param method HTTP method.
   * @param path Path from the root of the server, such as `"/api/v1/pools"`.
   * @param parts Query, body, and whether a `POST` may be repeated.
   * @param options Options of this request.
   * @returns The answer's JSON, or `undefined` for an empty body.
   * @throws {TypeError} If the path does not start with a slash.
   *
   * @example Usage
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({ token: "your token", environment: "SANDBOX" });
   * const page = await toloka.request<{ items: unknown[] }>("GET", "/api/v1/pools", {
   *   query: { status: "OPEN", limit: 10 },
   * });
   * console.log(page.items.length);
   * ```
   */
  request<T = unknown>(
    method: Method,
    path: string,
    parts: RequestParts = {},
    options: RequestOptions = {},
  ): Promise<T> {
    return this.#transport.request<T>(method, path, parts, options);
  }
}
