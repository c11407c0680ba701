/** All that creates tasks, task suites and bonuses; `lazy.ts` loads it. */
export { createMany } from "./create_many.ts";
export { createOne } from "./create_one.ts";
export { startCreateMany } from "./start.ts";
export { taskSuiteCreation } from "./task_suites.ts";
export { taskCreation } from "./tasks.ts";
export { userBonusCreation } from "./user_bonuses.ts";
