/** Settings of pools and trainings, as the server reads them. */

import type { Filter } from "../../types/filters.ts";
import type {
  DynamicOverlapConfig,
  DynamicPricingConfig,
  MixerConfig,
  Pool,
  SpeedQualityBalanceConfig,
} from "../../types/pools.ts";
import type {
  CheckpointsConfig,
  CollectorType,
  QualityControl,
  RuleAction,
  TaskDistributionFunction,
} from "../../types/quality_control.ts";
import type { Training } from "../../types/trainings.ts";
import { type Money, toMoney } from "../engine/money.ts";
import { DAY, parseTime, SECOND } from "../engine/time.ts";

/** The purpose of a task. */
export type TaskKind = "GENERAL" | "GOLDEN" | "TRAINING";

/** Every how many tasks of a Toloker's there is one of a kind. */
export interface Frequency {
  from: number;
  to: number;
  every: number;
}

/** Positions of control and training tasks among those that a Toloker gets. */
export interface Distribution {
  scope: "POOL" | "PROJECT";
  /** Days for which a Toloker's tasks are counted. */
  windowDays: number;
  frequencies: readonly Frequency[];
}

/** Numbers of tasks in a suite, by kind. */
export interface MixerSettings {
  real: number;
  golden: number;
  training: number;
  minReal: number;
  minGolden: number;
  minTraining: number;
  goldenDistribution: Distribution | undefined;
  trainingDistribution: Distribution | undefined;
  inCreationOrder: boolean;
  shuffle: boolean;
  forceLast: boolean;
  forceLastDelay: number;
}

/** Settings of a pool or training, read once. */
export interface PoolSettings {
  reward: Money;
  pricing: {
    skillId: string;
    intervals: readonly { from: number; to: number; reward: Money }[];
  } | undefined;
  /** Longest time for one assignment, in milliseconds. */
  maxDuration: number;
  autoAccept: boolean;
  /** Milliseconds until an unreviewed assignment is accepted. */
  autoAcceptPeriod: number;
  /** Milliseconds between the last answer and the closing of the pool. */
  autoCloseDelay: number;
  willExpire: number | undefined;
  mixer: MixerSettings | undefined;
  suitesInCreationOrder: boolean;
  defaultTaskOverlap: number;
  defaultSuiteOverlap: number;
  priority: number;
  filter: Filter | undefined;
  /** The training a Toloker must have passed, and how well. */
  training: { poolId: string; passing: number } | undefined;
  dynamicOverlap: DynamicOverlap | undefined;
  /** Only the best Tolokers may come: a part of them, or a number. */
  best: { percent: number } | { count: number } | undefined;
  /** Tasks by kind that get another overlap, to be checked by vote. */
  checkpoints: Readonly<Partial<Record<TaskKind, Checkpoint>>>;
  /** After how many tasks there is a captcha. */
  captchaEvery: number | undefined;
  /** Lifetime of a skill from the training above, in hours. */
  trainingSkillHours: number | undefined;
  /** Of a training: how many suites pass it; all of them if undefined. */
  suitesToPass: number | undefined;
  /** Of a training: milliseconds until a Toloker may take it again. */
  retryAfter: number | undefined;
  quality: readonly CollectorRules[];
}

/** Conditions under which the overlap of a pool's tasks grows. */
export interface DynamicOverlap {
  maxOverlap: number;
  minConfidence: number;
  skillId: string;
  fields: readonly string[];
}

/** Tasks that get another overlap. */
export interface Checkpoint {
  overlap: number;
  distribution: Distribution;
}

/** One quality control rule set of a pool or a project. */
export interface CollectorRules {
  type: CollectorType;
  /** Collectors of one id count together. */
  uuid: string | undefined;
  historySize: number | undefined;
  /** Answers that must agree before a majority vote counts. */
  answerThreshold: number;
  /** Seconds below which an answer counts as fast. */
  fastSubmitSeconds: number;
  rules: readonly {
    conditions: readonly { key: string; operator: string; value: unknown }[];
    action: RuleAction;
  }[];
}

/** After how many tasks there is a captcha, by `captcha_frequency`. */
const CAPTCHAS: Readonly<Record<string, number>> = {
  LOW: 20,
  MEDIUM: 10,
  HIGH: 10,
};

/** Days until an answer is accepted, where the pool does not say. */
const UNREVIEWED_DAYS = 21;
/** Hours for a training's suite, where the training does not say. */
const TRAINING_HOURS = 24;

/** Reads a pool's settings after they were checked. */
export function poolSettings(view: Pool): PoolSettings {
  const { defaults, quality_control: quality } = view;
  const suites = defaults.default_overlap_for_new_task_suites;
  const training = quality?.training_requirement;
  return {
    reward: toMoney(view.reward_per_assignment),
    pricing: present(view.dynamic_pricing_config, pricing),
    maxDuration: view.assignment_max_duration_seconds * SECOND,
    autoAccept: view.auto_accept_solutions !== false,
    autoAcceptPeriod: (view.auto_accept_period_day ?? UNREVIEWED_DAYS) * DAY,
    autoCloseDelay: (view.auto_close_after_complete_delay_seconds ?? 0) *
      SECOND,
    willExpire: parseTime(view.will_expire),
    mixer: present(view.mixer_config, mixerSettings),
    suitesInCreationOrder: view.assignments_issuing_config
      ?.issue_task_suites_in_creation_order === true,
    defaultTaskOverlap: defaults.default_overlap_for_new_tasks ?? suites,
    defaultSuiteOverlap: suites,
    priority: view.priority ?? 0,
    filter: view.filter ?? undefined,
    training: present(training, (requirement) => ({
      poolId: requirement.training_pool_id,
      passing: requirement.training_passing_skill_value,
    })),
    dynamicOverlap: present(view.dynamic_overlap_config, dynamicOverlap),
    best: present(view.speed_quality_balance, best),
    checkpoints: checkpoints(quality?.checkpoints_config ?? {}),
    captchaEvery: CAPTCHAS[quality?.captcha_frequency ?? ""],
    trainingSkillHours: present(
      view.training_config?.training_skill_ttl_days,
      (days) => 24 * days,
    ),
    suitesToPass: undefined,
    retryAfter: undefined,
    quality: collectorRules(quality),
  };
}

