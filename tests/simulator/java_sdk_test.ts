/**
 * The requests of the platform's Java SDK 0.0.7, with the statuses that it
 * insists on and the types that it reads answers into. It throws on any other
 * status, also after something was created.
 */

import { assert, assertEquals } from "@std/assert";
import { Simulator } from "../../src/simulator/mod.ts";
import { type Json, POOL, PROJECT, STEADY } from "./api.ts";

/** What is wrong about a value; nothing if it can be read. */
type Read = (value: unknown) => string[];

/** What the SDK sends, and what it must get. */
interface Call {
  /** Method, path and query. Names in braces stand for values found before. */
  send: string;
  /** Body; texts in it may have names in braces, too. */
  body?: Json | undefined;
  /** The only statuses that are accepted. */
  status: number | readonly number[];
  /** How the body of the answer is read. */
  read?: Read | undefined;
  /** The id in the answer, or that of the first item, is found by this name. */
  found?: string | undefined;
}

/** The statuses of what is changed, or created if there is none. */
const UPSERTED = [200, 201];

const isText: Read = (value) => typeof value === "string" ? [] : [" no text"];
const isNumber: Read = (value) =>
  typeof value === "number" ? [] : [" no number"];
const isBoolean: Read = (value) =>
  typeof value === "boolean" ? [] : [" no boolean"];
const isMap: Read = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? []
    : [" no object"];

/** By length: without or with three digits of a second, and never a zone. */
const isDate: Read = (value) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?$/.test(String(value))
    ? []
    : [" no date"];

function is(...texts: string[]): Read {
  return (value) => texts.includes(String(value)) ? [] : [` not ${texts}`];
}

function listOf(read: Read): Read {
  return (value) =>
    Array.isArray(value)
      ? value.flatMap((item) => read(item).map((wrong) => `[]${wrong}`))
      : [" no list"];
}

/** A batch's results, by the number of the item. */
function byIndex(read: Read): Read {
  return (value) => {
    if (isMap(value).length > 0) return isMap(value);
    return Object.entries(value as object).flatMap(([key, item]) => [
      ...(/^\d+$/.test(key) ? [] : [`.${key} no number`]),
      ...read(item).map((wrong) => `.${key}${wrong}`),
    ]);
  };
}

/** Fields that must be there; those with a question mark may be missing. */
function object(fields: Record<string, Read>): Read {
  return (value) => {
    if (isMap(value).length > 0) return isMap(value);
    return Object.entries(fields).flatMap(([key, read]) => {
      const name = key.replace("?", "");
      const field = (value as Json)[name];
      if (field === undefined || field === null) {
        return key.endsWith("?") ? [] : [`.${name} missing`];
      }
      return read(field).map((wrong) => `.${name}${wrong}`);
    });
  };
}

const listed = (read: Read) =>
  object({ items: listOf(read), has_more: isBoolean });
const batch = (read: Read) =>
  object({ items: byIndex(read), "validation_errors?": byIndex(isMap) });

/** Operations are cast to the class that their type names. */
const operation = (type: string, parameters: Record<string, Read> = {}) =>
  object({
    id: isText,
    type: is(type),
    status: is("PENDING", "RUNNING", "SUCCESS", "FAIL"),
    submitted: isDate,
    "started?": isDate,
    "finished?": isDate,
    "progress?": isNumber,
    parameters: object(parameters),
    "details?": isMap,
  });

const ENDED = object({ status: is("SUCCESS"), finished: isDate });

const OPEN_STATES = is("OPEN", "CLOSED", "LOCKED", "ARCHIVED");

const project = object({
  id: isText,
  public_name: isText,
  task_spec: object({
    input_spec: isMap,
    output_spec: isMap,
    view_spec: object({ type: is("classic", "tb") }),
  }),
  assignments_issuing_type: is("AUTOMATED", "MAP_SELECTOR"),
  status: is("ACTIVE", "ARCHIVED"),
  created: isDate,
  "owner?": isMap,
});

