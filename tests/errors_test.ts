import { assertEquals, assertInstanceOf } from "@std/assert";
import * as exports from "../src/errors.ts";
import { INCORRECT_ACTION_CODES } from "../src/error_codes.ts";
import { apiErrorOf } from "../src/transport/response.ts";
import type { CommonErrorCode, SpecificErrorCode } from "../mod.ts";

const ABOUT = { method: "GET", path: "/api/v1/pools" };

type AnyError = new (...args: never[]) => Error;

const classes = Object.entries(exports).filter(([name]) =>
  name.endsWith("Error")
) as [string, AnyError][];

/** An instance of any of the classes. */
function make(name: string): Error {
  const cause = new Error("first");
  switch (name) {
    case "TolokaOperationError":
      return new exports.TolokaOperationError(
        { id: "op-1", type: "POOL.OPEN", status: "FAIL" } as never,
      );
    case "TolokaIncompleteError":
      return new exports.TolokaIncompleteError("Half", { id: "1" }, cause);
    default: {
      const ErrorClass = exports[name as "TolokaApiError"];
      return new ErrorClass("Message", { ...ABOUT, cause });
    }
  }
}

Deno.test("errors.ts exports the whole family", () => {
  assertEquals(classes.length, 18);
});

for (const [name, ErrorClass] of classes) {
  Deno.test(`${name} reports its own name and is a TolokaError`, () => {
    const error = make(name);
    assertInstanceOf(error, ErrorClass);
    assertInstanceOf(error, exports.TolokaError);
    assertInstanceOf(error, Error);
    assertEquals(error.name, name);
    assertEquals(String(error).startsWith(`${name}: `), true);
    assertEquals(error.stack?.includes(import.meta.url), true);
  });
}

Deno.test("TolokaError keeps its cause, also one that is undefined", () => {
  for (const [name] of classes) {
    if (name === "TolokaOperationError") continue;
    assertEquals((make(name).cause as Error).message, "first", name);
  }
  const { TolokaError } = exports;
  assertEquals("cause" in new TolokaError("x"), false);
  assertEquals("cause" in new TolokaError("x", { cause: undefined }), true);
});

Deno.test("TolokaRequestError says in its message that the outcome is unknown", () => {
  const { TolokaRequestError } = exports;
  const known = new TolokaRequestError("It broke", ABOUT);
  assertEquals(known.message, "It broke");
  assertEquals(known.outcomeUnknown, false);
  const unknown = new TolokaRequestError("It broke", {
    ...ABOUT,
    outcomeUnknown: true,
  });
  assertEquals(
    unknown.message,
    "It broke; whether the server carried out the request is unknown",
  );
  assertEquals(unknown.outcomeUnknown, true);
  assertEquals(unknown.method, "GET");
  assertEquals(unknown.path, "/api/v1/pools");
});

Deno.test("TolokaValidationError.fieldErrors is the payload, or empty", () => {
  const { TolokaValidationError } = exports;
  const payload = { name: { code: "VALUE_REQUIRED", message: "Missing" } };
  const of = (payload: unknown) =>
    new TolokaValidationError("Bad", { ...ABOUT, payload }).fieldErrors;
  assertEquals(of(payload), payload);
  for (const other of [undefined, null, "text", ["list"], 5]) {
    assertEquals(of(other), {});
  }
});

Deno.test("TolokaOperationError names operation, type and details", () => {
  const operation = {
    id: "op-1",
    type: "POOL.OPEN",
    status: "FAIL",
    details: { code: "EMPTY_POOL" },
  };
  const error = new exports.TolokaOperationError(operation as never);
  assertEquals(
    error.message,
    'Operation "op-1" (POOL.OPEN) failed: {"code":"EMPTY_POOL"}',
  );
  assertEquals(error.operation as unknown, operation);
  assertEquals(
    make("TolokaOperationError").message,
    'Operation "op-1" (POOL.OPEN) failed',
  );
});

Deno.test("TolokaIncompleteError says what is done", () => {
  const error = new exports.TolokaIncompleteError("Half", ["1"], "cause");
  assertEquals(error.done, ["1"]);
  assertEquals(error.cause, "cause");
});

Deno.test("errorClassOf() gives each common code its class", () => {
  const expected: Record<CommonErrorCode, AnyError> = {
    ACCESS_DENIED: exports.TolokaAccessDeniedError,
    AUTHENTICATION_ERROR: exports.TolokaAuthenticationError,
    CONFLICT_STATE: exports.TolokaConflictError,
    DOES_NOT_EXIST: exports.TolokaNotFoundError,
    INTERNAL_ERROR: exports.TolokaInternalError,
    REMOTE_SERVICE_UNAVAILABLE: exports.TolokaUnavailableError,
    TOO_MANY_REQUESTS: exports.TolokaRateLimitError,
    VALIDATION_ERROR: exports.TolokaValidationError,
  };
  for (const [code, ErrorClass] of Object.entries(expected)) {
    assertEquals(exports.errorClassOf(code) as AnyError, ErrorClass, code);
  }
});

