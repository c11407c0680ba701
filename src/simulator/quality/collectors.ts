/** Counts of the collectors of quality control. */

import type {
  CollectorType,
  RuleConditionKey,
} from "../../types/quality_control.ts";
import { fromMoney } from "../engine/money.ts";
import { DAY, parseTime } from "../engine/time.ts";
import type { History } from "../world/history.ts";
import type { CollectorRules } from "../world/pool_settings.ts";
import type { AssignmentRecord } from "../world/records.ts";

/** Values that the conditions of a rule compare. */
export type Facts = Readonly<Partial<Record<RuleConditionKey, unknown>>>;

/** Facts for one collector. */
type Collect = (
  history: History,
  assignment: AssignmentRecord,
  rules: CollectorRules,
) => Facts;

/** Facts by collector. The other collectors are told facts as they happen. */
export const COLLECT: Readonly<Partial<Record<CollectorType, Collect>>> = {
  GOLDEN_SET: (history, assignment, rules) => {
    const { count, worth, controls, controlWorth } = history.tally(
      assignment,
      rules,
    );
    const rate = share(worth, count);
    const controlRate = share(controlWorth, controls);
    return {
      total_answers_count: count,
      correct_answers_rate: rate,
      incorrect_answers_rate: opposite(rate),
      golden_set_answers_count: controls,
      golden_set_correct_answers_rate: controlRate,
      golden_set_incorrect_answers_rate: opposite(controlRate),
    };
  },
  TRAINING: (history, assignment, rules) => {
    const { count, worth } = history.tally(assignment, rules);
    const rate = share(worth, count);
    return {
      submitted_assignments_count: history.counts(assignment).submitted,
      total_answers_count: count,
      correct_answers_rate: rate,
      incorrect_answers_rate: opposite(rate),
    };
  },
  CAPTCHA: (history, assignment, rules) => {
    const { count, worth } = history.tally(assignment, rules);
    const rate = share(worth, count);
    return {
      stored_results_count: count,
      success_rate: rate,
      fail_rate: opposite(rate),
    };
  },
  MAJORITY_VOTE: (history, assignment, rules) => {
    const threshold = rules.answerThreshold;
    const { count, worth } = history.tally(
      assignment,
      rules,
      ({ score, max }) =>
        max! < threshold ? undefined : score < threshold ? 0 : 1,
    );
    const rate = share(worth, count);
    return {
      total_answers_count: count,
      correct_answers_rate: rate,
      incorrect_answers_rate: opposite(rate),
    };
  },
  ASSIGNMENT_SUBMIT_TIME: (history, assignment, rules) => {
    const fast = rules.fastSubmitSeconds;
    const { count, worth } = history.tally(
      assignment,
      rules,
      ({ score }) => score < fast ? 1 : 0,
    );
    return { total_submitted_count: count, fast_submitted_count: worth };
  },
  ACCEPTANCE_RATE: (history, assignment, rules) => {
    const { accepted, rejected } = history.reviews(assignment, rules);
    const total = accepted + rejected;
    return {
      total_assignments_count: total,
      accepted_assignments_rate: share(accepted, total),
      rejected_assignments_rate: share(rejected, total),
    };
  },
  ASSIGNMENTS_ASSESSMENT: (history, assignment) => {
    const { submitted, accepted, rejected } = history.counts(assignment);
    return {
      pending_assignments_count: Math.max(0, submitted - accepted - rejected),
      accepted_assignments_count: accepted,
      rejected_assignments_count: rejected,
    };
  },
  ANSWER_COUNT: (history, assignment) => ({
    assignments_accepted_count: history.counts(assignment).accepted,
  }),
  SKIPPED_IN_ROW_ASSIGNMENTS: (history, assignment) => ({
    skipped_in_row_count: history.counts(assignment).skippedInRow,
  }),
  INCOME: (history, assignment) => ({
    income_sum_for_last_24_hours: fromMoney(
      history.income(assignment, parseTime(assignment.accepted)! - DAY),
    ),
  }),
};

/** A rate of 0 to 100; of nothing there is none. */
function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : 100 * part / whole;
}

function opposite(rate: number | undefined): number | undefined {
  return rate === undefined ? undefined : 100 - rate;
}
