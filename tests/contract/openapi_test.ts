import { assertEquals } from "@std/assert";
import { type QualityControl, TolokaClient } from "../../mod.ts";
import {
  mistakesOfBody,
  mistakesOfQuery,
  operationOf,
  OPERATIONS,
} from "../_openapi.ts";
import * as apps from "../types/samples_apps.ts";
import * as assignments from "../types/samples_assignments.ts";
import * as contact from "../types/samples_contact.ts";
import * as operations from "../types/samples_operations.ts";
import * as people from "../types/samples_people.ts";
import * as pools from "../types/samples_pools.ts";
import * as projects from "../types/samples_projects.ts";
import * as rules from "../types/samples_quality_control.ts";
import * as tasks from "../types/samples_tasks.ts";
import { adapter, makeClient } from "./adapter.ts";
import { loadOurCases } from "./our_cases.ts";
import { replay } from "./replay.ts";

interface Sent {
  method: string;
  url: URL;
  body: unknown;
}

/** Passes requests on and keeps what they were. */
function recorded(sent: Sent[], send: typeof fetch): typeof fetch {
  return (input, init) => {
    const { method = "GET", body } = init ?? {};
    sent.push({
      method,
      url: new URL(String(input)),
      body: typeof body === "string" ? JSON.parse(body) : undefined,
    });
    return send(input, init);
  };
}

/** Where requests differ from the description, and why they do. */
const DEVIATIONS: readonly {
  operation: RegExp;
  mistake: RegExp;
  why: string;
}[] = [
  {
    operation: /^POST \/api\/staging\/analytics-2$/,
    mistake: /^not described$/,
    why: "toloka-kit asks for analytics here",
  },
  {
    operation: /^POST \/api\/staging\/projects\/[^/]+\/check$/,
    mistake: /^not described$/,
    why: "toloka-kit has changes of a project checked here",
  },
  {
    operation: /^GET \/api\/new\/requester\/pools\/[^/]+\/assignments\.tsv$/,
    mistake: /^not described$/,
    why: "toloka-kit downloads the results of a pool here",
  },
  {
    operation: /^GET \S+\/app-projects$/,
    mistake: /^\?\/requester_ids is repeated$/,
    why: "toloka-kit sends each id of the list by itself",
  },
  {
    operation: /^GET \S+\/attachments$/,
    mistake: /^\? has unknown owner_(id|company_id)$/,
    why: "Filters that only toloka-kit knows",
  },
  {
    operation: /^GET \S+\/user-bonuses$/,
    mistake: /^\? has unknown private_comment$/,
    why: "A filter that only toloka-kit knows",
  },
  {
    operation: /^POST \S+\/pools$/,
    mistake: /^\? has unknown storage_key$/,
    why: "A parameter that only toloka-kit knows",
  },
  {
    operation: /^POST \S+\/pools$/,
    mistake: /^ has unknown type$/,
    why: "toloka-kit sends the type back, which only answers are said to have",
  },
  {
    operation: /^GET \S+\/task-suites$/,
    mistake: /^\? must have required property '(task|pool)_id'$/,
    why: "Its text says that one of the two is enough",
  },
  {
    operation: /^POST \S+\/(projects|pools)$/,
    mistake:
      /^ must have required property '(task_spec|assignments_issuing_type|defaults|assignment_max_duration_seconds)'$/,
    why: "Recorded with less than the server takes, to see what is added",
  },
  {
    operation: /\/pools\b/,
    mistake: /^\/filter must be string$/,
    why: "Filters are objects everywhere but in the schema",
  },
  {
    operation: /\/(pools|projects)\b/,
    mistake: /\/conditions\/\*\/value must be object$/,
    why: "Thresholds are numbers or words everywhere but in the schema",
  },
  {
    operation: /\/(pools|projects)\b/,
    mistake:
      /\/collector_config must have required property '(uuid|parameters)'$/,
    why: "toloka-kit asks for a new collector so, and some have no parameters",
  },
  {
    operation: /\/pools\b/,
    mistake:
      /\/collector_config\/type must be equal to one of the allowed values$/,
    why: "toloka-kit has a collector for captchas, too",
  },
  {
    operation: /\/pools\b/,
    mistake: /\/action must have required property 'parameters'$/,
    why: "There is nothing to set where all assignments are accepted",
  },
  {
    operation: /\/pools\b/,
    mistake: /\/action\/parameters must have required property 'scope'$/,
    why: "Only restrictions have a scope, as its text says",
  },
  {
    operation: /\/pools\b/,
    mistake: /\/action\/parameters has unknown duration_days$/,
    why: "The first kind of restriction counts days, only the second has units",
  },
  {
    operation: /^PUT \S+\/projects\/\{id\}$/,
    mistake: /^\/quality_control has unknown training_requirement$/,
    why: "Recorded with the quality control of a pool",
  },
  {
    operation: /^POST \S+\/(tasks|task-suites)$/,
    mistake:
      /^ has unknown (traits_(all_of|any_of|none_of_any)|longitude|latitude)$/,
    why: "Fields that only toloka-kit knows",
  },
  {
    operation: /^POST \S+\/task-suites$/,
    mistake: /^\/tasks\/\* has unknown origin_task_id$/,
    why: "A field that only toloka-kit knows outside of answers",
  },
  {
    operation: /^POST \S+\/(tasks|task-suites|user-bonuses)$/,
    mistake: /^(\/\*)? has unknown __item_idx$/,
    why: "Tells which item a line of the log is about, as toloka-kit does",
  },
  {
    operation: /^(POST \S+\/user-bonuses|PUT \S+\/webhook-subscriptions)$/,
    mistake: /^ must be object$/,
    why: "Lists are taken, too, as the text and the answers say",
  },
  {
    operation: /^PATCH \S+\/task-suites\/\{id\}$/,
    mistake: /^ must have required property 'infinite_overlap'$/,
    why: "A patch need not say what stays as it is",
  },
];

