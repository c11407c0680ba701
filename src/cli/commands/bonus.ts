/** `toloka bonus pay`: each row of a file exactly once. */
import { isRecord } from "../../checks.ts";
import { sumMoney } from "../../money.ts";
import { nearest } from "../../names.ts";
import type { BonusLedgerReport, BonusLedgerRow } from "../../streaming/mod.ts";
import type { LocalizedText } from "../../types/common.ts";
import type { UserBonusInput } from "../../types/user_bonuses.ts";
import { type Context, defineCommand, type OptionSpecs } from "../command.ts";
import { serverUrl } from "../connect.ts";
import { readRows, type Row, textOf } from "../rows.ts";
import { STATE, withState } from "../state.ts";
import { CheckFailed, UsageError } from "../usage_error.ts";

const ACTION = "pay bonuses";

/** Columns of a file, and properties under JSON Lines. */
const COLUMNS = [
  "key",
  "user_id",
  "amount",
  "assignment_id",
  "private_comment",
  "public_title",
  "public_message",
  "without_message",
];

/** A bonus under the key that identifies the payment. */
interface KeyedBonus {
  key: string;
  bonus: UserBonusInput;
}

/** Pays bonuses. */
export const pay = defineCommand({
  args: ["FILE"],
  options: {
    language: {
      type: "text",
      value: "CODE",
      summary: "Language of titles and messages; EN without it",
    },
    ...STATE,
  },
  details:
    `FILE is CSV, TSV or JSON Lines with user_id, amount and, if you like, public_title and\npublic_message. A row is known by its key, or by assignment_id and private_comment: it is paid\nonce, however often the command is run, so run it again after an interruption. What was paid is\nremembered in jobs.db in your configuration folder, or in '--state': keep that file.`,
  examples: ["toloka bonus pay bonuses.csv", "toloka bonus pay bonuses.csv -y"],
  async run(context) {
    const { machine, args: [path], options, signal } = context;
    const rows = await readRows(machine, ACTION, path!, "key");
    const language = options.language ?? "EN";
    const bonuses = rows.map((row, i) => bonusOf(row, i, language));
    checkKeys(bonuses);
    const toloka = await context.client();
    const { id } = await toloka.requester.get({ signal });
    const name = `${await serverUrl(context)} ${id}`;
    await withState(context, async (store) => {
      const { bonusLedger } = await import("../../streaming/mod.ts");
      const { TolokaIncompleteError } = await import("../../errors.ts");
      const ledger = bonusLedger(toloka, store, { name });
      const before = new Map<string, BonusLedgerRow>();
      for await (const row of ledger.rows()) before.set(row.key, row);
      const open = bonuses.filter(({ key }) =>
        !["PAID", "REFUSED"].includes(before.get(key)?.status ?? "")
      );
      const sum = sumMoney(open.map(({ bonus }) => bonus.amount));
      const does = `pay ${open.length} of ${bonuses.length} bonuses`;
      const costs = open.length === 0 ? undefined : String(sum);
      if (!await context.proceed({ does, costs })) return;
      context.onInterrupted(
        "Run the same command again to continue: no row is paid twice",
      );
      const keys = bonuses.map(({ key }) => key);
      try {
        const report = await ledger.pay(bonuses.map(({ bonus }) => bonus), {
          key: (_, i) => keys[i]!,
          signal,
        });
        await printReport(context, report, before);
      } catch (error) {
        if (!(error instanceof TolokaIncompleteError)) throw error;
        await printReport(context, error.done as BonusLedgerReport, before);
        throw error;
      }
    });
  },
});

function bonusOf(row: Row, i: number, language: string): KeyedBonus {
  const wrong = (rule: string) =>
    new UsageError(`Cannot ${ACTION} as row ${i + 1} ${rule}`);
  for (const name of Object.keys(row)) {
    if (COLUMNS.includes(name)) continue;
    const hint = nearest(name, COLUMNS);
    throw wrong(
      `has a column '${name}', which no bonus has${
        hint ? `: did you mean '${hint}'?` : ""
      }`,
    );
  }
  const text = (name: string) => {
    const value = row[name];
    return value === undefined || value === null || value === ""
      ? undefined
      : String(value);
  };
  const amount = textOf(ACTION, row, i, ["amount"]);
  if (!/^\d+(\.\d+)?$/.test(amount) || !(Number(amount) > 0)) {
    throw wrong(
      `must have an 'amount' above 0, such as 0.5: it has "${amount}"`,
    );
  }
  const assignment_id = text("assignment_id");
  const private_comment = text("private_comment");
  const key = text("key") ??
    (assignment_id && private_comment
      ? `${assignment_id}/${private_comment}`
      : undefined);
  if (key === undefined) {
    throw wrong(
      "must have a 'key', or 'assignment_id' and 'private_comment': rows with the same are the same payment",
    );
  }
  const localized = (name: string): LocalizedText | undefined => {
    const value = row[name];
    if (isRecord(value)) return value as LocalizedText;
    const given = text(name);
    return given === undefined ? undefined : { [language]: given };
  };
  const title = localized("public_title");
  const message = localized("public_message");
  if (!title !== !message) {
    throw wrong("must have both 'public_title' and 'public_message', or none");
  }
  const bonus: UserBonusInput = {
    user_id: textOf(ACTION, row, i, ["user_id"]),
    amount: Number(amount),
    ...(assignment_id && { assignment_id }),
    ...(private_comment && { private_comment }),
    ...(title && message
      ? { public_title: title, public_message: message }
      : { without_message: true }),
  };
  return { key, bonus };
}

function checkKeys(bonuses: readonly KeyedBonus[]): void {
  const rows = new Map<string, number>();
  for (const [i, { key }] of bonuses.entries()) {
    const twin = rows.get(key);
    if (twin !== undefined) {
      throw new UsageError(
        `Cannot ${ACTION} as rows ${twin + 1} and ${
          i + 1
        } are the same payment: both have the key "${key}"`,
      );
    }
    rows.set(key, i);
  }
}

async function printReport(
  { output }: Context<OptionSpecs>,
  { rows, paid, paid_amount, refused, open }: BonusLedgerReport,
  before: ReadonlyMap<string, BonusLedgerRow>,
): Promise<void> {
  const earlier =
    rows.filter(({ key }) => before.get(key)?.status === "PAID").length;
  const bad = rows.filter(({ status }) => status !== "PAID");
  await output.table(output.json ? rows : bad, {
    key: ({ key }) => key,
    status: ({ status }) => status,
    errors: ({ errors }) => errors,
  }, "");
  await output.line(
    `Paid: ${paid} of ${rows.length}, ${paid_amount} in all; ${earlier} of them earlier; refused: ${refused}, open: ${open}`,
  );
  if (refused > 0 && open === 0) {
    throw new CheckFailed(`${refused} of ${rows.length} bonuses were refused`);
  }
}
