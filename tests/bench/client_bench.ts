/** What the client costs beside a bare `fetch`, as ratios. */
import { TolokaClient } from "../../mod.ts";

const worker = new Worker(new URL("./_server.ts", import.meta.url), {
  type: "module",
});
const url = await new Promise<string>((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
});

const toloka = new TolokaClient({ token: "token", url });
const headers = { Authorization: "OAuth token" };

/** An answer's JSON, with the least there is to check. */
async function bare(path: string) {
  const response = await fetch(`${url}/api/v1${path}`, { headers });
  if (!response.ok) throw new Error(`Cannot get ${path}: ${response.status}`);
  return await response.json();
}

function expect(count: number): void {
  if (count !== 100_000) throw new Error(`Cannot use the run: ${count} items`);
}

Deno.bench({
  name: "fetch",
  group: "one call",
  baseline: true,
  async fn() {
    await bare("/requester");
  },
});

Deno.bench({
  name: "requester.get()",
  group: "one call",
  async fn() {
    await toloka.requester.get();
  },
});

Deno.bench({
  name: "fetch in a loop",
  group: "100,000 assignments",
  baseline: true,
  n: 10,
  warmup: 2,
  async fn() {
    let count = 0;
    let after = "";
    for (let more = true; more;) {
      const page = await bare(
        `/assignments?pool_id=12345&sort=id&limit=1000${after}`,
      );
      for (const item of page.items) if (item.id) count++;
      after = `&id_gt=${page.items.at(-1).id}`;
      more = page.has_more;
    }
    expect(count);
  },
});

Deno.bench({
  name: "assignments.list()",
  group: "100,000 assignments",
  n: 10,
  warmup: 2,
  async fn() {
    let count = 0;
    for await (const item of toloka.assignments.list({ pool_id: "12345" })) {
      if (item.id) count++;
    }
    expect(count);
  },
});

Deno.bench({
  name: "assignments.list().pages()",
  group: "100,000 assignments",
  n: 10,
  warmup: 2,
  async fn() {
    let count = 0;
    const pages = toloka.assignments.list({ pool_id: "12345" }).pages();
    for await (const page of pages) {
      for (const item of page) if (item.id) count++;
    }
    expect(count);
  },
});
