/** Carries out verdicts about answers, and reports each. */
import type { TolokaClient } from "../client.ts";
import { sumMoney } from "../money.ts";
import type { Assignment } from "../types/assignments.ts";
import type { Context, OptionSpecs } from "./command.ts";
import { startProgress } from "./progress.ts";
import { CheckFailed } from "./usage_error.ts";

/** Verdict about an answer. */
export type Verb = "accept" | "reject";

/** An answer, and the verdict about it. */
export interface Verdict {
  /** Verdict. */
  verb: Verb;
  /** Reason that the Toloker reads. */
  comment: string | undefined;
  /** The answer as it was read. */
  assignment: Assignment;
}

/** Outcome of the review of an answer. */
interface Reviewed {
  assignment_id: string;
  verdict: "ACCEPTED" | "REJECTED";
  outcome: "done" | "already done" | "not possible" | "failed";
  detail: string | undefined;
}

const STATUSES = { accept: "ACCEPTED", reject: "REJECTED" } as const;

/**
 * Asks, then accepts and rejects one answer after the other. Those that are
 * reviewed already are left alone, so that a repeated run continues.
 *
 * @throws {CheckFailed} If some could not be reviewed.
 */
export async function carryOut(
  context: Context<OptionSpecs>,
  toloka: TolokaClient,
  verdicts: readonly Verdict[],
): Promise<void> {
  const { output, signal, machine } = context;
  const open = new Set(verdicts.filter(isPossible));
  if (!await context.proceed(actionOf(verdicts, open))) return;
  context.onInterrupted("Run the same command again to continue");
  const bar = startProgress(output, machine.writeError, "Reviewing");
  const results: Reviewed[] = [];
  try {
    for (const verdict of verdicts) {
      signal.throwIfAborted();
      results.push(await reviewOne(toloka, verdict, open.has(verdict), signal));
      bar.update(results.length, verdicts.length);
    }
  } finally {
    bar.end();
  }
  await printReport(context, results);
}

/** A submitted answer can be accepted and rejected, a rejected one accepted. */
function isPossible({ verb, assignment: { status } }: Verdict): boolean {
  return status === "SUBMITTED" || (verb === "accept" && status === "REJECTED");
}

function actionOf(verdicts: readonly Verdict[], open: ReadonlySet<Verdict>) {
  const of = (verb: Verb) => verdicts.filter((one) => one.verb === verb);
  const parts = (["accept", "reject"] as const).flatMap((verb) => {
    const all = of(verb);
    const count = all.filter((one) => open.has(one)).length;
    return all.length > 0 ? [`${verb} ${count} of ${all.length} answers`] : [];
  });
  const paid = of("accept").filter((one) => open.has(one));
  return {
    does: parts.join(" and "),
    costs: paid.length === 0
      ? undefined
      : String(sumMoney(paid.map(({ assignment }) => assignment.reward ?? 0))),
    irreversible: of("reject").length > 0,
  };
}

async function reviewOne(
  toloka: TolokaClient,
  { verb, comment, assignment: { id, status } }: Verdict,
  possible: boolean,
  signal: AbortSignal,
): Promise<Reviewed> {
  const verdict = STATUSES[verb];
  const base = { assignment_id: id, verdict };
  if (!possible) {
    const outcome = status === verdict ? "already done" : "not possible";
    return { ...base, outcome, detail: status };
  }
  try {
    if (verb === "accept") {
      await toloka.assignments.accept(id, comment, { signal });
    } else await toloka.assignments.reject(id, comment!, { signal });
    return { ...base, outcome: "done", detail: undefined };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ...base, outcome: "failed", detail: (error as Error).message };
  }
}

async function printReport(
  { output }: Context<OptionSpecs>,
  results: readonly Reviewed[],
): Promise<void> {
  const isBad = ({ outcome }: Reviewed) =>
    outcome === "failed" || outcome === "not possible";
  const bad = results.filter(isBad);
  await output.table(output.json ? results : bad, {
    assignment: ({ assignment_id }) => assignment_id,
    outcome: ({ outcome }) => outcome,
    detail: ({ detail }) => detail,
  }, "");
  for (const status of Object.values(STATUSES)) {
    const own = results.filter(({ verdict }) => verdict === status);
    if (own.length === 0) continue;
    const count = (outcome: Reviewed["outcome"]) =>
      own.filter((result) => result.outcome === outcome).length;
    await output.line(
      `${status}: ${count("done")}, already so: ${
        count("already done")
      }, failed: ${own.filter(isBad).length}`,
    );
  }
  if (bad.length > 0) {
    const what = new Set(bad.map(({ verdict }) => verdict.toLowerCase()));
    throw new CheckFailed(
      `${bad.length} of ${results.length} answers were not ${
        [...what].join(" or ")
      }`,
    );
  }
}
