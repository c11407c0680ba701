import { assertType, type IsExact } from "@std/testing/types";
import { assertEquals } from "@std/assert";
import type { Extensible } from "../../src/types/common.ts";
import type {
  Operation,
  OperationLogItem,
  UnknownOperation,
} from "../../src/types/operations.ts";
import type { Pool } from "../../src/types/pools.ts";
import type { FieldValues, TaskSpec } from "../../src/types/projects.ts";
import type { UserRestriction } from "../../src/types/user_restrictions.ts";
import type { WebhookEvent } from "../../src/types/webhook_subscriptions.ts";
import { poolCloneOperation } from "./samples_operations.ts";
import { accept } from "./_accept.ts";

const spec = {
  input_spec: {
    image: { type: "url" },
    note: { type: "string", required: false },
  },
  output_spec: {
    animal: { type: "string", allowed_values: ["cat", "dog"] },
    ages: { type: "array_integer", max_size: 9 },
    sure: { type: "boolean" },
    colors: { type: "array_string", allowed_values: ["black", "white"] },
  },
  view_spec: { type: "classic" },
} as const satisfies TaskSpec;

Deno.test("FieldValues infers the values of an input", () => {
  type Input = FieldValues<typeof spec["input_spec"]>;
  accept<Input>({ image: "cat.png" });
  accept<Input>({ image: "cat.png", note: "asleep" });
  // @ts-expect-error the image is required
  accept<Input>({ note: "asleep" });
  // @ts-expect-error addresses are texts
  accept<Input>({ image: 5 });
});

Deno.test("FieldValues infers the values of an output", () => {
  type Output = FieldValues<typeof spec["output_spec"]>;
  assertType<IsExact<Output["animal"], "cat" | "dog">>(true);
  assertType<IsExact<Output["ages"], number[]>>(true);
  assertType<IsExact<Output["sure"], boolean>>(true);
  assertType<IsExact<Output["colors"], ("black" | "white")[]>>(true);
});

/** Id of the thing an operation made or worked on, by its type. */
function subject(operation: Operation): string | undefined {
  switch (operation.type) {
    case "POOL.CLONE":
      return operation.details?.pool_id;
    case "TRAINING.OPEN":
      return operation.parameters?.training_id;
    case "PROJECT.ARCHIVE":
      return operation.parameters?.project_id;
    case "TASK.BATCH_CREATE":
      return operation.details?.success_count?.toFixed();
    default:
      return undefined;
  }
}

Deno.test("Operation narrows by type", () => {
  assertEquals(subject(poolCloneOperation), poolCloneOperation.details.pool_id);
});

Deno.test("Operation leaves room for types unknown today", () => {
  type Others = Exclude<Operation, { type: "ANALYTICS" }>;
  accept<Extract<Others, UnknownOperation>["id"]>("1");
});

Deno.test("OperationLogItem narrows by success and type", () => {
  const read = (item: OperationLogItem): string | undefined => {
    if (item.success) return item.output.task_id;
    if (item.type === "TASK_VALIDATE") return item.output["pool_id"]?.message;
    return undefined;
  };
  assertEquals(
    read({
      type: "TASK_VALIDATE",
      success: false,
      input: {},
      output: { pool_id: { code: "VALUE_REQUIRED", message: "Missing" } },
    }),
    "Missing",
  );
});

Deno.test("WebhookEvent narrows by type", () => {
  const read = (event: WebhookEvent): string | undefined => {
    switch (event.type) {
      case "POOL_CLOSED":
        return event.close_reason;
      case "ASSIGNMENT_APPROVED":
        return event.assignment_id;
      case "DYNAMIC_OVERLAP_COMPLETED":
        return event.task_id;
      default:
        return event.uuid;
    }
  };
  assertEquals(
    read({
      uuid: "1",
      event_time: "2030-01-01T00:00:00",
      project_id: "2",
      pool_id: "3",
      webhook_subscription_id: "4",
      type: "POOL_CLOSED",
      close_reason: "COMPLETED",
    }),
    "COMPLETED",
  );
});

Deno.test("UserRestriction narrows by scope", () => {
  const read = (restriction: UserRestriction): string =>
    restriction.scope === "POOL" ? restriction.pool_id : restriction.scope;
  assertEquals(
    read({
      id: "1",
      created: "2030-01-01T00:00:00",
      user_id: "2",
      scope: "POOL",
      pool_id: "3",
    }),
    "3",
  );
});

Deno.test("Extensible accepts values unknown today", () => {
  accept<Extensible<"OPEN" | "CLOSED">>("OPEN");
  accept<Extensible<"OPEN" | "CLOSED">>("FROZEN");
  accept<Pool["status"]>("FROZEN");
  // @ts-expect-error a status is a text
  accept<Pool["status"]>(5);
});