/** What is wrong with requests, with one example for each mistake. */
function mistakesOf(sent: readonly Sent[]): Map<string, Sent> {
  const found = new Map<string, Sent>();
  for (const request of sent) {
    const { method, url: { pathname, searchParams }, body } = request;
    const operation = operationOf(method, pathname);
    const mistakes = operation === undefined ? ["not described"] : [
      ...mistakesOfQuery(operation, searchParams),
      ...mistakesOfBody(operation, body),
    ];
    for (const mistake of mistakes) {
      found.set(`${operation ?? `${method} ${pathname}`}: ${mistake}`, request);
    }
  }
  return found;
}

const SET_BY_SERVER = [
  "id",
  "created",
  "last_close_reason",
  "last_started",
  "last_stopped",
  "origin_task_id",
  "owner",
  "remaining_overlap",
  "status",
] as const;

/** A sample without what only the server sets. */
function input<T extends object>(
  sample: T,
): Omit<T, typeof SET_BY_SERVER[number]> {
  const rest: Partial<Record<string, unknown>> = { ...sample };
  for (const name of SET_BY_SERVER) delete rest[name];
  return rest as T;
}

const COLLECTORS = [
  rules.acceptanceRate,
  rules.answerCount,
  rules.assignmentsAssessment,
  rules.assignmentSubmitTime,
  rules.captcha,
  rules.goldenSet,
  rules.income,
  rules.majorityVote,
  rules.skippedInRowAssignments,
  rules.trainingCollector,
  rules.usersAssessment,
];

const ACTIONS = [
  rules.restriction,
  rules.restrictionV2,
  rules.setSkillFromOutputField,
  rules.changeOverlap,
  rules.setSkill,
  rules.rejectAllAssignments,
  rules.approveAllAssignments,
];

const CONDITIONS = Object.values(rules)
  .filter((sample) => "operator" in sample);

