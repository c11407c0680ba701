/** Apps: ready-made solutions that projects can be made from. @module */
import type { JsonObject, JsonValue, RangeFilter } from "./common.ts";
import type { FieldSpec } from "./projects.ts";

/** Fields that all forms of an app share. */
export interface AppSummary {
  /** Id of the app. */
  id: string;
  /** Name of the app. */
  name: string;
  /** Address of its picture. */
  image?: string;
  /** Description of the app. */
  description?: string;
  /** Price of one item unless the project's own differs, in US dollars. */
  default_item_price?: number;
  /** Examples of its tasks: a list in lists of apps, an object elsewhere. */
  examples?: JsonValue;
}

/** An app. */
export interface App extends AppSummary {
  /** Constraints of the app. */
  constraints_description?: string;
  /** Schema of the parameters a project needs. */
  param_spec?: JsonObject;
  /** Fields of an item's input. */
  input_spec?: Record<string, FieldSpec>;
  /** Fields of an item's output. */
  output_spec?: Record<string, FieldSpec>;
  /** Description of the input, with examples. */
  input_format_info?: JsonObject;
}

/** App as part of an app project. */
export interface AppReference {
  /** Id of the app. */
  id: string;
  /** Name of the app. */
  name?: string;
}

/** Error of a project or an item of the Apps API. */
export interface AppError {
  /** Machine-readable reason. */
  code: string;
  /** The reason in words, for people. */
  message: string;
  /** Details, shaped by the code. */
  payload?: JsonValue;
}

/** Filters of a list of apps. */
export interface AppQuery extends RangeFilter<"id", string> {
  /** Only apps after this one. */
  after_id?: string | undefined;
  /** Language of names and descriptions, for example `"EN"`. */
  lang?: string | undefined;
}

/** Fields a list of apps can be sorted by. */
export type AppSortField = "id";