const pool = object({
  id: isText,
  type: is("REGULAR"),
  project_id: isText,
  private_name: isText,
  may_contain_adult_content: isBoolean,
  will_expire: isDate,
  reward_per_assignment: isNumber,
  assignment_max_duration_seconds: isNumber,
  "auto_accept_solutions?": isBoolean,
  "filter?": isMap,
  "quality_control?": object({
    "configs?": listOf(object({
      collector_config: object({ type: isText }),
      rules: listOf(object({
        conditions: listOf(object({ key: isText, operator: isText })),
        action: object({ type: isText, parameters: isMap }),
      })),
    })),
  }),
  defaults: isMap,
  status: OPEN_STATES,
  created: isDate,
  "last_started?": isDate,
  "last_stopped?": isDate,
  "last_close_reason?": isText,
});

const training = object({
  id: isText,
  project_id: isText,
  private_name: isText,
  inherited_instructions: isBoolean,
  may_contain_adult_content: isBoolean,
  training_tasks_in_task_suite_count: isNumber,
  status: OPEN_STATES,
  created: isDate,
  "last_started?": isDate,
  "last_close_reason?": isText,
});

const task = object({
  id: isText,
  pool_id: isText,
  input_values: isMap,
  "overlap?": isNumber,
  "infinite_overlap?": isBoolean,
  "remaining_overlap?": isNumber,
  "known_solutions?": listOf(object({ output_values: isMap })),
  created: isDate,
});

const suite = object({
  id: isText,
  pool_id: isText,
  tasks: listOf(object({ input_values: isMap })),
  "overlap?": isNumber,
  "issuing_order_override?": isNumber,
  "mixed?": isBoolean,
  created: isDate,
});

const assignment = object({
  id: isText,
  task_suite_id: isText,
  pool_id: isText,
  user_id: isText,
  status: is("SUBMITTED", "ACCEPTED", "REJECTED"),
  reward: isNumber,
  tasks: listOf(object({ id: isText, input_values: isMap })),
  solutions: listOf(object({ output_values: isMap })),
  "first_declined_solution_attempt?": listOf(isMap),
  "public_comment?": isText,
  "mixed?": isBoolean,
  "automerged?": isBoolean,
  created: isDate,
  submitted: isDate,
  "accepted?": isDate,
  "rejected?": isDate,
});

const attachment = object({
  id: isText,
  attachment_type: is("ASSIGNMENT_ATTACHMENT"),
  name: isText,
  media_type: isText,
  details: object({ user_id: isText, assignment_id: isText, pool_id: isText }),
  created: isDate,
});

const skill = object({
  id: isText,
  name: isText,
  hidden: isBoolean,
  "skill_ttl_hours?": isNumber,
  "training?": isBoolean,
  "global?": isBoolean,
  created: isDate,
});

const userSkill = object({
  id: isText,
  skill_id: isText,
  user_id: isText,
  value: isNumber,
  exact_value: isNumber,
  created: isDate,
  "modified?": isDate,
});

const restriction = object({
  id: isText,
  scope: is("SYSTEM", "ALL_PROJECTS", "PROJECT", "POOL"),
  user_id: isText,
  "private_comment?": isText,
  "will_expire?": isDate,
  created: isDate,
});

const bonus = object({
  id: isText,
  user_id: isText,
  amount: isNumber,
  "assignment_id?": isText,
  "public_title?": isMap,
  "public_message?": isMap,
  "without_message?": isBoolean,
  created: isDate,
});

const thread = object({
  id: isText,
  topic: isMap,
  interlocutors_inlined: isBoolean,
  "interlocutors?": listOf(object({ id: isText, role: isText })),
  messages_inlined: isBoolean,
  "messages?": listOf(object({ text: isMap, from: isMap, created: isDate })),
  "compose_details?": object({ recipients_select_type: isText }),
  "meta?": isMap,
  answerable: isBoolean,
  created: isDate,
  folders: listOf(isText),
});