/** Every code that the types name, so that the type checker sees to it that none is left out. */
const SPECIFIC: Record<SpecificErrorCode, true> = {
  ACCOUNT_ALREADY_USED: true,
  ACCOUNT_MUST_BE_IDENTIFIED: true,
  ADJUSTER_NOT_FOUND: true,
  ALL_ASSIGNMENTS_EXHAUSTED: true,
  ASSIGNMENTS_AGGREGATION_DENIED: true,
  ASSIGNMENTS_COUNT_CONFLICT: true,
  BATCH_INITIALIZATION_ERROR: true,
  BATCH_REJECTED: true,
  BILLING_NOT_SYNCHRONIZED: true,
  CAPTCHA_REQUIRED: true,
  DELETE_ALL_TASKS_CONFLICT: true,
  EMPTY_POOL: true,
  INAPPROPRIATE_STATUS: true,
  INCORRECT_RECIPIENTS: true,
  INVALID_OPERATION_TYPE: true,
  INVALID_REFERRAL_CODE: true,
  INVALID_WORKER_STATUS_ERROR: true,
  MIXER_CONFIG_REQUIRED: true,
  NEED_PHONE_CONFIRMATION: true,
  NOT_ENOUGH_BALANCE: true,
  OAUTH_AUTHENTICATION_ERROR: true,
  OPERATION_ALREADY_EXISTS: true,
  OPERATION_EXECUTION_ERROR: true,
  OPERATION_LOGS_ARCHIVED: true,
  PAYONEER_ACCOUNT_NOT_ACTIVE: true,
  PAYPAL_AUTH_CODE_INVALID: true,
  PAYPAL_UNVERIFIED_USER: true,
  POOL_ASSIGNMENTS_COUNT_EXCEEDED: true,
  POOL_ASSIGNMENTS_EXHAUSTED: true,
  POOL_INAPPROPRIATE_STATUS: true,
  POOL_INVALID_FILTER_FOR_MAP_ISSUING: true,
  POOL_IS_TRAINING: true,
  POOL_LOCKED_BY_ANOTHER_OPERATION: true,
  POOL_TASKS_COUNT_EXCEEDED: true,
  POOL_TASK_SUITES_COUNT_EXCEEDED: true,
  POOL_TASK_TYPE_CONFLICT: true,
  PROJECT_INAPPROPRIATE_STATUS: true,
  RESULTS_EXPIRED: true,
  SECURE_PHONE_DUPLICATION: true,
  SECURE_PHONE_MISSING: true,
  SECURE_PHONE_WAS_CHANGED: true,
  SKILL_IS_TRAINING: true,
  SKILL_IS_USED: true,
  SKILL_IS_USED_BY_PROJECTS: true,
  SKILL_REMOVED: true,
  SUBMITTED_ASSIGNMENTS_CONFLICT: true,
  SYNC_POOL_CLONE_ERROR: true,
  SYSTEM_SCOPE_MODIFICATION: true,
  TASK_VALIDATION_ERROR: true,
  THERE_IS_ACTIVE_ASSIGNMENT: true,
  THERE_IS_REJECTED_ASSIGNMENT: true,
  TOO_MANY_ACTIVE_ASSIGNMENTS: true,
  TRAINING_ARCHIVE_CONFLICT: true,
  UNABLE_TO_UPLOAD_FILE: true,
  UNARCHIVED_POOLS_CONFLICT: true,
  UNSUPPORTED_ALGORITHM: true,
  UNSUPPORTED_REGION: true,
  USER_ALREADY_REGISTERED: true,
  USER_HAS_PDD_ALIAS: true,
  WITHDRAWAL_TRANSACTION_CANNOT_BE_CANCELLED: true,
  WITHDRAWAL_TRANSACTION_CANNOT_BE_CANCELLED_DUE_TO_TIME_LIMIT: true,
  WORKER_SKILL_EXISTS: true,
  WRONG_FILE_FORMAT: true,
  WRONG_REVISION: true,
};

Deno.test("errorClassOf() gives every specific code one class", () => {
  const codes = Object.keys(SPECIFIC);
  assertEquals(codes.length, 64);
  assertEquals(codes.toSorted(), [...INCORRECT_ACTION_CODES].toSorted());
  for (const code of codes) {
    const error = apiErrorOf(
      new Response(null, { status: 409 }),
      JSON.stringify({ code, message: "No" }),
      { request: ABOUT, redact: String },
    );
    assertInstanceOf(error, exports.TolokaIncorrectActionError, code);
    assertEquals(error.code, code);
  }
});

Deno.test("errorClassOf() leaves other codes to the general class", () => {
  const names = ["A_CODE_OF_TOMORROW", "", "constructor", "toString"];
  for (const code of [undefined, ...names, "__proto__"]) {
    assertEquals(exports.errorClassOf(code), exports.TolokaApiError);
  }
});
