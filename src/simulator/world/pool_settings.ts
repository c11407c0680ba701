/** What the server needs of a pool's or a training's settings. */

import type {
  CollectorType,
  RuleActionType,
} from "../../types/quality_control.ts";
import { type Money, toMoney } from "../engine/money.ts";
import { DAY, parseTime, SECOND } from "../engine/time.ts";
import type { TaskKind, View } from "./records.ts";

/** Every how many tasks of a Toloker's there is one of a kind. */
export interface Frequency {
  from: number;
  to: number;
  every: number;
}

/** Which of the tasks that a Toloker gets one after another are special. */
export interface Distribution {
  scope: "POOL" | "PROJECT";
  /** How many days back his tasks are counted. */
  windowDays: number;
  frequencies: readonly Frequency[];
}

/** How many tasks of which kind make a task suite. */
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

/** What the server needs of a pool's or a training's settings, read once. */
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
  filter: unknown;
  /** The training a Toloker must have passed, and how well. */
  training: { poolId: string; passing: number } | undefined;
  dynamicOverlap: DynamicOverlap | undefined;
  /** Only the best Tolokers may come: a part of them, or a number. */
  best: { percent: number } | { count: number } | undefined;
  /** Tasks by kind that get another overlap, to be checked by vote. */
  checkpoints: Readonly<Partial<Record<TaskKind, Checkpoint>>>;
  /** After how many tasks there is a captcha. */
  captchaEvery: number | undefined;
  /** How many hours a skill from the training above lasts. */
  trainingSkillHours: number | undefined;
  /** Of a training: how many suites pass it; all of them if undefined. */
  suitesToPass: number | undefined;
  /** Of a training: milliseconds until a Toloker may take it again. */
  retryAfter: number | undefined;
  quality: readonly CollectorRules[];
}

/** When the overlap of a pool's tasks grows. */
export interface DynamicOverlap {
  maxOverlap: number;
  minConfidence: number;
  skillId: string;
  fields: readonly string[];
}

/** Which tasks get another overlap. */
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
  parameters: Readonly<Record<string, unknown>>;
  rules: readonly {
    conditions: readonly { key: string; operator: string; value: unknown }[];
    action: RuleActionType;
    parameters: Readonly<Record<string, unknown>>;
  }[];
}

type Settings = Record<string, unknown>;

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

