import type { InputOf, OutputOf, ProjectSpec } from "./define_project.ts";
import type { ClientOptions, RequestOptions } from "./options.ts";
import { AggregatedSolutions } from "./resources/aggregated_solutions.ts";
import { Analytics } from "./resources/analytics.ts";
import { AppBatches } from "./resources/app_batches.ts";
import { AppItems } from "./resources/app_items.ts";
import { AppProjects } from "./resources/app_projects.ts";
import { Apps } from "./resources/apps.ts";
import { Assignments } from "./resources/assignments.ts";
import { Attachments } from "./resources/attachments.ts";
import { MessageThreads } from "./resources/message_threads.ts";
import { Operations } from "./resources/operations.ts";
import { Pools } from "./resources/pools.ts";
import { Projects } from "./resources/projects.ts";
import { RequesterResource } from "./resources/requester.ts";
import { Skills } from "./resources/skills.ts";
import { TaskSuites } from "./resources/task_suites.ts";
import { Tasks } from "./resources/tasks.ts";
import { Trainings } from "./resources/trainings.ts";
import { UserBonuses } from "./resources/user_bonuses.ts";
import { UserRestrictions } from "./resources/user_restrictions.ts";
import { UserSkills } from "./resources/user_skills.ts";
import { Users } from "./resources/users.ts";
import { WebhookSubscriptions } from "./resources/webhook_subscriptions.ts";
import { optionsFromEnv, settingsOf } from "./settings.ts";
import {
  type Method,
  type RequestParts,
  Transport,
} from "./transport/transport.ts";

/**
 * The resources that carry a project's own data: `toloka.project(project)`.
 *
 * @typeParam Input Values that Tolokers see.
 * @typeParam Output Values that Tolokers give.
 */