/** All there is; the type has only what goes together. */
const QUALITY_CONTROL = {
  ...rules.qualityControl,
  configs: COLLECTORS.map((collector_config) => ({
    collector_config,
    rules: ACTIONS.map((action) => ({ action, conditions: CONDITIONS })),
  })),
} as unknown as QualityControl;

/** The samples that are bodies or queries, as the client sends them. */
const SAMPLES: ((t: TolokaClient) => Promise<unknown>)[] = [
  (t) =>
    t.aggregatedSolutions.find("1", contact.aggregatedSolutionSearchRequest),
  (t) =>
    t.aggregatedSolutions.startAggregateByPool(
      contact.poolAggregatedSolutionRequest,
    ),
  (t) =>
    t.aggregatedSolutions.aggregateByTask(
      contact.weightedDynamicOverlapTaskAggregatedSolutionRequest,
    ),
  (t) => t.appBatches.create("1", apps.appBatchCreateRequest),
  (t) => t.appBatches.find("1", apps.appBatchSearchRequest),
  (t) => t.appBatches.patch("1", "2", apps.appBatchPatch),
  (t) => t.appBatches.startSync("1", apps.syncBatchCreateRequest),
  (t) => t.appItems.create("1", apps.appItemCreateRequest),
  (t) => t.appItems.createMany("1", apps.appItemsCreateRequest),
  (t) => t.appItems.find("1", apps.appItemSearchRequest),
  (t) => t.appProjects.find(apps.appProjectSearchRequest),
  (t) => t.apps.find(apps.appSearchRequest),
  (t) => t.assignments.find(assignments.assignmentSearchRequest),
  (t) => t.assignments.patch("1", assignments.assignmentPatch),
  (t) => t.attachments.find(assignments.attachmentSearchRequest),
  (t) => t.messageThreads.compose(contact.messageThreadCompose),
  (t) => t.messageThreads.find(contact.messageThreadSearchRequest),
  (t) => t.messageThreads.reply("1", contact.messageThreadReply),
  (t) => t.operations.find(operations.operationSearchRequest),
  (t) =>
    t.pools.create({ ...input(pools.pool), quality_control: QUALITY_CONTROL }),
  (t) => t.pools.find(pools.poolSearchRequest),
  (t) => t.pools.patch("1", pools.poolPatchRequest),
  (t) => t.pools.update("1", pools.pool),
  (t) => t.projects.find(projects.projectSearchRequest),
  (t) => t.projects.update("1", projects.project),
  (t) => t.skills.find(people.skillSearchRequest),
  (t) => t.skills.update("1", people.skill),
  (t) => t.taskSuites.create(input(tasks.taskSuite), { async: false }),
  (t) => t.taskSuites.find(tasks.taskSuiteSearchRequest),
  (t) => t.taskSuites.patch("1", tasks.taskSuitePatch),
  (t) => t.taskSuites.setOverlapOrMin("1", tasks.taskSuiteOverlapPatch),
  (t) => t.tasks.create(input(tasks.task), { async: false }),
  (t) => t.tasks.find(tasks.taskSearchRequest),
  (t) => t.tasks.patch("1", tasks.taskPatch),
  (t) => t.tasks.setOverlapOrMin("1", tasks.taskOverlapPatch),
  (t) => t.trainings.find(people.trainingSearchRequest),
  (t) => t.trainings.startCloseForUpdate("1"),
  (t) => t.trainings.update("1", people.training),
  (t) =>
    t.userBonuses.create(
      { ...input(people.userBonus), without_message: false },
      { async: false },
    ),
  (t) => t.userBonuses.find(people.userBonusSearchRequest),
  (t) => t.userRestrictions.find(people.userRestrictionSearchRequest),
  (t) => t.userRestrictions.set(input(people.allProjectsUserRestriction)),
  (t) => t.userRestrictions.set(input(people.poolUserRestriction)),
  (t) => t.userRestrictions.set(input(people.projectUserRestriction)),
  (t) => t.userSkills.find(people.userSkillSearchRequest),
  (t) => t.userSkills.set(people.setUserSkillRequest),
  (t) => t.webhookSubscriptions.find(contact.webhookSubscriptionSearchRequest),
  (t) => t.webhookSubscriptions.test("1"),
  (t) => t.webhookSubscriptions.upsert([contact.webhookSubscriptionInput]),
];

