import { assertStrictEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  defineProject,
  type InputOf,
  type JsonValue,
  type OutputOf,
  type Project,
  type ProjectInput,
  TolokaClient,
} from "../../mod.ts";
import { accept } from "./_accept.ts";

const toloka = new TolokaClient({ token: "t", url: "http://127.0.0.1:1" });

const project = defineProject({
  public_name: "Cat or dog",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: {
      image: { type: "url" },
      source: { type: "string", required: false, hidden: true },
      size: { type: "integer", allowed_values: [1, 2, 3], required: true },
      place: { type: "coordinates", hidden: false },
      boxes: { type: "array_json" },
    },
    output_spec: {
      animal: { type: "string", allowed_values: ["cat", "dog"] },
      colors: {
        type: "array_string",
        allowed_values: ["black", "white"],
        required: false,
        max_size: 2,
      },
      sure: { type: "boolean" },
      yes: { type: "boolean", allowed_values: [true] },
      weight: { type: "float", required: false },
      photos: { type: "array_file", required: false },
      scan: { type: "file", required: false },
      path: { type: "array_coordinates", required: false },
      details: { type: "json", required: false },
    },
    view_spec: {
      type: "classic",
      assets: { style_urls: ["a.css"], script_urls: ["a.js", "b.js"] },
    },
  },
  localization_config: {
    default_language: "EN",
    additional_languages: [{ language: "FR" }],
  },
  metadata: { tags: ["pets", { of: ["home"] }] },
});
type Input = InputOf<typeof project>;
type Output = OutputOf<typeof project>;

const input = {
  image: "https://example.com/1.png",
  size: 2,
  place: "52.5,13.4",
  boxes: [{ left: 1 }, null],
} as const satisfies Input;

Deno.test("InputOf infers every field", () => {
  assertType<
    IsExact<Input, {
      image: string;
      source?: string;
      size: 1 | 2 | 3;
      place: string;
      boxes: JsonValue[];
    }>
  >(true);
});

Deno.test("OutputOf infers every field", () => {
  assertType<
    IsExact<Output, {
      animal: "cat" | "dog";
      colors?: ("black" | "white")[];
      sure: boolean;
      yes: true;
      weight?: number;
      photos?: string[];
      scan?: string;
      path?: string[];
      details?: JsonValue;
    }>
  >(true);
});

Deno.test("InputOf refuses wrong values", () => {
  // @ts-expect-error the image is required
  accept<Input>({ size: 1, place: "1,2", boxes: [] });
  // @ts-expect-error a size is one of three
  accept<Input>({ ...input, size: 4 });
  // @ts-expect-error addresses are texts
  accept<Input>({ ...input, image: new URL("https://example.com") });
  // @ts-expect-error places are texts
  accept<Input>({ ...input, place: [52.5, 13.4] });
  // @ts-expect-error JSON has no functions
  accept<Input>({ ...input, boxes: [() => {}] });
  // @ts-expect-error there is no such field
  accept<Input>({ ...input, img: "https://example.com/1.png" });
});

Deno.test("InputOf leaves tasks of unknown projects untyped", () => {
  assertType<IsExact<InputOf<Project>, Record<string, unknown>>>(true);
  assertType<IsExact<OutputOf<ProjectInput>, Record<string, unknown>>>(true);
});

Deno.test("InputOf infers what `as const satisfies ProjectInput` says", () => {
  const plain = {
    public_name: "Cat or dog",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: { image: { type: "url", required: false } },
      output_spec: { animals: { type: "array_string", allowed_values: ["a"] } },
      view_spec: { type: "classic", assets: { style_urls: ["a.css"] } },
    },
  } as const satisfies ProjectInput;
  accept<ProjectInput>(plain);
  assertType<IsExact<InputOf<typeof plain>, { image?: string }>>(true);
  assertType<IsExact<OutputOf<typeof plain>, { animals: "a"[] }>>(true);
});

