/** Bonuses. */

import { STATUS_CODE } from "@std/http/status";
import type { UserBonusInput } from "../../types/user_bonuses.ts";
import {
  ApiError,
  conflict,
  doesNotExist,
  type FieldErrors,
  validationError,
} from "../checks/api_error.ts";
import { fieldError } from "../checks/field_errors.ts";
import {
  asBody,
  type Body,
  checkFields,
  copyFields,
  type Rules,
  type RulesFor,
  unchecked,
} from "../checks/validation.ts";
import { canonical } from "../engine/canonical.ts";
import { fromMoney, type Money, toMoney } from "../engine/money.ts";
import { priceOf } from "../issuing/pool_life.ts";
import type { ListRules } from "../server/listing.ts";
import {
  accepted,
  API,
  type Context,
  created,
  flag,
  ok,
  page,
  type Reply,
  type Route,
  route,
} from "../server/router.ts";
import { startOperation } from "../world/operation_work.ts";
import type { BonusRecord, LogEntry, OperationView } from "../world/records.ts";
import type { Work, World } from "../world/world.ts";
import { byIndex, countItems } from "./batch.ts";
import { checkOperationId } from "./operations.ts";
import { POSITION } from "./tasks.ts";

/** Type of the operations that pay bonuses. */
const TYPE = "USER_BONUS.BATCH_CREATE" as const;
/** Maximum number of bonuses of a synchronous request. */
const MAX_SYNC_ITEMS = 100;
/** Milliseconds an operation takes longer for each bonus. */
const ITEM_TIME = 1;

const RULES: RulesFor<UserBonusInput> = {
  user_id: { type: "string", required: true },
  amount: { type: "number", required: true },
  private_comment: { type: "string" },
  public_title: { type: "object" },
  public_message: { type: "object" },
  without_message: { type: "boolean" },
  assignment_id: { type: "string" },
};

const BODY: Rules = { ...RULES, ...POSITION, ...unchecked("id", "created") };

const LIST: ListRules = {
  default: 50,
  max: 300,
  sort: ["id", "created"],
  ranges: { id: "id", created: "time" },
  equal: ["user_id", "assignment_id", "private_comment"],
};

/** The fields that two bonuses of one request must not have in common. */
const SAME = [
  "user_id",
  "amount",
  "public_title",
  "public_message",
  "private_comment",
];

const MESSAGE = ["public_title", "public_message"];