const webhook = object({
  id: isText,
  event_type: isText,
  webhook_url: isText,
  pool_id: isText,
  created: isDate,
});

const solution = object({
  task_id: isText,
  "pool_id?": isText,
  confidence: isNumber,
  output_values: isMap,
});

const logged = listOf(object({
  type: isText,
  success: isBoolean,
  "input?": isMap,
  "output?": isMap,
}));

const FILES = {
  ...PROJECT,
  task_spec: {
    ...PROJECT.task_spec,
    output_spec: {
      ...PROJECT.task_spec.output_spec,
      photo: { type: "file", required: true, hidden: false },
    },
  },
};

const GUARDED = {
  ...POOL,
  project_id: "{project}",
  auto_accept_solutions: false,
  auto_accept_period_day: 5,
  filter: {
    and: [{
      or: [{
        category: "profile",
        key: "languages",
        operator: "IN",
        value: "EN",
      }],
    }],
  },
  quality_control: {
    configs: [{
      collector_config: {
        type: "SKIPPED_IN_ROW_ASSIGNMENTS",
        parameters: {},
      },
      rules: [{
        conditions: [{
          key: "skipped_in_row_count",
          operator: "GTE",
          value: 10,
        }],
        action: {
          type: "RESTRICTION_V2",
          parameters: {
            scope: "PROJECT",
            duration: 1,
            duration_unit: "DAYS",
            private_comment: "Skips",
          },
        },
      }],
    }],
  },
};

const { mixer_config: _, ...UNMIXED } = POOL;

const LESSON = {
  project_id: "{project}",
  private_name: "Lesson",
  may_contain_adult_content: false,
  inherited_instructions: true,
  assignment_max_duration_seconds: 600,
  mix_tasks_in_creation_order: true,
  shuffle_tasks_in_task_suite: true,
  training_tasks_in_task_suite_count: 1,
  task_suites_required_to_pass: 1,
  retry_training_after_days: 1,
};

const picture = (name: string) => ({
  input_values: { image: `https://example.com/${name}.jpg` },
});
const taskOf = (name: string, more: Json = {}) => ({
  pool_id: "{pool}",
  ...picture(name),
  ...more,
});
const suiteOf = (name: string) => ({
  pool_id: "{plain}",
  tasks: [picture(`${name}1`), picture(`${name}2`)],
  overlap: 1,
});
const hook = (type: string) => ({
  event_type: type,
  webhook_url: "https://example.com/hook",
  pool_id: "{pool}",
  secret_key: "secret",
});
const quiet = (amount: number) => ({
  user_id: "{user}",
  amount,
  without_message: true,
});

