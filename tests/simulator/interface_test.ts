/** Tolokers read the task page: answers to fields of every kind. */

import { assert, assertEquals, assertGreater } from "@std/assert";
import { validateOutput } from "../../src/data/mod.ts";
import type { FieldSpec } from "../../src/types/projects.ts";
import { Random } from "../../src/simulator/engine/random.ts";
import { Api, type Json, POOL, PROJECT } from "./api.ts";

const output = (path: string) => ({ type: "data.output", path });
const input = (path: string) => ({ type: "data.input", path });
const REQUIRED = { type: "condition.required" };

/** Has a page answered and returns the answers, with the input of each. */
async function answersTo(
  view: Json,
  output_spec: Record<string, FieldSpec | Json>,
  { habit = "careful", seed = 1, tasks = 6, plugins = [], vars = {} }: {
    habit?: string;
    seed?: number;
    tasks?: number;
    plugins?: Json[];
    vars?: Json;
  } = {},
): Promise<{ input: Json; output: Json; user: string }[]> {
  const api = new Api({
    seed,
    population: { count: 8, habits: { [habit]: 1 }, skill: 0.8 },
  });
  const task_spec = {
    input_spec: {
      image: { type: "url" },
      text: { type: "string" },
      kinds: { type: "json" },
    },
    output_spec,
    view_spec: { type: "tb", config: JSON.stringify({ view, plugins, vars }) },
  };
  const project = await api.project({ ...PROJECT, task_spec });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.post(
    "/tasks?allow_defaults=true",
    Array.from({ length: tasks }, (_, i) => ({
      pool_id: pool.id,
      input_values: {
        image: `https://www.shop.example/${i}.jpg`,
        text: `Paris and Rome are towns of number ${i}`,
        kinds: [`first ${i}`, `second ${i}`, `third ${i}`],
      },
    })),
  );
  await api.finish(pool.id);
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  const answers = assignments.flatMap(({ tasks, solutions, user_id }: Json) =>
    solutions.map(({ output_values }: Json, i: number) => {
      const project = { task_spec } as Json;
      const errors = validateOutput(output_values, project);
      assertEquals(errors, {}, JSON.stringify({ view, output_values }));
      return {
        input: tasks[i].input_values,
        output: output_values,
        user: user_id,
      };
    })
  );
  assertGreater(answers.length, 0);
  return answers;
}

/** A kind of field, and a check of its values that knows nothing of the code. */
interface Kind {
  spec: Json;
  component: Json;
  holds: (value: Json, input: Json) => boolean;
}

const OPTIONS = [
  { value: "cat", label: "Cat" },
  { value: "dog", label: "Dog" },
  { value: "bird", label: "Bird" },
];
const VALUES = OPTIONS.map(({ value }) => value);
const JSON_FIELD = { type: "json" };
const TEXT_FIELD = { type: "string" };
const FILE_FIELD = { type: "file" };
const isId = (value: Json) => /^[0-9a-f-]{36}$/.test(value);
const within = (value: Json) => value >= 0 && value <= 1;

