/** Operations: what the requester sees of them. */

import {
  conflict,
  doesNotExist,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { DAY, parseTime } from "../engine/time.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  ok,
  page,
  type Route,
  route,
} from "../server/router.ts";
import type { OperationRecord } from "../world/records.ts";
import type { World } from "../world/world.ts";

/** Time for which logs are kept. */
const LOG_TIME = 30 * DAY;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Refuses an `operation_id` that is no UUID or was used before. */
export function checkOperationId(world: World, id: string | null): void {
  if (id === null) return;
  if (!UUID.test(id)) {
    throw validationError({ operation_id: fieldError("UUID_EXPECTED") });
  }
  if (world.operations.has(id)) {
    throw conflict(
      "OPERATION_ALREADY_EXISTS",
      `There is an operation with this id: ${id}`,
      { operation_id: id },
    );
  }
}

const LIST: ListRules = {
  default: 50,
  max: 500,
  sort: ["id", "submitted", "finished"],
  ranges: { id: "id", submitted: "time", finished: "time" },
  equal: ["type", "status"],
};

function find(context: Context): OperationRecord {
  const id = context.params.id!;
  const operation = context.world.operations.get(id);
  if (operation === undefined) throw doesNotExist("operation", id);
  return operation;
}

function log(context: Context): unknown {
  const { view, log } = find(context);
  if (context.hides?.(view)) throw doesNotExist("operation", view.id);
  const finished = parseTime(view.finished);
  if (finished !== undefined && finished + LOG_TIME < context.world.clock.now) {
    throw conflict(
      "OPERATION_LOGS_ARCHIVED",
      "The log of the operation is no longer kept",
    );
  }
  return log ?? [];
}

/** Endpoints of operations. */
export const operationRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/operations`,
    (context) => page(context.world.operations.values(), context, LIST),
  ),
  route("GET", `${API}/operations/:id`, (context) => ok(find(context).view)),
  route("GET", `${API}/operations/:id/log`, (context) => ok(log(context))),
];
