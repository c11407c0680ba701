/** Settings of an experiment's pools. @module */
import type { Filter, SkillCondition } from "../types/filters.ts";
import type { Pool, PoolDefaults, PoolInput } from "../types/pools.ts";
import type {
  QualityControlConfig,
  RestrictionV2Action,
} from "../types/quality_control.ts";
import type { AutoQualityParameters } from "./parameters.ts";

/** Restriction of a Toloker who breaks a rule of an experiment. */
export type BanDuration =
  | { duration: number; duration_unit: "MINUTES" | "HOURS" | "DAYS" }
  | { duration_unit: "PERMANENT" };

/** Everything of a pool's settings that is not drawn. */
export interface PoolPlace {
  /** Name of the pool. */
  name: string;
  /** Training that Tolokers pass first. */
  trainingPoolId?: string | undefined;
  /** Skill that the exam gives. */
  examSkillId?: string | undefined;
  /** Length of restrictions. */
  ban: BanDuration;
}

/** Fields of a pool that are not settings. */
const RECORD: readonly (keyof Pool)[] = [
  "id",
  "status",
  "last_close_reason",
  "created",
  "last_started",
  "last_stopped",
  "owner",
  "type",
];

/** Fewest answers to a task among which a majority can outvote anyone. */
const LEAST_VOTES = 3;

/** Settings of a new pool: those of the base pool, with the drawn ones in their place. */
export function poolSettings(
  base: Pool,
  parameters: AutoQualityParameters,
  place: PoolPlace,
): PoolInput {
  const settings = structuredClone(base) as PoolInput & Partial<Pool>;
  for (const field of RECORD) delete settings[field];
  const { overlap, ExamRequirement } = parameters;
  settings.private_name = place.name;
  if (overlap !== undefined) {
    settings.defaults = withOverlap(settings, overlap);
  }
  settings.quality_control = {
    ...settings.quality_control,
    configs: configsOf(settings, parameters, place.ban),
    ...trainingOf(settings, parameters, place),
  };
  if (ExamRequirement !== undefined && place.examSkillId !== undefined) {
    settings.filter = withSkill(settings.filter, {
      category: "skill",
      key: place.examSkillId,
      operator: "GTE",
      value: ExamRequirement.exam_passing_skill_value,
    });
  }
  return settings;
}

function withOverlap(
  { defaults, mixer_config }: PoolInput,
  overlap: number,
): PoolDefaults {
  const mixed = mixer_config != null ||
    defaults.default_overlap_for_new_tasks != null;
  return {
    ...defaults,
    default_overlap_for_new_task_suites: overlap,
    ...(mixed && { default_overlap_for_new_tasks: overlap }),
  };
}

function trainingOf(
  { quality_control }: PoolInput,
  { TrainingRequirement }: AutoQualityParameters,
  { trainingPoolId }: PoolPlace,
) {
  if (TrainingRequirement === undefined) return {};
  const training_pool_id = trainingPoolId ??
    quality_control?.training_requirement?.training_pool_id;
  if (training_pool_id === undefined) return {};
  return { training_requirement: { training_pool_id, ...TrainingRequirement } };
}

/** The rules of the base pool that stay, and those of the experiment. */
function configsOf(
  settings: PoolInput,
  parameters: AutoQualityParameters,
  ban: BanDuration,
): QualityControlConfig[] {
  const added = drawnConfigs(settings, parameters, ban);
  const replaced = new Set<string>(
    added.map(({ collector_config }) => collector_config.type),
  );
  const kept = (settings.quality_control?.configs ?? []).flatMap((config) => {
    // Collectors with the same id would count the pools together.
    const { uuid: _, ...collector } = config.collector_config;
    const rules = replaced.has(collector.type)
      ? config.rules.filter(({ action }) => !/^RESTRICTION/.test(action.type))
      : config.rules;
    if (rules.length === 0) return [];
    return [{ collector_config: collector, rules } as QualityControlConfig];
  });
  return [...kept, ...added];
}

/** Settings of a group that was drawn. */
type Drawn<Group extends keyof AutoQualityParameters> = NonNullable<
  AutoQualityParameters[Group]
>;