Deno.test("every operation is asked as the description says", async () => {
  const sent: Sent[] = [];
  const cases = await loadOurCases();
  const report = await replay(cases, {
    adapter,
    makeClient: (setup) =>
      makeClient({ ...setup, fetch: recorded(sent, setup.fetch) }),
  });
  assertEquals(report.failed, 0);
  const toloka = new TolokaClient({
    token: "token",
    url: "http://127.0.0.1:1",
    retries: 0,
    fetch: recorded(
      sent,
      // The ids of created items are the one answer that is a list.
      (input) =>
        Promise.resolve(Response.json(
          String(input).endsWith("/items/bulk")
            ? []
            : { items: [], has_more: false },
        )),
    ),
  });
  for (const send of SAMPLES) await send(toloka);

  const asked = new Set(
    sent.map(({ method, url }) => operationOf(method, url.pathname)),
  );
  assertEquals(OPERATIONS.filter((name) => !asked.has(name)), []);

  const unused = new Set(DEVIATIONS);
  const unknown = [...mistakesOf(sent)].filter(([found]) => {
    const [operation = "", mistake = ""] = found.split(/: (.*)/s);
    const known = DEVIATIONS.filter((deviation) =>
      deviation.operation.test(operation) && deviation.mistake.test(mistake)
    );
    for (const deviation of known) unused.delete(deviation);
    return known.length === 0;
  });
  const example = unknown[0] && JSON.stringify(unknown[0][1], null, 2);
  assertEquals(unknown.map(([found]) => found), [], example);
  assertEquals([...unused].map(({ why }) => why), []);
});

Deno.test("mistakesOfQuery() sees what is wrong", () => {
  const mistakes = (query: string, operation = "GET /api/v1/tasks") =>
    mistakesOfQuery(operation, new URLSearchParams(query));
  assertEquals(mistakes("pool_id=1&limit=10"), []);
  assertEquals(mistakes("pool_id=1&limit=many"), ["?/limit must be integer"]);
  assertEquals(mistakes("pool_id=1&pool=2"), ["? has unknown pool"]);
  assertEquals(mistakes("pool_id=1&sort=id&sort=-id"), [
    "?/sort is repeated",
  ]);
  assertEquals(mistakes("sort=id"), [
    "? must have required property 'pool_id'",
  ]);
  assertEquals(mistakes("status=OLD", "GET /api/app/v0/app-projects"), [
    "?/status must be equal to one of the allowed values",
  ]);
  assertEquals(mistakes("lang=EN", "GET /api/v1/requester"), [
    "? has unknown lang",
  ]);
});

Deno.test("mistakesOfBody() sees what is wrong", () => {
  const mistakes = (body: unknown, operation = "POST /api/v1/tasks") =>
    mistakesOfBody(operation, body);
  const task = { pool_id: "1", input_values: {} };
  assertEquals(mistakes(task), []);
  assertEquals(mistakes([task, task]), []);
  assertEquals(mistakes([task, {}]), [
    "/* must have required property 'pool_id'",
  ]);
  assertEquals(mistakes({ ...task, overlap: "3" }), [
    "/overlap must be integer",
  ]);
  const known_solutions = [{ values: {} }];
  assertEquals(mistakes([{ ...task, known_solutions }]), [
    "/*/known_solutions/* has unknown values",
  ]);
  assertEquals(mistakes(undefined), [" has no body"]);
  assertEquals(mistakes({}, "POST /api/v1/pools/{id}/open"), [" has a body"]);
});
