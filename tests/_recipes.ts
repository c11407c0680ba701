/**
 * Finds the recipes of docs/recipes.md. As a program, writes each as a module to
 * cov/recipes/, for the compiler to check.
 */
const TEXT = await Deno.readTextFile(
  new URL("../docs/recipes.md", import.meta.url),
);
/** The names that recipes use without declaring them. */
const IDS = [
  "projectId",
  "poolId",
  "trainingId",
  "skillId",
  "taskId",
  "assignmentId",
  "userId",
] as const;

/** Ids of what recipes are about. */
export type Ids = Record<typeof IDS[number], string>;

/** A question, and the code that answers it. */
export interface Recipe {
  /** Heading of the recipe. */
  title: string;
  /** Its module: exports a function of the client's class, a client and ids. */
  code: string;
}

/** The recipes, in their order. */
export const recipes: Recipe[] = Array.from(
  TEXT.matchAll(/^### (.*)\n[^]*?```ts\n([^]*?)```/gm),
  ([, title = "", code = ""]) => ({ title, code: moduleOf(code) }),
);

function moduleOf(code: string): string {
  const [, imports = "", body = ""] =
    code.match(/^((?:import [^]*?;\n)*)([^]*)$/) ?? [];
  return `${imports}
import type { TolokaClient as Client } from "@toloka/client";
export default async function (
  TolokaClient: typeof Client,
  toloka: Client,
  { ${IDS.join(", ")} }: Record<${JSON.stringify(IDS)}[number], string>,
): Promise<void> {
${body}}
`;
}

/** The table of contents that the page is to have. */
export const contents: string = Array.from(
  TEXT.matchAll(/^(##|###) (.*)$/gm),
  ([, depth, title = ""]) => {
    const anchor = title.toLowerCase().replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-");
    return `${depth === "##" ? "" : "  "}- [${title}](#${anchor})`;
  },
).join("\n");

if (import.meta.main) {
  const folder = "cov/recipes";
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    await Deno.remove(`${folder}/${name}`);
  }
  for (const { title, code } of recipes) {
    const name = title.toLowerCase().replaceAll(/\W+/g, "_");
    await Deno.writeTextFile(`${folder}/${name}.ts`, code);
  }
}
