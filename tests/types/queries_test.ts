/** Queries of lists: each endpoint's own filters, ranges and orders, and no others. */
import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import type * as toloka from "../../mod.ts";
import { TolokaClient } from "../../mod.ts";
import description from "../_openapi.json" with { type: "json" };

type Suffix = "lt" | "lte" | "gt" | "gte";

/** Keys of a type, or of every member of a union. */
type KeysOf<T> = T extends unknown ? keyof T : never;

interface Table<Filter extends string, Range extends string> {
  path: string;
  /** What the endpoint compares with one value. */
  filters: readonly Filter[];
  /** What it compares with bounds. */
  ranges: readonly Range[];
}

const TABLES: Table<string, string>[] = [];

/** Takes a table whose keys are exactly those of a query: compiling it is half of the test. */
function queryOf<Query>() {
  return <const Filter extends string, const Range extends string>(
    table:
      & Table<Filter, Range>
      & (IsExact<KeysOf<Query>, Filter | `${Range}_${Suffix}`> extends true
        ? unknown
        : { mistake: KeysOf<Query> }),
  ) => TABLES.push(table);
}

queryOf<toloka.AggregatedSolutionQuery>()({
  path: "/api/v1/aggregated-solutions/{operationId}",
  filters: [],
  ranges: ["task_id"],
});
queryOf<toloka.AppBatchQuery>()({
  path: "/api/app/v0/app-projects/{app_project_id}/batches",
  filters: ["after_id", "status"],
  ranges: ["id", "name", "created"],
});
queryOf<toloka.AppItemQuery>()({
  path: "/api/app/v0/app-projects/{app_project_id}/items",
  filters: ["after_id", "batch_id", "status"],
  ranges: ["id", "created", "finished"],
});
queryOf<toloka.AppProjectQuery>()({
  path: "/api/app/v0/app-projects",
  filters: [
    "app_id",
    "parent_app_project_id",
    "status",
    "after_id",
    "scope",
    "requester_ids",
  ],
  ranges: ["id", "name", "created"],
});
queryOf<toloka.AppQuery>()({
  path: "/api/app/v0/apps",
  filters: ["after_id", "lang"],
  ranges: ["id"],
});
queryOf<toloka.AssignmentQuery>()({
  path: "/api/v1/assignments",
  filters: ["pool_id", "status", "task_id", "task_suite_id", "user_id"],
  ranges: [
    "id",
    "created",
    "submitted",
    "accepted",
    "rejected",
    "skipped",
    "expired",
  ],
});
queryOf<toloka.AttachmentQuery>()({
  path: "/api/v1/attachments",
  filters: [
    "assignment_id",
    "name",
    "owner_company_id",
    "owner_id",
    "pool_id",
    "type",
    "user_id",
  ],
  ranges: ["id", "created"],
});
queryOf<toloka.MessageThreadQuery>()({
  path: "/api/v1/message-threads",
  filters: ["folder", "folder_ne"],
  ranges: ["id", "created"],
});
queryOf<toloka.OperationQuery>()({
  path: "/api/v1/operations",
  filters: ["status", "type"],
  ranges: ["id", "submitted", "finished"],
});
queryOf<toloka.PoolQuery>()({
  path: "/api/v1/pools",
  filters: ["project_id", "status"],
  ranges: ["id", "created", "last_started"],
});
queryOf<toloka.ProjectQuery>()({
  path: "/api/v1/projects",
  filters: ["owner", "status"],
  ranges: ["id", "created"],
});
queryOf<toloka.SkillQuery>()({
  path: "/api/v1/skills",
  filters: ["global", "name"],
  ranges: ["id", "created", "modified"],
});
queryOf<toloka.TaskQuery>()({
  path: "/api/v1/tasks",
  filters: ["overlap", "pool_id"],
  ranges: ["id", "created", "overlap"],
});
queryOf<toloka.TaskSuiteQuery>()({
  path: "/api/v1/task-suites",
  filters: ["overlap", "pool_id", "task_id"],
  ranges: ["id", "created", "overlap"],
});
queryOf<toloka.TrainingQuery>()({
  path: "/api/v1/trainings",
  filters: ["project_id", "status"],
  ranges: ["id", "created", "last_started"],
});
queryOf<toloka.UserBonusQuery>()({
  path: "/api/v1/user-bonuses",
  filters: ["assignment_id", "private_comment", "user_id"],
  ranges: ["id", "created"],
});
queryOf<toloka.UserRestrictionQuery>()({
  path: "/api/v1/user-restrictions",
  filters: ["pool_id", "project_id", "scope", "user_id"],
  ranges: ["id", "created"],
});
queryOf<toloka.UserSkillQuery>()({
  path: "/api/v1/user-skills",
  filters: ["skill_id", "user_id"],
  ranges: ["id", "created", "modified"],
});
queryOf<toloka.WebhookSubscriptionQuery>()({
  path: "/api/v1/webhook-subscriptions",
  filters: ["event_type", "pool_id"],
  ranges: ["id", "created"],
});

/** Filters of toloka-kit that the description does not list. */
const UNDESCRIBED: Record<string, string[]> = {
  "/api/v1/attachments": ["owner_company_id", "owner_id"],
  "/api/v1/user-bonuses": ["private_comment"],
};

