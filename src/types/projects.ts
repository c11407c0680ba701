/**
 * Projects: instructions, fields of tasks and answers, and task pages.
 *
 * The server sends `null` for what is not set, and takes it back: optional
 * properties may be `null`, so that a project that was read can be sent again.
 *
 * @module
 */
import type {
  Extensible,
  JsonObject,
  JsonValue,
  Owner,
  RangeFilter,
  TimeValue,
} from "./common.ts";
import type { ProjectQualityControl } from "./quality_control.ts";

/** Settings that all input and output fields share. */
export interface FieldSpecBase {
  /**
   * `true` if a value is required.
   *
   * @default true
   */
  required?: boolean | null;
  /**
   * `true` to hide the value from Tolokers.
   *
   * @default false
   */
  hidden?: boolean | null;
}

/** Bounds of an array's length. */
export interface ArraySizeRules {
  /** Fewest items. */
  min_size?: number | null;
  /** Most items. */
  max_size?: number | null;
}

/** Yes or no. */
export interface BooleanFieldSpec extends FieldSpecBase {
  /** Type of the field. */
  type: "boolean";
  /** Values that are allowed. */
  allowed_values?: readonly boolean[] | null;
}

/** Several yes or no. */
export interface ArrayBooleanFieldSpec extends FieldSpecBase, ArraySizeRules {
  /** Type of the field. */
  type: "array_boolean";
  /** Values that an item may have. */
  allowed_values?: readonly boolean[] | null;
}

/** Rules for texts. */
export interface StringRules {
  /** Fewest characters. */
  min_length?: number | null;
  /** Most characters. */
  max_length?: number | null;
  /** Texts that are allowed. */
  allowed_values?: readonly string[] | null;
  /** Regular expression the text must match. */
  pattern?: string | null;
}

/** Text. */
export interface StringFieldSpec extends FieldSpecBase, StringRules {
  /** Type of the field. */
  type: "string";
}

/** Several texts; the text rules apply to each. */
export interface ArrayStringFieldSpec
  extends FieldSpecBase, StringRules, ArraySizeRules {
  /** Type of the field. */
  type: "array_string";
}

/** Rules for whole numbers. */
export interface IntegerRules {
  /** Least value. */
  min_value?: number | null;
  /** Greatest value. */
  max_value?: number | null;
  /** Numbers that are allowed. */
  allowed_values?: readonly number[] | null;
}

/** Whole number. */
export interface IntegerFieldSpec extends FieldSpecBase, IntegerRules {
  /** Type of the field. */
  type: "integer";
}

/** Several whole numbers; the number rules apply to each. */
export interface ArrayIntegerFieldSpec
  extends FieldSpecBase, IntegerRules, ArraySizeRules {
  /** Type of the field. */
  type: "array_integer";
}

/** Rules for fractional numbers. */
export interface FloatRules {
  /** Least value. */
  min_value?: number | null;
  /** Greatest value. */
  max_value?: number | null;
}

/** Fractional number. */
export interface FloatFieldSpec extends FieldSpecBase, FloatRules {
  /** Type of the field. */
  type: "float";
}

/** Several fractional numbers; the number rules apply to each. */
export interface ArrayFloatFieldSpec
  extends FieldSpecBase, FloatRules, ArraySizeRules {
  /** Type of the field. */
  type: "array_float";
}

/** Web address. */
export interface UrlFieldSpec extends FieldSpecBase {
  /** Type of the field. */
  type: "url";
}

/** Several web addresses. */
export interface ArrayUrlFieldSpec extends FieldSpecBase, ArraySizeRules {
  /** Type of the field. */
  type: "array_url";
}

/** File a Toloker uploads; the value is the id of an attachment. Output only. */
export interface FileFieldSpec extends FieldSpecBase {
  /** Type of the field. */
  type: "file";
}

/** Several uploaded files. Output only. */
export interface ArrayFileFieldSpec extends FieldSpecBase, ArraySizeRules {
  /** Type of the field. */
  type: "array_file";
}

