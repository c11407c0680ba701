import { assertEquals } from "@std/assert";
import { Api, control, type Json, POOL, PROJECT } from "./api.ts";

/** A change of a good body, and the errors it must bring. */
type Case = [name: string, change: Json, errors: Record<string, string>];

function codes(payload: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Json>(payload).map(([path, { code }]) => [path, code]),
  );
}

const PROJECTS: Case[] = [
  ["no name", { public_name: undefined }, { public_name: "VALUE_REQUIRED" }],
  ["a number for a name", { public_name: 1 }, {
    public_name: "STRING_EXPECTED",
  }],
  ["no task_spec", { task_spec: null }, { task_spec: "VALUE_REQUIRED" }],
  [
    "an unknown field type",
    {
      task_spec: { ...PROJECT.task_spec, input_spec: { a: { type: "text" } } },
    },
    { "task_spec.input_spec.a.type": "UNKNOWN_ENUM_VALUE" },
  ],
  [
    "an input file",
    {
      task_spec: { ...PROJECT.task_spec, input_spec: { a: { type: "file" } } },
    },
    { "task_spec.input_spec.a.type": "UNKNOWN_ENUM_VALUE" },
  ],
  [
    "a map without a view",
    { assignments_issuing_type: "MAP_SELECTOR" },
    { assignments_issuing_view_config: "VALUE_REQUIRED" },
  ],
  [
    "a condition that its collector does not count",
    control("INCOME", {}, [["total", "GT", 1]], "APPROVE_ALL_ASSIGNMENTS"),
    {
      "quality_control.configs.0.rules.0.conditions.0.key":
        "UNKNOWN_ENUM_VALUE",
    },
  ],
];

for (const [name, change, errors] of PROJECTS) {
  Deno.test(`POST /projects refuses ${name}`, async () => {
    const body = { ...PROJECT, ...change };
    const error = await new Api().expect(400, "POST", "/projects", body);
    assertEquals(error.code, "VALIDATION_ERROR");
    assertEquals(codes(error.payload), errors);
  });
}

const MIXER = POOL.mixer_config;

