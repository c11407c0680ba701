/** Checks of the settings of pools and trainings. */

import type { FieldErrors } from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import type { PoolInput, PoolPatch } from "../../types/pools.ts";
import type { TrainingInput } from "../../types/trainings.ts";
import {
  type Body,
  objectAt,
  objectsAt,
  type Rule,
  type RulesFor,
} from "../checks/validation.ts";
import { FILTER } from "./filter_rules.ts";
import { QUALITY_CONTROL } from "./quality_rules.ts";

const OVERLAP = { min: 1, max: 30_000 } as const;
const COUNT = { type: "integer", min: 0, max: 500 } as const;
const DURATION: Rule = { type: "integer", min: 5, max: 2 ** 31 - 1 };
/** Smallest reward of a pool with general tasks. */
const MIN_REWARD = 0.005;

const DISTRIBUTION: Rule = {
  type: "object",
  fields: {
    scope: { type: "string", required: true, values: ["POOL", "PROJECT"] },
    distribution: { type: "string", required: true, values: ["UNIFORM"] },
    window_days: { type: "integer", required: true, min: 1, max: 365 },
    intervals: {
      type: "array",
      required: true,
      min: 1,
      max: 10_000,
      items: {
        type: "object",
        fields: {
          from: { type: "integer", min: 1, max: 1_000_000 },
          to: { type: "integer", min: 1, max: 1_000_000 },
          frequency: { type: "integer", required: true, min: 1 },
        },
      },
    },
  },
};

const CHECKPOINT: Rule = {
  type: "object",
  fields: {
    target_overlap: { type: "integer", required: true, ...OVERLAP },
    task_distribution_function: { ...DISTRIBUTION, required: true },
  },
};

/** Rules of a pool. */
export const POOL = {
  project_id: { type: "string", required: true },
  private_name: { type: "string", required: true, min: 1 },
  private_comment: { type: "string" },
  public_description: { type: "string" },
  public_instructions: { type: "string" },
  may_contain_adult_content: { type: "boolean" },
  will_expire: { type: "time", required: true },
  auto_close_after_complete_delay_seconds: {
    type: "integer",
    min: 0,
    max: 259_200,
  },
  reward_per_assignment: { type: "number", required: true, min: 0 },
  dynamic_pricing_config: {
    type: "object",
    fields: {
      type: { type: "string", required: true, values: ["SKILL"] },
      skill_id: { type: "string", required: true },
      intervals: {
        type: "array",
        required: true,
        min: 1,
        max: 10_000,
        items: {
          type: "object",
          fields: {
            from: { type: "number", min: 0, max: 100 },
            to: { type: "number", min: 0, max: 100 },
            reward_per_assignment: { type: "number", required: true, min: 0 },
          },
        },
      },
    },
  },
  metadata: { type: "object" },
  assignment_max_duration_seconds: { ...DURATION, required: true },
  auto_accept_solutions: { type: "boolean" },
  auto_accept_period_day: { type: "integer", min: 1, max: 21 },
  assignments_issuing_config: {
    type: "object",
    fields: { issue_task_suites_in_creation_order: { type: "boolean" } },
  },
  filter: FILTER,
  quality_control: {
    type: "object",
    fields: {
      ...QUALITY_CONTROL,
      checkpoints_config: {
        type: "object",
        fields: {
          real_settings: CHECKPOINT,
          golden_settings: CHECKPOINT,
          training_settings: CHECKPOINT,
        },
      },
      captcha_frequency: { type: "string", values: ["LOW", "MEDIUM", "HIGH"] },
      training_requirement: {
        type: "object",
        fields: {
          training_pool_id: { type: "string", required: true },
          training_passing_skill_value: {
            type: "integer",
            required: true,
            min: 0,
            max: 100,
          },
        },
      },
    },
  },
  mixer_config: {
    type: "object",
    fields: {
      real_tasks_count: { ...COUNT, required: true },
      golden_tasks_count: { ...COUNT, required: true },
      training_tasks_count: { ...COUNT, required: true },
      min_real_tasks_count: COUNT,
      min_golden_tasks_count: COUNT,
      min_training_tasks_count: COUNT,
      force_last_assignment: { type: "boolean" },
      force_last_assignment_delay_seconds: {
        type: "integer",
        min: 0,
        max: 86_400,
      },
      mix_tasks_in_creation_order: { type: "boolean" },
      shuffle_tasks_in_task_suite: { type: "boolean" },
      golden_task_distribution_function: DISTRIBUTION,
      training_task_distribution_function: DISTRIBUTION,
    },
  },
  dynamic_overlap_config: {
    type: "object",
    fields: {
      type: { type: "string", required: true, values: ["BASIC"] },
      max_overlap: { type: "integer", required: true, ...OVERLAP },
      min_confidence: { type: "number", required: true, min: 0, max: 1 },
      answer_weight_skill_id: { type: "string", required: true },
      fields: {
        type: "array",
        required: true,
        items: {
          type: "object",
          fields: { name: { type: "string", required: true } },
        },
      },
    },
  },
  training_config: {
    type: "object",
    fields: { training_skill_ttl_days: { type: "integer", min: 1 } },
  },
  defaults: {
    type: "object",
    required: true,
    fields: {
      default_overlap_for_new_task_suites: {
        type: "integer",
        required: true,
        ...OVERLAP,
        // Pools with smart mixing do not use it.
        tolerated: 0,
      },
      default_overlap_for_new_tasks: { type: "integer", ...OVERLAP },
    },
  },
  priority: { type: "integer", min: 0, max: 100 },
  speed_quality_balance: {
    type: "object",
    fields: {
      type: {
        type: "string",
        required: true,
        values: [
          "BEST_CONCURRENT_USERS_BY_QUALITY",
          "TOP_PERCENTAGE_BY_QUALITY",
        ],
      },
      count: { type: "integer", min: 0, max: 100 },
      percent: { type: "integer", min: 10, max: 100 },
    },
  },
  training: { type: "boolean" },
} as const satisfies RulesFor<PoolInput>;

