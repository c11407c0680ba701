/**
 * Holds the type assertions of the tests to their verdicts. Where @std comes from
 * npm they are a stand-in's, which must be at least as strict as the real ones.
 */
import { assertType, type IsExact } from "@std/testing/types";

interface Named {
  name: string;
}

Deno.test("IsExact says false about types that differ only in part", () => {
  // deno-lint-ignore no-explicit-any
  type Any = any;
  // An interface is not what it becomes by an intersection.
  assertType<IsExact<Named & { name: string }, Named>>(false);
  assertType<IsExact<{ a: Named & { name: string } }, { a: Named }>>(false);
  assertType<IsExact<{ a?: string }, { a: string }>>(false);
  assertType<IsExact<{ a?: string }, { a: string | undefined }>>(false);
  assertType<IsExact<{ readonly a: string }, { a: string }>>(false);
  assertType<IsExact<{ a: Any }, { a: string }>>(false);
  assertType<IsExact<{ a: { b: Any } }, { a: { b: unknown } }>>(false);
  assertType<IsExact<Any, unknown>>(false);
  assertType<IsExact<never, Any>>(false);
  assertType<IsExact<string | Any, string>>(false);
  assertType<IsExact<"a" | "b", string>>(false);
  assertType<IsExact<"a" | "b", "a">>(false);
  assertType<IsExact<string[], readonly string[]>>(false);
  assertType<IsExact<() => string, () => unknown>>(false);
});

Deno.test("IsExact says true about the same type", () => {
  // deno-lint-ignore no-explicit-any
  type Any = any;
  assertType<IsExact<Named, Named>>(true);
  assertType<IsExact<Any, Any>>(true);
  assertType<IsExact<never, never>>(true);
  assertType<IsExact<unknown, unknown>>(true);
  assertType<IsExact<"a" | "b", "b" | "a">>(true);
  assertType<IsExact<{ a?: string[] }, { a?: string[] }>>(true);
});