Deno.test("InputOf infers from a project's fields alone", () => {
  const only = {
    task_spec: { input_spec: { text: { type: "string" } }, output_spec: {} },
  } as const;
  assertType<IsExact<InputOf<typeof only>, { text: string }>>(true);
  accept(() => toloka.project(only).tasks);
});

const given = {
  public_name: "Cat or dog",
  assignments_issuing_type: "AUTOMATED",
} as const;
const view_spec = { type: "classic" } as const;
const output_spec = {};

Deno.test("defineProject() refuses rules that a field does not have", () => {
  accept(() => {
    const rest = { output_spec, view_spec };
    defineProject({
      ...given,
      task_spec: {
        // @ts-expect-error it is `required`
        input_spec: { image: { type: "url", requried: false } },
        ...rest,
      },
    });
    defineProject({
      ...given,
      task_spec: {
        // @ts-expect-error a whole number has no length
        input_spec: { size: { type: "integer", max_length: 3 } },
        ...rest,
      },
    });
    defineProject({
      ...given,
      task_spec: {
        // @ts-expect-error there is no such type
        input_spec: { size: { type: "number" } },
        ...rest,
      },
    });
    defineProject({
      ...given,
      task_spec: {
        // @ts-expect-error a text is not a whole number
        input_spec: { size: { type: "integer", allowed_values: ["1"] } },
        ...rest,
      },
    });
  });
});

Deno.test("defineProject() refuses misspelt names, wherever they are", () => {
  const input_spec = {};
  const task_spec = { input_spec, output_spec, view_spec };
  const settings = { showFullscree: true };
  accept(() => {
    defineProject({
      ...given,
      // @ts-expect-error it is `public_instructions`
      public_instrutions: "Look",
      task_spec,
    });
    defineProject({
      ...given,
      // @ts-expect-error it is `quality_control`
      quality_contorl: { configs: [] },
      task_spec,
    });
    defineProject({
      ...given,
      // @ts-expect-error it is `configs`
      quality_control: { confgis: [] },
      task_spec,
    });
    defineProject({
      ...given,
      task_spec: {
        ...task_spec,
        // @ts-expect-error it is `script`
        view_spec: { type: "classic", scirpt: "" },
      },
    });
    defineProject({
      ...given,
      task_spec: {
        ...task_spec,
        // @ts-expect-error a page of Template Builder has no markup
        view_spec: { type: "tb", config: "{}", markup: "" },
      },
    });
    defineProject({
      ...given,
      task_spec: {
        ...task_spec,
        // @ts-expect-error it is `showFullscreen`
        view_spec: { type: "classic", settings: { showFullscree: true } },
      },
    });
    defineProject({
      ...given,
      task_spec: {
        ...task_spec,
        // @ts-expect-error a variable is checked as well
        view_spec: { type: "classic", settings },
      },
    });
    // @ts-expect-error there is no task page
    defineProject({ ...given, task_spec: { input_spec, output_spec } });
    // @ts-expect-error there is no issuing type
    defineProject({ public_name: "Cats", task_spec });
  });
});

Deno.test("defineProject() takes a project from JSON, with wide types", () => {
  const file: {
    public_name: string;
    assignments_issuing_type: string;
    localization_config: null;
    task_spec: {
      input_spec: {
        image: { type: string };
        note: { type: string; required: boolean };
      };
      output_spec: { kind: { type: string; allowed_values: string[] } };
      view_spec: { type: string; settings: { showSkip: boolean } };
    };
  } = JSON.parse(`{
    "public_name": "Cat or dog", "assignments_issuing_type": "AUTOMATED",
    "localization_config": null,
    "task_spec": {
      "input_spec": {
        "image": { "type": "url" },
        "note": { "type": "string", "required": false }
      },
      "output_spec": { "kind": { "type": "string", "allowed_values": ["a"] } },
      "view_spec": { "type": "classic", "settings": { "showSkip": true } }
    }
  }`);
  const defined = defineProject(file);
  type Input = InputOf<typeof defined>;
  accept<Input>({ image: "1.png" });
  accept<Input>({ image: 1, note: "asleep" });
  // @ts-expect-error the image is required
  accept<Input>({ note: "asleep" });
  // @ts-expect-error there is no such field
  accept<Input>({ image: "1.png", imgae: "1.png" });
  accept(() => toloka.projects.create(defined));
  accept(() => {
    // @ts-expect-error it is `public_name`
    defineProject({ ...file, pubic_name: "Cats" });
  });
});