for (const { path, filters, ranges } of TABLES) {
  Deno.test(`the query of GET ${path} has what the description has`, () => {
    const { query } = description.operations[
      `GET ${path}` as "GET /api/v1/pools"
    ];
    const bounds = ranges.flatMap((range) =>
      ["lt", "lte", "gt", "gte"].map((suffix) => `${range}_${suffix}`)
    );
    assertEquals(
      new Set([...filters, ...bounds, "sort", "limit"]),
      new Set([
        ...Object.keys(query.properties),
        ...UNDESCRIBED[path] ?? [],
      ]),
    );
  });
}

Deno.test("sort fields are those of the endpoint", () => {
  assertType<IsExact<toloka.AggregatedSolutionSortField, "task_id">>(true);
  assertType<
    IsExact<toloka.AppBatchSortField, "id" | "name" | "created" | "status">
  >(true);
  assertType<
    IsExact<toloka.AppItemSortField, "id" | "created" | "finished" | "status">
  >(true);
  assertType<IsExact<toloka.AppProjectSortField, "id" | "name" | "created">>(
    true,
  );
  assertType<IsExact<toloka.AppSortField, "id">>(true);
  assertType<
    IsExact<
      toloka.AssignmentSortField,
      | "id"
      | "created"
      | "submitted"
      | "accepted"
      | "rejected"
      | "skipped"
      | "expired"
    >
  >(true);
  assertType<IsExact<toloka.AttachmentSortField, "id" | "created">>(true);
  assertType<IsExact<toloka.MessageThreadSortField, "id" | "created">>(true);
  assertType<
    IsExact<toloka.OperationSortField, "id" | "submitted" | "finished">
  >(true);
  assertType<IsExact<toloka.PoolSortField, "id" | "created" | "last_started">>(
    true,
  );
  assertType<
    IsExact<
      toloka.ProjectSortField,
      "id" | "created" | "public_name" | "private_comment"
    >
  >(true);
  assertType<IsExact<toloka.SkillSortField, "id" | "created">>(true);
  assertType<IsExact<toloka.TaskSortField, "id" | "created">>(true);
  assertType<IsExact<toloka.TaskSuiteSortField, "id" | "created">>(true);
  assertType<
    IsExact<toloka.TrainingSortField, "id" | "created" | "last_started">
  >(true);
  assertType<IsExact<toloka.UserBonusSortField, "id" | "created">>(true);
  assertType<IsExact<toloka.UserRestrictionSortField, "id" | "created">>(true);
  assertType<IsExact<toloka.UserSkillSortField, "id" | "created" | "modified">>(
    true,
  );
  assertType<
    IsExact<toloka.WebhookSubscriptionSortField, "id" | "created">
  >(true);
});

Deno.test("find() and list() refuse what their endpoint lacks", () => {
  const client = new TolokaClient({ token: "token", environment: "SANDBOX" });
  // Nothing is called: that it compiles, mistakes and all, is the test.
  const calls = [
    () =>
      client.assignments.find({
        pool_id: "1",
        status: ["SUBMITTED", "ACCEPTED"],
        created_gte: new Date(0),
        sort: ["-created", "id"],
        limit: 10,
      }),
    // @ts-expect-error assignments do not finish
    () => client.assignments.find({ pool_id: "1", finished_gt: new Date(0) }),
    // @ts-expect-error assignments are not sorted by their Toloker
    () => client.assignments.find({ pool_id: "1", sort: "user_id" }),
    // @ts-expect-error pages follow the id
    () => client.assignments.list({ pool_id: "1", sort: "-created" }),
    // @ts-expect-error the size of pages is an option
    () => client.assignments.list({ pool_id: "1", limit: 10 }),
    // @ts-expect-error tasks have no status
    () => client.tasks.list({ pool_id: "1", status: "OPEN" }),
    // @ts-expect-error task suites have no Toloker
    () => client.taskSuites.list({ pool_id: "1", user_id: "1" }),
    // @ts-expect-error attachments are not reviewed
    () => client.attachments.list({ pool_id: "1", accepted_gt: "2030-01-01" }),
    // @ts-expect-error the field is the task's id
    () => client.aggregatedSolutions.list("1", { id_gt: "1" }),
    // @ts-expect-error pools are found by project, not by name
    () => client.pools.find({ private_name: "Cats" }),
    // @ts-expect-error projects are not started
    () => client.projects.find({ sort: "last_started" }),
    // @ts-expect-error skills have no owner
    () => client.skills.list({ owner: "1" }),
    // @ts-expect-error there is no such folder
    () => client.messageThreads.list({ folder: ["SPAM"] }),
    // @ts-expect-error restrictions have no skill
    () => client.userRestrictions.list({ skill_id: "1" }),
    // @ts-expect-error operations are not created but submitted
    () => client.operations.list({ created_gt: new Date(0) }),
    // @ts-expect-error apps have no status
    () => client.apps.list({ status: "READY" }),
    // @ts-expect-error items have no name
    () => client.appItems.list("1", { name_gt: "a" }),
  ];
  assertEquals(calls.length, 17);
});