/** Reads an optional setting; `null` counts as absent. */
function present<Given, Read>(
  value: Given | null | undefined,
  read: (value: Given) => Read,
): Read | undefined {
  return value === null || value === undefined ? undefined : read(value);
}

function pricing(config: DynamicPricingConfig): PoolSettings["pricing"] {
  return {
    skillId: config.skill_id,
    intervals: config.intervals.map((interval) => ({
      from: interval.from ?? 0,
      to: interval.to ?? 100,
      reward: toMoney(interval.reward_per_assignment),
    })),
  };
}

/** Reads a training's settings: a free pool of training tasks for everyone. */
export function trainingSettings(view: Training): PoolSettings {
  const count = view.training_tasks_in_task_suite_count;
  return {
    reward: 0n,
    pricing: undefined,
    maxDuration: (view.assignment_max_duration_seconds ??
      TRAINING_HOURS * 3600) * SECOND,
    autoAccept: true,
    autoAcceptPeriod: 0,
    autoCloseDelay: 0,
    willExpire: undefined,
    mixer: {
      real: 0,
      golden: 0,
      training: count,
      minReal: 0,
      minGolden: 0,
      // The last suite of a training may be short.
      minTraining: Math.min(1, count),
      goldenDistribution: undefined,
      trainingDistribution: undefined,
      inCreationOrder: view.mix_tasks_in_creation_order !== false,
      shuffle: view.shuffle_tasks_in_task_suite !== false,
      forceLast: true,
      forceLastDelay: 0,
    },
    suitesInCreationOrder: true,
    defaultTaskOverlap: Infinity,
    defaultSuiteOverlap: Infinity,
    priority: 0,
    filter: undefined,
    training: undefined,
    dynamicOverlap: undefined,
    best: undefined,
    checkpoints: {},
    captchaEvery: undefined,
    trainingSkillHours: undefined,
    suitesToPass: view.task_suites_required_to_pass ?? undefined,
    retryAfter: present(view.retry_training_after_days, (days) => days * DAY),
    quality: [],
  };
}

function mixerSettings(config: MixerConfig): MixerSettings {
  const real = config.real_tasks_count;
  const golden = config.golden_tasks_count;
  const training = config.training_tasks_count;
  return {
    real,
    golden,
    training,
    minReal: config.min_real_tasks_count ?? real,
    minGolden: config.min_golden_tasks_count ?? golden,
    minTraining: config.min_training_tasks_count ?? training,
    goldenDistribution: present(
      config.golden_task_distribution_function,
      distribution,
    ),
    trainingDistribution: present(
      config.training_task_distribution_function,
      distribution,
    ),
    inCreationOrder: config.mix_tasks_in_creation_order === true,
    shuffle: config.shuffle_tasks_in_task_suite !== false,
    forceLast: config.force_last_assignment !== false,
    forceLastDelay: (config.force_last_assignment_delay_seconds ?? 0) * SECOND,
  };
}

function distribution(config: TaskDistributionFunction): Distribution {
  return {
    scope: config.scope,
    windowDays: config.window_days,
    frequencies: config.intervals.map(({ from, to, frequency }) => ({
      from: from ?? 1,
      to: to ?? Infinity,
      every: frequency,
    })),
  };
}

function dynamicOverlap(config: DynamicOverlapConfig): DynamicOverlap {
  return {
    maxOverlap: config.max_overlap,
    minConfidence: config.min_confidence,
    skillId: config.answer_weight_skill_id,
    fields: config.fields.map(({ name }) => name),
  };
}

function best(config: SpeedQualityBalanceConfig): PoolSettings["best"] {
  return config.type === "TOP_PERCENTAGE_BY_QUALITY"
    ? { percent: config.percent }
    : { count: config.count };
}

function checkpoints(
  config: CheckpointsConfig,
): PoolSettings["checkpoints"] {
  const settings = {
    GENERAL: config.real_settings,
    GOLDEN: config.golden_settings,
    TRAINING: config.training_settings,
  };
  return Object.fromEntries(
    Object.entries(settings).flatMap(([kind, checkpoint]) =>
      checkpoint == null ? [] : [[kind, {
        overlap: checkpoint.target_overlap,
        distribution: distribution(checkpoint.task_distribution_function),
      }]]
    ),
  );
}

/** Parameters of all collectors. */
interface CollectorParameters {
  history_size?: number | null;
  answer_threshold?: number;
  fast_submit_threshold_seconds?: number;
}

/** Reads the quality control rules of a pool or a project. */
export function collectorRules(
  quality: Pick<QualityControl, "configs"> | null | undefined,
): CollectorRules[] {
  return (quality?.configs ?? []).map(({ collector_config, rules }) => {
    const parameters: CollectorParameters = collector_config.parameters ?? {};
    return {
      type: collector_config.type,
      uuid: collector_config.uuid ?? undefined,
      historySize: parameters.history_size ?? undefined,
      answerThreshold: parameters.answer_threshold ?? 2,
      fastSubmitSeconds: parameters.fast_submit_threshold_seconds ?? 0,
      rules: rules.map(({ conditions, action }) => ({ conditions, action })),
    };
  });
}