/** Rules for places. */
export interface CoordinatesRules {
  /** `true` to record the Toloker's location at the time of the answer. */
  current_location?: boolean | null;
}

/** Place on Earth, as `"latitude,longitude"` in degrees. */
export interface CoordinatesFieldSpec extends FieldSpecBase, CoordinatesRules {
  /** Type of the field. */
  type: "coordinates";
}

/** Several places. */
export interface ArrayCoordinatesFieldSpec
  extends FieldSpecBase, CoordinatesRules, ArraySizeRules {
  /** Type of the field. */
  type: "array_coordinates";
}

/** Any JSON. */
export interface JsonFieldSpec extends FieldSpecBase {
  /** Type of the field. */
  type: "json";
}

/** Several pieces of any JSON. */
export interface ArrayJsonFieldSpec extends FieldSpecBase, ArraySizeRules {
  /** Type of the field. */
  type: "array_json";
}

/** One field of a task's input or output; `type` decides which rules apply. */
export type FieldSpec =
  | BooleanFieldSpec
  | StringFieldSpec
  | IntegerFieldSpec
  | FloatFieldSpec
  | UrlFieldSpec
  | FileFieldSpec
  | CoordinatesFieldSpec
  | JsonFieldSpec
  | ArrayBooleanFieldSpec
  | ArrayStringFieldSpec
  | ArrayIntegerFieldSpec
  | ArrayFloatFieldSpec
  | ArrayUrlFieldSpec
  | ArrayFileFieldSpec
  | ArrayCoordinatesFieldSpec
  | ArrayJsonFieldSpec;

/** Type of a field. */
export type FieldType = FieldSpec["type"];

/** Type of a field that holds one value. */
export type ScalarFieldType = Exclude<FieldType, `array_${string}`>;

/** The values that fields of each scalar type hold. */
export interface FieldTypeValues {
  /** Yes or no. */
  boolean: boolean;
  /** Text. */
  string: string;
  /** Whole number. */
  integer: number;
  /** Fractional number. */
  float: number;
  /** Web address. */
  url: string;
  /** Id of an attachment. */
  file: string;
  /** `"latitude,longitude"`. */
  coordinates: string;
  /** Any JSON. */
  json: JsonValue;
}

/**
 * Value of a field, inferred from its description: the allowed values
 * if they are written as a literal, and otherwise what its type holds.
 *
 * @typeParam Spec Description of the field.
 */
export type FieldValue<Spec extends FieldSpec> = Spec extends
  { type: `array_${infer Item extends ScalarFieldType}` }
  ? FieldItem<Spec, Item>[]
  : Spec extends { type: infer Scalar extends ScalarFieldType }
    ? FieldItem<Spec, Scalar>
  : never;

/**
 * One value inside a field: see {@linkcode FieldValue}.
 *
 * @typeParam Spec Description of the field.
 * @typeParam Scalar Type of one value.
 */
export type FieldItem<Spec extends FieldSpec, Scalar extends ScalarFieldType> =
  Spec extends { allowed_values: readonly (infer Allowed)[] } ? Allowed
    : FieldTypeValues[Scalar];

/**
 * Names of the fields that need not have a value: those whose `required` is
 * `false`, or a boolean that TypeScript does not know.
 *
 * @typeParam Specs Description of every field.
 */
export type OptionalFields<Specs> = {
  [Name in keyof Specs]: Specs[Name] extends { required: infer Required }
    ? false extends Required ? Name : never
    : never;
}[keyof Specs];

/**
 * Values of a whole input or output, inferred from its description. Fields
 * with `required: false` are optional.
 *
 * @typeParam Specs Description of every field.
 */
export type FieldValues<Specs extends Record<string, FieldSpec>> =
  & {
    -readonly [Name in Exclude<keyof Specs, OptionalFields<Specs>>]: FieldValue<
      Specs[Name]
    >;
  }
  & {
    -readonly [Name in OptionalFields<Specs>]?: FieldValue<Specs[Name]>;
  };