function check(world: World, item: Body): FieldErrors | undefined {
  const errors: FieldErrors = {};
  checkFields(item, RULES, "", errors);
  const { user_id, amount, assignment_id } = item;
  const [min, max] = world.services.bonusLimits;
  if (typeof amount === "number" && !(amount >= min && amount <= max)) {
    errors.amount = fieldError("VALUE_OUT_OF_BOUNDS", min, max);
  }
  if (typeof user_id === "string" && !world.tolokers.has(user_id)) {
    errors.user_id = fieldError("ENTITY_DOES_NOT_EXIST");
  }
  if (typeof assignment_id === "string") {
    const assignment = world.assignments.get(assignment_id);
    if (assignment?.toloker.id !== user_id) {
      errors.assignment_id = fieldError("ENTITY_DOES_NOT_EXIST");
    }
  }
  for (const name of MESSAGE) {
    if (item.without_message === true) {
      if (item[name] != null) errors[name] = fieldError("VALUE_NOT_ALLOWED");
    } else if (item[name] == null) {
      errors[name] = fieldError("VALUE_REQUIRED");
    }
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}

/** Errors of the items, by their places. */
function checkAll(
  world: World,
  items: readonly Body[],
): (FieldErrors | undefined)[] {
  return items.map((item) => check(world, item));
}

function hasEqual(items: readonly Body[]): boolean {
  const keys = items.map((item) => canonical(SAME.map((name) => item[name])));
  return new Set(keys).size < keys.length;
}

/** Refuses bonuses that the account cannot pay. */
function requireMoney(world: World, items: readonly Body[]): void {
  const needed = items.reduce(
    (sum, item) => sum + priceOf(world, toMoney(checked(item).amount)),
    0n,
  );
  const free = world.account.balance - world.account.committed;
  if (free >= needed) return;
  throw conflict(
    "NOT_ENOUGH_BALANCE",
    "The balance does not cover the bonuses",
    { balance: fromMoney(free), required: fromMoney(needed) },
  );
}

/** An item that {@linkcode check} has found nothing wrong with. */
function checked(item: Body): UserBonusInput {
  return item as unknown as UserBonusInput;
}

function pay(world: World, item: UserBonusInput): BonusRecord["view"] {
  const { account } = world;
  const { user_id, amount, assignment_id } = item;
  const price: Money = priceOf(world, toMoney(amount));
  account.balance -= price;
  account.spent += price;
  const id = world.ids.number();
  const view: BonusRecord["view"] = {
    id,
    created: world.time,
    user_id,
    amount,
  };
  copyFields(item, view, Object.keys(RULES));
  world.bonuses.set(view.id, { view });
  const assignment = world.assignments.get(assignment_id ?? "");
  if (assignment !== undefined) {
    assignment.add({ bonusIds: [...assignment.bonusIds, view.id] });
  }
  return view;
}

/** Pays what is good, or nothing; each step goes into the log. */
function payAll(
  world: World,
  items: readonly Body[],
  errors: readonly (FieldErrors | undefined)[],
  log: LogEntry[],
): (BonusRecord["view"] | undefined)[] {
  requireMoney(world, items.filter((_item, index) => !errors[index]));
  return items.map((input, index) => {
    if (errors[index] !== undefined) return undefined;
    const view = pay(world, checked(input));
    log.push({
      type: "USER_BONUS_PERSIST",
      success: true,
      input,
      output: { user_bonus_id: view.id },
    });
    return view;
  });
}

function refuse(
  items: readonly Body[],
  errors: readonly (FieldErrors | undefined)[],
  log: LogEntry[],
): void {
  items.forEach((input, index) => {
    const output = errors[index];
    if (output === undefined) return;
    log.push({ type: "USER_BONUS_VALIDATE", success: false, input, output });
  });
}

function create(context: Context): Reply {
  const { world, query, body } = context;
  const single = !Array.isArray(body);
  const items = (single ? [body] : body).map(asBody);
  const async = flag(query, "async_mode");
  // Here, unlike with tasks, an id counts in either mode.
  const id = query.get("operation_id");
  checkOperationId(world, id);
  checkCount(items.length, async);
  if (hasEqual(items)) {
    // The documented answer has nothing around the field.
    return {
      status: STATUS_CODE.Conflict,
      body: { user_id: fieldError("ENTITY_CONFLICT") },
    };
  }
  const skipInvalid = flag(query, "skip_invalid_items");
  const parameters = { skip_invalid_items: skipInvalid };
  if (async) {
    const operation = startOperation(world, {
      type: TYPE,
      id: id ?? undefined,
      parameters,
      extra: ITEM_TIME * items.length,
      log: [],
      input: { items, skipInvalid } satisfies PayInput,
    });
    return accepted(operation.view);
  }
  const errors = checkAll(world, items);
  const failed = errors.filter((error) => error !== undefined).length;
  if (single && failed > 0) throw validationError(errors[0]);
  if (failed > 0 && (!skipInvalid || failed === items.length)) {
    throw validationError(byIndex(errors));
  }
  const log: LogEntry[] = [];
  refuse(items, errors, log);
  const views = payAll(world, items, errors, log);
  if (id !== null) {
    const details = countItems(items.length, failed, items.length - failed);
    keepOperation(world, id, parameters, log, details);
  }
  return created(
    single
      ? views[0]
      : { items: byIndex(views), validation_errors: byIndex(errors) },
  );
}

function checkCount(count: number, async: boolean): void {
  if (count === 0) {
    throw validationError({ "": fieldError("ARRAY_SIZE_LESS_THAN_MIN", 1) });
  }
  if (!async && count > MAX_SYNC_ITEMS) {
    throw new ApiError(
      STATUS_CODE.ContentTooLarge,
      "REQUEST_ENTITY_TOO_LARGE",
      `One request can pay at most ${MAX_SYNC_ITEMS} bonuses at once: current value is ${count}`,
    );
  }
}

/** Records a synchronous request, so that its id is found, too. */
function keepOperation(
  world: World,
  id: string,
  parameters: Body,
  log: LogEntry[],
  details: Body,
): void {
  const view: OperationView = {
    id,
    type: TYPE,
    status: "SUCCESS",
    submitted: world.time,
    started: world.time,
    finished: world.time,
    progress: 100,
    parameters,
    details,
  };
  world.operations.set(id, { view, log, input: undefined });
}

/** Pays the bonuses that an operation was started with. */
export const payWork: Work<PayInput> = (world, input, { log }) => {
  const { items, skipInvalid } = input;
  const errors = checkAll(world, items);
  const failed = errors.filter((error) => error !== undefined).length;
  const total = items.length;
  refuse(items, errors, log!);
  if (failed === total || (failed > 0 && !skipInvalid)) {
    throw validationError(countItems(total, failed, 0));
  }
  payAll(world, items, errors, log!);
  return countItems(total, failed, total - failed);
};

interface PayInput {
  items: readonly Body[];
  skipInvalid: boolean;
}

/** Endpoints of bonuses. */
export const userBonusRoutes: readonly Route[] = [
  route(
    "GET",
    `${API}/user-bonuses`,
    (context) => page(context.world.bonuses.values(), context, LIST),
  ),
  route("POST", `${API}/user-bonuses`, create, BODY),
  route("GET", `${API}/user-bonuses/:id`, ({ world, params }) => {
    const bonus = world.bonuses.get(params.id!);
    if (bonus === undefined) throw doesNotExist("bonus", params.id!);
    return ok(bonus.view);
  }),
];