export interface ProjectScope<Input, Output> {
  /** Tasks, of which the server builds task suites. */
  readonly tasks: Tasks<Input, Output>;
  /** Pages of tasks that a Toloker takes as one. */
  readonly taskSuites: TaskSuites<Input, Output>;
  /** Answers of Tolokers: read, accept, reject. */
  readonly assignments: Assignments<Input, Output>;
  /** One answer to each task, with the fields that were aggregated. */
  readonly aggregatedSolutions: AggregatedSolutions<Partial<Output>>;
}

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
 * const toloka = new TolokaClient({
 *   token: "your-token",
 *   environment: "PRODUCTION",
 * });
 * const requester = await toloka.requester.get();
 * console.log(`Balance: ${requester.balance}`);
 * ```
 */
export class TolokaClient {
  readonly #transport: Transport;
  /** One answer to each task, made of the answers of many Tolokers. */
  readonly aggregatedSolutions: AggregatedSolutions;
  /** Figures about pools. */
  readonly analytics: Analytics;
  /** Items of an app project that are run together. */
  readonly appBatches: AppBatches;
  /** Single pieces of work of an app project. */
  readonly appItems: AppItems;
  /** Apps with parameters of yours. */
  readonly appProjects: AppProjects;
  /** Ready-made solutions with a price for each item. */
  readonly apps: Apps;
  /** Answers of Tolokers: read, accept, reject. */
  readonly assignments: Assignments;
  /** Files that Tolokers upload with their answers. */
  readonly attachments: Attachments;
  /** Conversations with Tolokers. */
  readonly messageThreads: MessageThreads;
  /** Work that the server does in the background. */
  readonly operations: Operations;
  /** Sets of paid tasks with one price and one audience. */
  readonly pools: Pools;
  /** Projects: instructions, interface and data of tasks. */
  readonly projects: Projects;
  /** The account: its name and its balance. */
  readonly requester: RequesterResource;
  /** Skills that can be given to Tolokers. */
  readonly skills: Skills;
  /** Pages of tasks that a Toloker takes as one. */
  readonly taskSuites: TaskSuites;
  /** Tasks, of which the server builds task suites. */
  readonly tasks: Tasks;
  /** Unpaid pools that teach Tolokers a project. */
  readonly trainings: Trainings;
  /** Money for Tolokers on top of rewards. */
  readonly userBonuses: UserBonuses;
  /** Tolokers whom a pool, a project or all projects are closed to. */
  readonly userRestrictions: UserRestrictions;
  /** Values of skills, each of one skill and one Toloker. */
  readonly userSkills: UserSkills;
  /** Facts about Tolokers that a requester may know. */
  readonly users: Users;
  /** Addresses of yours that the server tells about events. */
  readonly webhookSubscriptions: WebhookSubscriptions;

  /**
   * Checks the options and creates a client.
   *
   * @param options Token, server, and how requests are made.
   * @throws {TypeError} If an option is missing or of the wrong kind, if both or
   *   neither of `environment` and `url` are given, or if the runtime cannot
   *   check certificates as `verify` asks.
   * @throws {RangeError} If a number is out of its bounds.
   */
  constructor(options: ClientOptions) {
    const settings = settingsOf(options);
    const transport = new Transport(settings);
    this.#transport = transport;
    this.aggregatedSolutions = new AggregatedSolutions(transport);
    this.analytics = new Analytics(transport);
    this.appBatches = new AppBatches(transport);
    this.appItems = new AppItems(transport);
    this.appProjects = new AppProjects(transport);
    this.apps = new Apps(transport);
    this.assignments = new Assignments(transport);
    this.attachments = new Attachments(transport);
    this.messageThreads = new MessageThreads(transport);
    this.operations = new Operations(transport);
    this.pools = new Pools(transport);
    this.projects = new Projects(transport);
    this.requester = new RequesterResource(transport);
    this.skills = new Skills(transport);
    this.taskSuites = new TaskSuites(transport);
    this.tasks = new Tasks(transport);
    this.trainings = new Trainings(transport);
    this.userBonuses = new UserBonuses(transport, settings.bonus);
    this.userRestrictions = new UserRestrictions(transport);
    this.userSkills = new UserSkills(transport);
    this.users = new Users(transport);
    this.webhookSubscriptions = new WebhookSubscriptions(transport);
  }

  /**
   * Creates a client with the token in the environment variable `TOLOKA_TOKEN`,
   * for the server in `TOLOKA_URL` or `TOLOKA_ENVIRONMENT`. Nothing else reads a
   * token from the environment. On Deno, the program needs
   * `--allow-env=TOLOKA_TOKEN`, or asks; the other two are read if the program may.
   *
   * @param options Options that win over the environment.
   * @returns The client; for `"PRODUCTION"` if nothing names a server.
   * @throws {TypeError} If there is no token, or an option or variable is not valid.
   *
   * @example Usage
   * ```ts ignore
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = TolokaClient.fromEnv();
   * console.log((await toloka.requester.get()).balance);
   * ```
   */
  static fromEnv(options: Partial<ClientOptions> = {}): TolokaClient {
    return new TolokaClient(optionsFromEnv(options));
  }

  /**
   * Types tasks and answers by their project, with nothing to annotate: what
   * the project's fields do not allow does not compile, and answers come with
   * their own fields. It is the same client, seen through other types; nothing
   * is sent, and nothing is checked at run time.
   *
   * @typeParam Project Type of the project, worked out by itself.
   * @param _project The project as `defineProject` gives it, or anything else
   *   with its `task_spec` written as a literal. One that was read from the
   *   server does as well, and leaves tasks and answers untyped.
   * @returns The resources that carry the project's data.
   *
   * @example Usage
   * ```ts
   * import { defineProject, TolokaClient } from "@toloka/client";
   *
   * const project = defineProject({
   *   public_name: "Cat or dog",
   *   assignments_issuing_type: "AUTOMATED",
   *   task_spec: {
   *     input_spec: { image: { type: "url" } },
   *     output_spec: {
   *       animal: { type: "string", allowed_values: ["cat", "dog"] },
   *     },
   *     view_spec: { type: "classic", markup: "{{img src=image}}" },
   *   },
   * });
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const { tasks, assignments } = toloka.project(project);
   *
   * await tasks.createMany([
   *   {
   *     pool_id: "12345",
   *     input_values: { image: "https://example.com/1.png" },
   *   },
   * ], { allowDefaults: true });
   *
   * for await (const { solutions } of assignments.list({ pool_id: "12345" })) {
   *   const animals = solutions?.map(({ output_values }) =>
   *     output_values.animal
   *   );
   *   console.log(animals);
   * }
   * ```
   */
  project<const Project extends ProjectSpec>(
    _project: Project,
  ): ProjectScope<InputOf<Project>, OutputOf<Project>> {
    return this as unknown as ProjectScope<
      InputOf<Project>,
      OutputOf<Project>
    >;
  }

  /**
   * Sends a request to an endpoint that has no method here, with the client's
   * authorization, time limits and retries.
   *
   * @typeParam T Type of the answer's JSON; it is not checked.
   * @param method HTTP method.
   * @param path Path from the root of the server, such as `"/api/v1/pools"`.
   * @param parts Query, body, and whether a `POST` may be repeated.
   * @param options Options of this request.
   * @returns The answer's JSON, or `undefined` for an empty body.
   * @throws {TypeError} If the path does not start with a slash, or holds a query,
   *   or if a value cannot be sent as JSON.
   *
   * @example Usage
   * ```ts
   * import { TolokaClient } from "@toloka/client";
   *
   * const toloka = new TolokaClient({
   *   token: "your-token",
   *   environment: "PRODUCTION",
   * });
   * const page = await toloka.request<{ items: unknown[] }>(
   *   "GET",
   *   "/api/v1/pools",
   *   {
   *     query: { status: "OPEN", limit: 10 },
   *   },
   * );
   * console.log(page.items.length);
   * ```
   */
  async request<T = unknown>(
    method: Method,
    path: string,
    parts: RequestParts = {},
    options: RequestOptions = {},
  ): Promise<T> {
    return await this.#transport.request<T>(method, path, parts, options);
  }

  /**
   * Lets go of the connections that belong to this client alone: of a client
   * with `verify`, and on Node of one that waits for more than five minutes.
   * Call it when you are done, or declare the client with `await using`. Later requests
   * are refused.
   *
   * @returns When the connections are closed.
   */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /** Calls {@linkcode TolokaClient.close}; this is what `await using` does. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
