/** Aggregated solutions: one answer to a task from many. */

import type {
  AggregatedSolutionType,
  AggregatedTask,
} from "../../types/aggregated_solutions.ts";
import type { AggregationField } from "../../types/pools.ts";
import {
  choicesOf,
  type Verdict,
  type Vote,
  weigh,
} from "../aggregation/confidence.ts";
import {
  dawidSkene,
  type Estimate,
  type WorkerAnswer,
} from "../aggregation/dawid_skene.ts";
import {
  conflict,
  doesNotExist,
  type FieldErrors,
  inappropriateStatus,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import type { Values } from "../checks/fields.ts";
import { checkBody, type Rules, throwIfAny } from "../checks/validation.ts";
import { canonical } from "../engine/canonical.ts";
import { answerTo, baselines, qualityOf } from "../issuing/dynamic_overlap.ts";
import { findPage, type ListRules } from "../server/listing.ts";
import {
  accepted,
  API,
  type Context,
  ok,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import type {
  PoolRecord,
  SolutionRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { Work, World } from "../world/world.ts";

const TYPES: readonly AggregatedSolutionType[] = [
  "WEIGHTED_DYNAMIC_OVERLAP",
  "DAWID_SKENE",
];

const BY_POOL: Rules = {
  type: { type: "string", required: true, values: TYPES },
  pool_id: { type: "string", required: true },
  // The description has it in both requests.
  task_id: { type: "string" },
  answer_weight_skill_id: { type: "string" },
  fields: {
    type: "array",
    required: true,
    items: {
      type: "object",
      fields: { name: { type: "string", required: true } },
    },
  },
};

const BY_TASK: Rules = {
  ...BY_POOL,
  task_id: { type: "string", required: true },
};

const LIST: ListRules = {
  default: 50,
  max: 100_000,
  sort: ["id"],
  ranges: { id: "id" },
};

/** Type of the operations that aggregate. */
const OPERATION = "SOLUTION.AGGREGATE";

/** A requested aggregation. */
interface Plan {
  type: AggregatedSolutionType;
  pool: PoolRecord;
  fields: readonly string[];
  skillId: string;
}

interface AggregationInput {
  type: AggregatedSolutionType;
  pool_id: string;
  answer_weight_skill_id?: string;
  fields: AggregationField[];
}

function readPlan(world: World, raw: unknown, rules: Rules): Plan {
  const body = checkBody<AggregationInput>(raw, rules);
  const errors: FieldErrors = {};
  const pool = world.pools.get(body.pool_id);
  if (pool?.kind !== "POOL") {
    errors.pool_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  const { type } = body;
  const skillId = body.answer_weight_skill_id ?? "";
  if (type === "WEIGHTED_DYNAMIC_OVERLAP") {
    if (body.answer_weight_skill_id == null) {
      errors.answer_weight_skill_id = fieldError("VALUE_REQUIRED");
    } else if (!world.skills.has(skillId)) {
      errors.answer_weight_skill_id = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  }
  const named = body.fields.map(({ name }) => name);
  if (type === "DAWID_SKENE" && named.length > 1) {
    errors.fields = fieldError("ARRAY_SIZE_GREATER_THAN_MAX", 1);
  }
  named.forEach((name, index) => {
    if (pool !== undefined && !Object.hasOwn(pool.output, name)) {
      errors[`fields.${index}.name`] = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  });
  throwIfAny(errors);
  const usable = Object.keys(pool!.output).filter((name) =>
    choicesOf(pool!.output[name]!) !== undefined
  );
  const wrong = named.find((name) => !usable.includes(name));
  if (wrong !== undefined || usable.length === 0) {
    throw conflict(
      "UNSUPPORTED_ALGORITHM",
      "Only fields with few different answers can be aggregated",
      { fields: wrong === undefined ? Object.keys(pool!.output) : [wrong] },
    );
  }
  // Without names, every field counts; this model can do with only one.
  const all = type === "DAWID_SKENE" ? usable.slice(0, 1) : usable;
  return {
    type,
    pool: pool!,
    fields: named.length > 0 ? named : all,
    skillId,
  };
}

/** Nobody is at work on it, and nobody is going to be. */
function isComplete({ remaining_overlap, assignments }: TaskRecord): boolean {
  return remaining_overlap === 0 &&
    assignments.every(({ status }) =>
      status !== "ACTIVE" && status !== "SUBMITTED"
    );
}

/** Accepted answers that say something about any of the fields. */
function acceptedAnswers(
  task: TaskRecord,
  fields: readonly string[],
): { toloker: TolokerRecord; values: Values }[] {
  return task.assignments.filter(({ status }) => status === "ACCEPTED")
    .map((assignment) => ({
      toloker: assignment.toloker,
      values: answerTo(task, assignment),
    }))
    .filter(({ values }) => fields.some((name) => values[name] != null));
}

/** The answer to a task by the skill of those who answered, if anybody did. */
function aggregateBySkill(
  task: TaskRecord,
  { fields, skillId }: Plan,
): Verdict | undefined {
  const votes: Vote[] = acceptedAnswers(task, fields).map((
    { toloker, values },
  ) => ({
    values,
    quality: qualityOf(toloker, skillId),
  }));
  return weigh([...votes, ...baselines(task)], task.pool.output, fields);
}

/** Answers to all tasks of the pool, control and training tasks too. */
function aggregateByModel({ pool, fields }: Plan): Map<string, Estimate> {
  const given: WorkerAnswer[] = [];
  for (const task of pool.tasks) {
    for (const { toloker, values } of acceptedAnswers(task, fields)) {
      const label = canonical(values[fields[0]!]);
      given.push({ task: task.id, worker: toloker.id, label });
    }
  }
  return dawidSkene(given);
}

function solution(
  task: TaskRecord,
  confidence: number,
  output_values: Values,
): SolutionRecord {
  const { id, pool_id } = task;
  // The id is what lists are sorted by; answers do not have it.
  return { view: { id, pool_id, task_id: id, confidence, output_values } };
}

function aggregate(
  plan: Plan,
  tasks: readonly TaskRecord[],
): SolutionRecord[] {
  const { fields } = plan;
  const results: SolutionRecord[] = [];
  if (plan.type === "DAWID_SKENE") {
    const verdicts = aggregateByModel(plan);
    for (const task of tasks) {
      const verdict = verdicts.get(task.view.id);
      if (verdict === undefined) continue;
      const output = { [fields[0]!]: JSON.parse(verdict.label) };
      results.push(solution(task, verdict.confidence, output));
    }
    return results;
  }
  for (const task of tasks) {
    const found = aggregateBySkill(task, plan);
    if (found === undefined) continue;
    results.push(solution(task, found.confidence, found.values));
  }
  return results;
}

function shown({ view: { id: _id, ...view } }: SolutionRecord): unknown {
  return view;
}

function byPool({ world, body }: Context): Reply {
  const { pool, ...input } = readPlan(world, body, BY_POOL);
  const operation = startOperation(world, {
    type: OPERATION,
    parameters: { pool_id: pool.view.id },
    input: { ...input, poolId: pool.view.id } satisfies PlanInput,
  });
  return accepted(operation.view);
}

/** Aggregates as the operation was asked to. */
export const aggregateWork: Work<PlanInput> = (world, input, { view }) => {
  const plan = { ...input, pool: world.pools.get(input.poolId)! };
  const { tasks } = plan.pool;
  world.aggregations.set(
    view.id,
    aggregate(
      plan,
      plan.type === "DAWID_SKENE"
        ? tasks
        : tasks.filter((task) => task.kind === "GENERAL" && isComplete(task)),
    ),
  );
};

/** An aggregation as data. */
type PlanInput = Omit<Plan, "pool"> & { poolId: string };

/** The id in a body that was checked. */
function taskIdOf(body: unknown): string {
  return (body as AggregatedTask).task_id;
}

function byTask({ world, body }: Context): Reply {
  const plan = readPlan(world, body, BY_TASK);
  const task = world.tasks.get(taskIdOf(body));
  if (task === undefined || task.pool !== plan.pool) {
    throwIfAny({ task_id: fieldError("ENTITY_DOES_NOT_EXIST") });
  }
  const [result] = aggregate(plan, [task!]);
  if (result === undefined) {
    throw conflict("CONFLICT_STATE", "The task has no accepted answers");
  }
  return ok(shown(result));
}

function list(context: Context): Reply {
  const { world, params, query } = context;
  const id = params.operationId!;
  const operation = world.operations.get(id);
  if (operation?.view.type !== OPERATION) {
    throw doesNotExist("aggregation", id);
  }
  const results = world.aggregations.get(id);
  if (results === undefined) throw inappropriateStatus(["SUCCESS"]);
  const byId = new URLSearchParams();
  for (const [name, value] of query) {
    byId.append(
      name.replace("task_id", "id"),
      name === "sort" ? value.replaceAll("task_id", "id") : value,
    );
  }
  const { records, has_more } = findPage(
    results,
    { ...context, query: byId },
    LIST,
    true,
  );
  return ok({ items: records.map(shown), has_more });
}

/** Endpoints of aggregated solutions. */
export const aggregatedSolutionRoutes: readonly Route[] = [
  route(
    "POST",
    `${API}/aggregated-solutions/aggregate-by-pool`,
    byPool,
    BY_POOL,
  ),
  route(
    "POST",
    `${API}/aggregated-solutions/aggregate-by-task`,
    byTask,
    BY_TASK,
  ),
  route("GET", `${API}/aggregated-solutions/:operationId`, list),
];