/** Creation of a project, a pool with all settings and its tasks. */
const CREATION: Call[] = [
  {
    send: "GET requester",
    status: 200,
    read: object({ id: isText, balance: isNumber, public_name: isMap }),
  },
  {
    send: "POST projects",
    body: FILES,
    status: 201,
    read: project,
    found: "project",
  },
  { send: "GET projects/{project}", status: 200, read: project },
  // what was read is changed and sent as a whole
  {
    send: "PUT projects/{project}",
    body: "{project body}",
    status: 200,
    read: project,
  },
  {
    send: "GET projects?status=ACTIVE&sort=-created&limit=10",
    status: 200,
    read: listed(project),
  },
  {
    send: "POST skills",
    body: { name: "Animals", hidden: true },
    status: 201,
    read: skill,
    found: "skill",
  },
  { send: "GET skills/{skill}", status: 200, read: skill },
  {
    send: "PUT skills/{skill}",
    body: "{skill body}",
    status: 200,
    read: skill,
  },
  { send: "GET skills?global=false", status: 200, read: listed(skill) },
  {
    send: "POST pools",
    body: GUARDED,
    status: 201,
    read: pool,
    found: "pool",
  },
  { send: "GET pools/{pool}", status: 200, read: pool },
  {
    send: "PUT pools/{pool}",
    body: "{pool body}",
    status: 200,
    read: pool,
  },
  {
    send: "PATCH pools/{pool}",
    body: { priority: 5 },
    status: 200,
    read: pool,
  },
  {
    send: "GET pools?project_id={project}&status=CLOSED&sort=id&id_gt=1",
    status: 200,
    read: listed(pool),
  },
  {
    send: "POST tasks?allow_defaults=true",
    body: taskOf("one"),
    status: 201,
    read: task,
    found: "task",
  },
  {
    send: "POST tasks?allow_defaults=true&skip_invalid_items=true" +
      "&async_mode=false",
    body: [taskOf("two"), taskOf("bad", { input_values: {} })],
    status: 201,
    read: batch(task),
  },
  {
    send: "POST tasks?allow_defaults=true&open_pool=false" +
      "&operation_id=0e2ab0a4-7d0f-4f0e-9d4e-2b6a5a6b1c11&async_mode=true",
    body: Array.from({ length: 8 }, (_, index) => taskOf(`more${index}`)),
    status: 202,
    read: operation("TASK.BATCH_CREATE", { "allow_defaults?": isBoolean }),
    found: "tasks created",
  },
  { send: "GET operations/{tasks created}", status: 200, read: ENDED },
  { send: "GET operations/{tasks created}/log", status: 200, read: logged },
  { send: "GET tasks/{task}", status: 200, read: task },
  {
    send: "PATCH tasks/{task}",
    body: { overlap: 4 },
    status: 200,
    read: task,
  },
  {
    send: "PATCH tasks/{task}/set-overlap-or-min",
    body: { overlap: 3 },
    status: 200,
    read: task,
  },
  {
    send: "GET tasks?pool_id={pool}&sort=created,-id&overlap_gte=1",
    status: 200,
    read: listed(task),
  },
];

/** Suites by hand, a training, and webhooks. */
const OTHERS: Call[] = [
  {
    send: "POST pools",
    body: { ...UNMIXED, project_id: "{project}" },
    status: 201,
    read: pool,
    found: "plain",
  },
  {
    send: "POST task-suites",
    body: suiteOf("single"),
    status: 201,
    read: suite,
    found: "suite",
  },
  {
    send: "POST task-suites?async_mode=false",
    body: [suiteOf("list")],
    status: 201,
    read: batch(suite),
  },
  {
    send: "POST task-suites?async_mode=true",
    body: [suiteOf("later")],
    status: 202,
    read: operation("TASK_SUITE.BATCH_CREATE"),
    found: "suites created",
  },
  { send: "GET operations/{suites created}", status: 200, read: ENDED },
  { send: "GET operations/{suites created}/log", status: 200, read: logged },
  { send: "GET task-suites/{suite}", status: 200, read: suite },
  {
    send: "PATCH task-suites/{suite}?open_pool=false",
    body: { overlap: 2, issuing_order_override: 10.4 },
    status: 200,
    read: suite,
  },
  {
    send: "PATCH task-suites/{suite}/set-overlap-or-min",
    body: { overlap: 1 },
    status: 200,
    read: suite,
  },
  {
    send: "GET task-suites?pool_id={plain}&sort=-created",
    status: 200,
    read: listed(suite),
  },
  {
    send: "POST trainings",
    body: LESSON,
    status: 201,
    read: training,
    found: "training",
  },
  { send: "GET trainings/{training}", status: 200, read: training },
  {
    send: "PUT trainings/{training}",
    body: "{training body}",
    status: 200,
    read: training,
  },
  {
    send: "GET trainings?project_id={project}&sort=-created",
    status: 200,
    read: listed(training),
  },
  {
    send: "POST tasks",
    body: taskOf("lesson", {
      pool_id: "{training}",
      known_solutions: [{ output_values: { label: "cat" } }],
      message_on_unknown_solution: "A cat",
      infinite_overlap: true,
    }),
    status: 201,
    read: task,
  },
  {
    send: "POST trainings/{training}/open",
    status: 202,
    read: operation("TRAINING.OPEN", { training_id: isText }),
    found: "training opened",
  },
  { send: "GET operations/{training opened}", status: 200, read: ENDED },
  // a training is a pool too
  {
    send: "GET pools/{training}",
    status: 200,
    read: object({
      id: isText,
      type: is("TRAINING"),
      status: is("OPEN"),
      reward_per_assignment: isNumber,
      created: isDate,
    }),
  },
  { send: "POST trainings/{training}/open", status: 204 },
  {
    send: "POST trainings/{training}/close",
    status: 202,
    read: operation("TRAINING.CLOSE", { training_id: isText }),
    found: "training closed",
  },
  { send: "GET operations/{training closed}", status: 200, read: ENDED },
  {
    send: "POST trainings/{training}/clone",
    status: 202,
    read: operation("TRAINING.CLONE", { training_id: isText }),
  },
  {
    send: "POST trainings/{training}/archive",
    status: 202,
    read: operation("TRAINING.ARCHIVE", { training_id: isText }),
  },
  // the paths of webhooks end in a slash
  {
    send: "PUT webhook-subscriptions/",
    body: hook("POOL_CLOSED"),
    status: UPSERTED,
    read: webhook,
    found: "webhook",
  },
  {
    send: "PUT webhook-subscriptions/",
    body: [hook("POOL_CLOSED"), hook("ASSIGNMENT_CREATED")],
    status: 200,
    read: batch(webhook),
  },
  {
    send: "GET webhook-subscriptions/?pool_id={pool}&event_type=POOL_CLOSED",
    status: 200,
    read: listed(webhook),
  },
  { send: "GET webhook-subscriptions/{webhook}", status: 200, read: webhook },
  {
    send: "POST webhook-subscriptions/{webhook}/test",
    body: null,
    status: 200,
    read: object({
      success: isBoolean,
      "responseReceivedAt?": isDate,
      "errorType?": isText,
      "originalStatusCode?": isNumber,
      uuids: listOf(isText),
    }),
  },
  { send: "DELETE webhook-subscriptions/{webhook}", status: 204 },
];

