/** Distribution of Tolokers over pools. */
import { assertEquals } from "@std/assert";
import { TolokaConnectionError, TolokaValidationError } from "../../mod.ts";
import {
  type DistributingClient,
  Distributor,
  type DistributorOptions,
} from "../../src/autoquality/distributor.ts";
import { listOf } from "./_stubs.ts";

/** A server that knows skills, submissions and restrictions. */
class Server {
  readonly skills = new Map<string, number>();
  readonly submissions: { user_id: string; submitted: string }[] = [];
  readonly working = new Map<string, string[]>();
  readonly banned = new Map<string, string[]>();
  readonly queries: Record<string, unknown>[] = [];
  fails: (user: string) => Error | undefined = () => undefined;

  readonly client = {
    userSkills: {
      list: () =>
        listOf([...this.skills].map(([user_id, value]) => ({
          user_id,
          value,
        }))),
      set: ({ user_id, value }: { user_id: string; value: number }) => {
        const error = this.fails(user_id);
        if (error !== undefined) return Promise.reject(error);
        this.skills.set(user_id, value);
        return Promise.resolve({});
      },
    },
    assignments: {
      list: (query: Record<string, unknown>) => {
        this.queries.push(query);
        const { pool_id, submitted_gte = new Date(0) } = query;
        if (pool_id !== "training") {
          const users = this.working.get(String(pool_id)) ?? [];
          return listOf(users.map((user_id) => ({ user_id })));
        }
        return listOf(
          this.submissions.filter(({ submitted }) =>
            new Date(`${submitted}Z`) >= (submitted_gte as Date)
          ),
        );
      },
    },
    userRestrictions: {
      list: ({ pool_id }: { pool_id: string }) =>
        listOf((this.banned.get(pool_id) ?? []).map((user_id) => ({
          user_id,
        }))),
    },
  } as unknown as DistributingClient;

  /** Lets Tolokers submit the training, one a minute. */
  train(...users: string[]): void {
    for (const user_id of users) {
      const at = Date.UTC(2024, 0, 1) + this.submissions.length * 60_000;
      const submitted = new Date(at).toISOString().slice(0, 19);
      this.submissions.push({ user_id, submitted });
    }
  }

  open(options: Partial<DistributorOptions> = {}): Promise<Distributor> {
    return Distributor.open({
      client: this.client,
      skillId: "skill",
      seed: "1",
      trainingPoolId: "training",
      tolokers: [],
      reassign: "NEWCOMERS",
      request: {},
      ...options,
    });
  }

  /** Number of Tolokers in each place. */
  loads(): number[] {
    const loads: number[] = [0, 0, 0];
    for (const place of this.skills.values()) loads[place - 1]!++;
    return loads;
  }
}

const POOLS = [1, 2, 3].map((place) => ({ pool_id: `pool ${place}`, place }));
const users = (count: number, name = "toloker") =>
  Array.from({ length: count }, (_, i) => `${name} ${i}`);

Deno.test("Distributor.distribute() spreads Tolokers evenly, by seed and not in order", async () => {
  const places = async (seed: string) => {
    const server = new Server();
    server.train(...users(30));
    const distributor = await server.open({ seed });
    await distributor.distribute(POOLS, []);
    assertEquals(server.loads(), [10, 10, 10]);
    return users(30).map((user) => server.skills.get(user)!);
  };
  const first = await places("1");
  assertEquals(first, await places("1"));
  assertEquals(String(first) === String(await places("2")), false);
  assertEquals(String(first) === String(first.toSorted()), false);
});

Deno.test("Distributor.distribute() reads the training on from what it has seen", async () => {
  const server = new Server();
  const distributor = await server.open();
  server.train(...users(20));
  await distributor.distribute(POOLS, []);
  server.train("late");
  await distributor.distribute(POOLS, []);
  assertEquals(distributor.assigned, 21);
  assertEquals(server.queries[0]?.submitted_gte, undefined);
  // Five minutes before the last submission, as listings may lag.
  assertEquals(
    server.queries[1]?.submitted_gte,
    new Date(Date.UTC(2024, 0, 1, 0, 14)),
  );
});

Deno.test("Distributor.open() knows after a restart who is assigned", async () => {
  const server = new Server();
  server.train(...users(9));
  await (await server.open()).distribute(POOLS, []);
  const before = new Map(server.skills);
  const again = await server.open({ seed: "other" });
  await again.distribute(POOLS, []);
  assertEquals(server.skills, before);
  assertEquals(again.assigned, 9);
});

Deno.test("Distributor.distribute() writes a failed skill again", async () => {
  const server = new Server();
  server.train(...users(6));
  let failures = 2;
  server.fails = (user) =>
    user === "toloker 3" && failures-- > 0
      ? new TolokaConnectionError("Cannot connect", {
        method: "PUT",
        path: "/api/v1/user-skills",
      })
      : undefined;
  const distributor = await server.open();
  await distributor.distribute(POOLS, []);
  assertEquals([...distributor.failed.keys()], ["toloker 3"]);
  await distributor.distribute(POOLS, []);
  await distributor.distribute(POOLS, []);
  assertEquals(distributor.failed.size, 0);
  assertEquals(server.loads(), [2, 2, 2]);
});

Deno.test("Distributor.distribute() gives up on a Toloker whom the server keeps refusing", async () => {
  const server = new Server();
  server.train("unknown");
  let attempts = 0;
  server.fails = () => {
    attempts++;
    return new TolokaValidationError("Unknown Toloker", {
      status: 400,
      method: "PUT",
      path: "/api/v1/user-skills",
    } as never);
  };
  const distributor = await server.open();
  for (let i = 0; i < 20; i++) await distributor.distribute(POOLS, []);
  assertEquals(attempts, 10);
  assertEquals([...distributor.failed.keys()], ["unknown"]);
});

Deno.test("Distributor.distribute() sends newcomers of a closed pool to open ones", async () => {
  const server = new Server();
  const distributor = await server.open({ tolokers: users(9) });
  await distributor.distribute(POOLS, []);
  const first = [...server.skills].filter(([, place]) => place === 1);
  const worker = first[0]![0];
  server.working.set("pool 1", [worker]);
  await distributor.distribute(POOLS.slice(1), POOLS.slice(0, 1));
  assertEquals(server.skills.get(worker), 1);
  assertEquals(server.loads(), [1, 4, 4]);
});

Deno.test('Distributor.distribute() with "ALL" sends all but those restricted', async () => {
  const server = new Server();
  const distributor = await server.open({
    tolokers: users(9),
    reassign: "ALL",
  });
  await distributor.distribute(POOLS, []);
  const first = [...server.skills].filter(([, place]) => place === 1);
  const [worker, banned] = first.map(([id]) => id);
  server.working.set("pool 1", [worker!, banned!]);
  server.banned.set("pool 1", [banned!]);
  await distributor.distribute(POOLS.slice(1), POOLS.slice(0, 1));
  assertEquals(server.skills.get(banned!), 1);
  assertEquals(server.loads(), [1, 4, 4]);
});

Deno.test("Distributor.distribute() assigns to open pools alone", async () => {
  const server = new Server();
  server.train(...users(5));
  const distributor = await server.open();
  await distributor.distribute([], POOLS);
  assertEquals(distributor.assigned, 0);
  await distributor.distribute(POOLS.slice(2), POOLS.slice(0, 2));
  assertEquals(server.loads(), [0, 0, 5]);
});