const KINDS: Record<string, Kind> = {
  "radio-group": {
    spec: TEXT_FIELD,
    component: { options: OPTIONS },
    holds: (value) => VALUES.includes(value),
  },
  "button-radio-group": {
    spec: { type: "integer" },
    component: { options: [{ value: 4 }, { value: 7 }] },
    holds: (value) => value === 4 || value === 7,
  },
  select: {
    spec: JSON_FIELD,
    component: { options: OPTIONS },
    holds: (value) => VALUES.includes(value),
  },
  "button-radio": {
    spec: TEXT_FIELD,
    component: { valueToSet: "yes" },
    holds: (value) => value === "yes",
  },
  checkbox: {
    spec: { type: "boolean" },
    component: {},
    holds: (value) => value === true,
  },
  "checkbox-group": {
    spec: JSON_FIELD,
    component: { options: OPTIONS },
    holds: (value) =>
      Object.keys(value).length > 0 &&
      Object.entries(value).every(([name, ticked]) =>
        VALUES.includes(name) && ticked === true
      ),
  },
  number: {
    spec: { type: "integer", max_value: 12 },
    component: { minimum: 5, maximum: 20 },
    holds: (value) => value >= 5 && value <= 12,
  },
  text: {
    spec: { ...TEXT_FIELD, min_length: 5, max_length: 9 },
    component: {},
    holds: (value) => value.length >= 5 && value.length <= 9,
  },
  textarea: {
    spec: { ...TEXT_FIELD, pattern: "[A-Z]{2}-\\d{3,5}(x|yz)?" },
    component: {},
    holds: (value) => /^[A-Z]{2}-\d{3,5}(x|yz)?$/.test(value),
  },
  email: {
    spec: TEXT_FIELD,
    component: {},
    holds: (value) => /^\S+@\S+\.\S+$/.test(value),
  },
  "phone-number": {
    spec: TEXT_FIELD,
    component: {},
    holds: (value) => /^\+\d{7,15}$/.test(value),
  },
  date: {
    spec: TEXT_FIELD,
    component: {
      min: "2022-02-01",
      max: "2022-02-03",
      blockList: ["2022-02-02"],
    },
    holds: (value) => ["2022-02-01", "2022-02-03"].includes(value),
  },
  file: { spec: FILE_FIELD, component: { accept: ["image/png"] }, holds: isId },
  audio: { spec: FILE_FIELD, component: {}, holds: isId },
  "media-file": {
    spec: { type: "array_file", min_size: 2, max_size: 3 },
    component: { accept: { video: true }, multiple: true },
    holds: (value) => value.length >= 2 && value.every(isId),
  },
  "image-annotation": {
    spec: JSON_FIELD,
    component: {
      image: input("image"),
      shapes: { rectangle: true, polygon: true },
      labels: OPTIONS,
    },
    holds: (value) =>
      value.length > 0 &&
      value.every((area: Json) =>
        VALUES.includes(area.label) && (area.shape === "rectangle"
          ? within(area.left + area.width) && within(area.top + area.height)
          : area.points.length > 2 &&
            area.points.every(({ left, top }: Json) =>
              within(left) && within(top)
            ))
      ),
  },
  "text-annotation": {
    spec: JSON_FIELD,
    component: { content: input("text"), labels: OPTIONS, adjust: "words" },
    holds: (value, { text }) =>
      value.length > 0 &&
      value.every(({ offset, length, label }: Json) =>
        VALUES.includes(label) &&
        text.split(" ").includes(text.slice(offset, offset + length))
      ),
  },
  list: {
    spec: { type: "array_string", max_size: 4 },
    component: {
      minLength: 2,
      render: {
        type: "field.text",
        data: { type: "data.relative" },
        validation: REQUIRED,
      },
    },
    holds: (value) =>
      value.length >= 2 && value.length <= 4 &&
      value.every((item: Json) => typeof item === "string" && item !== ""),
  },
  map: {
    spec: { type: "coordinates" },
    component: { center: "50,10" },
    holds: (value) => /^-?[\d.]+,-?[\d.]+$/.test(value),
  },
  quiz: {
    spec: JSON_FIELD,
    component: { options: [{ key: "one", options: OPTIONS }] },
    holds: ({ one }) => VALUES.includes(one),
  },
};

for (const [name, { spec, component, holds }] of Object.entries(KINDS)) {
  for (const habit of ["careful", "sloppy", "random"]) {
    Deno.test(`${habit} Tolokers answer a field.${name}`, async () => {
      const view = {
        type: `field.${name}`,
        data: output("answer"),
        validation: REQUIRED,
        ...component,
      };
      const answers = await answersTo(view, { answer: spec }, { habit });
      for (const { output: { answer }, input } of answers) {
        assert(holds(answer, input), JSON.stringify(answer));
      }
    });
  }
}

