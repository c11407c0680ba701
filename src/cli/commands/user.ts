/** `toloka user ...`: restrictions and skills of Tolokers. */
import { defineCommand } from "../command.ts";
import { UsageError } from "../usage_error.ts";

const SCOPE = {
  project: { type: "text", value: "ID", summary: "In this project only" },
  pool: { type: "text", value: "ID", summary: "In this pool only" },
} as const;

const MS_PER_DAY = 86_400_000;

function scopeOf(
  action: string,
  { project, pool }: { project: string | undefined; pool: string | undefined },
) {
  if (project !== undefined && pool !== undefined) {
    throw new UsageError(
      `Cannot ${action} in both a project and a pool: give '--project' or '--pool'`,
    );
  }
  if (pool !== undefined) return { scope: "POOL", pool_id: pool } as const;
  if (project !== undefined) {
    return { scope: "PROJECT", project_id: project } as const;
  }
  return { scope: "ALL_PROJECTS" } as const;
}

/** Restricts a Toloker's access. */
export const ban = defineCommand({
  args: ["USER"],
  options: {
    ...SCOPE,
    days: {
      type: "number",
      value: "N",
      summary: "For this many days; forever without it",
    },
    comment: {
      type: "text",
      value: "TEXT",
      summary: "Reason; only you see it",
    },
  },
  details: "Without '--project' or '--pool', in all of your projects.",
  examples: [
    'toloka user ban 0a1b2c --pool 12345 --days 7 --comment "guesses"',
  ],
  async run({ client, args: [user], options, output, proceed, signal }) {
    const where = scopeOf("ban a Toloker", options);
    const { days, comment } = options;
    if (days !== undefined && !(days > 0)) {
      throw new UsageError(
        `Cannot ban a Toloker as '--days' must be above 0: current value is ${days}`,
      );
    }
    if (!await proceed({ does: `ban Toloker ${user}` })) return;
    const toloka = await client();
    const restriction = await toloka.userRestrictions.set({
      user_id: user!,
      ...where,
      ...(days !== undefined && {
        will_expire: new Date(Date.now() + days * MS_PER_DAY).toISOString()
          .slice(0, 19),
      }),
      ...(comment !== undefined && { private_comment: comment }),
    }, { signal });
    await output.result(
      restriction,
      `Banned Toloker ${user}: restriction ${restriction.id}`,
    );
  },
});

/** Lifts the restrictions of a Toloker. */
export const unban = defineCommand({
  args: ["USER"],
  options: SCOPE,
  details:
    "Without '--project' or '--pool', all restrictions that you have set.",
  examples: ["toloka user unban 0a1b2c --pool 12345"],
  async run({ client, args: [user], options, output, proceed, signal }) {
    const toloka = await client();
    const where = options.project === undefined && options.pool === undefined
      ? {}
      : scopeOf("unban a Toloker", options);
    const found = await Array.fromAsync(
      toloka.userRestrictions.list({ user_id: user!, ...where }, { signal }),
    );
    const own = found.filter(({ scope }) => scope !== "SYSTEM");
    const does = `lift ${own.length} restrictions of Toloker ${user}`;
    if (!await proceed({ does })) return;
    for (const { id } of own) {
      await toloka.userRestrictions.delete(id, { signal });
    }
    await output.result(
      { lifted: own.map(({ id }) => id) },
      `Lifted ${own.length} restrictions of Toloker ${user}`,
    );
  },
});

/** Shows or sets the value of a skill. */
export const skill = defineCommand({
  args: ["USER", "SKILL", "[VALUE]"],
  options: {
    delete: { type: "flag", summary: "Take the skill from the Toloker" },
  },
  details: "SKILL is an id or a name. Without VALUE, prints the value.",
  examples: [
    "toloka user skill 0a1b2c 12345 90",
    'toloka user skill 0a1b2c "Cats" --delete',
  ],
  async run({ client, args, options, output, proceed, signal }) {
    const [user, wanted, value] = args as [string, string, string?];
    const toloka = await client();
    const skillId = await findSkill(toloka, wanted, signal);
    const pair = { user_id: user, skill_id: skillId };
    if (value !== undefined) {
      const number = Number(value);
      if (value === "" || !(number >= 0 && number <= 100)) {
        throw new UsageError(
          `Cannot set a skill as VALUE must be between 0 and 100: current value is "${value}"`,
        );
      }
      const does = `set skill ${skillId} of Toloker ${user} to ${value}`;
      if (!await proceed({ does })) return;
      const set = await toloka.userSkills.set({ ...pair, value: number }, {
        signal,
      });
      return await output.result(set, `Skill ${skillId}: ${set.value}`);
    }
    const [found] = await Array.fromAsync(
      toloka.userSkills.list(pair, { signal }),
    );
    if (!found) {
      return await output.result(null, `Toloker ${user} has no such skill`);
    }
    if (!options.delete) {
      const exact = found.exact_value ?? found.value;
      return await output.result(found, `Skill ${skillId}: ${exact}`);
    }
    const does = `take skill ${skillId} from Toloker ${user}`;
    if (!await proceed({ does })) return;
    await toloka.userSkills.delete(found.id, { signal });
    await output.result(found, `Took skill ${skillId} from Toloker ${user}`);
  },
});

async function findSkill(
  toloka: Awaited<ReturnType<import("../command.ts").Context["client"]>>,
  wanted: string,
  signal: AbortSignal,
): Promise<string> {
  if (/^\d+$/.test(wanted)) return wanted;
  const named = await Array.fromAsync(
    toloka.skills.list({ name: wanted }, { signal }),
  );
  const [skill] = named.filter(({ name }) => name === wanted);
  if (skill) return skill.id;
  throw new UsageError(`Cannot find a skill with the name "${wanted}"`);
}
