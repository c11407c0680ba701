/**
 * Marks people and places in sentences: five Tolokers mark words in each, and a
 * mark counts if more than half of them made it.
 *
 *     deno run examples/named_entities.ts
 *
 * runs offline, against the simulator, and needs no permission. It prints:
 *
 * ```text
 * + Ada Lovelace (person), 100 %
 * + London (place), 60 %
 * + Marie Curie (person), 60 %
 * - Marie (person), 40 %
 * + Paul Langevin (person), 60 %
 * - Paul (person), 40 %
 * + Paris (place), 80 %
 * ```
 */
import { defineProject, TolokaClient } from "@toloka/client";
import { majorityVote } from "@toloka/client/aggregation";
import { Simulator } from "@toloka/client/simulator";
import {
  condition,
  dataOf,
  field,
  plugin,
  viewSpec,
} from "@toloka/client/template-builder";

/** A mark in a text: where it begins, and how many characters it has. */
interface Mark {
  offset: number;
  length: number;
  label: "person" | "place";
}

const fields = {
  input_spec: { text: { type: "string" } },
  output_spec: { marks: { type: "json" } },
} as const;
const data = dataOf(fields);
const project = defineProject({
  public_name: "Mark people and places",
  public_description: "Find the names in a sentence",
  public_instructions: "Mark whole names: Ada Lovelace is one person.",
  assignments_issuing_type: "AUTOMATED",
  task_spec: {
    ...fields,
    view_spec: viewSpec({
      view: field.textAnnotation({
        data: data.output("marks"),
        content: data.input("text"),
        adjust: "words",
        labels: [
          { value: "person", label: "Person" },
          { value: "place", label: "Place" },
        ],
        validation: condition.required(),
      }),
      plugins: [
        plugin.textAnnotationHotkeys({ labels: ["p", "l"], remove: "x" }),
      ],
    }),
  },
});

const TRUTH: Record<string, Record<string, Mark["label"]>> = {
  "Ada Lovelace was born in London.": {
    "Ada Lovelace": "person",
    "London": "place",
  },
  "In Paris, Marie Curie met Paul Langevin.": {
    "Paris": "place",
    "Marie Curie": "person",
    "Paul Langevin": "person",
  },
};
const marksIn = (text: string): Mark[] =>
  Object.entries(TRUTH[text]!).map(([name, label]) => ({
    offset: text.indexOf(name),
    length: name.length,
    label,
  }));

let turn = 0;
const simulator = new Simulator({
  population: {
    count: 20,
    // One in three overlooks a name, one in four marks a first name alone.
    answer: (_, { input_values: { text } }) => {
      const all = marksIn(String(text));
      if (++turn % 3 === 0) all.splice(turn % all.length, 1);
      return {
        marks: all.map((mark) =>
          turn % 4 === 0 && mark.label === "person"
            ? {
              ...mark,
              length: String(text).indexOf(" ", mark.offset) - mark.offset,
            }
            : mark
        ),
      };
    },
  },
});
const client = new TolokaClient({
  token: "offline",
  url: simulator.url,
  fetch: simulator.fetch,
});
const toloka = client.project(project);

const { id: project_id } = await client.projects.create(project);
const { id: pool_id } = await client.pools.create({
  project_id,
  private_name: "Sentences",
  may_contain_adult_content: false,
  will_expire: "2100-01-01T00:00:00",
  reward_per_assignment: 0.03,
  assignment_max_duration_seconds: 600,
  auto_accept_solutions: true,
  defaults: { default_overlap_for_new_task_suites: 5 },
});
await toloka.taskSuites.create({
  pool_id,
  overlap: 5,
  tasks: Object.keys(TRUTH).map((text) => ({ input_values: { text } })),
});
await client.pools.open(pool_id);
await simulator.runUntil("idle");

// Each mark that anybody made is a question of its own: is it one or not?
const votes = [];
const accepted = await Array.fromAsync(
  toloka.assignments.list({ pool_id, status: "ACCEPTED" }),
);
const answers = accepted.flatMap(({ user_id, tasks, solutions = [] }) =>
  tasks.map(({ input_values: { text } }, i) => ({
    text,
    worker: user_id,
    marks: (solutions[i]!.output_values.marks as unknown as Mark[])
      .map(({ offset, length, label }) => `${offset}+${length} ${label}`),
  }))
);
for (const [text, group] of Map.groupBy(answers, ({ text }) => text)) {
  for (const mark of new Set(group.flatMap(({ marks }) => marks))) {
    votes.push(...group.map(({ worker, marks }) => ({
      task: `${text}\t${mark}`,
      worker,
      label: marks.includes(mark),
    })));
  }
}
const { labels, probabilities } = majorityVote(votes);
for (const [task, found] of labels) {
  const [text, mark] = task.split("\t") as [string, string];
  const [offset, length, label] = mark.split(/\+| /);
  const name = text.slice(Number(offset), Number(offset) + Number(length));
  const share = Math.round(100 * probabilities.get(task)!.get(true)!);
  console.log(`${found ? "+" : "-"} ${name} (${label}), ${share} %`);
}
