/**
 * The documented statements about the platform, each with the test that holds
 * the simulator to it. Statements are numbered by section and place.
 */

import { assertEquals } from "@std/assert";

/** How many statements each section has, from 0. */
const SECTIONS = [
  6,
  10,
  9,
  5,
  6,
  9,
  6,
  17,
  15,
  4,
  6,
  1,
  4,
  4,
  8,
  5,
  2,
  5,
  3,
  5,
  10,
] as const;

type Statement = [
  number: string,
  statement: string,
  file: string,
  test: string,
];

const STATEMENTS: readonly Statement[] = [
  [
    "0.1",
    "statuses are those that were recorded",
    "../contract/contract",
    "TolokaClient makes the recorded exchanges",
  ],
  [
    "0.2",
    "a training is a pool",
    "people",
    "a training is a pool for GET /pools",
  ],
  [
    "0.3",
    "values of another type are coerced",
    "coercion",
    "the server coerces values",
  ],
  [
    "0.4",
    "filters nest",
    "validation",
    "POST /pools takes filters of any depth",
  ],
  [
    "0.6",
    "an error 5xx may come after the change",
    "faults",
    "ERROR can be a page of a gateway, after the change",
  ],
  ["1.3", "two forms of the token", "router", "takes both forms of the token"],
  [
    "1.6",
    "a header names the account to act in",
    "access",
    "X-Act-Under-Account-ID acts in the other account",
  ],
  [
    "1.8",
    "bodies say to be JSON, or 415",
    "router",
    "a body that says to be text",
  ],
  [
    "1.9",
    "times are UTC, with or without Z",
    "engine",
    "parseTime() reads the forms the API takes",
  ],
  [
    "1.10",
    "booleans of queries are true and false",
    "batch",
    "POST /tasks skips wrong items if told so",
  ],
  [
    "2.1",
    "an error has request_id, code, message",
    "router",
    "Simulator.fetch() answers",
  ],
  [
    "2.2",
    "a conflict tells the appropriate statuses",
    "assignments",
    "refuses unfinished ones",
  ],
  [
    "2.3",
    "a validation error maps paths to codes",
    "batch",
    "POST /tasks makes nothing if one item is wrong",
  ],
  ["2.4", "statuses in use", "router", "a method the path does not know"],
  [
    "2.5",
    "each status has a code",
    "faults",
    "ERROR answers in the API's words",
  ],
  ["2.6", "common codes", "router", "an unknown id"],
  ["2.7", "specific codes", "pools", "locks the pool while it runs"],
  ["2.8", "codes of fields", "validation", "another pattern"],
  [
    "2.9",
    "bodies that are empty or not JSON",
    "faults",
    "ERROR can be a page of a gateway, after the change",
  ],
  [
    "3.1",
    "quotas of each method",
    "quotas",
    "QUOTAS has the limits that are documented",
  ],
  ["3.2", "tasks count one by one", "quotas", "tasks are counted one by one"],
  [
    "3.3",
    "a 429 of a quota tells its interval",
    "quotas",
    "a quota of a minute is over with the minute",
  ],
  [
    "4.1",
    "bytes of input and output of a request",
    "batch",
    "POST /tasks refuses too many bytes",
  ],
  [
    "4.2",
    "5,000 tasks in one request",
    "batch",
    "POST /tasks refuses more than 5,000 tasks",
  ],
  [
    "4.3",
    "100 bonuses, 100 recipients",
    "user_bonuses",
    "POST /user-bonuses takes 100",
  ],
  [
    "4.4",
    "2,000,000 assignments of a pool",
    "pool_life",
    "a pool with as many assignments as it may have closes",
  ],
  [
    "4.5",
    "lengths of filters and comments",
    "validation",
    "a filter of 10,001 characters",
  ],
  [
    "4.6",
    "10,000 items of an app",
    "apps",
    "takes 10,000 items and not one more",
  ],
  [
    "5.1",
    "lists have items and has_more",
    "listing",
    "GET /tasks lists every task once, page by page",
  ],
  ["5.2", "the next page goes on after the last item", "listing", "id_gt=10"],
  [
    "5.3",
    "sort takes a list, downwards with a minus",
    "listing",
    "sort=name,-id",
  ],
  [
    "5.4",
    "ranges have _gt, _gte, _lt, _lte",
    "listing",
    "created_gte=2024-01-02",
  ],
  [
    "5.5",
    "statuses and folders take a list",
    "message_threads",
    "GET /message-threads filters by folders",
  ],
  ["5.6", "lists that want a pool", "listing", "asks for '"],
  [
    "5.7",
    "page sizes",
    "listing",
    "largePages decides about a limit above the maximum",
  ],
  [
    "5.8",
    "an object may appear late",
    "faults",
    "STALE lets objects appear late",
  ],
  [
    "5.9",
    "ids tell pool and second",
    "assignments",
    "ids of assignments tell pool, second and order",
  ],
  ["6.1", "required fields of a project", "validation", "a map without a view"],
  [
    "6.2",
    "optional fields of a project",
    "projects",
    "POST /projects makes an active project",
  ],
  [
    "6.3",
    "types and rules of fields",
    "validation",
    "POST /tasks takes values of every type",
  ],
  [
    "6.4",
    "PUT replaces; a required field is a new version",
    "projects",
    "leaves existing pools their fields",
  ],
  [
    "6.5",
    "a project is archived after its pools",
    "projects",
    "waits for the pools",
  ],
  [
    "6.6",
    "identical tasks are answered for nothing",
    "automerge",
    "automerge gives identical tasks in open pools",
  ],
  ["7.1", "required fields of a pool", "validation", "an unknown project"],
  ["7.2", "bounds of a pool's settings", "validation", "too small a reward"],
  [
    "7.3",
    "answers are accepted without review by default",
    "assignments",
    "an accepted assignment says all about itself",
  ],
  ["7.4", "a new pool is closed", "pools", "POST /pools makes a closed pool"],
  [
    "7.5",
    "reasons for which pools close",
    "pool_life",
    "Simulator.block() closes pools",
  ],
  [
    "7.6",
    "opening needs tasks and money",
    "pools",
    "needs the price of all tasks",
  ],
  [
    "7.7",
    "archiving waits 9 days after a rejection",
    "pools",
    "waits 9 days after a rejection",
  ],
  [
    "7.8",
    "an update lasts 15 minutes",
    "pools",
    "close-for-update lets the pool open again by itself",
  ],
  [
    "7.9",
    "a clone is an empty pool alike",
    "pools",
    "makes an empty pool alike",
  ],
  [
    "7.10",
    "a pool closes when done, after its delay",
    "pools",
    "a pool closes when all is done, after its delay",
  ],
  [
    "7.11",
    "idle pools are archived after 30 or 90 days",
    "pool_life",
    "is archived after",
  ],
  [
    "7.12",
    "one operation on a pool at a time",
    "pools",
    "locks the pool while it runs",
  ],
  [
    "7.13",
    "a skill decides the price when a suite is issued",
    "issuing",
    "the price is fixed when the suite is handed out",
  ],
  ["7.14", "speed_quality_balance", "issuing", "lets only the best in"],
  [
    "7.15",
    "captchas come every 10 or 20 tasks",
    "quality_rules",
    "captchas come after every 10 tasks or every 20",
  ],
  [
    "7.16",
    "priority, then the earlier start",
    "issuing",
    "of pools with the same priority the one opened earlier",
  ],
  ["8.1", "fields of a task", "validation", "a heavy known solution"],
  [
    "8.2",
    "the kind of a task follows from its content",
    "training",
    "training tasks mixed into a pool are graded by TRAINING",
  ],
  [
    "8.3",
    "overlap is required without allow_defaults",
    "batch",
    "POST /tasks takes the pool's overlap with allow_defaults",
  ],
  [
    "8.4",
    "tasks need smart mixing, suites a pool without",
    "batch",
    "POST /task-suites refuses a pool with smart mixing",
  ],
  [
    "8.5",
    "flags of the query",
    "batch",
    "POST /tasks opens the pool if told so",
  ],
  [
    "8.6",
    "an object for an object, a map for a list",
    "batch",
    "POST /tasks answers one object with one task",
  ],
  [
    "8.7",
    "asynchronous creation has an operation with counts",
    "batch",
    "POST /tasks works in an operation with a log",
  ],
  [
    "8.8",
    "an operation_id works once",
    "batch",
    "POST /tasks refuses an operation_id it knows",
  ],
  [
    "8.9",
    "unknown keys come back in the log",
    "batch",
    "POST /tasks works in an operation with a log",
  ],
  [
    "8.10",
    "fields that a patch changes",
    "batch",
    "PATCH /tasks/{id} changes overlap and solutions",
  ],
  [
    "8.11",
    "remaining_overlap falls when a suite is issued",
    "work",
    "remaining_overlap falls while Tolokers are at work",
  ],
  [
    "8.12",
    "suites go out in their order",
    "work",
    "suites go out in creation order, the preferred ones first",
  ],
  [
    "8.13",
    "smart mixing and the last suite",
    "work",
    "the last suite waits for force_last_assignment_delay_seconds",
  ],
  [
    "8.14",
    "a control task once for each Toloker",
    "work",
    "control tasks limit how much a Toloker can do",
  ],
  [
    "8.15",
    "distribution functions",
    "work",
    "control tasks come by a distribution function",
  ],
  [
    "9.1",
    "statuses of operations",
    "pool_life",
    "an operation goes from PENDING to RUNNING to SUCCESS",
  ],
  [
    "9.2",
    "types of operations",
    "openapi",
    "every operation answers as the description says",
  ],
  [
    "9.3",
    "a log for a month",
    "pool_life",
    "a log of an operation is kept for a month",
  ],
  [
    "10.1",
    "statuses of assignments",
    "population",
    "forgets it expires at its time",
  ],
  [
    "10.2",
    "the requester's changes of status",
    "assignments",
    "PATCH /assignments/{id} from",
  ],
  [
    "10.3",
    "unreviewed answers are accepted, appeals have a week",
    "assignments",
    "unreviewed assignments are accepted after their period",
  ],
  [
    "10.4",
    "fields of an assignment",
    "training",
    "a wrong first answer is kept and corrected after the hint",
  ],
  [
    "10.5",
    "whole suites are reviewed",
    "quality_control",
    "reviews all of a Toloker's assignments",
  ],
  [
    "10.6",
    "reserved at submission, paid at the review",
    "assignments",
    "money is reserved on submission and paid at the review",
  ],
  [
    "11.1",
    "files of answers",
    "attachments",
    "every file of every answer exists, once",
  ],
  [
    "12.1",
    "limits of a bonus",
    "user_bonuses",
    "bonusLimits decide how large a bonus may be",
  ],
  [
    "12.2",
    "fields of a bonus",
    "user_bonuses",
    "POST /user-bonuses checks every field",
  ],
  [
    "12.3",
    "no equal bonuses in one request",
    "user_bonuses",
    "POST /user-bonuses refuses equal bonuses",
  ],
  [
    "12.4",
    "an operation_id keeps from paying twice",
    "user_bonuses",
    "operation_id keeps bonuses from being paid twice",
  ],
  [
    "13.1",
    "skills and their values",
    "people",
    "PUT /user-skills sets and replaces a value",
  ],
  ["13.2", "restrictions, by scope", "people", "leaves the rest"],
  [
    "13.3",
    "trainings",
    "people",
    "Tolokers pass the training before they get the pool",
  ],
  ["13.4", "filters", "work", "only Tolokers who pass a filter work"],
  ["14.1", "collectors and their conditions", "quality_rules", " knows ${"],
  [
    "14.2",
    "operators",
    "validation",
    "a condition that its collector does not count",
  ],
  ["14.3", "actions", "quality_rules", "SET_POOL_COMPLETE closes the pool"],
  [
    "14.4",
    "rules are independent; histories join pools",
    "quality_rules",
    "collectors of one id count together",
  ],
  [
    "14.5",
    "control answers are exact; weights",
    "quality_rules",
    "correctness_weight makes an answer partly right",
  ],
  [
    "14.6",
    "majority vote",
    "quality_rules",
    "MAJORITY_VOTE takes every answer that reaches the threshold for right",
  ],
  [
    "14.7",
    "a timed ban that ends forgets",
    "quality_rules",
    "a timed ban that ends forgets the history",
  ],
  [
    "14.8",
    "restored overlap",
    "quality_rules",
    "USERS_ASSESSMENT tells whose skill took the access away",
  ],
  [
    "15.1",
    "dynamic overlap and what it needs",
    "dynamic_overlap",
    "POST /pools refuses dynamic overlap with",
  ],
  ["15.2", "the formula of confidence", "confidence", "as published"],
  ["15.3", "fields that can be aggregated", "confidence", "choicesOf() gives"],
  [
    "15.4",
    "aggregation by pool and by task",
    "aggregation",
    "aggregate-by-task answers as aggregate-by-pool does",
  ],
  [
    "15.5",
    "Dawid and Skene's model",
    "aggregation",
    "dawidSkene() trusts the better workers over the majority",
  ],
  [
    "16.1",
    "messages, replies and folders",
    "message_threads",
    "threads move between folders",
  ],
  [
    "16.2",
    "newest first; an answer of one of several",
    "message_threads",
    "an answer of one of several recipients makes a new thread",
  ],
  [
    "17.1",
    "subscriptions by index",
    "webhooks",
    "PUT /webhook-subscriptions answers by index",
  ],
  [
    "17.2",
    "what deliveries hold",
    "webhooks",
    "events agree with the assignments",
  ],
  ["17.3", "signatures", "webhooks", "sign() makes the documented signature"],
  [
    "17.4",
    "deliveries may come again",
    "webhooks",
    "the fault DUPLICATE lets events come again",
  ],
  ["17.5", "a test event", "webhooks", "/test tells how it went"],
  [
    "18.1",
    "metadata of Tolokers",
    "people",
    "GET /user-metadata shows what filters see",
  ],
  ["18.2", "analytics", "analytics", "analytics agree with the assignments"],
  [
    "18.3",
    "the table of assignments",
    "assignments",
    "GET assignments.tsv makes one row for each task",
  ],
  [
    "19.1",
    "life of an app project",
    "apps",
    "an app project is created step by step",
  ],
  ["19.2", "life of a batch", "apps", "a batch goes from NEW to COMPLETED"],
  [
    "19.3",
    "items, duplicates and errors",
    "apps",
    "an equal item takes the answer that is there",
  ],
  [
    "19.4",
    "items without a batch",
    "apps",
    "finished items are read as they come with after_id",
  ],
  [
    "19.5",
    "batches that answer with their request",
    "apps",
    "a synchronous batch is done with its request",
  ],
  [
    "20.1",
    "a limit above the maximum",
    "listing",
    "largePages decides about a limit above the maximum",
  ],
  [
    "20.2",
    "an operation_id without async_mode",
    "user_bonuses",
    "operation_id keeps bonuses from being paid twice",
  ],
  [
    "20.3",
    "codes of the wrong kind of pool",
    "batch",
    "POST /tasks needs a pool with smart mixing",
  ],
  [
    "20.4",
    "repeats of webhooks",
    "webhooks",
    "a delivery is repeated until it is received",
  ],
  [
    "20.5",
    "the fee, and money of a rejection",
    "assignments",
    "money that was handed back can be spent again",
  ],
  [
    "20.6",
    "equal confidence, unknown skills",
    "dynamic_overlap",
    "dynamic overlap takes Tolokers without the skill for guessing",
  ],
  [
    "20.7",
    "a skipped suite goes to others",
    "work",
    "a suite that is skipped or expires goes to others",
  ],
  [
    "20.8",
    "parts of files",
    "attachments",
    "attachments.ranges lets parts be asked for",
  ],
  [
    "20.9",
    "the same restriction again",
    "people",
    "PUT /user-restrictions replaces a ban of the same scope",
  ],
  [
    "20.10",
    "times to the millisecond",
    "engine",
    "formatTime() writes texts that compare as times do",
  ],
];