/** A pool is opened, answered and reviewed. */
const WORK: Call[] = [
  {
    send: "POST pools/{pool}/open",
    status: 202,
    read: operation("POOL.OPEN", { pool_id: isText }),
    found: "opened",
  },
  { send: "GET operations/{opened}", status: 200, read: ENDED },
  { send: "POST pools/{pool}/open", status: 204 },
  {
    send: "POST pools/{pool}/close-for-update",
    status: 202,
    read: operation("POOL.CLOSE", { pool_id: isText }),
    found: "closed for update",
  },
  { send: "GET operations/{closed for update}", status: 200, read: ENDED },
  {
    send: "POST pools/{pool}/open",
    status: 202,
    read: operation("POOL.OPEN", { pool_id: isText }),
  },
];

const REVIEW: Call[] = [
  {
    send: "GET assignments?pool_id={pool}&status=SUBMITTED&limit=1&sort=id",
    status: 200,
    read: listed(assignment),
    found: "assignment",
  },
  { send: "GET assignments/{assignment}", status: 200, read: assignment },
  {
    send: "PATCH assignments/{assignment}",
    body: { status: "REJECTED", public_comment: "No" },
    status: 200,
    read: assignment,
  },
  {
    send: "PATCH assignments/{assignment}",
    body: { status: "ACCEPTED", public_comment: "Yes" },
    status: 200,
    read: assignment,
  },
  {
    send: "GET assignments?pool_id={pool}&created_gte=2020-01-01T00:00:00" +
      "&submitted_gt=2020-01-01T00:00:00.001&id_gt={assignment}",
    status: 200,
    read: listed(assignment),
  },
  {
    send: "GET attachments?pool_id={pool}" +
      "&attachment_type=ASSIGNMENT_ATTACHMENT&sort=id",
    status: 200,
    read: listed(attachment),
    found: "attachment",
  },
  { send: "GET attachments/{attachment}", status: 200, read: attachment },
  { send: "GET attachments/{attachment}/download", status: 200 },
  {
    send: "GET user-metadata/{user}",
    status: 200,
    read: object({
      id: isText,
      country: isText,
      languages: listOf(isText),
      "adult_allowed?": isBoolean,
      "attributes?": isMap,
    }),
  },
  {
    send: "PUT user-skills",
    body: { skill_id: "{skill}", user_id: "{user}", value: 55.5, reason: "x" },
    status: UPSERTED,
    read: userSkill,
    found: "user skill",
  },
  {
    send: "PUT user-skills",
    body: {
      id: "{user skill}",
      skill_id: "{skill}",
      user_id: "{user}",
      value: 70,
    },
    status: UPSERTED,
    read: userSkill,
  },
  {
    send: "GET user-skills?skill_id={skill}&modified_gte=2020-01-01T00:00:00",
    status: 200,
    read: listed(userSkill),
  },
  { send: "GET user-skills/{user skill}", status: 200, read: userSkill },
  {
    send: "POST aggregated-solutions/aggregate-by-pool",
    body: {
      type: "WEIGHTED_DYNAMIC_OVERLAP",
      pool_id: "{pool}",
      answer_weight_skill_id: "{skill}",
      fields: [{ name: "label" }],
    },
    status: 202,
    read: operation("SOLUTION.AGGREGATE", { pool_id: isText }),
    found: "aggregated",
  },
  { send: "GET operations/{aggregated}", status: 200, read: ENDED },
  {
    send: "GET aggregated-solutions/{aggregated}?sort=task_id&task_id_gt=0",
    status: 200,
    read: listed(solution),
  },
  {
    send: "POST aggregated-solutions/aggregate-by-task",
    body: {
      type: "WEIGHTED_DYNAMIC_OVERLAP",
      pool_id: "{pool}",
      task_id: "{answered}",
      answer_weight_skill_id: "{skill}",
      fields: [{ name: "label" }],
    },
    status: 200,
    read: solution,
  },
  { send: "DELETE user-skills/{user skill}", status: 204 },
];

