/** Quality control: what is counted, compared and done about it. */

import type {
  CollectorType,
  RuleConditionKey,
} from "../types/quality_control.ts";
import { correctness } from "./answers.ts";
import { COLLECT, type Facts } from "./collectors.ts";
import { compare, isEligible, isRestricted } from "./eligibility.ts";
import type { Values } from "./fields.ts";
import { History } from "./history.ts";
import { canonical } from "./canonical.ts";
import { ACTIONS, type Case } from "./quality_actions.ts";
import type {
  AssignmentRecord,
  CollectorRules,
  PoolRecord,
  TaskRecord,
  TolokerRecord,
  World,
} from "./store.ts";
import { parseTime } from "./time.ts";

/** Watches a world and applies the rules of its pools and projects. */
export function startQualityControl(world: World): void {
  const history = new History();
  const revoked = new Set<string>();
  world.listen((event) => {
    switch (event.type) {
      case "SUBMITTED":
        history.submitted(event.assignment);
        collectSubmitted(world, history, event.assignment);
        break;
      case "SKIPPED":
        history.skipped(event.assignment);
        evaluate(world, history, event.assignment, [
          "SKIPPED_IN_ROW_ASSIGNMENTS",
        ]);
        break;
      case "ACCEPTED":
      case "REJECTED":
      case "ACCEPTED_AFTER_REJECT":
        history.assessed(event.assignment, event.type);
        collectAssessed(world, history, event.assignment, event.type);
        break;
      case "RESTRICTED":
        checkAccess(world, revoked, event.toloker, "RESTRICTION");
        break;
      case "SKILL_CHANGED":
        checkAccess(world, revoked, event.toloker, "SKILL_CHANGE");
        break;
      case "RESTRICTION_ENDED":
        history.forget(event.toloker);
        break;
    }
  });
}

/** The rules for a pool: its own and its project's. */
function rulesOf(pool: PoolRecord): CollectorRules[] {
  return [...pool.settings.quality, ...pool.project.quality];
}

function uses(pool: PoolRecord, type: string): boolean {
  return rulesOf(pool).some((rules) => rules.type === type);
}

function collectSubmitted(
  world: World,
  history: History,
  assignment: AssignmentRecord,
): void {
  const { pool, suite, view } = assignment;
  const solutions = view.solutions as { output_values: Values }[];
  const first = view.first_declined_solution_attempt as
    | { output_values?: Values }[]
    | undefined;
  let checked = false;
  suite.tasks.forEach((task, index) => {
    if (task.kind === "GENERAL") return;
    const values = first?.[index]?.output_values ??
      solutions[index]!.output_values;
    history.add("GOLDEN_SET", assignment, {
      score: correctness(task, values),
      control: task.kind === "GOLDEN",
    });
    checked = true;
  });
  const seconds = (parseTime(view.submitted)! - parseTime(view.created)!) /
    1_000;
  history.add("ASSIGNMENT_SUBMIT_TIME", assignment, {
    score: seconds,
    control: false,
  });
  const types: CollectorType[] = [
    "ASSIGNMENT_SUBMIT_TIME",
    "SKIPPED_IN_ROW_ASSIGNMENTS",
  ];
  if (checked) types.push("GOLDEN_SET");
  evaluate(world, history, assignment, types);
  if (uses(pool, "MAJORITY_VOTE")) {
    for (const task of suite.tasks) vote(world, history, task);
  }
}

function collectAssessed(
  world: World,
  history: History,
  assignment: AssignmentRecord,
  type: "ACCEPTED" | "REJECTED" | "ACCEPTED_AFTER_REJECT",
): void {
  if (type !== "REJECTED") {
    evaluate(world, history, assignment, ["ANSWER_COUNT", "INCOME"]);
  }
  // These two are about reviews; there is none where all is accepted.
  if (assignment.pool.settings.autoAccept) return;
  evaluate(world, history, assignment, ["ACCEPTANCE_RATE"]);
  evaluate(world, history, assignment, ["ASSIGNMENTS_ASSESSMENT"], {
    assessment_event: EVENTS[type],
  });
}

