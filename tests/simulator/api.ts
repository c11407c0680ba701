/** A small plain client of the simulator, for its own tests. */

import { assert, assertEquals } from "@std/assert";
import {
  type PopulationOptions,
  Simulator,
  type SimulatorOptions,
} from "../../src/simulator/mod.ts";

// deno-lint-ignore no-explicit-any
export type Json = any;

/** An answer of the simulator. */
export interface Answer {
  status: number;
  body: Json;
}

/** Plain requests to one simulator. */
export class Api {
  readonly simulator: Simulator;

  constructor(options: SimulatorOptions | Simulator = {}) {
    // Time stands still between requests, unless a test wants otherwise.
    this.simulator = options instanceof Simulator
      ? options
      : new Simulator({ tick: 0, strict: true, ...options });
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const full = path.startsWith("/api/") ? path : `/api/v1${path}`;
    const response = await this.simulator.fetch(this.simulator.url + full, {
      method,
      headers: {
        "Authorization": "ApiKey any",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      body: json ? JSON.parse(text) : text,
    };
  }

  async expect(
    status: number,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Json> {
    const answer = await this.send(method, path, body);
    assertEquals(answer.status, status, JSON.stringify(answer.body));
    return answer.body;
  }

  get(path: string): Promise<Json> {
    return this.expect(200, "GET", path);
  }

  post(path: string, body?: unknown): Promise<Json> {
    return this.expect(postStatus(path), "POST", path, body);
  }

  async put(path: string, body: unknown): Promise<Json> {
    const answer = await this.send("PUT", path, body);
    const created = answer.status === 201 && path === "/user-skills";
    if (!created) assertEquals(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  patch(path: string, body: unknown): Promise<Json> {
    return this.expect(200, "PATCH", path, body);
  }

  /** Starts an operation and lets it finish. */
  async run(path: string, body?: unknown): Promise<Json> {
    const { id } = await this.expect(202, "POST", path, body);
    await this.simulator.advance(1_000);
    return await this.get(`/operations/${id}`);
  }

  /** Every item of a list, page by page. */
  async list(path: string): Promise<Json[]> {
    const items: Json[] = [];
    while (true) {
      const last = items.at(-1);
      const cursor = last === undefined ? "" : `&id_gt=${last.id}`;
      const page = await this.get(`${path}&sort=id&limit=100${cursor}`);
      items.push(...page.items);
      if (!page.has_more) return items;
      assert(page.items.length > 0);
    }
  }

  project(more: Json = {}): Promise<Json> {
    return this.post("/projects", { ...PROJECT, ...more });
  }

  /** A pool with smart mixing in a project of its own. */
  async pool(more: Json = {}): Promise<Json> {
    const project = await this.project();
    return await this.post("/pools", {
      ...POOL,
      project_id: project.id,
      ...more,
    });
  }

  /** Creates general tasks, at once. */
  tasks(poolId: string, count: number, more: Json = {}): Promise<Json> {
    const tasks = Array.from({ length: count }, (_, index) => ({
      pool_id: poolId,
      input_values: { image: `https://example.com/${index}.jpg` },
      ...more,
    }));
    return this.post("/tasks?allow_defaults=true", tasks);
  }

  /** Creates control tasks that everybody may get. */
  golden(poolId: string, count: number): Promise<Json> {
    const tasks = Array.from({ length: count }, (_, index) => ({
      pool_id: poolId,
      input_values: { image: `https://example.com/golden${index}.jpg` },
      known_solutions: [{ output_values: { label: "cat" } }],
      infinite_overlap: true,
    }));
    return this.post("/tasks", tasks);
  }

  /** Opens a pool and lets the Tolokers finish it. */
  async finish(poolId: string): Promise<Json> {
    assertEquals((await this.run(`/pools/${poolId}/open`)).status, "SUCCESS");
    assert(await this.simulator.runUntil("idle"));
    return await this.get(`/pools/${poolId}`);
  }
}

/** Tolokers who come soon, work by day and night, and do not rest. */
export const STEADY: PopulationOptions = {
  noticeSeconds: [1, 120],
  hours: [0, 24],
  stamina: 1e6,
};

/** A project with one choice. */
export const PROJECT = {
  public_name: "Cats and dogs",
  public_description: "Tell them apart",
  task_spec: {
    input_spec: { image: { type: "url", required: true, hidden: false } },
    output_spec: {
      label: {
        type: "string",
        required: true,
        hidden: false,
        allowed_values: ["cat", "dog", "bird"],
      },
    },
    view_spec: { type: "tb", config: "{}" },
  },
  assignments_issuing_type: "AUTOMATED",
};

/** A pool with smart mixing; needs a project. */
export const POOL = {
  private_name: "Test",
  may_contain_adult_content: false,
  will_expire: "2030-01-01T00:00:00",
  reward_per_assignment: 0.05,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: {
    default_overlap_for_new_task_suites: 3,
    default_overlap_for_new_tasks: 3,
  },
  mixer_config: {
    real_tasks_count: 5,
    golden_tasks_count: 0,
    training_tasks_count: 0,
  },
};

/** Quality control of one collector with one rule. */
export function control(
  type: string,
  parameters: Json,
  conditions: [key: string, operator: string, value: unknown][],
  action: string,
  actionParameters: Json = {},
): Json {
  return {
    quality_control: {
      configs: [{
        collector_config: { type, parameters },
        rules: [{
          conditions: conditions.map(([key, operator, value]) => ({
            key,
            operator,
            value,
          })),
          action: { type: action, parameters: actionParameters },
        }],
      }],
    },
  };
}

/** The status of a POST that succeeds, as recorded of the platform. */
function postStatus(path: string): number {
  if (/async_mode=true|aggregate-by-pool/.test(path)) return 202;
  const acts =
    /aggregate-by-task|\/(reply|add-to-folders|remove-from-folders|test)$/;
  return acts.test(path) ? 200 : 201;
}