function drawnConfigs(
  { defaults, mixer_config }: PoolInput,
  { AssignmentSubmitTime, MajorityVote, GoldenSet }: AutoQualityParameters,
  ban: BanDuration,
): QualityControlConfig[] {
  const overlap = mixer_config == null
    ? defaults.default_overlap_for_new_task_suites
    : defaults.default_overlap_for_new_tasks ??
      defaults.default_overlap_for_new_task_suites;
  return [
    ...AssignmentSubmitTime === undefined
      ? []
      : [submitTimeConfig(AssignmentSubmitTime, ban)],
    ...MajorityVote === undefined || overlap < LEAST_VOTES
      ? []
      : [majorityVoteConfig(MajorityVote, overlap, ban)],
    ...GoldenSet === undefined ? [] : [goldenSetConfig(GoldenSet, ban)],
  ];
}

function submitTimeConfig(
  { history_size, avg_page_seconds, too_fast_fraction }: Drawn<
    "AssignmentSubmitTime"
  >,
  ban: BanDuration,
): QualityControlConfig {
  const seconds = Math.floor(avg_page_seconds * too_fast_fraction);
  return {
    collector_config: {
      type: "ASSIGNMENT_SUBMIT_TIME",
      parameters: {
        history_size,
        fast_submit_threshold_seconds: Math.max(1, seconds),
      },
    },
    rules: [{
      conditions: [
        { key: "total_submitted_count", operator: "GTE", value: history_size },
        { key: "fast_submitted_count", operator: "GTE", value: history_size },
      ],
      action: restriction("AssignmentSubmitTime", ban),
    }],
  };
}

function majorityVoteConfig(
  { history_size, incorrect_answers_rate: value }: Drawn<"MajorityVote">,
  overlap: number,
  ban: BanDuration,
): QualityControlConfig {
  const answer_threshold = Math.floor(overlap / 2) + 1;
  return {
    collector_config: {
      type: "MAJORITY_VOTE",
      parameters: { history_size, answer_threshold },
    },
    rules: [{
      conditions: [
        { key: "total_answers_count", operator: "GTE", value: history_size },
        { key: "incorrect_answers_rate", operator: "GT", value },
      ],
      action: restriction("MajorityVote", ban),
    }],
  };
}

function goldenSetConfig(
  { history_size, incorrect_answers_rate: value }: Drawn<"GoldenSet">,
  ban: BanDuration,
): QualityControlConfig {
  return {
    collector_config: { type: "GOLDEN_SET", parameters: { history_size } },
    rules: [{
      conditions: [
        {
          key: "golden_set_answers_count",
          operator: "GTE",
          value: history_size,
        },
        { key: "golden_set_incorrect_answers_rate", operator: "GTE", value },
      ],
      action: restriction("GoldenSet", ban),
    }],
  };
}

/** Groups whose rules restrict Tolokers; their names are the restrictions' comments. */
export const BAN_GROUPS = [
  "AssignmentSubmitTime",
  "MajorityVote",
  "GoldenSet",
] as const;

function restriction(
  group: typeof BAN_GROUPS[number],
  ban: BanDuration,
): RestrictionV2Action {
  return {
    type: "RESTRICTION_V2",
    parameters: { scope: "POOL", ...ban, private_comment: group },
  };
}

/**
 * Adds a condition on a skill to a filter. Conditions on the same skill with
 * the same operator, which every Toloker has to pass now, get its value.
 */
export function withSkill(
  filter: Filter | null | undefined,
  condition: SkillCondition,
): Filter {
  if (filter == null) return { and: [{ or: [condition] }] };
  const parts = "and" in filter ? filter.and : [filter];
  const others = parts.filter((part) => !isSame(part, condition));
  return { and: [...others, { or: [condition] }] };
}

/** Tells whether a part of a filter is that condition, whatever its value. */
function isSame(part: Filter, condition: SkillCondition): boolean {
  if ("and" in part || "or" in part) {
    const [only, ...others] = "and" in part ? part.and : part.or;
    return only !== undefined && others.length === 0 && isSame(only, condition);
  }
  return part.category === "skill" && part.key === condition.key &&
    part.operator === condition.operator;
}