/** Controls of the task page that are shown. */
export interface ViewSettings {
  /** Button that ends the work. */
  showFinish?: boolean | null;
  /** Button for the full screen. */
  showFullscreen?: boolean | null;
  /** Button that shows the instructions. */
  showInstructions?: boolean | null;
  /** Button that writes to the requester. */
  showMessage?: boolean | null;
  /** Price of the task suite. */
  showReward?: boolean | null;
  /** Button that skips the task suite. */
  showSkip?: boolean | null;
  /** Button that submits the answers. */
  showSubmit?: boolean | null;
  /** Time that is left. */
  showTimer?: boolean | null;
  /** Name of the project. */
  showTitle?: boolean | null;
  /** Button that shows the way to the place of a field task. */
  showRoute?: boolean | null;
  /** Width of the layout, for example `"1024"`. */
  resolution?: string | null;
}

/** Files a task page loads. */
export interface ViewAssets {
  /** Addresses of style sheets. */
  style_urls?: string[] | null;
  /** Addresses of scripts. */
  script_urls?: string[] | null;
}

/**
 * Parts of a view spec that the server sends and the API's description does
 * not list. They are sent back as they came.
 */
export interface ViewSpecBase {
  /** Sample input values for the preview of the task page. */
  inputExample?: JsonObject | null;
  /** Translations of the task page. */
  localizationConfig?: JsonObject | null;
}

/** Task page written in HTML, CSS and JavaScript. */
export interface ClassicViewSpec extends ViewSpecBase {
  /** Kind of the task page. */
  type: "classic";
  /** HTML of one task. */
  markup?: string | null;
  /** JavaScript of the page. */
  script?: string | null;
  /** CSS of the page. */
  styles?: string | null;
  /** Files the page loads. */
  assets?: ViewAssets | null;
  /** Controls that are shown. */
  settings?: ViewSettings | null;
}

/** Task page made of Template Builder components. */
export interface TemplateBuilderViewSpec extends ViewSpecBase {
  /** Kind of the task page. */
  type: "tb";
  /** The components, as JSON in a text: `JSON.stringify(config)`. */
  config: string;
  /**
   * Versions in use: component type to version, and `core` to the version of
   * Template Builder itself.
   */
  lock?: Record<string, string> | null;
  /** `true` to derive input and output fields from the components. */
  inferDataSpec?: boolean | null;
  /** Controls that are shown. */
  settings?: ViewSettings | null;
}

/** Task page. */
export type ViewSpec = ClassicViewSpec | TemplateBuilderViewSpec;

/**
 * Data of the tasks and how they are shown.
 *
 * @typeParam Input Description of the input fields.
 * @typeParam Output Description of the output fields.
 */
export interface TaskSpec<
  Input extends Record<string, FieldSpec> = Record<string, FieldSpec>,
  Output extends Record<string, FieldSpec> = Record<string, FieldSpec>,
> {
  /** Input fields, by name. */
  input_spec: Input;
  /** Output fields, by name. */
  output_spec: Output;
  /** Task page. */
  view_spec: ViewSpec;
}

/** One translated text. */
export interface LocalizedValue {
  /** The text. */
  value: string;
  /** Origin of the translation. */
  source: "REQUESTER";
}

/** One translated text of a task page. */
export interface LocalizedKeyValue extends LocalizedValue {
  /** Key of the text in the Template Builder configuration. */
  key: string;
}

/** Translated texts of a task page. */
export interface LocalizedViewSpec {
  /** The texts. */
  keys: LocalizedKeyValue[];
}