/** Conditions on a text, with what they demand of it. */
const CONDITIONS: [
  name: string,
  condition: Json,
  holds: (v: Json) => boolean,
][] = [
  ["equals", { type: "condition.equals", to: "yes" }, (v) => v === "yes"],
  [
    "schema",
    {
      type: "condition.schema",
      schema: { type: "string", pattern: "^[a-f]+$", minLength: 8 },
    },
    (v) => /^[a-f]{8,}$/.test(v),
  ],
  [
    "same-domain",
    { type: "condition.same-domain", original: input("image") },
    (v) => new URL(v).hostname === "shop.example",
  ],
  [
    "all",
    {
      type: "condition.all",
      conditions: [REQUIRED, {
        type: "condition.schema",
        schema: { type: "string", maxLength: 3 },
      }],
    },
    (v) => v.length > 0 && v.length <= 3,
  ],
  [
    "any",
    {
      type: "condition.any",
      conditions: ["left", "right"].map((to) => ({
        type: "condition.equals",
        to,
      })),
    },
    (v) => v === "left" || v === "right",
  ],
  [
    "not",
    {
      type: "condition.not",
      condition: { type: "condition.schema", schema: { minLength: 20 } },
    },
    (v) => v === undefined || v.length < 20,
  ],
  [
    "distance",
    {
      type: "@yandex-toloka/condition.distance",
      from: { type: "@toloka/data.location" },
      to: "1,1",
      max: 5,
    },
    () => true,
  ],
  ["empty", { type: "condition.empty" }, (v) => v === undefined],
  [
    "helper.if",
    {
      type: "helper.if",
      condition: {
        type: "condition.equals",
        data: input("text"),
        to: "nothing",
      },
      then: { type: "condition.empty" },
      else: { type: "condition.equals", to: "other" },
    },
    (v) => v === "other",
  ],
];

for (const [name, validation, holds] of CONDITIONS) {
  Deno.test(`Tolokers meet a ${name} condition`, async () => {
    for (const habit of ["sloppy", "random"]) {
      const answers = await answersTo(
        { type: "field.text", data: output("answer"), validation },
        { answer: { type: "string", required: false } },
        { habit },
      );
      for (const { output } of answers) {
        assert(holds(output.answer), JSON.stringify(output));
      }
    }
  });
}

/** A condition on the distance of a place from the middle of a town. */
const near = (from: Json, max: number) => ({
  type: "@yandex-toloka/condition.distance",
  from,
  to: "52.52,13.405",
  max,
});

for (
  const [type, spec] of [
    ["field.map", { type: "coordinates" }],
    ["field.text", { type: "string" }],
  ] as const
) {
  Deno.test(`Tolokers answer a ${type} with a place that is near enough`, async () => {
    for (const habit of ["careful", "sloppy", "random"]) {
      const view = {
        type,
        data: output("answer"),
        validation: near(output("answer"), 300),
      };
      const answers = await answersTo(view, { answer: spec }, { habit });
      const given = answers.map(({ output: { answer } }) => answer);
      for (const answer of given) {
        const [latitude, longitude] = answer.split(",").map(Number);
        const meters = 111_195 * Math.hypot(
          latitude - 52.52,
          (longitude - 13.405) * Math.cos(52.52 * Math.PI / 180),
        );
        assert(meters <= 301, `${answer} is ${meters} m away`);
      }
      assert(new Set(given).size > 1);
    }
  });
}

Deno.test("a page shows what depends on a distance by the distance", async () => {
  const field = (path: string, from: Json) => ({
    type: "helper.if",
    condition: near(from, 1_000),
    then: { type: "field.text", data: output(path), validation: REQUIRED },
  });
  const optional = { type: "string", required: false };
  const answers = await answersTo(
    {
      type: "view.list",
      items: [
        field("here", "52.521,13.406"),
        field("there", "48.857,2.352"),
        field("nowhere", input("text")),
        field("me", { type: "@toloka/data.location" }),
      ],
    },
    { here: optional, there: optional, nowhere: optional, me: optional },
  );
  for (const { output } of answers) {
    assertEquals(Object.keys(output), ["here", "me"]);
  }
});