/** Restrictions, bonuses and messages. */
const PEOPLE: Call[] = [
  {
    send: "PUT user-restrictions",
    body: {
      scope: "POOL",
      pool_id: "{pool}",
      user_id: "{user}",
      private_comment: "Slow",
      will_expire: "2030-01-01T00:00:00",
    },
    status: UPSERTED,
    read: restriction,
    found: "restriction",
  },
  {
    send: "GET user-restrictions?scope=POOL&user_id={user}",
    status: 200,
    read: listed(restriction),
  },
  {
    send: "GET user-restrictions/{restriction}",
    status: 200,
    read: restriction,
  },
  { send: "DELETE user-restrictions/{restriction}", status: 204 },
  {
    send: "POST user-bonuses",
    body: {
      user_id: "{user}",
      assignment_id: "{assignment}",
      amount: 0.5,
      public_title: { EN: "Good" },
      public_message: { EN: "Thank you" },
    },
    status: 201,
    read: bonus,
    found: "bonus",
  },
  {
    send: "POST user-bonuses?skip_invalid_items=true&async_mode=false",
    body: [quiet(0.1), quiet(-1)],
    status: 201,
    read: batch(bonus),
  },
  {
    send: "POST user-bonuses?async_mode=true",
    body: [quiet(0.2)],
    status: 202,
    read: operation("USER_BONUS.BATCH_CREATE"),
    found: "bonuses created",
  },
  { send: "GET operations/{bonuses created}", status: 200, read: ENDED },
  { send: "GET operations/{bonuses created}/log", status: 200, read: logged },
  { send: "GET user-bonuses/{bonus}", status: 200, read: bonus },
  {
    send: "GET user-bonuses?user_id={user}&created_gt=2020-01-01T00:00:00",
    status: 200,
    read: listed(bonus),
  },
  {
    send: "POST message-threads/compose",
    body: {
      recipients_select_type: "DIRECT",
      recipients_ids: ["{user}"],
      topic: { EN: "News" },
      text: { EN: "Hello" },
      answerable: true,
    },
    status: 201,
    read: thread,
    found: "thread",
  },
  {
    send: "POST message-threads/{thread}/reply",
    body: { text: { EN: "More" } },
    status: 200,
    read: thread,
  },
  {
    send: "POST message-threads/{thread}/add-to-folders",
    body: { folders: ["IMPORTANT"] },
    status: 200,
    read: thread,
  },
  {
    send: "POST message-threads/{thread}/remove-from-folders",
    body: { folders: ["IMPORTANT"] },
    status: 200,
    read: thread,
  },
  {
    send: "GET message-threads?folder=OUTBOX&folder_ne=IMPORTANT&sort=-created",
    status: 200,
    read: listed(thread),
  },
];

