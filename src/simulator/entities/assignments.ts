/** Assignments: what Tolokers took and answered. */

import type { AssignmentPatch } from "../../types/assignments.ts";
import {
  doesNotExist,
  inappropriateStatus,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import { checkBody, type RulesFor } from "../checks/validation.ts";
import { accept, reject, REVIEWS } from "../issuing/assigning.ts";
import { requireStatus } from "../issuing/pool_life.ts";
import type { ListRules } from "../server/listing.ts";
import {
  API,
  type Context,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import type { AssignmentRecord } from "../world/records.ts";
import { assignmentsTsv } from "./assignments_tsv.ts";

const PATCH: RulesFor<AssignmentPatch> = {
  status: { type: "string", values: ["ACCEPTED", "REJECTED"] },
  public_comment: { type: "string", max: 2_048 },
};

const LIST: ListRules = {
  default: 50,
  max: 100_000,
  sort: [
    "id",
    "created",
    "submitted",
    "skipped",
    "expired",
    "accepted",
    "rejected",
  ],
  ranges: {
    id: "id",
    created: "time",
    submitted: "time",
    skipped: "time",
    expired: "time",
    accepted: "time",
    rejected: "time",
  },
  equal: ["user_id", "pool_id", "task_suite_id"],
  oneOf: ["status"],
};

function findAssignment({ world, params }: Context): AssignmentRecord {
  const assignment = world.assignments.get(params.id!);
  if (assignment === undefined) throw doesNotExist("assignment", params.id!);
  return assignment;
}

function listAssignments(context: Context): Reply {
  const { world, query } = context;
  const [task, suite, pool] = ["task_id", "task_suite_id", "pool_id"]
    .map((name) => query.get(name));
  let assignments: AssignmentRecord[] | undefined;
  if (task != null) {
    assignments = world.tasks.get(task)?.assignments;
  } else if (suite != null) {
    assignments = world.suites.get(suite)?.assignments;
  } else if (pool != null) {
    assignments = world.pools.get(pool)?.assignments;
  } else {
    throw validationError({ pool_id: fieldError("VALUE_REQUIRED") });
  }
  return page(assignments ?? [], context, LIST, true);
}

function patchAssignment(context: Context): Reply {
  const { world } = context;
  const assignment = findAssignment(context);
  const { status, public_comment } = checkBody<AssignmentPatch>(
    context.body,
    PATCH,
  );
  requireStatus(assignment.pool, ["OPEN", "CLOSED"]);
  if (status != null) {
    if (!REVIEWS[assignment.status].includes(status)) {
      const appropriate = Object.entries(REVIEWS)
        .filter(([, to]) => to.includes(status))
        .map(([from]) => from);
      throw inappropriateStatus(appropriate);
    }
    if (status === "ACCEPTED") accept(world, assignment);
    else reject(world, assignment);
  }
  if (public_comment != null) assignment.add({ comment: public_comment });
  return ok(assignment);
}

/** Endpoints of assignments. */
export const assignmentRoutes: readonly Route[] = [
  route("GET", `${API}/assignments`, listAssignments),
  route(
    "GET",
    `${API}/assignments/:id`,
    (context) => ok(findAssignment(context)),
  ),
  route("PATCH", `${API}/assignments/:id`, patchAssignment, PATCH),
  route(
    "GET",
    "/api/new/requester/pools/:id/assignments.tsv",
    assignmentsTsv,
  ),
];
