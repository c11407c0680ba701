/** Holds that links lead somewhere: those of the pages, and of the README on jsr.io, too. */
import { assert, assertEquals } from "@std/assert";

const root = new URL("../", import.meta.url);
const REPOSITORY = "https://github.com/Toloka/toloka-client-js";
/** Where files of the repository are, as pages and as they are. */
const FILES = [
  `${REPOSITORY}/blob/main/`,
  "https://raw.githubusercontent.com/Toloka/toloka-client-js/main/",
];
const PAGES = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "examples/README.md",
];
for await (const { name } of Deno.readDir(new URL("docs/", root))) {
  if (name.endsWith(".md")) PAGES.push(`docs/${name}`);
}
const texts = new Map<string, string>();
for (const page of PAGES) {
  texts.set(page, await Deno.readTextFile(new URL(page, root)));
}

/** A page without its code. */
function prose(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "code");
}

function linksOf(text: string): string[] {
  return Array.from(
    prose(text).matchAll(/\]\(\s*([^)\s]+)[^)]*\)/g),
    ([, link]) => link!,
  );
}

/** Anchors of a page's headings, as GitHub and JSR make them. */
function anchorsOf(text: string): string[] {
  const code = text.replace(/^```[^]*?^```$/gm, "");
  return Array.from(
    code.matchAll(/^#+ (.+)$/gm),
    ([, title]) =>
      title!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
  );
}

/** The file of the repository that a link of a page leads to, and the place in it; none leads out. */
function target(page: string, link: string): URL | undefined {
  for (const base of FILES) {
    if (link.startsWith(base)) return new URL(link.slice(base.length), root);
  }
  if (/^(https?|mailto):/.test(link)) return undefined;
  return new URL(link, new URL(page, root));
}

Deno.test("pages link to files and headings that exist", async () => {
  const broken: string[] = [];
  for (const [page, text] of texts) {
    for (const link of linksOf(text)) {
      const url = target(page, link);
      if (url === undefined) continue;
      const anchor = decodeURIComponent(url.hash.slice(1));
      url.hash = "";
      const path = url.href.slice(root.href.length);
      const exists = await Deno.stat(url).then(() => true, () => false);
      const found = texts.get(path);
      const fits = anchor === "" || found === undefined ||
        anchorsOf(found).includes(anchor);
      if (!exists || !fits) broken.push(`${page}: ${link}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("README.md has only links that hold on jsr.io, too", () => {
  const links = linksOf(texts.get("README.md")!);
  assert(links.length > 10);
  assertEquals(links.filter((link) => !/^(https:|#)/.test(link)), []);
});

Deno.test("README.md links to every page of docs/ that is for users", () => {
  const links = linksOf(texts.get("README.md")!);
  const notForUsers = ["docs/package.md", "docs/releasing.md"];
  const missing = PAGES.filter((page) =>
    page.startsWith("docs/") && !notForUsers.includes(page) &&
    !links.some((link) => link.includes(page))
  );
  assertEquals(missing, []);
});

Deno.test("README.md has code that runs as it is, on every runtime", () => {
  const blocks = texts.get("README.md")!.matchAll(/```ts\n([^]*?)```/g);
  const codes = Array.from(blocks, ([, code]) => code!);
  assert(codes.length >= 4);
  for (const code of codes) {
    const imported = Array.from(
      code.matchAll(/from "([^"]+)"/g),
      ([, name]) => name!,
    );
    const others = imported.filter((name) =>
      !name.startsWith("@toloka/client")
    );
    assertEquals(others, []);
    // Node 22 has no `using`, and only one runtime has its own global.
    const special = /\b(using|Deno|Bun|process)\b/.exec(code);
    assertEquals(special?.[0], undefined);
  }
});