const END: Call[] = [
  {
    send: "GET operations?type=POOL.OPEN&status=SUCCESS&sort=-submitted",
    status: 200,
    read: listed(operation("POOL.OPEN", { pool_id: isText })),
  },
  { send: "POST pools/{pool}/close", status: 204 },
  {
    send: "POST pools/{pool}/clone",
    status: 202,
    read: operation("POOL.CLONE", { pool_id: isText }),
    found: "cloned",
  },
  { send: "GET operations/{cloned}", status: 200, read: ENDED },
  {
    send: "POST pools/{plain}/archive",
    status: 202,
    read: operation("POOL.ARCHIVE", { pool_id: isText }),
  },
  { send: "POST projects", body: PROJECT, status: 201, found: "empty" },
  {
    send: "POST projects/{empty}/archive",
    status: 202,
    read: operation("PROJECT.ARCHIVE", { project_id: isText }),
    found: "archived",
  },
  { send: "GET operations/{archived}", status: 200, read: ENDED },
  { send: "POST projects/{empty}/archive", status: 204 },
];

/** An error needs a code, as the SDK chooses the class of exception by it. */
const error = (...codes: string[]) =>
  object({ code: is(...codes), request_id: isText, message: isText });

const ERRORS: Call[] = [
  // where nothing is found, a method that gets one thing returns null
  ...[
    "projects",
    "pools",
    "trainings",
    "tasks",
    "task-suites",
    "assignments",
    "attachments",
    "skills",
    "user-skills",
    "user-restrictions",
    "user-bonuses",
    "user-metadata",
    "operations",
    "webhook-subscriptions",
  ].map((path) => ({
    send: `GET ${path}/00000000-0000-4000-8000-000000000000`,
    status: 404,
    read: error("DOES_NOT_EXIST"),
  })),
  {
    send: "PATCH pools/1",
    body: { priority: 1 },
    status: 404,
    read: error("DOES_NOT_EXIST"),
  },
  {
    send: "POST tasks?allow_defaults=true&async_mode=false",
    body: [taskOf("bad", { input_values: {} })],
    status: 400,
    read: object({ code: is("VALIDATION_ERROR"), payload: isMap }),
  },
  {
    send: "POST projects",
    body: {},
    status: 400,
    read: object({ code: is("VALIDATION_ERROR"), payload: isMap }),
  },
  {
    send: "PATCH assignments/{assignment}",
    body: { status: "REJECTED", public_comment: "No" },
    status: 409,
    read: error("INAPPROPRIATE_STATUS"),
  },
];

/** Sends as the SDK does, and reads as it does. */
class JavaSdk {
  readonly simulator = new Simulator({
    tick: 0,
    population: STEADY,
    webhooks: { fetch: () => Promise.resolve(new Response()) },
  });
  readonly found = new Map<string, Json>();

  async run(calls: readonly Call[]): Promise<void> {
    for (const call of calls) await this.#send(call);
  }