/** Translation of a project or a task into one more language. */
export interface AdditionalLanguage {
  /** Language code in capitals, for example `"FR"`. */
  language: string;
  /** Name of the project. */
  public_name?: LocalizedValue | null;
  /** Description of the project. */
  public_description?: LocalizedValue | null;
  /** Instructions of the project. */
  public_instructions?: LocalizedValue | null;
  /** Texts of the task page. */
  tb_view_spec?: LocalizedViewSpec | null;
  /** Hint of a training task. */
  message_on_unknown_solution?: LocalizedValue | null;
}

/** Languages of a project or a task. */
export interface LocalizationConfig {
  /** Language of the texts outside this object, for example `"EN"`. */
  default_language: string;
  /** Translations into further languages. */
  additional_languages?: AdditionalLanguage[] | null;
}

/**
 * Method of issuing tasks: `AUTOMATED` gives Tolokers the next task suite,
 * `MAP_SELECTOR` lets them choose on a map.
 */
export type AssignmentsIssuingType = "AUTOMATED" | "MAP_SELECTOR";

/** Whose map is shown. */
export type MapProvider = "GOOGLE" | "YANDEX";

/** Appearance of tasks on the map; required with `MAP_SELECTOR`. */
export interface AssignmentsIssuingViewConfig {
  /** Name of a task in the list next to the map. */
  title_template: string;
  /** Description of a task there. */
  description_template: string;
  /** Whose map is shown. */
  map_provider?: MapProvider | null;
}

/** Settings of a project; body of its creation and update. */
export interface ProjectInput {
  /** Name Tolokers see. */
  public_name: string;
  /** Description Tolokers see. */
  public_description?: string | null;
  /** Instructions Tolokers see; HTML is allowed. */
  public_instructions?: string | null;
  /** Note for the requester only. */
  private_comment?: string | null;
  /** Data of the tasks and how they are shown. */
  task_spec: TaskSpec;
  /** Method of issuing tasks, usually `"AUTOMATED"`. */
  assignments_issuing_type: AssignmentsIssuingType;
  /** Appearance of tasks on the map; required with `MAP_SELECTOR`. */
  assignments_issuing_view_config?: AssignmentsIssuingViewConfig | null;
  /**
   * `true` to merge identical tasks of the project's pools.
   *
   * @default false
   */
  assignments_automerge_enabled?: boolean | null;
  /** Number of task suites that a Toloker may hold at a time. */
  max_active_assignments_count?: number | null;
  /** Quality control over all pools of the project. */
  quality_control?: ProjectQualityControl | null;
  /** The requester's own data, kept by the server as it is. */
  metadata?: JsonObject | null;
  /** `true` if the tasks contain sensitive data. */
  sensitive?: boolean | null;
  /** Languages of the texts. */
  localization_config?: LocalizationConfig | null;
}

/** `ARCHIVED` projects can neither be changed nor worked on. */
export type ProjectStatus = "ACTIVE" | "ARCHIVED";

/** A project. */
export interface Project extends ProjectInput {
  /** Id of the project. */
  id: string;
  /** Status. */
  status: Extensible<ProjectStatus>;
  /** Creation time, UTC. */
  created: string;
  /** Whose project it is. */
  owner?: Owner;
}

/** Filters of a list of projects. */
export interface ProjectQuery
  extends RangeFilter<"id", string>, RangeFilter<"created", TimeValue> {
  /** Only projects in this status. */
  status?: ProjectStatus | undefined;
  /** Only projects of this owner. */
  owner?: string | undefined;
}

/** Fields a list of projects can be sorted by. */
export type ProjectSortField =
  | "id"
  | "created"
  | "public_name"
  | "private_comment";

/**
 * Extent of a change to a project: a `BREAKING_CHANGE` creates a new version,
 * and existing pools keep the old one.
 */
export type ProjectUpdateDifferenceLevel =
  | "EQUAL"
  | "NON_BREAKING_CHANGE"
  | "BREAKING_CHANGE";

/** Answer to checking an update of a project before making it. */
export interface ProjectCheckResult {
  /** Extent of the change. */
  differenceLevel: Extensible<ProjectUpdateDifferenceLevel>;
}