/** Statements about something else than the platform's answers. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "0.5": "which hosts there are",
  "1.1": "which hosts there are",
  "1.2": "which hosts there are",
  "1.4": "how another client reads tokens",
  "1.5": "how keys are managed",
  "1.7": "headers of another client",
  "3.4": "repeats of another client",
  "3.5": "limits of the web interface",
  "7.17": "a query of another client",
  "9.4": "waiting of another client",
};

Deno.test("every documented statement has a test, or a reason for none", () => {
  const numbers = SECTIONS.flatMap((count, section) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`)
  );
  const known = [
    ...STATEMENTS.map(([number]) => number),
    ...Object.keys(ELSEWHERE),
  ];
  assertEquals(numbers.filter((number) => !known.includes(number)), []);
  assertEquals(known.filter((number) => !numbers.includes(number)), []);
  assertEquals(new Set(known).size, known.length);
});

Deno.test("the test of each documented statement exists", async () => {
  const sources = new Map<string, string>();
  const missing: string[] = [];
  for (const [number, statement, file, test] of STATEMENTS) {
    let source = sources.get(file);
    if (source === undefined) {
      const url = new URL(`${file}_test.ts`, import.meta.url);
      source = await Deno.readTextFile(url);
      sources.set(file, source);
    }
    if (!source.includes(test)) missing.push(`${number} ${statement}: ${test}`);
  }
  assertEquals(missing, []);
});