const POOLS: Case[] = [
  ["no project", { project_id: null }, { project_id: "VALUE_REQUIRED" }],
  ["an unknown project", { project_id: "404" }, {
    project_id: "ENTITY_DOES_NOT_EXIST",
  }],
  ["no name", { private_name: null }, { private_name: "VALUE_REQUIRED" }],
  ["no end", { will_expire: null }, { will_expire: "VALUE_REQUIRED" }],
  ["an end that is no time", { will_expire: "soon" }, {
    will_expire: "INVALID_DATE_TIME_SYNTAX",
  }],
  ["no reward", { reward_per_assignment: null }, {
    reward_per_assignment: "VALUE_REQUIRED",
  }],
  ["too small a reward", { reward_per_assignment: 0.004 }, {
    reward_per_assignment: "VALUE_LESS_THAN_MIN",
  }],
  ["no reward for general tasks", { reward_per_assignment: 0 }, {
    reward_per_assignment: "VALUE_LESS_THAN_MIN",
  }],
  ["too short a time", { assignment_max_duration_seconds: 4 }, {
    assignment_max_duration_seconds: "VALUE_OUT_OF_BOUNDS",
  }],
  ["part of a second", { assignment_max_duration_seconds: 5.5 }, {
    assignment_max_duration_seconds: "INTEGER_EXPECTED",
  }],
  ["22 days of review", { auto_accept_period_day: 22 }, {
    auto_accept_period_day: "VALUE_OUT_OF_BOUNDS",
  }],
  ["a long closing delay", {
    auto_close_after_complete_delay_seconds: 259_201,
  }, { auto_close_after_complete_delay_seconds: "VALUE_OUT_OF_BOUNDS" }],
  ["priority 101", { priority: 101 }, { priority: "VALUE_OUT_OF_BOUNDS" }],
  ["no defaults", { defaults: null }, { defaults: "VALUE_REQUIRED" }],
  ["overlap 0", { defaults: { default_overlap_for_new_task_suites: 0 } }, {
    "defaults.default_overlap_for_new_task_suites": "VALUE_OUT_OF_BOUNDS",
  }],
  ["a mixer without counts", { mixer_config: {} }, {
    "mixer_config.real_tasks_count": "VALUE_REQUIRED",
    "mixer_config.golden_tasks_count": "VALUE_REQUIRED",
    "mixer_config.training_tasks_count": "VALUE_REQUIRED",
  }],
  ["501 tasks a suite", { mixer_config: { ...MIXER, real_tasks_count: 501 } }, {
    "mixer_config.real_tasks_count": "VALUE_OUT_OF_BOUNDS",
  }],
  ["a filter of 10,001 characters", {
    filter: {
      category: "skill",
      key: "1",
      operator: "EQ",
      value: "x".repeat(10_000),
    },
  }, { filter: "STRING_LENGTH_GREATER_THAN_MAX" }],
  ["an unknown collector", {
    quality_control: {
      configs: [{ collector_config: { type: "LUCK" }, rules: [] }],
    },
  }, {
    "quality_control.configs.0.collector_config.type": "UNKNOWN_ENUM_VALUE",
  }],
  ["a rule for an unknown skill", {
    quality_control: {
      configs: [{
        collector_config: { type: "ANSWER_COUNT" },
        rules: [{
          conditions: [],
          action: {
            type: "SET_SKILL",
            parameters: { skill_id: "404", skill_value: 1 },
          },
        }],
      }],
    },
  }, {
    "quality_control.configs.0.rules.0.action.parameters.skill_id":
      "ENTITY_DOES_NOT_EXIST",
  }],
  ["an unknown training", {
    quality_control: {
      training_requirement: {
        training_pool_id: "404",
        training_passing_skill_value: 80,
      },
    },
  }, {
    "quality_control.training_requirement.training_pool_id":
      "ENTITY_DOES_NOT_EXIST",
  }],
  ["dynamic overlap without a higher maximum", {
    auto_close_after_complete_delay_seconds: 1,
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 3,
      min_confidence: 0.9,
      answer_weight_skill_id: "1",
      fields: [{ name: "label" }],
    },
  }, {
    "dynamic_overlap_config.answer_weight_skill_id": "ENTITY_DOES_NOT_EXIST",
    "dynamic_overlap_config.max_overlap": "VALUE_LESS_THAN_MIN",
  }],
  ["dynamic overlap with a maximum below that of suites", {
    auto_close_after_complete_delay_seconds: 1,
    defaults: { default_overlap_for_new_task_suites: 3 },
    dynamic_overlap_config: {
      type: "BASIC",
      max_overlap: 3,
      min_confidence: 0.9,
      answer_weight_skill_id: "1",
      fields: [{ name: "constructor" }],
    },
  }, {
    "dynamic_overlap_config.answer_weight_skill_id": "ENTITY_DOES_NOT_EXIST",
    "dynamic_overlap_config.fields.0.name": "ENTITY_DOES_NOT_EXIST",
    "dynamic_overlap_config.max_overlap": "VALUE_LESS_THAN_MIN",
  }],
  [
    "a balance without its measure",
    { speed_quality_balance: { type: "TOP_PERCENTAGE_BY_QUALITY", count: 1 } },
    { "speed_quality_balance.percent": "VALUE_REQUIRED" },
  ],
  [
    "a ban of an unknown unit",
    control("INCOME", {}, [], "RESTRICTION_V2", {
      scope: "POOL",
      duration: 0,
      duration_unit: "WEEKS",
    }),
    {
      "quality_control.configs.0.rules.0.action.parameters.duration":
        "VALUE_LESS_THAN_MIN",
      "quality_control.configs.0.rules.0.action.parameters.duration_unit":
        "UNKNOWN_ENUM_VALUE",
    },
  ],
  [
    "a skill that is not named",
    control("INCOME", {}, [], "SET_SKILL", { skill_value: 1 }),
    {
      "quality_control.configs.0.rules.0.action.parameters.skill_id":
        "VALUE_REQUIRED",
    },
  ],
  ["a filter with AND in capitals", { filter: { AND: [] } }, {
    "filter.category": "VALUE_REQUIRED",
    "filter.key": "VALUE_REQUIRED",
    "filter.operator": "VALUE_REQUIRED",
  }],
  ["a filter with unknown words", {
    filter: {
      and: [{ or: [{ category: "person", key: "a", operator: "=" }] }],
    },
  }, {
    "filter.and.0.or.0.category": "UNKNOWN_ENUM_VALUE",
    "filter.and.0.or.0.operator": "UNKNOWN_ENUM_VALUE",
  }],
  ["a filter without a list", { filter: { and: { or: [] } } }, {
    "filter.and": "ARRAY_EXPECTED",
  }],
  [
    "a condition that its collector does not count",
    control(
      "INCOME",
      {},
      [["constructor", "NE", 1]],
      "APPROVE_ALL_ASSIGNMENTS",
    ),
    {
      "quality_control.configs.0.rules.0.conditions.0.key":
        "UNKNOWN_ENUM_VALUE",
    },
  ],
];

