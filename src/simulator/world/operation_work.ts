/** Progress of operations after their request was answered. */

import type { OperationType } from "../../types/operations.ts";
import { ApiError } from "../checks/api_error.ts";
import { job } from "./jobs.ts";
import type { LogEntry, OperationRecord } from "./records.ts";
import type { JobHandler, World } from "./world.ts";

/** Milliseconds an operation is PENDING. */
const PENDING_TIME = 100;
/** Milliseconds an operation is RUNNING, unless it has much to do. */
const RUNNING_TIME = 400;
/** Fields of a new operation. */
export interface OperationPlan {
  /** Type, such as `POOL.OPEN`. */
  type: OperationType;
  /** Parameters, as the API returns them. */
  parameters: Record<string, unknown>;
  /** Identifier, if the requester has chosen it. */
  id?: string | undefined;
  /** Milliseconds it runs longer than others. */
  extra?: number;
  /** Log of the work, if it keeps one. */
  log?: LogEntry[];
  /** Input of {@linkcode World.work} for this type, as data. */
  input?: unknown;
}

/** Starts an operation. */
export function startOperation(
  world: World,
  plan: OperationPlan,
): OperationRecord {
  const operation: OperationRecord = {
    view: {
      id: plan.id ?? world.ids.uuid(),
      type: plan.type,
      status: "PENDING",
      submitted: world.time,
      progress: 0,
      parameters: plan.parameters,
    },
    log: plan.log,
    input: plan.input,
  };
  const { id } = operation.view;
  world.operations.set(id, operation);
  const time = RUNNING_TIME + (plan.extra ?? 0);
  world.clock.after(PENDING_TIME, job("RUN_OPERATION", id, String(time)));
  return operation;
}

/** Job: an operation begins and will take `time` milliseconds. */
export const runOperation: JobHandler = (world, id, time) => {
  const { view } = world.operations.get(id!)!;
  view.status = "RUNNING";
  view.started = world.time;
  world.clock.after(Number(time) / 2, job("MOVE_OPERATION", id!));
  world.clock.after(Number(time), job("FINISH_OPERATION", id!));
};

/** Job: an operation is half done. */
export const moveOperation: JobHandler = (world, id) => {
  world.operations.get(id!)!.view.progress = 50;
};

/**
 * Job: an operation does its work. What that gives is the operation's
 * `details`; an {@linkcode ApiError} ends the operation as `FAIL`.
 */
export const finishOperation: JobHandler = (world, id) => {
  const operation = world.operations.get(id!)!;
  const { view } = operation;
  try {
    const details = world.work(operation);
    if (details !== undefined) view.details = details;
    view.status = "SUCCESS";
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    view.details = error.payload ??
      { code: error.code, message: error.message };
    view.status = "FAIL";
  }
  operation.input = undefined;
  view.progress = 100;
  view.finished = world.time;
};
