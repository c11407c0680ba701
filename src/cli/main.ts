/**
 * The command `toloka`: labelling jobs from the terminal. Look at pools, upload
 * tasks, review answers, pay bonuses, export results, and run a whole job
 * offline on a simulator.
 *
 * ```sh
 * deno install -g -A -n toloka jsr:@toloka/client/cli
 * toloka --help
 * ```
 *
 * The token comes from the environment variable `TOLOKA_TOKEN` or from
 * `toloka login`. Importing this module runs the command.
 *
 * @module
 */
import { run } from "./run.ts";
import { exit, systemMachine } from "./system.ts";

exit(await run(systemMachine()));