for (const [name, change, errors] of POOLS) {
  Deno.test(`POST /pools refuses ${name}`, async () => {
    const api = new Api();
    const project = await api.project();
    const body = { ...POOL, project_id: project.id, ...change };
    const error = await api.expect(400, "POST", "/pools", body);
    assertEquals(codes(error.payload), errors);
  });
}

const SPEC = {
  input_spec: {
    url: { type: "url" },
    text: { type: "string", required: false, min_length: 2, max_length: 3 },
    count: { type: "integer", required: false, min_value: 1, max_value: 9 },
    ratio: { type: "float", required: false },
    yes: { type: "boolean", required: false },
    place: { type: "coordinates", required: false },
    any: { type: "json", required: false },
    kinds: {
      type: "array_string",
      required: false,
      min_size: 1,
      max_size: 2,
      allowed_values: ["a", "b"],
    },
    code: { type: "string", required: false, pattern: "[0-9]+" },
  },
  output_spec: PROJECT.task_spec.output_spec,
  view_spec: {},
};

const INPUTS: Case[] = [
  ["no value", { url: undefined }, { "url": "VALUE_REQUIRED" }],
  ["null", { url: null }, { "url": "VALUE_REQUIRED" }],
  ["no URL", { url: "example" }, { "url": "INVALID_URL_SYNTAX" }],
  ["an unknown field", { link: 1 }, { "link": "VALUE_NOT_ALLOWED" }],
  ["a field that objects inherit", { constructor: "a" }, {
    "constructor": "VALUE_NOT_ALLOWED",
  }],
  ["a short text", { text: "a" }, { "text": "STRING_LENGTH_LESS_THAN_MIN" }],
  ["a long text", { text: "abcd" }, {
    "text": "STRING_LENGTH_GREATER_THAN_MAX",
  }],
  ["a small number", { count: 0 }, { "count": "VALUE_LESS_THAN_MIN" }],
  ["a large number", { count: 10 }, { "count": "VALUE_GREATER_THAN_MAX" }],
  ["a text for a number", { count: "1" }, { "count": "INTEGER_EXPECTED" }],
  ["a text for a float", { ratio: "1" }, { "ratio": "FLOAT_EXPECTED" }],
  ["a text for a boolean", { yes: "true" }, { "yes": "BOOLEAN_EXPECTED" }],
  ["no coordinates", { place: "here" }, {
    "place": "INVALID_COORDINATES_SYNTAX",
  }],
  ["a value for an array", { kinds: "a" }, { "kinds": "ARRAY_EXPECTED" }],
  ["an empty array", { kinds: [] }, { "kinds": "ARRAY_SIZE_LESS_THAN_MIN" }],
  ["a long array", { kinds: ["a", "b", "a"] }, {
    "kinds": "ARRAY_SIZE_GREATER_THAN_MAX",
  }],
  ["a wrong element", { kinds: ["a", "c"] }, {
    "kinds.1": "UNKNOWN_ENUM_VALUE",
  }],
  ["another pattern", { code: "1a" }, { "code": "PATTERN_MISMATCH" }],
];

