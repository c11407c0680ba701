import type { AssignmentQuery } from "../../src/types/assignments.ts";
import type { AssignmentPatch } from "../../src/types/assignments.ts";
import type { Filter } from "../../src/types/filters.ts";
import type { MessageThreadCompose } from "../../src/types/message_threads.ts";
import type { PoolInput, PoolQuery } from "../../src/types/pools.ts";
import type { FieldSpec, ProjectInput } from "../../src/types/projects.ts";
import type {
  CollectorConfig,
  QualityControlConfig,
  RuleAction,
} from "../../src/types/quality_control.ts";
import type { SkillInput } from "../../src/types/skills.ts";
import type { TaskInput, TaskQuery } from "../../src/types/tasks.ts";
import type { UserBonusInput } from "../../src/types/user_bonuses.ts";
import type { TaskSuiteQuery } from "../../src/types/task_suites.ts";
import type { TemplateBuilderConfig } from "../../src/types/template_builder.ts";
import type { UserRestrictionInput } from "../../src/types/user_restrictions.ts";
import type { AttachmentQuery } from "../../src/types/attachments.ts";
import type { AnalyticsRequest } from "../../src/types/analytics.ts";
import type * as toloka from "../../mod.ts";
import { assertType, type IsNever } from "@std/testing/types";
import { accept } from "./_accept.ts";

const action: RuleAction = { type: "APPROVE_ALL_ASSIGNMENTS" };
const uuid = "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1";

Deno.test("PoolInput refuses a misspelt field", () => {
  accept<PoolInput>({
    project_id: "1",
    private_name: "Cats",
    will_expire: "2030-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 60,
    defaults: { default_overlap_for_new_task_suites: 3 },
    // @ts-expect-error it is auto_accept_solutions
    auto_accept_solution: true,
  });
});

Deno.test("PoolInput refuses an id", () => {
  accept<PoolInput>({
    // @ts-expect-error the server chooses it
    id: "1",
    project_id: "1",
    private_name: "Cats",
    will_expire: "2030-01-01T00:00:00",
    reward_per_assignment: 0.01,
    assignment_max_duration_seconds: 60,
    defaults: { default_overlap_for_new_task_suites: 3 },
  });
});

/** What the server alone sets, in one object or another. */
type ServerSet =
  | "id"
  | "created"
  | "finished"
  | "last_close_reason"
  | "last_started"
  | "last_stopped"
  | "modified"
  | "owner"
  | "remaining_overlap"
  | "type";

/** Keys that an input takes, of whatever member of its union, that it should not. */
type Wrong<Input> = Input extends unknown ? keyof Input & ServerSet : never;

Deno.test("no input takes what only the server sets", () => {
  assertType<IsNever<Wrong<toloka.AppBatchInput>>>(true);
  assertType<IsNever<Wrong<toloka.AppBatchPatch>>>(true);
  assertType<IsNever<Wrong<toloka.AppItemInput>>>(true);
  assertType<IsNever<Wrong<toloka.AppProjectInput>>>(true);
  assertType<IsNever<Wrong<toloka.AssignmentPatch>>>(true);
  assertType<IsNever<Wrong<toloka.MessageThreadCompose>>>(true);
  assertType<IsNever<Wrong<toloka.PoolInput>>>(true);
  assertType<IsNever<Wrong<toloka.PoolPatch>>>(true);
  assertType<IsNever<Wrong<toloka.ProjectInput>>>(true);
  assertType<IsNever<Wrong<toloka.SkillInput>>>(true);
  assertType<IsNever<Wrong<toloka.TaskInput>>>(true);
  assertType<IsNever<Wrong<toloka.TaskPatch>>>(true);
  assertType<IsNever<Wrong<toloka.TaskSuiteInput>>>(true);
  assertType<IsNever<Wrong<toloka.TaskSuitePatch>>>(true);
  assertType<IsNever<Wrong<toloka.TrainingInput>>>(true);
  assertType<IsNever<Wrong<toloka.UserBonusInput>>>(true);
  assertType<IsNever<Wrong<toloka.UserRestrictionInput>>>(true);
  assertType<IsNever<Wrong<toloka.UserSkillInput>>>(true);
  assertType<IsNever<Wrong<toloka.WebhookSubscriptionInput>>>(true);
});

Deno.test("PoolInput refuses to be without a price", () => {
  // @ts-expect-error reward_per_assignment is required
  accept<PoolInput>({
    project_id: "1",
    private_name: "Cats",
    will_expire: "2030-01-01T00:00:00",
    assignment_max_duration_seconds: 60,
    defaults: { default_overlap_for_new_task_suites: 3 },
  });
});

Deno.test("PoolInput refuses another type of dynamic pricing", () => {
  accept<Pick<PoolInput, "dynamic_pricing_config">>({
    dynamic_pricing_config: {
      // @ts-expect-error the only type is SKILL
      type: "SKILLS",
      skill_id: "1",
      intervals: [{ from: 50, to: 100, reward_per_assignment: 0.02 }],
    },
  });
});