Deno.test("Tolokers choose a part of a list that a sub-array condition names", async () => {
  const answers = await answersTo(
    {
      type: "field.list",
      data: output("answer"),
      render: {
        type: "field.text",
        data: { type: "data.relative" },
        validation: REQUIRED,
      },
      validation: { type: "condition.sub-array", parent: input("kinds") },
    },
    { answer: { type: "array_string", required: false } },
    { habit: "random" },
  );
  for (const { input, output } of answers) {
    for (const item of output.answer ?? []) assert(input.kinds.includes(item));
  }
});

/** A question that follows from the answer to another. */
const FOLLOWED = {
  type: "view.list",
  items: [
    {
      type: "field.radio-group",
      data: output("ok"),
      options: [{ value: "yes" }, { value: "no" }],
      validation: REQUIRED,
    },
    {
      type: "helper.if",
      condition: {
        type: "condition.equals",
        data: output("ok"),
        to: "no",
      },
      then: {
        type: "field.textarea",
        data: output("reason"),
        validation: REQUIRED,
      },
    },
  ],
};

Deno.test("a field behind helper.if is answered only where it is shown", async () => {
  for (const habit of ["careful", "sloppy", "random"]) {
    const answers = await answersTo(FOLLOWED, {
      ok: TEXT_FIELD,
      reason: { type: "string", required: false },
    }, { habit, tasks: 20 });
    const seen = new Set(answers.map(({ output }) => output.ok));
    assertEquals(seen.size, 2);
    for (const { output: { ok, reason } } of answers) {
      assertEquals(reason === undefined, ok === "yes");
    }
  }
});

Deno.test("helper.switch, helper.transform and references decide what is shown", async () => {
  const view = {
    type: "layout.columns",
    items: [
      { $ref: "vars.question" },
      {
        type: "helper.switch",
        cases: [{
          condition: {
            type: "condition.equals",
            data: input("text"),
            to: "Paris and Rome are towns of number 0",
          },
          result: { type: "field.checkbox", data: output("box") },
        }],
        default: {
          type: "field.number",
          data: output("number"),
          validation: REQUIRED,
        },
      },
    ],
  };
  const vars = {
    question: {
      type: "field.select",
      data: output("kind"),
      validation: REQUIRED,
      options: {
        type: "helper.transform",
        items: input("kinds"),
        into: {
          value: {
            type: "helper.text-transform",
            data: { type: "data.local", path: "item" },
            transformation: "uppercase",
          },
        },
      },
    },
  };
  const answers = await answersTo(view, {
    kind: TEXT_FIELD,
    box: { type: "boolean", required: false },
    number: { type: "float", required: false },
  }, { vars, habit: "random" });
  for (const { input: { kinds, text }, output } of answers) {
    const options = kinds.map((kind: string) => kind.toUpperCase());
    assert(options.includes(output.kind), JSON.stringify(output));
    assertEquals(output.number === undefined, text.endsWith(" 0"));
  }
});

Deno.test("what a check of the whole page wants is answered, too", async () => {
  const answers = await answersTo({
    type: "layout.sidebar",
    validation: {
      type: "condition.any",
      conditions: [
        { type: "condition.required", data: output("mail") },
        { type: "condition.required", data: output("phone") },
      ],
    },
    content: { type: "field.email", data: output("mail") },
    controls: { type: "field.phone-number", data: output("phone") },
  }, {
    mail: { type: "string", required: false },
    phone: { type: "string", required: false },
  });
  for (const { output } of answers) {
    assert(output.mail !== undefined || output.phone !== undefined);
  }
});

Deno.test("buttons and keys that set a value are its options", async () => {
  const set = (payload: string) => ({
    type: "action.set",
    data: output("kind"),
    payload,
  });
  const answers = await answersTo(
    { type: "view.action-button", label: "Cat", action: set("cat") },
    { kind: TEXT_FIELD },
    { plugins: [{ type: "plugin.hotkeys", 1: set("dog") }] },
  );
  const kinds = new Set(answers.map(({ output }) => output.kind));
  assertEquals([...kinds].toSorted(), ["cat", "dog"]);
});