for (const [name, change, errors] of INPUTS) {
  Deno.test(`POST /tasks refuses input with ${name}`, async () => {
    const api = new Api();
    const project = await api.project({ task_spec: SPEC });
    const pool = await api.post("/pools", { ...POOL, project_id: project.id });
    const error = await api.expect(400, "POST", "/tasks?allow_defaults=true", {
      pool_id: pool.id,
      input_values: { url: "https://example.com", ...change },
    });
    const paths = Object.fromEntries(
      Object.entries(errors).map(([path, code]) => [
        `input_values.${path}`,
        code,
      ]),
    );
    assertEquals(codes(error.payload), paths);
  });
}

Deno.test("POST /tasks takes values of every type", async () => {
  const api = new Api();
  const project = await api.project({ task_spec: SPEC });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.post("/tasks?allow_defaults=true", {
    pool_id: pool.id,
    input_values: {
      url: "https://example.com",
      text: "ab",
      count: 1,
      ratio: 0.5,
      yes: false,
      place: "55.7,37.6",
      any: { a: [1] },
      kinds: ["a", "b"],
      code: "12",
    },
  });
});

const TASKS: Case[] = [
  ["no overlap", {}, { overlap: "VALUE_REQUIRED" }],
  ["overlap 0", { overlap: 0 }, { overlap: "VALUE_OUT_OF_BOUNDS" }],
  ["no pool", { overlap: 1, pool_id: null }, { pool_id: "VALUE_REQUIRED" }],
  ["an unknown pool", { overlap: 1, pool_id: "404" }, {
    pool_id: "ENTITY_DOES_NOT_EXIST",
  }],
  ["a wrong known solution", {
    overlap: 1,
    known_solutions: [{ output_values: { label: "cow" } }],
  }, { "known_solutions.0.output_values.label": "UNKNOWN_ENUM_VALUE" }],
  ["a heavy known solution", {
    overlap: 1,
    known_solutions: [{
      output_values: { label: "cat" },
      correctness_weight: 2,
    }],
  }, { "known_solutions.0.correctness_weight": "VALUE_OUT_OF_BOUNDS" }],
  ["a baseline solution that is too sure", {
    overlap: 1,
    baseline_solutions: [{
      output_values: { label: "cat" },
      confidence_weight: 1.1,
    }],
  }, { "baseline_solutions.0.confidence_weight": "VALUE_OUT_OF_BOUNDS" }],
];

for (const [name, change, errors] of TASKS) {
  Deno.test(`POST /tasks refuses ${name}`, async () => {
    const api = new Api();
    const pool = await api.pool();
    const error = await api.expect(400, "POST", "/tasks", {
      pool_id: pool.id,
      input_values: { image: "https://example.com" },
      ...change,
    });
    assertEquals(codes(error.payload), errors);
  });
}

for (
  const url of [
    "http://example.com",
    "HTTPS://example.com/a?b=c",
    "//example.com",
    "www.example.com/1.jpg",
    "/proxy/1.jpg",
  ]
) {
  Deno.test(`POST /tasks takes the url ${url}`, async () => {
    const api = new Api();
    const pool = await api.pool();
    await api.post("/tasks?allow_defaults=true", {
      pool_id: pool.id,
      input_values: { image: url },
    });
  });
}

