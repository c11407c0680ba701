/**
 * Shapes that several entities of the API share.
 *
 * Enumerations in this folder follow one rule. What only the server sets
 * (a status, a close reason) is {@linkcode Extensible}, so a value added later
 * still type-checks. What the requester sets (a field type, an issuing type)
 * is a closed union in bodies and answers alike: a wrong value does not
 * compile, and an object that was read, changed and sent back does.
 *
 * @module
 */
import type { FieldErrorCode } from "./errors.ts";

/**
 * One of the known values, or any other string: editors suggest the known
 * ones, and a value the server adds later still type-checks.
 *
 * @typeParam Known Values known today.
 */
export type Extensible<Known extends string> =
  | Known
  | (string & Record<never, never>);

/**
 * Stands where the server may send a kind of thing this module does not know.
 * At run time it is that kind's own name; TypeScript can tell the kinds of a
 * union apart only by literals, so it is typed as a literal nobody sends. The
 * `default` of a `switch` gets it.
 */
export type UnknownKind = "(a kind this module does not know)";

/** Anything JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | JsonObject;

/** A JSON object with free keys. */
export interface JsonObject {
  /** Any key, any JSON value. */
  [key: string]: JsonValue;
}

/**
 * A point in time where the client accepts both forms: a `Date`, or an ISO
 * 8601 text, which is read as UTC unless it names a zone.
 */
export type TimeValue = Date | string;

/**
 * A text in several languages: language code in capitals (`"EN"`, `"RU"`) to
 * the text in that language.
 */
export type LocalizedText = Record<string, string>;

/**
 * Refuses properties that do not exist: the compiler's message names them.
 *
 * @typeParam Given Type of the object.
 * @typeParam Known Names that exist.
 * @typeParam Owner What has the properties, for the message.
 */
export type OnlyKnown<Given, Known, Owner extends string> = {
  readonly [Name in Exclude<keyof Given, Known>]: `${Owner} has no property '${
    & Name
    & string}'`;
};

/**
 * One page of a list, as the API answers it.
 *
 * @typeParam T Item of the list.
 */
export interface Page<T> {
  /** Items of this page, in the order asked for. */
  items: T[];
  /** `true` if more items follow this page. */
  has_more: boolean;
}

/**
 * One page of a list of the Apps API, as it answers it.
 *
 * @typeParam T Item of the list.
 */
export interface ContentPage<T> {
  /** Items of this page, in the order asked for. */
  content: T[];
  /** `true` if more items follow this page. */
  has_more: boolean;
}

/** The requester an entity belongs to. */
export interface Owner {
  /** Id of the requester. */
  id?: string;
  /** `true` if it is the requester whose token made the request. */
  myself?: boolean;
  /** Id of the requester's company, if there is one. */
  company_id?: string;
}

/** Ways a list can be bounded by a field. */
export type RangeSuffix = "lt" | "lte" | "gt" | "gte";

/**
 * Bounds of one field in a list query: `RangeFilter<"id", string>` has
 * `id_lt`, `id_lte`, `id_gt` and `id_gte`, all optional.
 *
 * @typeParam Field Name of the field.
 * @typeParam Value What the field is compared with.
 */
export type RangeFilter<Field extends string, Value> = {
  [Key in `${Field}_${RangeSuffix}`]?: Value | undefined;
};

/** Error of one field of a body. */
export interface FieldError {
  /** Machine-readable reason. */
  code: FieldErrorCode;
  /** The reason in words, for people. */
  message: string;
  /** Numbers or names that belong to the reason, for example the bounds. */
  params?: unknown[];
}

/**
 * Errors of a body: reasons by the path of the field, such as
 * `"input_values.image"`.
 */
export type FieldErrors = Record<string, FieldError>;

/**
 * Answer to creating several things in one synchronous request. Keys are the
 * positions in the request (`"0"`, `"1"`, ...), so the two objects together
 * cover every item that was sent.
 *
 * @typeParam T What was created.
 */
export interface BatchCreateResult<T> {
  /** Created items by their position in the request. */
  items: Record<string, T>;
  /**
   * Refused items by their position, with the reasons. Only there when
   * invalid items were to be skipped.
   */
  validation_errors?: Record<string, FieldErrors>;
}