Deno.test("a reference that leads to itself is passed over", async () => {
  const vars = { a: { $ref: "vars.b" }, b: { $ref: "vars.a" } };
  const field = { type: "field.text", data: output("answer") };
  const view = { type: "view.list", items: [{ $ref: "vars.a" }, field] };
  await answersTo(view, { answer: TEXT_FIELD }, { vars });
});

Deno.test("careful Tolokers agree, sloppy ones less, random ones hardly", async () => {
  const agreement = async (habit: string) => {
    const answers = await answersTo(
      { type: "field.radio-group", data: output("answer"), options: OPTIONS },
      { answer: TEXT_FIELD },
      { habit, tasks: 40 },
    );
    const byTask = Map.groupBy(answers, ({ input }) => input.image);
    let most = 0;
    for (const votes of byTask.values()) {
      const counts = Map.groupBy(votes, ({ output }) => output.answer);
      most += Math.max(...[...counts.values()].map(({ length }) => length));
    }
    return most / answers.length;
  };
  const [careful, sloppy, random] = [
    await agreement("careful"),
    await agreement("sloppy"),
    await agreement("random"),
  ];
  assertGreater(careful, 0.8);
  assertGreater(careful, sloppy);
  assertGreater(sloppy, random);
});

/** A field of a random page, with what its value must be. */
interface Drawn {
  view: Json;
  specs: Record<string, Json>;
  /** Throws where an answer is not what the page accepts. */
  check: (output: Json, input: Json) => void;
}

/** A random part of a page, whose fields have names of their own. */
function drawView(random: Random, names: { next: number }, depth = 0): Drawn {
  if (depth < 3 && random.chance(0.5)) return drawLayout(random, names, depth);
  const name = `f${names.next++}`;
  if (random.chance(0.25)) return drawCondition(random, name);
  const [type, kind] = random.pick(Object.entries(KINDS));
  const required = random.chance(0.5);
  const isNeeded = required || random.chance(0.5);
  const prefix = random.pick(["", "@toloka/", "@yandex-toloka/"]);
  return {
    view: {
      type: `${prefix}field.${type}`,
      data: output(name),
      ...kind.component,
      ...(isNeeded ? { validation: REQUIRED } : {}),
    },
    specs: { [name]: { ...kind.spec, required } },
    check(output, input) {
      const value = output[name];
      if (value === undefined) assert(!isNeeded, `${name} is missing`);
      else {assert(
          kind.holds(value, input),
          `${type}: ${JSON.stringify(value)}`,
        );}
    },
  };
}

/** A text with a condition. */
function drawCondition(random: Random, name: string): Drawn {
  const [, validation, holds] = random.pick(CONDITIONS);
  return {
    view: { type: "field.text", data: output(name), validation },
    specs: { [name]: { type: "string", required: false } },
    check: (output) => assert(holds(output[name]), `${name}: ${output[name]}`),
  };
}

function drawLayout(
  random: Random,
  names: { next: number },
  depth: number,
): Drawn {
  const parts = Array.from(
    { length: random.integer(1, 3) },
    () => drawView(random, names, depth + 1),
  );
  const all: Drawn = {
    view: random.pick<Json>([
      { type: "view.list", items: parts.map(({ view }) => view) },
      { type: "layout.columns", items: parts.map(({ view }) => view) },
      {
        type: "layout.compare",
        items: parts.map(({ view }) => ({ content: view })),
      },
    ]),
    specs: Object.assign({}, ...parts.map(({ specs }) => specs)),
    check: (output, input) =>
      parts.forEach(({ check }) => check(output, input)),
  };
  return random.chance(0.4) ? behindIf(all, `f${names.next++}`) : all;
}

/** A part that is shown where a question is answered with yes. */
function behindIf({ view, specs, check }: Drawn, name: string): Drawn {
  return {
    view: {
      type: "view.group",
      content: {
        type: "view.list",
        items: [
          {
            type: "helper.if",
            condition: {
              type: "condition.equals",
              data: output(name),
              to: "yes",
            },
            then: view,
          },
          {
            type: "field.button-radio-group",
            data: output(name),
            options: [{ value: "yes" }, { value: "no" }],
            validation: REQUIRED,
          },
        ],
      },
    },
    specs: {
      ...Object.fromEntries(
        Object.entries(specs).map((
          [name, spec],
        ) => [name, { ...spec, required: false }]),
      ),
      [name]: TEXT_FIELD,
    },
    check(output, input) {
      if (output[name] === "yes") return check(output, input);
      assertEquals(output[name], "no");
      for (const inner of Object.keys(specs)) {
        assertEquals(output[inner], undefined, `${inner} is not shown`);
      }
    },
  };
}

