/** A pool's assignments as a table, one row for each task. */

import { STATUS_CODE } from "@std/http/status";
import type { Values } from "../checks/fields.ts";
import { fromMoney } from "../engine/money.ts";
import { parseTime } from "../engine/time.ts";
import { isRestricted } from "../issuing/eligibility.ts";
import type { Context, Reply } from "../server/router.ts";
import type { AssignmentRecord, TaskRecord } from "../world/records.ts";
import { findPool } from "./pools.ts";

/** The table's name for an assignment's status, where it has its own. */
const STATUSES: Readonly<Record<string, string>> = { ACCEPTED: "APPROVED" };

const DEFAULT_FIELDS = [
  "ASSIGNMENT:link",
  "ASSIGNMENT:assignment_id",
  "ASSIGNMENT:worker_id",
  "ASSIGNMENT:status",
  "ASSIGNMENT:started",
];

type Cell = (assignment: AssignmentRecord, task: TaskRecord) => unknown;

const FIELDS: Readonly<Record<string, Cell>> = {
  "ASSIGNMENT:link": ({ id, pool_id }) =>
    `https://toloka.dev/task/${pool_id}/${id}`,
  "ASSIGNMENT:assignment_id": ({ id }) => id,
  "ASSIGNMENT:task_id": (_assignment, { id }) => id,
  "ASSIGNMENT:task_suite_id": ({ task_suite_id }) => task_suite_id,
  "ASSIGNMENT:worker_id": ({ user_id }) => user_id,
  "ASSIGNMENT:status": ({ status }) => statusOf(status),
  "ASSIGNMENT:started": ({ created }) => created,
  "ASSIGNMENT:submitted": ({ submitted }) => submitted,
  "ASSIGNMENT:accepted": ({ accepted }) => accepted,
  "ASSIGNMENT:rejected": ({ rejected }) => rejected,
  "ASSIGNMENT:skipped": ({ skipped }) => skipped,
  "ASSIGNMENT:expired": ({ expired }) => expired,
  "ASSIGNMENT:reward": ({ reward }) => fromMoney(reward),
  "ACCEPT:verdict": ({ status }) =>
    status === "ACCEPTED" ? "+" : status === "REJECTED" ? "-" : "",
  "ACCEPT:comment": ({ comment }) => comment,
};

function statusOf(status: unknown): string {
  return STATUSES[String(status)] ?? String(status);
}

/** Answers the request for a pool's table. */
export function assignmentsTsv(context: Context): Reply {
  const { world, params, query, hides } = context;
  const pool = findPool(world, params.id!, "POOL");
  const statuses = list(query, "status", ["APPROVED"]);
  const fields = list(query, "field", DEFAULT_FIELDS)
    .filter((field) => Object.hasOwn(FIELDS, field));
  const from = parseTime(query.get("startTimeFrom")) ?? -Infinity;
  const to = parseTime(query.get("startTimeTo")) ?? Infinity;
  const excludeBanned = query.get("excludeBanned") === "true";
  const columns: [string, Cell][] = [
    ...Object.keys(pool.input).map((name): [string, Cell] => [
      `INPUT:${name}`,
      (_assignment, { input_values }) => input_values[name],
    ]),
    ...Object.keys(pool.output).map((name): [string, Cell] => [
      `OUTPUT:${name}`,
      (assignment, task) => solution(assignment, task)?.[name],
    ]),
    ...Object.keys(pool.output).filter((name) => hasGolden(pool.tasks, name))
      .map((name): [string, Cell] => [
        `GOLDEN:${name}`,
        (_assignment, task) => golden(task)?.[name],
      ]),
    ...fields.map((name): [string, Cell] => [name, FIELDS[name]!]),
  ];
  const lines = [columns.map(([name]) => cell(name)).join("\t")];
  for (const assignment of pool.assignments) {
    if (hides?.(assignment)) continue;
    const { toloker, tasks } = assignment;
    const started = parseTime(assignment.created)!;
    if (!statuses.includes(statusOf(assignment.status))) continue;
    if (started < from || started > to) continue;
    if (excludeBanned && isRestricted(pool, toloker)) continue;
    for (const task of tasks) {
      const values = columns.map(([, read]) => cell(read(assignment, task)));
      lines.push(values.join("\t"));
    }
    if (query.get("addRowDelimiter") === "true") lines.push("");
  }
  return {
    status: STATUS_CODE.OK,
    text: {
      content: lines.map((line) => `${line}\n`).join(""),
      type: "text/tab-separated-values; charset=UTF-8",
    },
  };
}

function list(
  query: URLSearchParams,
  name: string,
  otherwise: string[],
): string[] {
  const values = query.getAll(name).flatMap((value) => value.split(","));
  return values.length === 0 ? otherwise : values;
}

/** A training's table holds first answers. */
function solution(
  { answers, declined, tasks }: AssignmentRecord,
  task: TaskRecord,
): Values | undefined {
  const index = tasks.indexOf(task);
  return declined?.[index] ?? answers?.[index];
}

function golden(task: TaskRecord): Values | undefined {
  return task.known_solutions?.[0]?.output_values;
}

function hasGolden(tasks: readonly TaskRecord[], name: string): boolean {
  return tasks.some((task) => golden(task)?.[name] !== undefined);
}

/** Elements of arrays are joined by commas, their own commas escaped. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = Array.isArray(value)
    ? value.map((item) => plain(item).replaceAll(",", "\\,")).join(",")
    : plain(value);
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function plain(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