Deno.test("PoolQuery refuses an unknown status", () => {
  // @ts-expect-error statuses are in capitals
  accept<PoolQuery>({ status: "open" });
});

Deno.test("PoolQuery refuses a range over another field", () => {
  accept<PoolQuery>({
    created_gte: new Date(0),
    last_started_lt: "2030-01-01",
  });
  // @ts-expect-error pools know no submission
  accept<PoolQuery>({ submitted_gt: new Date(0) });
});

Deno.test("ProjectInput refuses an unknown issuing type", () => {
  accept<ProjectInput>({
    public_name: "Cats",
    task_spec: {
      input_spec: {},
      output_spec: {},
      view_spec: { type: "classic" },
    },
    // @ts-expect-error it is AUTOMATED or MAP_SELECTOR
    assignments_issuing_type: "AUTO",
  });
});

Deno.test("ProjectInput refuses a view of another type", () => {
  accept<ProjectInput["task_spec"]["view_spec"]>({
    type: "tb",
    config: "{}",
    // @ts-expect-error markup belongs to classic views
    markup: "<div></div>",
  });
});

Deno.test("FieldSpec refuses an unknown type", () => {
  // @ts-expect-error it is boolean
  accept<FieldSpec>({ type: "bool" });
});

Deno.test("FieldSpec refuses a rule of another type", () => {
  accept<FieldSpec>({ type: "integer", min_value: 0, allowed_values: [1, 2] });
  // @ts-expect-error lengths belong to texts
  accept<FieldSpec>({ type: "integer", max_length: 5 });
  // @ts-expect-error sizes belong to arrays
  accept<FieldSpec>({ type: "string", max_size: 5 });
  // @ts-expect-error fractional numbers have no list of values
  accept<FieldSpec>({ type: "float", allowed_values: [0.5] });
  // @ts-expect-error allowed texts are texts
  accept<FieldSpec>({ type: "string", allowed_values: [1] });
});

Deno.test("QualityControlConfig refuses a condition of another collector", () => {
  accept<QualityControlConfig>({
    collector_config: { type: "INCOME", uuid },
    rules: [{
      conditions: [{
        key: "income_sum_for_last_24_hours",
        operator: "GTE",
        value: 20,
      }],
      action,
    }],
  });
  // @ts-expect-error skips in a row are no income
  accept<QualityControlConfig>({
    collector_config: { type: "INCOME", uuid },
    rules: [{
      conditions: [{ key: "skipped_in_row_count", operator: "GTE", value: 3 }],
      action,
    }],
  });
});

Deno.test("QualityControlConfig refuses a value of another kind", () => {
  accept<QualityControlConfig<"USERS_ASSESSMENT">>({
    collector_config: { type: "USERS_ASSESSMENT", uuid },
    rules: [{
      // @ts-expect-error it is RESTRICTION or SKILL_CHANGE
      conditions: [{
        key: "pool_access_revoked_reason",
        operator: "EQ",
        value: "BAN",
      }, {
        key: "skill_id",
        // @ts-expect-error ids have no order
        operator: "GT",
        value: "1",
      }],
      action,
    }],
  });
});

Deno.test("CollectorConfig refuses parameters of another collector", () => {
  // @ts-expect-error incomes have no history
  accept<CollectorConfig>({
    type: "INCOME",
    uuid,
    parameters: { history_size: 5 },
  });
  // @ts-expect-error the threshold is missing
  accept<CollectorConfig>({ type: "MAJORITY_VOTE", uuid });
});

Deno.test("RuleAction refuses parameters of another action", () => {
  accept<RuleAction>({
    type: "SET_SKILL",
    // @ts-expect-error scopes belong to restrictions
    parameters: { skill_id: "1", skill_value: 50, scope: "POOL" },
  });
});

Deno.test("RuleAction refuses a scope only the server sets", () => {
  // @ts-expect-error SYSTEM is for Toloka itself
  accept<RuleAction>({
    type: "RESTRICTION_V2",
    parameters: { scope: "SYSTEM", duration: 1, duration_unit: "DAYS" },
  });
});

Deno.test("Filter refuses an operator its key does not know", () => {
  accept<Filter>({
    and: [{
      or: [
        { category: "profile", key: "languages", operator: "IN", value: "EN" },
        { category: "skill", key: "1", operator: "EQ", value: null },
      ],
    }],
  });
  // @ts-expect-error languages are asked for with IN and NOT_IN
  accept<Filter>({
    category: "profile",
    key: "languages",
    operator: "EQ",
    value: "EN",
  });
  // @ts-expect-error operating systems are computed, not in the profile
  accept<Filter>({
    category: "profile",
    key: "os_family",
    operator: "EQ",
    value: "IOS",
  });
  // @ts-expect-error there is no such family
  accept<Filter>({
    category: "computed",
    key: "os_family",
    operator: "EQ",
    value: "DOS",
  });
});

