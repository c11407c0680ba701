import { filters } from "../../src/filters/mod.ts";
import {
  actions,
  collectors,
  conditions,
  presets,
  qualityControl,
  rule,
} from "../../src/quality_control/mod.ts";
import type { PoolInput } from "../../src/types/pools.ts";

const { and, country, languages } = filters;
const { reissueRevoked } = presets;

/** A pool without smart mixing in which no check finds anything. */
export const pool = {
  project_id: "10",
  private_name: "Cats and dogs",
  will_expire: "2099-01-01T00:00:00",
  reward_per_assignment: 0.02,
  assignment_max_duration_seconds: 600,
  defaults: { default_overlap_for_new_task_suites: 3 },
  filter: and(languages.includes("EN"), country.in(["US", "GB"])),
  quality_control: qualityControl([
    rule(
      collectors.assignmentSubmitTime({
        fastSubmitThresholdSeconds: 15,
        historySize: 10,
      }),
      [conditions.fastSubmittedCount.gte(3)],
      actions.restrict({
        scope: "PROJECT",
        duration: { days: 10 },
        privateComment: "Fast answers",
      }),
    ),
    reissueRevoked(),
  ]),
} as const satisfies PoolInput;

/** The same with smart mixing. */
export const mixed = {
  ...pool,
  defaults: {
    default_overlap_for_new_task_suites: 3,
    default_overlap_for_new_tasks: 3,
  },
  mixer_config: {
    real_tasks_count: 9,
    golden_tasks_count: 1,
    training_tasks_count: 0,
  },
} as const satisfies PoolInput;