function object(value: unknown): Settings {
  return (value ?? {}) as Settings;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** Reads a pool's settings after they were checked. */
export function poolSettings(view: View): PoolSettings {
  const defaults = object(view.defaults);
  const suites = number(defaults.default_overlap_for_new_task_suites, 1);
  const quality = object(view.quality_control);
  const training = quality.training_requirement as Settings | null | undefined;
  const pricing = view.dynamic_pricing_config as Settings | null | undefined;
  const issuing = object(view.assignments_issuing_config);
  const ttl = object(view.training_config).training_skill_ttl_days;
  return {
    reward: toMoney(number(view.reward_per_assignment, 0)),
    pricing: pricing == null ? undefined : {
      skillId: String(pricing.skill_id),
      intervals: (pricing.intervals as Settings[]).map((interval) => ({
        from: number(interval.from, 0),
        to: number(interval.to, 100),
        reward: toMoney(number(interval.reward_per_assignment, 0)),
      })),
    },
    maxDuration: number(view.assignment_max_duration_seconds, 0) * SECOND,
    autoAccept: view.auto_accept_solutions !== false,
    autoAcceptPeriod: number(view.auto_accept_period_day, UNREVIEWED_DAYS) *
      DAY,
    autoCloseDelay: number(view.auto_close_after_complete_delay_seconds, 0) *
      SECOND,
    willExpire: parseTime(view.will_expire),
    mixer: view.mixer_config == null
      ? undefined
      : mixerSettings(object(view.mixer_config)),
    suitesInCreationOrder: issuing.issue_task_suites_in_creation_order === true,
    defaultTaskOverlap: number(defaults.default_overlap_for_new_tasks, suites),
    defaultSuiteOverlap: suites,
    priority: number(view.priority, 0),
    filter: view.filter,
    training: training == null ? undefined : {
      poolId: String(training.training_pool_id),
      passing: number(training.training_passing_skill_value, 0),
    },
    dynamicOverlap: dynamicOverlap(view.dynamic_overlap_config),
    best: best(view.speed_quality_balance),
    checkpoints: checkpoints(object(quality.checkpoints_config)),
    captchaEvery: CAPTCHAS[String(quality.captcha_frequency)],
    trainingSkillHours: typeof ttl === "number" ? 24 * ttl : undefined,
    suitesToPass: undefined,
    retryAfter: undefined,
    quality: collectorRules(quality),
  };
}

/** Reads a training's settings: a free pool of training tasks for everyone. */
export function trainingSettings(view: View): PoolSettings {
  const count = number(view.training_tasks_in_task_suite_count, 0);
  const retry = view.retry_training_after_days;
  return {
    reward: 0n,
    pricing: undefined,
    maxDuration: number(
      view.assignment_max_duration_seconds,
      TRAINING_HOURS * 3600,
    ) * SECOND,
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
    suitesToPass: typeof view.task_suites_required_to_pass === "number"
      ? view.task_suites_required_to_pass
      : undefined,
    retryAfter: typeof retry === "number" ? retry * DAY : undefined,
    quality: [],
  };
}

function mixerSettings(config: Settings): MixerSettings {
  const real = number(config.real_tasks_count, 0);
  const golden = number(config.golden_tasks_count, 0);
  const training = number(config.training_tasks_count, 0);
  return {
    real,
    golden,
    training,
    minReal: number(config.min_real_tasks_count, real),
    minGolden: number(config.min_golden_tasks_count, golden),
    minTraining: number(config.min_training_tasks_count, training),
    goldenDistribution: distribution(
      config.golden_task_distribution_function,
    ),
    trainingDistribution: distribution(
      config.training_task_distribution_function,
    ),
    inCreationOrder: config.mix_tasks_in_creation_order === true,
    shuffle: config.shuffle_tasks_in_task_suite !== false,
    forceLast: config.force_last_assignment !== false,
    forceLastDelay: number(config.force_last_assignment_delay_seconds, 0) *
      SECOND,
  };
}

function distribution(raw: unknown): Distribution | undefined {
  if (raw == null) return undefined;
  const { scope, window_days, intervals } = object(raw);
  return {
    scope: scope === "PROJECT" ? "PROJECT" : "POOL",
    windowDays: number(window_days, Infinity),
    frequencies: (intervals as Settings[]).map((interval) => ({
      from: number(interval.from, 1),
      to: number(interval.to, Infinity),
      every: number(interval.frequency, 1),
    })),
  };
}

function dynamicOverlap(raw: unknown): PoolSettings["dynamicOverlap"] {
  if (raw == null) return undefined;
  const config = object(raw);
  return {
    maxOverlap: number(config.max_overlap, 1),
    minConfidence: number(config.min_confidence, 0),
    skillId: String(config.answer_weight_skill_id),
    fields: (config.fields as Settings[]).map(({ name }) => String(name)),
  };
}

function best(raw: unknown): PoolSettings["best"] {
  if (raw == null) return undefined;
  const { type, percent, count } = object(raw);
  return type === "TOP_PERCENTAGE_BY_QUALITY"
    ? { percent: number(percent, 100) }
    : { count: number(count, Infinity) };
}

function checkpoints(config: Settings): PoolSettings["checkpoints"] {
  const read = (raw: unknown): Checkpoint | undefined => {
    if (raw == null) return undefined;
    const { target_overlap, task_distribution_function } = object(raw);
    return {
      overlap: number(target_overlap, 1),
      distribution: distribution(task_distribution_function)!,
    };
  };
  const kinds = {
    GENERAL: read(config.real_settings),
    GOLDEN: read(config.golden_settings),
    TRAINING: read(config.training_settings),
  };
  return Object.fromEntries(
    Object.entries(kinds).filter(([, checkpoint]) => checkpoint !== undefined),
  );
}

/** Reads the quality control rules of a pool or a project. */
export function collectorRules(quality: Settings): CollectorRules[] {
  return ((quality.configs ?? []) as Settings[]).map((config) => {
    const collector = object(config.collector_config);
    const parameters = object(collector.parameters);
    const history = parameters.history_size;
    return {
      type: collector.type as CollectorType,
      uuid: typeof collector.uuid === "string" ? collector.uuid : undefined,
      historySize: typeof history === "number" ? history : undefined,
      parameters,
      rules: (config.rules as Settings[]).map((rule) => ({
        conditions: (rule.conditions as Settings[]).map((condition) => ({
          key: String(condition.key),
          operator: String(condition.operator),
          value: condition.value,
        })),
        action: object(rule.action).type as RuleActionType,
        parameters: object(object(rule.action).parameters),
      })),
    };
  });
}