  async #send({ send, body, status, read, found }: Call): Promise<void> {
    const [method = "", path = ""] = (this.#fill(send) as string).split(" ");
    const response = await this.simulator.fetch(
      `${this.simulator.url}/api/v1/${path}`,
      {
        method,
        headers: {
          "Authorization": "OAuth token",
          "User-Agent": "toloka-java-sdk/0.0.7",
          "Accept-Encoding": "gzip,deflate",
          // also where nothing is sent, as by actions
          ...(["GET", "DELETE"].includes(method)
            ? {}
            : { "Content-Type": "application/json; charset=UTF-8" }),
        },
        body: body === undefined ? null : JSON.stringify(this.#fill(body)),
      },
    );
    const text = await response.text();
    const accepted = [status].flat();
    assert(
      accepted.includes(response.status),
      `${send}: ${response.status}, not ${accepted}: ${text}`,
    );
    if (response.status === 204) return assertEquals(text, "", send);
    const type = response.headers.get("Content-Type");
    assert(type !== null, `${send}: the SDK needs a content type`);
    if (read !== undefined || found !== undefined) {
      assert(type.startsWith("application/json"), `${send}: ${type}`);
      const json = JSON.parse(text);
      assertEquals(read?.(json) ?? [], [], `${send}: ${text}`);
      if (found !== undefined) this.#note(found, json);
    }
    // operations end, and the SDK waits for that
    await this.simulator.advance(2_000);
  }

  /** Notes the one that was read, or the first of a list. */
  #note(name: string, json: Json): void {
    const [one] = json.items === undefined ? [json] : json.items;
    assert(one !== undefined, `There is no ${name}`);
    this.found.set(name, one.id);
    this.found.set(`${name} body`, one);
    if (name !== "assignment") return;
    this.found.set("user", one.user_id);
    this.found.set("answered", one.tasks[0].id);
  }

  /** Puts what was found in place of names in braces. */
  #fill(value: Json): Json {
    if (typeof value === "string") {
      const whole = /^\{([^}]+ body)\}$/.exec(value)?.[1];
      if (whole !== undefined) return this.found.get(whole);
      return value.replace(/\{([^}]+)\}/g, (text, name) => {
        return this.found.get(name) ?? text;
      });
    }
    if (Array.isArray(value)) return value.map((item) => this.#fill(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.#fill(item)]),
    );
  }
}

Deno.test("the Java SDK can read every answer", async () => {
  const sdk = new JavaSdk();
  await sdk.run(CREATION);
  await sdk.run(OTHERS);
  await sdk.run(WORK);
  assert(await sdk.simulator.runUntil("idle"));
  await sdk.run(REVIEW);
  await sdk.run(PEOPLE);
  await sdk.run(END);
  await sdk.run(ERRORS);
  await sdk.simulator.settled();
  const coerced = sdk.simulator.requests.flatMap(({ path, coerced = [] }) =>
    coerced.map((field) => `${path}: ${field}`)
  );
  assertEquals(coerced, []);
});

Deno.test("the reading of answers sees what is wrong", () => {
  const read = listed(object({ id: isText, "created?": isDate }));
  const cases: [answer: Json, wrong: string[]][] = [
    [{ items: [{ id: "1" }], has_more: false }, []],
    [{ items: [{ id: "1", created: "2026-01-01T00:00:00.500" }] }, [
      ".has_more missing",
    ]],
    [{ items: [{}], has_more: false }, [".items[].id missing"]],
    [{ items: {}, has_more: "no" }, [
      ".items no list",
      ".has_more no boolean",
    ]],
    ...["2026-01-01", "2026-01-01T00:00:00.5", "2026-01-01T00:00:00Z"].map((
      created,
    ): [Json, string[]] => [
      { items: [{ id: "1", created }], has_more: true },
      [".items[].created no date"],
    ]),
  ];
  for (const [answer, wrong] of cases) assertEquals(read(answer), wrong);
  assertEquals(byIndex(isText)({ first: "a", 1: 2 }), [
    ".1 no text",
    ".first no number",
  ]);
  assertEquals(operation("POOL.OPEN")({ id: "1", type: "POOL.CLOSE" }), [
    ".type not POOL.OPEN",
    ".status missing",
    ".submitted missing",
    ".parameters missing",
  ]);
});