Deno.test("fields may have names that objects inherit, and are missed", async () => {
  const api = new Api();
  const fields = JSON.parse(
    '{"constructor": {"type": "string"}, "__proto__": {"type": "string"}}',
  );
  const { id: project_id } = await api.project({
    task_spec: { ...PROJECT.task_spec, input_spec: fields },
  });
  const { id: pool_id } = await api.post("/pools", { ...POOL, project_id });
  const path = "/tasks?allow_defaults=true";
  const error = await api.expect(400, "POST", path, { pool_id });
  assertEquals(codes(error.payload), {
    "input_values.constructor": "VALUE_REQUIRED",
    "input_values.__proto__": "VALUE_REQUIRED",
  });
  const input_values = JSON.parse('{"constructor": "a", "__proto__": "b"}');
  const task = await api.post(path, { pool_id, input_values });
  assertEquals(Object.keys(task.input_values), ["constructor", "__proto__"]);
});

Deno.test("POST /task-suites refuses baseline solutions", async () => {
  const api = new Api();
  const { id: pool_id } = await api.pool({ mixer_config: null });
  const error = await api.expect(400, "POST", "/task-suites", {
    pool_id,
    overlap: 1,
    tasks: [{
      input_values: { image: "https://example.com" },
      baseline_solutions: [{ output_values: { label: "cat" } }],
    }],
  });
  assertEquals(codes(error.payload), {
    "tasks.0.baseline_solutions": "VALUE_NOT_ALLOWED",
  });
});

Deno.test("POST /pools takes filters of any depth", async () => {
  const country = (value: string) => ({
    category: "profile",
    key: "country",
    operator: "EQ",
    value,
  });
  const filter = {
    and: [{ or: [{ and: [country("DE"), country("DE")] }, country("FR")] }],
  };
  const api = new Api({
    population: { count: 60, countries: { DE: 1, FR: 1, IT: 1 } },
  });
  const pool = await api.pool({ filter });
  assertEquals(pool.filter, filter);
  await api.tasks(pool.id, 30);
  await api.finish(pool.id);
  const countries = new Set<string>();
  for (const { user_id } of await api.list(`/assignments?pool_id=${pool.id}`)) {
    countries.add((await api.get(`/user-metadata/${user_id}`)).country);
  }
  assertEquals([...countries].toSorted(), ["DE", "FR"]);
});

Deno.test("a filter may have null in place of its other part", async () => {
  const api = new Api();
  const condition = {
    category: "computed",
    key: "client_type",
    operator: "EQ",
    value: "TOLOKA_APP",
  };
  for (
    const filter of [
      { and: [condition], or: null },
      { and: null, or: [condition] },
      { and: null, or: null },
      {},
    ]
  ) {
    const { id: project_id } = await api.project();
    const pool = await api.post("/pools", { ...POOL, project_id, filter });
    await api.tasks(pool.id, 2);
    await api.finish(pool.id);
    assertEquals((await api.get(`/pools/${pool.id}`)).status, "CLOSED");
  }
});

Deno.test("an element of a list is never null", async () => {
  const api = new Api();
  const pool = await api.pool();
  const lists: [method: string, path: string, body: Json, field: string][] = [
    ["POST", "/aggregated-solutions/aggregate-by-pool", {
      type: "DAWID_SKENE",
      pool_id: pool.id,
      fields: [null],
    }, "fields.0"],
    ["POST", "/tasks?allow_defaults=true", {
      pool_id: pool.id,
      input_values: { image: "https://example.com/a" },
      reserved_for: ["a", null],
    }, "reserved_for.1"],
    ["POST", "/message-threads/compose", {
      topic: { EN: "News" },
      text: { EN: "Hello" },
      answerable: true,
      recipients_select_type: "DIRECT",
      recipients_ids: [null],
    }, "recipients_ids.0"],
  ];
  for (const [method, path, body, field] of lists) {
    const { payload } = await api.expect(400, method, path, body);
    assertEquals(payload[field]?.code, "VALUE_REQUIRED", path);
  }
});