Deno.test("defineProject() takes a project that was read", () => {
  accept(async () => {
    const read = await toloka.projects.get("1");
    assertType<
      IsExact<
        InputOf<ReturnType<typeof defineProject<Project>>>,
        Record<string, unknown>
      >
    >(true);
    await toloka.projects.update("1", defineProject(read));
  });
});

Deno.test("defineProject() finds misspelt names that the compiler cannot see", () => {
  const cases = [
    [{ pubic_name: "Cats" }, "pubic_name", "public_name"],
    [
      { task_spec: { view_spec: { type: "classic", scirpt: "" } } },
      "task_spec.view_spec.scirpt",
      "script",
    ],
    [
      { task_spec: { view_spec: { settings: { showskip: true } } } },
      "task_spec.view_spec.settings.showskip",
      "showSkip",
    ],
    [
      { task_spec: { input_spec: { image: { requried: true } } } },
      "task_spec.input_spec.image.requried",
      "required",
    ],
  ] as const;
  for (const [project, path, meant] of cases) {
    assertThrows(
      () => defineProject(project as never),
      TypeError,
      `Cannot define the project as there is no property '${path}': did you mean '${meant}'?`,
    );
  }
});

Deno.test("defineProject() lets names pass that the server may know", () => {
  const later = {
    ...given,
    priority_of_review: 1,
    metadata: { pubic_name: "" },
  };
  assertStrictEquals<unknown>(defineProject(later as never), later);
});

Deno.test("defineProject() gives its argument back, fit for projects.create()", () => {
  const given = {
    public_name: "Cat or dog",
    assignments_issuing_type: "AUTOMATED",
    task_spec: {
      input_spec: {},
      output_spec: {},
      view_spec: { type: "classic" },
    },
  } as const;
  assertStrictEquals(defineProject(given), given);
  accept(() => toloka.projects.create(project));
});

Deno.test("TolokaClient.project() types tasks", () => {
  const { tasks } = toloka.project(project);
  accept(async () => {
    const task = await tasks.create({ pool_id: "1", input_values: input });
    assertType<IsExact<typeof task.input_values, Input>>(true);
    const { items } = await tasks.createMany([
      { pool_id: "1", input_values: input },
    ]);
    assertType<IsExact<(typeof items)[string]["input_values"], Input>>(true);
    for await (const { input_values } of tasks.list({ pool_id: "1" })) {
      assertType<IsExact<typeof input_values, Input>>(true);
    }
    const read = await tasks.get("1");
    assertType<IsExact<typeof read.input_values, Input>>(true);
    const page = await tasks.find({ pool_id: "1" });
    assertType<IsExact<typeof page.items[0]["input_values"], Input>>(true);
  });
});