Deno.test("TaskInput refuses values that do not fit its type", () => {
  type Input = { image: string };
  accept<TaskInput<Input>>({
    pool_id: "1",
    input_values: { image: "cat.png" },
  });
  accept<TaskInput<Input>>({
    pool_id: "1",
    // @ts-expect-error it is image
    input_values: { img: "cat.png" },
  });
});

Deno.test("TaskInput refuses to be without input values", () => {
  // @ts-expect-error they are missing
  accept<TaskInput>({ pool_id: "1" });
});

Deno.test("UserBonusInput refuses to be without a message, unless it says so", () => {
  const bonus = { user_id: "1", amount: 1 };
  const public_title = { EN: "Thank you" };
  accept<UserBonusInput>({ ...bonus, without_message: true });
  accept<UserBonusInput>({
    ...bonus,
    public_title,
    public_message: { EN: "!" },
  });
  // @ts-expect-error there is no message
  accept<UserBonusInput>(bonus);
  // @ts-expect-error the text is missing
  accept<UserBonusInput>({ ...bonus, public_title });
  // @ts-expect-error there is no message to have a title
  accept<UserBonusInput>({ ...bonus, public_title, without_message: true });
});

Deno.test("TaskInput refuses what the server counts", () => {
  // @ts-expect-error the server counts it
  accept<TaskInput>({ pool_id: "1", input_values: {}, remaining_overlap: 3 });
});

Deno.test("list queries refuse to be without what the API requires", () => {
  // @ts-expect-error a pool is required
  accept<TaskQuery>({ created_gt: new Date(0) });
  // @ts-expect-error a pool or a task is required
  accept<TaskSuiteQuery>({ overlap: 3 });
  // @ts-expect-error a pool, a task suite or a task is required
  accept<AssignmentQuery>({ status: "ACCEPTED" });
  // @ts-expect-error a pool or an assignment is required
  accept<AttachmentQuery>({ name: "cat.png" });
  accept<AssignmentQuery>({ task_id: "1", status: ["ACCEPTED", "REJECTED"] });
});

Deno.test("AssignmentQuery refuses the name events have for a status", () => {
  // @ts-expect-error it is ACCEPTED
  accept<AssignmentQuery>({ pool_id: "1", status: ["APPROVED"] });
});

Deno.test("AssignmentPatch refuses a status no requester can set", () => {
  // @ts-expect-error only Tolokers submit
  accept<AssignmentPatch>({ status: "SUBMITTED" });
});

Deno.test("SkillInput refuses what Toloka decides", () => {
  // @ts-expect-error requesters cannot make global skills
  accept<SkillInput>({ name: "Cats", global: true });
});

Deno.test("UserRestrictionInput refuses a scope without its id", () => {
  accept<UserRestrictionInput>({ scope: "POOL", user_id: "1", pool_id: "2" });
  // @ts-expect-error the pool is missing
  accept<UserRestrictionInput>({ scope: "POOL", user_id: "1" });
  // @ts-expect-error SYSTEM is for Toloka itself
  accept<UserRestrictionInput>({ scope: "SYSTEM", user_id: "1" });
});

Deno.test("MessageThreadCompose refuses recipients of another choice", () => {
  const text = { EN: "Hello" };
  // @ts-expect-error the ids are missing
  accept<MessageThreadCompose>({
    topic: text,
    text,
    answerable: true,
    recipients_select_type: "DIRECT",
  });
});

Deno.test("AnalyticsRequest refuses to count the active without a span", () => {
  // @ts-expect-error interval_hours is missing
  accept<AnalyticsRequest>({
    subject: "POOL",
    subject_id: "1",
    name: "active_workers_by_filter_count",
  });
});

Deno.test("TemplateBuilderConfig refuses an unknown component", () => {
  accept<TemplateBuilderConfig>({
    // @ts-expect-error it is view.text
    view: { type: "view.txt", content: "Hello" },
  });
});

Deno.test("TemplateBuilderConfig refuses an unknown component as a value", () => {
  accept<TemplateBuilderConfig>({
    // @ts-expect-error it is data.input
    view: {
      type: "view.text",
      content: { type: "data.in", path: "text" },
    },
  });
});

Deno.test("TemplateBuilderConfig refuses a misspelt property", () => {
  accept<TemplateBuilderConfig>({
    view: {
      type: "view.image",
      url: { type: "data.input", path: "image" },
      // @ts-expect-error it is maxWidth
      max_width: 300,
    },
  });
});

Deno.test("TemplateBuilderConfig refuses an unknown theme", () => {
  accept<TemplateBuilderConfig>({
    // @ts-expect-error it is danger
    view: {
      type: "view.alert",
      theme: "red",
      content: { type: "view.text", content: "Stop" },
    },
  });
});
