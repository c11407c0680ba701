/**
 * What a project that types its tasks adds to `deno check`: a program with a
 * project of 60 fields, against the same program without types of its own. Run it with
 * `deno run --allow-read --allow-write --allow-run`.
 */

const RUNS = 7;
const FIELDS = 60;
const mod = JSON.stringify(new URL("../../mod.ts", import.meta.url));

const SPECS = [
  { type: "url" },
  { type: "string", required: false, hidden: true },
  { type: "string", allowed_values: ["cat", "dog", "bird", "none"] },
  { type: "integer", allowed_values: [1, 2, 3, 4, 5] },
  { type: "boolean", required: false },
  { type: "array_string", allowed_values: ["black", "white"], max_size: 2 },
  { type: "array_float", required: false },
  { type: "json", required: false },
  { type: "coordinates" },
  { type: "array_json", required: false },
];
const VALUES = ['"a"', '"a"', '"cat"', "1", "true", '["black"]', "[1.5]"]
  .concat("{ a: [1] }", '"1,2"', "[{ b: 1 }]");

const names = Array.from({ length: FIELDS / 2 }, (_, i) => `field_${i}`);
const specs = Object.fromEntries(
  names.map((name, i) => [name, SPECS[i % SPECS.length]]),
);
const values = names.map((name, i) => `${name}: ${VALUES[i % VALUES.length]}`);

function program(typed: boolean, run: number): string {
  return `// ${run}
import { defineProject, type ProjectInput, TolokaClient } from ${mod};
const toloka = new TolokaClient({ token: "t", environment: "SANDBOX" });
const project${typed ? " = defineProject(" : ": ProjectInput = ("}{
  public_name: "Large",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    input_spec: ${JSON.stringify(specs)},
    output_spec: ${JSON.stringify(specs)},
    view_spec: { type: "classic" },
  },
});
await toloka.projects.create(project);
const { tasks, taskSuites, assignments } = ${
    typed ? "toloka.project(project)" : "toloka"
  };
const input_values = { ${values.join(", ")} };
${
    Array.from({ length: 20 }, () => `
await tasks.createMany([{
  pool_id: "1",
  input_values: { ${values.join(", ")} },
  known_solutions: [{ output_values: { ${values.join(", ")} } }],
}]);
await taskSuites.create({ pool_id: "1", tasks: [{
  input_values: { ${values.join(", ")} },
}] });
for await (const { solutions } of assignments.list({ pool_id: "1" })) {
  for (const { output_values } of solutions ?? []) {
    console.log(${names.map((name) => `output_values.${name}`).join(", ")});
  }
}`).join("\n")
  }
`;
}

const file = await Deno.makeTempFile({ suffix: ".ts" });

async function check(code: string): Promise<number> {
  await Deno.writeTextFile(file, code);
  const began = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--config=deno.json", file],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const programs: Record<string, (run: number) => string> = {
  "import mod.ts": (run) =>
    `// ${run}\nimport { TolokaClient } from ${mod};\nTolokaClient;`,
  "untyped": (run) => program(false, run),
  "typed": (run) => program(true, run),
};
const times = Object.values(programs).map((): number[] => []);
// a program that was checked before is not checked again
const first = Date.now();
for (let run = -1; run < RUNS; run++) {
  for (const [i, make] of Object.values(programs).entries()) {
    const time = await check(make(first + run));
    if (run >= 0) times[i]!.push(time);
  }
}
await Deno.remove(file);
console.log(`deno check, ${FIELDS} fields, median of ${RUNS}`);
for (const [i, name] of Object.keys(programs).entries()) {
  const time = median(times[i]!);
  const ratio = (time / median(times[1]!)).toFixed(2);
  console.log(`  ${name.padEnd(14)} ${time.toFixed(0)} ms  ${ratio}x`);
}