const EVENTS = {
  ACCEPTED: "ACCEPT",
  REJECTED: "REJECT",
  ACCEPTED_AFTER_REJECT: "ACCEPT_AFTER_REJECT",
} as const;

/** Takes the vote on a general task once all its answers are there. */
function vote(world: World, history: History, task: TaskRecord): void {
  if (task.kind !== "GENERAL" || task.voted) return;
  const answers = task.assignments.filter(({ view }) =>
    view.status === "SUBMITTED" || view.status === "ACCEPTED"
  );
  const overlap = task.view.overlap;
  if (typeof overlap !== "number" || answers.length < overlap) return;
  task.voted = true;
  const keys = answers.map((assignment) => answerKey(task, assignment));
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(...counts.values());
  answers.forEach((assignment, index) => {
    history.add("MAJORITY_VOTE", assignment, {
      score: counts.get(keys[index]!)!,
      control: false,
      most,
    });
  });
  for (const assignment of answers) {
    evaluate(world, history, assignment, ["MAJORITY_VOTE"]);
  }
}

/** All required output fields together make one answer. */
function answerKey(
  task: TaskRecord,
  { suite, view }: AssignmentRecord,
): string {
  const solutions = view.solutions as { output_values: Values }[];
  const values = solutions[suite.tasks.indexOf(task)]!.output_values;
  const required = Object.entries(task.pool.output)
    .filter(([, spec]) => spec.required !== false)
    .map(([name]) => values[name]);
  return canonical(required);
}

function evaluate(
  world: World,
  history: History,
  assignment: AssignmentRecord,
  types: readonly CollectorType[],
  more: Facts = {},
): void {
  const { pool, toloker } = assignment;
  for (const rules of rulesOf(pool)) {
    if (!types.includes(rules.type)) continue;
    const collected = COLLECT[rules.type]?.(history, assignment, rules);
    apply(rules, { ...collected, ...more }, {
      world,
      pool,
      toloker,
      assignments: [assignment],
    });
  }
}

function apply(rules: CollectorRules, facts: Facts, place: Case): void {
  for (const rule of rules.rules) {
    const holds = rule.conditions.every(({ key, operator, value }) =>
      isKnown(facts, key) && compare(facts[key], operator, value)
    );
    if (holds) ACTIONS[rule.action]?.(rule.parameters, place, facts);
  }
}

/** A condition on what there is no fact about does not hold. */
function isKnown(facts: Facts, key: string): key is RuleConditionKey {
  return facts[key as RuleConditionKey] !== undefined;
}

/** Applies USERS_ASSESSMENT rules once a Toloker has lost a pool. */
function checkAccess(
  world: World,
  revoked: Set<string>,
  toloker: TolokerRecord,
  reason: "RESTRICTION" | "SKILL_CHANGE",
): void {
  for (const poolId of toloker.seen.keys()) {
    const pool = world.pools.get(poolId)!;
    if (!uses(pool, "USERS_ASSESSMENT")) continue;
    const key = `${poolId}/${toloker.id}`;
    const lost = reason === "RESTRICTION"
      ? isRestricted(pool, toloker)
      : !isEligible(world, pool, toloker);
    if (!lost) {
      revoked.delete(key);
      continue;
    }
    if (revoked.has(key)) continue;
    revoked.add(key);
    const assignments = pool.assignments.filter(({ toloker: by, view }) =>
      by === toloker && (view.status === "SUBMITTED" ||
        view.status === "ACCEPTED")
    );
    for (const rules of rulesOf(pool)) {
      if (rules.type !== "USERS_ASSESSMENT") continue;
      const facts = { pool_access_revoked_reason: reason };
      apply(rules, facts, { world, pool, toloker, assignments });
    }
  }
}