Deno.test("Tolokers answer random pages as the pages and projects want", async () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = new Random(`page ${seed}`);
    const { view, specs, check } = drawView(random, { next: 1 });
    const habit = random.pick(["careful", "sloppy", "random", "colluding"]);
    const answers = await answersTo(view, specs, { habit, seed, tasks: 3 });
    for (const { input, output } of answers) {
      try {
        check(output, input);
      } catch (error) {
        throw new Error(`Page ${seed}: ${JSON.stringify({ view, output })}`, {
          cause: error,
        });
      }
    }
  }
});

/** Puts something else in the place of some parts of a page. */
function spoil(value: Json, random: Random): Json {
  if (random.chance(0.06)) {
    return random.pick<Json>([
      null,
      [],
      {},
      7,
      "text",
      { $ref: "view" },
      { type: "data.relative" },
      { type: "helper.transform", into: { $ref: "view" }, items: [1, 2] },
      { type: "view.list", items: [{ $ref: "view" }, { $ref: "view" }] },
      {
        type: "condition.schema",
        schema: { not: 1, allOf: 2, type: "object" },
      },
      { type: "condition.schema", schema: { pattern: "(", minLength: "x" } },
    ]);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => spoil(part, random));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, spoil(part, random)]),
  );
}

Deno.test("a page with mistakes gets answers that its project allows", async () => {
  for (let seed = 1; seed <= 120; seed++) {
    const random = new Random(`mistakes ${seed}`);
    const { view, specs } = drawView(random, { next: 1 });
    const habit = random.pick(["careful", "sloppy", "random"]);
    const spoilt = spoil(view, random);
    await answersTo(spoilt, specs, { habit, seed, tasks: 2 });
  }
});

Deno.test("the fields of a classic page are read from its markup", async () => {
  const api = new Api({ population: { count: 8, habits: { careful: 1 } } });
  const project = await api.project({
    ...PROJECT,
    task_spec: {
      input_spec: { image: { type: "url" } },
      output_spec: {
        result: { type: "string" },
        size: { type: "integer" },
        adult: { type: "boolean", required: false },
        comment: { type: "string", required: false },
        photo: { type: "file" },
        boxes: { type: "json" },
      },
      view_spec: {
        type: "classic",
        markup: `{{img src=image}}
          {{field type="radio" name="result" value="OK" label="Good"}}
          {{field type='radio' name='result' value='BAD'}}
          <!-- {{field type="radio" name="result" value="OLD"}} -->
          {{#field type="select" name="size"}}
            {{select_item value="1" text="Small"}}
            {{select_item value="2" text="Large"}}
          {{/field}}
          {{field type="checkbox" name="adult" label="Adult"}}
          {{field type="textarea" name="comment"}}
          {{field type="image-annotation" name="boxes" src=image}}
          {{field type="file-audio" name="photo"}}`,
      },
    },
  });
  const pool = await api.post("/pools", { ...POOL, project_id: project.id });
  await api.tasks(pool.id, 20);
  await api.finish(pool.id);
  const assignments = await api.list(
    `/assignments?pool_id=${pool.id}&status=ACCEPTED`,
  );
  const seen = new Set<unknown>();
  for (const { solutions } of assignments) {
    for (const { output_values: { result, size, boxes, photo } } of solutions) {
      seen.add(result).add(size);
      assert(boxes[0].shape !== undefined);
      const { media_type } = await api.get(`/attachments/${photo}`);
      assertEquals(media_type, "audio/wav");
    }
  }
  assertEquals(seen, new Set(["OK", "BAD", 1, 2]));
});