Deno.test("TolokaClient.project() refuses wrong tasks", () => {
  const { tasks } = toloka.project(project);
  const pool_id = "1";
  accept(() => {
    // @ts-expect-error there is no such field
    tasks.create({ pool_id, input_values: { ...input, img: "1.png" } });
    // @ts-expect-error a size is one of three
    tasks.create({ pool_id, input_values: { ...input, size: 4 } });
    tasks.createMany([{
      pool_id,
      // @ts-expect-error the image is required
      input_values: { size: 1, place: "1,2", boxes: [] },
    }]);
    // @ts-expect-error the size of some is a text
    tasks.createMany(["1", "2"].map((size) => ({
      pool_id,
      input_values: { ...input, size },
    })));
    // @ts-expect-error they are control tasks: it is known_solutions
    tasks.createMany([1].map(() => ({
      pool_id,
      input_values: input,
      known_solution: [{ output_values: { animal: "cat" } }],
    })));
    async function* generated() {
      yield { pool_id, input_values: input, known_solution: [] };
    }
    // @ts-expect-error it is known_solutions
    tasks.createMany(generated());
    // @ts-expect-error there are no input values
    tasks.createMany([{ pool_id }]);
    // @ts-expect-error addresses are texts
    tasks.startCreateMany([{ pool_id, input_values: { ...input, image: 1 } }]);
  });
});

Deno.test("TolokaClient.project() types known solutions", () => {
  const { tasks } = toloka.project(project);
  const task = { pool_id: "1", input_values: input };
  accept(() => {
    tasks.create({
      ...task,
      known_solutions: [{ output_values: { animal: "cat" } }],
    });
    tasks.create({
      ...task,
      // @ts-expect-error a bird is not among the allowed values
      known_solutions: [{ output_values: { animal: "bird" } }],
    });
    tasks.create({
      ...task,
      // @ts-expect-error there is no such field
      known_solutions: [{ output_values: { animals: "cat" } }],
    });
    tasks.patch("1", {
      // @ts-expect-error nobody answers in numbers
      baseline_solutions: [{ output_values: { animal: 1 } }],
    });
  });
});

Deno.test("TolokaClient.project() types task suites", () => {
  const { taskSuites } = toloka.project(project);
  accept(async () => {
    const suite = await taskSuites.create({
      pool_id: "1",
      tasks: [{ input_values: input }],
    });
    assertType<
      IsExact<(typeof suite.tasks)[0]["input_values"], Input | undefined>
    >(true);
    taskSuites.createMany([{
      pool_id: "1",
      // @ts-expect-error a size is one of three
      tasks: [{ input_values: { ...input, size: 4 } }],
    }]);
  });
});

Deno.test("TolokaClient.project() types answers", () => {
  const { assignments } = toloka.project(project);
  accept(async () => {
    for await (const assignment of assignments.list({ pool_id: "1" })) {
      const { input_values } = assignment.tasks[0]!;
      const { output_values } = assignment.solutions![0]!;
      assertType<IsExact<typeof input_values, Input>>(true);
      assertType<IsExact<typeof output_values, Output>>(true);
      assertType<IsExact<typeof output_values.animal, "cat" | "dog">>(true);
      // @ts-expect-error nobody answers "bird"
      if (output_values.animal === "bird") return;
    }
    const accepted = await assignments.accept("1");
    assertType<
      IsExact<NonNullable<typeof accepted.solutions>[0], {
        output_values: Output;
        id?: string;
        task_id?: string;
        assignment_id?: string;
      }>
    >(true);
  });
});

Deno.test("TolokaClient.project() types aggregated answers", () => {
  const { aggregatedSolutions } = toloka.project(project);
  accept(async () => {
    for await (const { output_values } of aggregatedSolutions.list("1")) {
      assertType<IsExact<typeof output_values, Partial<Output>>>(true);
    }
  });
});

Deno.test("TolokaClient.project() leaves a project that was read untyped", () => {
  accept(async () => {
    const { tasks } = toloka.project(await toloka.projects.get("1"));
    tasks.create({ pool_id: "1", input_values: { whatever: 1 } });
  });
});

Deno.test("TolokaClient.project() gives the client's own resources", () => {
  const scope = toloka.project(project);
  assertStrictEquals<unknown>(scope.tasks, toloka.tasks);
  assertStrictEquals<unknown>(scope.taskSuites, toloka.taskSuites);
  assertStrictEquals<unknown>(scope.assignments, toloka.assignments);
  assertStrictEquals<unknown>(
    scope.aggregatedSolutions,
    toloka.aggregatedSolutions,
  );
});