/** Rules of a pool's partial update. */
export const POOL_PATCH: RulesFor<PoolPatch> = { priority: POOL.priority };

/** Rules of a training. */
export const TRAINING: RulesFor<TrainingInput> = {
  project_id: { type: "string", required: true },
  private_name: { type: "string", required: true, min: 1 },
  inherited_instructions: {
    type: "boolean",
    required: true,
    assumed: false,
  },
  public_instructions: { type: "string" },
  may_contain_adult_content: { type: "boolean" },
  assignment_max_duration_seconds: DURATION,
  mix_tasks_in_creation_order: { type: "boolean" },
  shuffle_tasks_in_task_suite: { type: "boolean" },
  training_tasks_in_task_suite_count: { ...COUNT, required: true },
  task_suites_required_to_pass: COUNT,
  retry_training_after_days: { type: "integer", min: 1 },
  metadata: { type: "object" },
};

/** Largest filter, in characters of its JSON. */
const MAX_FILTER = 10_000;

/** Rules of a pool that need more than one field. */
export function checkPool(body: Body, errors: FieldErrors): void {
  const mixer = objectAt(body, "mixer_config");
  const reward = body.reward_per_assignment;
  const free = reward === 0 && mixer?.real_tasks_count === 0;
  if (typeof reward === "number" && reward < MIN_REWARD && !free) {
    errors.reward_per_assignment ??= fieldError(
      "VALUE_LESS_THAN_MIN",
      MIN_REWARD,
    );
  }
  if (
    body.filter != null && JSON.stringify(body.filter).length > MAX_FILTER
  ) {
    errors.filter = fieldError("STRING_LENGTH_GREATER_THAN_MAX", MAX_FILTER);
  }
  if (mixer !== undefined) checkMixer(mixer, errors);
  checkIntervals(objectAt(body, "dynamic_pricing_config"), errors);
  const balance = objectAt(body, "speed_quality_balance");
  const { type, percent } = balance ?? {};
  const size = type === "TOP_PERCENTAGE_BY_QUALITY" ? "percent" : "count";
  if (balance !== undefined && balance[size] == null) {
    errors[`speed_quality_balance.${size}`] ??= fieldError("VALUE_REQUIRED");
  }
  if (typeof percent === "number" && percent % 10 !== 0) {
    errors["speed_quality_balance.percent"] ??= fieldError(
      "VALUE_NOT_ALLOWED",
    );
  }
  const dynamic = objectAt(body, "dynamic_overlap_config");
  if (dynamic !== undefined) {
    const defaults = objectAt(body, "defaults");
    const overlap = defaults?.default_overlap_for_new_tasks ??
      defaults?.default_overlap_for_new_task_suites;
    if (mixer === undefined) {
      errors.mixer_config ??= fieldError("VALUE_REQUIRED");
    }
    const delay = body.auto_close_after_complete_delay_seconds;
    if (typeof delay !== "number" || delay < 1) {
      errors.auto_close_after_complete_delay_seconds ??= fieldError(
        "VALUE_LESS_THAN_MIN",
        1,
      );
    }
    if (
      typeof overlap === "number" && typeof dynamic.max_overlap === "number" &&
      dynamic.max_overlap <= overlap
    ) {
      errors["dynamic_overlap_config.max_overlap"] ??= fieldError(
        "VALUE_LESS_THAN_MIN",
        overlap + 1,
      );
    }
  }
}

/** Intervals of prices must not overlap. */
function checkIntervals(pricing: Body | undefined, errors: FieldErrors): void {
  const sorted = objectsAt(pricing, "intervals").map(({ from, to }, index) => ({
    index,
    from: typeof from === "number" ? from : 0,
    to: typeof to === "number" ? to : 100,
  })).sort((a, b) => a.from - b.from);
  sorted.forEach(({ index, from, to }, place) => {
    const next = sorted[place + 1]?.from ?? Infinity;
    if (to >= from && to < next) return;
    errors[`dynamic_pricing_config.intervals.${index}`] ??= fieldError(
      "VALUE_OUT_OF_BOUNDS",
      from,
      Math.min(next, 100),
    );
  });
}

/** A distribution function takes the place of the fixed count. */
function checkMixer(mixer: Body, errors: FieldErrors): void {
  for (const kind of ["golden", "training"]) {
    if (mixer[`${kind}_task_distribution_function`] == null) continue;
    if (mixer[`${kind}_tasks_count`] !== 0) {
      errors[`mixer_config.${kind}_tasks_count`] ??= fieldError(
        "VALUE_OUT_OF_BOUNDS",
        0,
        0,
      );
    }
    if (mixer[`min_${kind}_tasks_count`] != null) {
      errors[`mixer_config.min_${kind}_tasks_count`] = fieldError(
        "VALUE_NOT_ALLOWED",
      );
    }
  }
}
