/** `toloka login` and `toloka logout`. */
import { defineCommand } from "../command.ts";
import { connect, serverOf } from "../connect.ts";
import { DEFAULT_PROFILE, readProfiles, writeProfiles } from "../profiles.ts";
import { UsageError } from "../usage_error.ts";

/** Stores a token under a profile, after a trial request. */
export const login = defineCommand({
  args: [],
  options: {
    "no-check": { type: "flag", summary: "Store the token without trying it" },
  },
  details:
    "Asks for the token, which is not shown, or reads it from standard input. It is\nstored in the configuration folder, readable by you only.",
  examples: [
    "toloka login",
    "toloka login --profile work --environment YANDEX_TASKS",
  ],
  async run({ machine, common, options, output, signal, proceed }) {
    const name = common.profile ?? DEFAULT_PROFILE;
    const does = `store a token as profile "${name}"`;
    if (!await proceed({ does })) return;
    const token = (await machine.askSecret("Token: "))?.trim();
    if (!token) throw new UsageError("Cannot log in without a token");
    const server = serverOf(machine, common);
    if (!options["no-check"]) {
      const connection = { token, server, source: "login" };
      const toloka = await connect(machine, connection, false);
      await toloka.requester.get({ signal });
    }
    const profiles = await readProfiles(machine);
    const path = await writeProfiles(machine, {
      ...profiles,
      [name]: { token, ...server },
    });
    await output.result(
      { profile: name, path },
      `Stored the token as profile "${name}" in ${path}`,
    );
  },
});

/** Deletes a stored token. */
export const logout = defineCommand({
  args: [],
  options: {},
  examples: ["toloka logout --profile work"],
  async run({ machine, common, output, proceed }) {
    const name = common.profile ?? DEFAULT_PROFILE;
    const { [name]: found, ...rest } = await readProfiles(machine);
    if (!found) {
      throw new UsageError(
        `Cannot log out as there is no profile "${name}"`,
      );
    }
    const does = `delete the token of profile "${name}"`;
    if (!await proceed({ does })) return;
    const path = await writeProfiles(machine, rest);
    await output.result(
      { profile: name, path },
      `Deleted the token of profile "${name}" from ${path}`,
    );
  },
});
