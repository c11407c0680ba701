/**
 * Template Builder: task pages made of components. The page goes into a
 * project as `JSON.stringify(config)`, in `view_spec.config`.
 *
 * Which properties a component needs is not part of the API's description.
 * Here those are required without which the component would do nothing; the
 * API's Python client requires none.
 *
 * @module
 */
import type { JsonObject, UnknownKind } from "./common.ts";

/** Version of a component; only first versions exist. */
export type TemplateVersion = `1.${string}`;

/** Colour of a block or a message. */
export type TemplateTheme = "info" | "success" | "warning" | "danger";

/** Where short columns stand. */
export type TemplateVerticalAlign = "top" | "middle" | "bottom";

/** Shape of an area on a picture. */
export type TemplateAnnotationShape = "point" | "polygon" | "rectangle";

/** Whether items stand side by side or in a column. */
export type TemplateListDirection = "horizontal" | "vertical";

/** Space between items: small or medium. */
export type TemplateListSize = "s" | "m";

/** Way to turn. */
export type TemplateRotation = "left" | "right";

/** Change of case. */
export type TemplateTextTransformation =
  | "uppercase"
  | "lowercase"
  | "capitalize";

/** How tasks stand on the page: one at a time, or all below each other. */
export type TemplateTaskLayoutKind = "pager" | "scroll";

/** Direction of writing: left to right, or right to left. */
export type TemplateWritingMode = "ltr" | "rtl";

/** Search engine. */
export type TemplateSearchEngine =
  | "yandex"
  | "google"
  | "bing"
  | "mail.ru"
  | "wikipedia"
  | "yandex/collections"
  | "yandex/video"
  | "yandex/images"
  | "google/images"
  | "yandex/news"
  | "google/news";

/** Stands for a part of the configuration written elsewhere, in `vars`. */
export interface TemplateReference {
  /** Where it is written, for example `"vars.options"`. */
  $ref: string;
}

/** Any keys, each with JSON or a component. */
export interface TemplateProperties {
  /** Any key. */
  [key: string]: TemplateValue;
}

/** A JSON object whose parts may be components. A `type` would make it one. */
export type TemplateObject = TemplateProperties & { type?: never };

/** Any JSON, or a component that yields it. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | TemplateValue[]
  | TemplateObject
  | TemplateComponent;

/**
 * A value, or a component that yields it.
 *
 * @typeParam T The value.
 */
export type TemplateDynamic<T> = T | TemplateComponent;

/**
 * What every action has.
 *
 * @typeParam Type Type of the component.
 */
export interface ActionBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What every condition has.
 *
 * @typeParam Type Type of the component.
 */
export interface ConditionBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** What the Toloker reads if it does not hold. */
  hint?: TemplateValue;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What data with a path have.
 *
 * @typeParam Type Type of the component.
 */
export interface DataBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Where the value is: keys joined by dots. */
  path: TemplateValue;
  /** Value while there is none. */
  default?: TemplateValue;
}

/**
 * What every field has.
 *
 * @typeParam Type Type of the component.
 */
export interface FieldBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Where the value is kept. */
  data: TemplateComponent;
  /** Explanation next to the component. */
  hint?: TemplateValue;
  /** Heading of the component. */
  label?: TemplateValue;
  /** Condition the value must meet. */
  validation?: TemplateComponent;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What every helper has.
 *
 * @typeParam Type Type of the component.
 */
export interface HelperBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What every layout has.
 *
 * @typeParam Type Type of the component.
 */
export interface LayoutBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Condition the value must meet. */
  validation?: TemplateComponent;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What every plugin has.
 *
 * @typeParam Type Type of the component.
 */
export interface PluginBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * What every view has.
 *
 * @typeParam Type Type of the component.
 */
export interface ViewBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Explanation next to the component. */
  hint?: TemplateValue;
  /** Heading of the component. */
  label?: TemplateValue;
  /** Condition the value must meet. */
  validation?: TemplateComponent;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/** Direction of writing, for languages such as Arabic and Hebrew. */
export interface TemplateRtl {
  /** Direction of the text. */
  mode?: TemplateDynamic<TemplateWritingMode>;
}

/**
 * Type of a component of Toloka itself. The reference writes `@toloka/`,
 * projects made by older programs have `@yandex-toloka/`; both work.
 *
 * @typeParam Name Type without what is before the slash.
 */
export type PlatformType<Name extends string> =
  | `@toloka/${Name}`
  | `@yandex-toloka/${Name}`;

/** A message to show. */
export interface TemplateNotification {
  /** The text. */
  content: TemplateValue;
  /** Colour. */
  theme?: TemplateDynamic<TemplateTheme>;
  /** Milliseconds before it is shown. */
  delay?: TemplateDynamic<number>;
  /** Milliseconds it is shown for. */
  duration?: TemplateDynamic<number>;
}

/** One of the buttons, boxes or circles of a group. */
export interface TemplateGroupOption {
  /** Value it stands for; in a group of boxes, its key. */
  value: TemplateValue;
  /** Text next to it. */
  label?: TemplateValue;
  /** Explanation. */
  hint?: TemplateValue;
}

/** What an area or a part can be labelled with. */
export interface TemplateAnnotationLabel {
  /** Text of the label. */
  label: TemplateDynamic<string>;
  /** Value it stands for. */
  value: TemplateDynamic<string>;
}

/** Where a file may come from. */
export interface TemplateMediaAccept {
  /** From the files of the device. */
  fileSystem?: TemplateDynamic<boolean>;
  /** From its gallery. */
  gallery?: TemplateDynamic<boolean>;
  /** From its camera, as a picture. */
  photo?: TemplateDynamic<boolean>;
  /** From its camera, as a film. */
  video?: TemplateDynamic<boolean>;
}

/** One of the values to choose. */
export interface TemplateSelectOption {
  /** Text of the choice. */
  label: TemplateValue;
  /** Value it stands for. */
  value: TemplateValue;
}

/** A key with its value. */
export interface TemplateEntry {
  /** The key. */
  key: TemplateDynamic<string>;
  /** The value. */
  value: TemplateValue;
}

/** A condition with its value. */
export interface TemplateCase {
  /** The condition. */
  condition: TemplateComponent;
  /** The value if it holds. */
  result: TemplateValue;
}

/** One of the things to compare. */
export interface TemplateCompareItem {
  /** The thing. */
  content: TemplateComponent;
  /** Its controls. */
  controls?: TemplateComponent;
}

/** Keys of the shapes. */
export interface TemplateAnnotationModes {
  /** Key for a point. */
  point?: string;
  /** Key for a polygon. */
  polygon?: string;
  /** Key for a rectangle. */
  rectangle?: string;
  /** Key for choosing an area. */
  select?: string;
}

/** How tasks stand on the page. */
export interface TemplateTaskLayout {
  /** One at a time, or all below each other. */
  kind?: TemplateTaskLayoutKind;
  /** Width of a task, in pixels. */
  taskWidth?: TemplateDynamic<number>;
}

/** One item of a labelled list. */
export interface TemplateLabeledItem {
  /** The item. */
  content: TemplateComponent;
  /** Its label. */
  label: TemplateValue;
  /** Whether the label stands in the middle. */
  centerLabel?: TemplateDynamic<boolean>;
  /** Explanation. */
  hint?: TemplateValue;
}

/** One of several links. */
export interface TemplateLink {
  /** Address. */
  url: TemplateDynamic<string>;
  /** Text. */
  content: TemplateDynamic<string>;
  /** `primary` to make it stand out. */
  theme?: TemplateDynamic<string>;
}

/** A marked place. */
export interface TemplateMapMarker {
  /** The place: `"latitude,longitude"`. */
  position: TemplateDynamic<string>;
  /** Its colour, `"#rrggbb"`. */
  color?: TemplateDynamic<string>;
  /** Text next to it. */
  label?: TemplateDynamic<string>;
}

/** A marked area. */
export interface TemplateMapPolygon {
  /** Its corners: `"latitude,longitude"` each. */
  points: TemplateDynamic<TemplateDynamic<string>[]>;
  /** Its colour, `"#rrggbb"`. */
  color?: TemplateDynamic<string>;
}

/** Runs several actions. */
export interface BulkAction extends ActionBase<"action.bulk"> {
  /** The actions, in this order. */
  payload: TemplateDynamic<TemplateComponent[]>;
}

/** Shows a message in a corner of the page. */
export interface NotifyAction extends ActionBase<"action.notify"> {
  /** The message. */
  payload: TemplateDynamic<TemplateNotification>;
}

/** Opens what is closed and closes what is open. */
export interface OpenCloseAction extends ActionBase<"action.open-close"> {
  /** The component it works on. */
  view: TemplateComponent;
}

/** Opens an address in a new tab. */
export interface OpenLinkAction extends ActionBase<"action.open-link"> {
  /** The address. */
  payload: TemplateValue;
}

/** Plays or pauses a recording. */
export interface PlayPauseAction extends ActionBase<"action.play-pause"> {
  /** The component it works on. */
  view: TemplateComponent;
}

/** Turns a picture by a quarter. */
export interface RotateAction extends ActionBase<"action.rotate"> {
  /** The component it works on. */
  view: TemplateComponent;
  /** Which way to turn. */
  payload: TemplateDynamic<TemplateRotation>;
}

/** Writes a value into data. */
export interface SetAction extends ActionBase<"action.set"> {
  /** Where to write. */
  data: TemplateComponent;
  /** What to write. */
  payload: TemplateValue;
}

/** Turns `true` into `false` and back. */
export interface ToggleAction extends ActionBase<"action.toggle"> {
  /** What to turn over. */
  data: TemplateComponent;
}

/** Holds when all parts do. */
export interface AllCondition extends ConditionBase<"condition.all"> {
  /** The parts. */
  conditions: TemplateDynamic<TemplateComponent[]>;
}

/** Holds when at least one part does. */
export interface AnyCondition extends ConditionBase<"condition.any"> {
  /** The parts. */
  conditions: TemplateDynamic<TemplateComponent[]>;
}

/** Holds when two places are near each other. */
export interface DistanceCondition
  extends ConditionBase<PlatformType<"condition.distance">> {
  /** First place: `"latitude,longitude"`. */
  from: TemplateDynamic<string>;
  /** Second place. */
  to: TemplateDynamic<string>;
  /** Greatest distance, in metres. */
  max: TemplateDynamic<number>;
}

/** Holds when data has no value. */
export interface EmptyCondition extends ConditionBase<"condition.empty"> {
  /**
   * What is looked at; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
}

/** Holds when two values are equal. */
export interface EqualsCondition extends ConditionBase<"condition.equals"> {
  /** What it is compared with. */
  to: TemplateValue;
  /**
   * What is looked at; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
}

/** Holds once the Toloker has opened an address. */
export interface LinkOpenedCondition
  extends ConditionBase<"condition.link-opened"> {
  /** Address of the thing. */
  url: TemplateValue;
}

/** Holds when another condition does not. */
export interface NotCondition extends ConditionBase<"condition.not"> {
  /** The condition that must not hold. */
  condition: TemplateComponent;
}

/** Holds once a recording has begun to play. */
export interface PlayedCondition extends ConditionBase<"condition.played"> {}

/** Holds once a recording has been played to its end. */
export interface PlayedFullyCondition
  extends ConditionBase<"condition.played-fully"> {}

/** Holds when data has a value. */
export interface RequiredCondition extends ConditionBase<"condition.required"> {
  /**
   * What is looked at; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
}

/** Holds when two addresses are of one site. */
export interface SameDomainCondition
  extends ConditionBase<"condition.same-domain"> {
  /** First address; in a validation, by default the component's own value. */
  data?: TemplateValue;
  /** Second address. */
  original: TemplateValue;
}

/** Holds when data fits a JSON schema. */
export interface SchemaCondition extends ConditionBase<"condition.schema"> {
  /**
   * What is looked at; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
  /** The schema. */
  schema: JsonObject;
}

/** Holds when all items of one array are in another. */
export interface SubArrayCondition
  extends ConditionBase<"condition.sub-array"> {
  /**
   * The smaller array; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
  /** The bigger array. */
  parent: TemplateValue;
}

/** Input value of the task. */
export interface InputData extends DataBase<"data.input"> {}

/** Value kept while the page is open; it is no part of the answer. */
export interface InternalData extends DataBase<"data.internal"> {}

/** Value that one component passes to the parts inside it. */
export interface LocalData extends DataBase<"data.local"> {}

/** Output value of the task. */
export interface OutputData extends DataBase<"data.output"> {}

/** Value of the list item that the component is in. */
export interface RelativeData extends Omit<DataBase<"data.relative">, "path"> {
  /** Keys joined by dots. Without it, the item itself is the value. */
  path?: TemplateValue;
}

/** Id of the assignment that the Toloker is working on. */
export interface AssignmentIdData {
  /** Type of the component. */
  type: PlatformType<"data.assignment-id">;
}

/** Place of the Toloker's device. */
export interface LocationData {
  /** Type of the component. */
  type: PlatformType<"data.location">;
}

/** Records sound. */
export interface AudioField extends FieldBase<"field.audio"> {
  /** Whether there can be several. */
  multiple?: TemplateValue;
}

/** Button that sets a value; several for one datum exclude each other. */
export interface ButtonRadioField extends FieldBase<"field.button-radio"> {
  /** Value the button sets. */
  valueToSet: TemplateValue;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Row of buttons of which one can be on. */
export interface ButtonRadioGroupField
  extends FieldBase<"field.button-radio-group"> {
  /** What there is to choose. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Box to tick. */
export interface CheckboxField extends FieldBase<"field.checkbox"> {
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Whether an unticked box is written as `false`; else nothing is. */
  preserveFalse?: TemplateDynamic<boolean>;
}

/** Group of boxes to tick. */
export interface CheckboxGroupField extends FieldBase<"field.checkbox-group"> {
  /** What there is to choose. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Whether an unticked box is written as `false`; else nothing is. */
  preserveFalse?: TemplateDynamic<boolean>;
}

/** Date, with or without a time. */
export interface DateField extends FieldBase<"field.date"> {
  /** `date` or `date-time`. */
  format?: TemplateValue;
  /** Dates that cannot be chosen. */
  blockList?: TemplateDynamic<TemplateValue[]>;
  /** Latest date, ISO 8601. */
  max?: TemplateValue;
  /** Earliest date, ISO 8601. */
  min?: TemplateValue;
  /** Text while there is no value. */
  placeholder?: TemplateValue;
}

/** Mail address. */
export interface EmailField extends FieldBase<"field.email"> {
  /** Text while there is no value. */
  placeholder?: TemplateValue;
}

/** Files to upload. */
export interface FileField extends FieldBase<"field.file"> {
  /** Media types that are taken, for example `"image/*"`. */
  accept?: TemplateDynamic<TemplateDynamic<string>[]>;
  /** Whether there can be several. */
  multiple?: TemplateDynamic<boolean>;
}

/** Areas on a picture. */
export interface ImageAnnotationField
  extends FieldBase<"field.image-annotation"> {
  /** Address of the picture. */
  image: TemplateDynamic<string>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** What areas can be labelled with. */
  labels?: TemplateDynamic<TemplateDynamic<TemplateAnnotationLabel>[]>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Width and height, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** Which shapes areas can have. */
  shapes?: TemplateDynamic<
    Partial<Record<TemplateAnnotationShape, TemplateDynamic<boolean>>>
  >;
}

/** List that Tolokers add items to. */
export interface ListField extends FieldBase<"field.list"> {
  /** How one item looks. */
  render: TemplateComponent;
  /**
   * Text on the button that adds an item. The API's Python client calls it
   * `button_label`.
   */
  buttonLabel?: TemplateValue;
  /** Whether items stand side by side or in a column. */
  direction?: TemplateDynamic<TemplateListDirection>;
  /** Whether items can be added and removed. */
  editable?: TemplateDynamic<boolean>;
  /** Most items. The API's Python client calls it `max_length`. */
  maxLength?: TemplateDynamic<number>;
  /** Space between the items. */
  size?: TemplateDynamic<TemplateListSize>;
  /** Components that stand for items added by default. */
  addedItems?: TemplateDynamic<TemplateComponent[]>;
  /** Fewest items. */
  minLength?: TemplateDynamic<number>;
  /** Variant of the control that removes an item. */
  removeVariant?: TemplateDynamic<string>;
}

/** Map on which Tolokers set markers. */
export interface MapField extends FieldBase<"field.map"> {
  /** Place in the middle: `"latitude,longitude"`. */
  center: TemplateDynamic<string>;
  /** Label of the marker that the Toloker sets. */
  editableMarkerLabel?: TemplateDynamic<string>;
  /** Markers on the map. */
  markers?: TemplateDynamic<TemplateDynamic<TemplateMapMarker>[]>;
  /** Areas on the map. */
  polygons?: TemplateDynamic<TemplateDynamic<TemplateMapPolygon>[]>;
  /** Scale at first, 0 to 19; a greater value shows more detail. */
  zoom?: TemplateDynamic<number>;
}

/** Pictures and films to upload, from the camera as well. */
export interface MediaFileField extends FieldBase<"field.media-file"> {
  /** Where files may come from. */
  accept?: TemplateDynamic<TemplateMediaAccept>;
  /** Whether there can be several. */
  multiple?: TemplateDynamic<boolean>;
  /** Whether the file must hold the coordinates of the place. */
  requiredCoordinates?: TemplateDynamic<boolean>;
}

/** Number. */
export interface NumberField extends FieldBase<"field.number"> {
  /** Greatest number. */
  maximum?: TemplateDynamic<number>;
  /** Least number. */
  minimum?: TemplateDynamic<number>;
  /** Text while there is no value. */
  placeholder?: TemplateValue;
}

/** Phone number. */
export interface PhoneNumberField extends FieldBase<"field.phone-number"> {
  /** Text while there is no value. */
  placeholder?: TemplateDynamic<string>;
}

/** One answer to a question of a quiz. */
export interface TemplateQuizAnswer {
  /** Text of the answer, with Markdown. */
  label: TemplateValue;
  /** Value of the answer. */
  value: TemplateValue;
  /** Whether it is right. */
  correct?: TemplateDynamic<boolean>;
  /** Text that appears once it is chosen, with Markdown. */
  hint?: TemplateValue;
}

/** One question of a quiz. */
export interface TemplateQuizQuestion {
  /** Key of the question in the value of the field. */
  key: TemplateDynamic<string>;
  /** Answers to choose from. */
  options: TemplateDynamic<TemplateDynamic<TemplateQuizAnswer>[]>;
  /** Text of the question, with Markdown. */
  label?: TemplateValue;
  /** Whether it has a border. */
  border?: TemplateDynamic<boolean>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
}

/**
 * Quiz that counts only the first answer to each question. Its value is an
 * object: key of the question to value of the answer.
 */
export interface QuizField extends FieldBase<"field.quiz"> {
  /** The questions. */
  options: TemplateDynamic<TemplateDynamic<TemplateQuizQuestion>[]>;
  /** Text above the questions. */
  instruction?: TemplateValue;
}

/** Group of circles of which one can be chosen. */
export interface RadioGroupField extends FieldBase<"field.radio-group"> {
  /** What there is to choose. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
}

/** List that opens for choosing. */
export interface SelectField extends FieldBase<"field.select"> {
  /** What there is to choose. */
  options: TemplateDynamic<TemplateDynamic<TemplateSelectOption>[]>;
  /** Text while there is no value. */
  placeholder?: TemplateValue;
}

/** Text of one line. */
export interface TextField extends FieldBase<"field.text"> {
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Text while there is no value. */
  placeholder?: TemplateValue;
  /** Whether a mark shows that an answer is required. */
  requiredMark?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Marks on parts of a text. */
export interface TextAnnotationField
  extends FieldBase<"field.text-annotation"> {
  /** `words` to mark whole words only. */
  adjust?: TemplateDynamic<string>;
  /** The text. */
  content: TemplateDynamic<string>;
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** What parts can be labelled with. */
  labels?: TemplateDynamic<TemplateDynamic<TemplateAnnotationLabel>[]>;
}

/** Text of several lines. */
export interface TextareaField extends FieldBase<"field.textarea"> {
  /** Whether it is out of use. */
  disabled?: TemplateDynamic<boolean>;
  /** Text while there is no value. */
  placeholder?: TemplateValue;
  /** Whether its height can be changed. */
  resizable?: TemplateDynamic<boolean>;
  /** Height, in lines. */
  rows?: TemplateDynamic<number>;
  /** Whether a mark shows that an answer is required. */
  requiredMark?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Joins arrays into one. */
export interface ConcatArraysHelper extends HelperBase<"helper.concat-arrays"> {
  /** The arrays. */
  items: TemplateDynamic<TemplateValue[]>;
}

/** Makes an object of keys and values. */
export interface EntriesToObjectHelper
  extends HelperBase<"helper.entries2object"> {
  /** Keys and values. */
  entries: TemplateDynamic<TemplateDynamic<TemplateEntry>[]>;
}

/** Chooses between two values. */
export interface IfHelper extends HelperBase<"helper.if"> {
  /** The condition. */
  condition: TemplateComponent;
  /** Value if the condition holds. */
  then: TemplateValue;
  /** Value if it does not. */
  else?: TemplateValue;
}

/** Joins texts into one. */
export interface JoinHelper extends HelperBase<"helper.join"> {
  /** The texts. */
  items: TemplateDynamic<TemplateDynamic<string>[]>;
  /** What stands between the texts. */
  by?: TemplateValue;
}

/** Makes keys and values of an object. */
export interface ObjectToEntriesHelper
  extends HelperBase<"helper.object2entries"> {
  /** The object. */
  data: TemplateValue;
}

/** Replaces a part of a text. */
export interface ReplaceHelper extends HelperBase<"helper.replace"> {
  /** The text. */
  data: TemplateValue;
  /** What is replaced. */
  find: TemplateDynamic<string>;
  /** What it is replaced by. */
  replace: TemplateDynamic<string>;
}

/** Makes the address of a search. */
export interface SearchQueryHelper extends HelperBase<"helper.search-query"> {
  /** What is searched for. */
  query: TemplateValue;
  /** Who searches. */
  engine?: TemplateDynamic<TemplateSearchEngine>;
}

/** Chooses the first value whose condition holds. */
export interface SwitchHelper extends HelperBase<"helper.switch"> {
  /** Conditions with their values. */
  cases: TemplateDynamic<TemplateDynamic<TemplateCase>[]>;
  /** Value if none holds. */
  default?: TemplateValue;
}

/** Changes the case of a text. */
export interface TextTransformHelper
  extends HelperBase<"helper.text-transform"> {
  /** The text. */
  data: TemplateValue;
  /** What happens to it. */
  transformation: TemplateDynamic<TemplateTextTransformation>;
}

/** Makes an array of another, item by item. */
export interface TransformHelper extends HelperBase<"helper.transform"> {
  /** What each item becomes; `data.local` with the path `item` is the item. */
  into: TemplateValue;
  /** The array. */
  items: TemplateDynamic<TemplateValue[]>;
}

/** Text in the language of the Toloker. */
export interface TranslateHelper extends HelperBase<"helper.translate"> {
  /** Key of the text in the translations of the project. */
  key: TemplateDynamic<string>;
}

/** Address of a file on a disk the requester has linked. */
export interface ProxyHelper extends HelperBase<PlatformType<"helper.proxy">> {
  /** Path of the file, after the name of the link. */
  path: TemplateDynamic<string>;
}

/** Content with a bar above and a bar below. */
export interface BarsLayout extends LayoutBase<"layout.bars"> {
  /** What is inside. */
  content: TemplateComponent;
  /** Bar below. */
  barAfter?: TemplateComponent;
  /** Bar above. */
  barBefore?: TemplateComponent;
}

/** Content in columns. */
export interface ColumnsLayout extends LayoutBase<"layout.columns"> {
  /** The columns. */
  items: TemplateDynamic<TemplateComponent[]>;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Width in pixels below which columns stand in one. */
  minWidth?: TemplateDynamic<number>;
  /** Widths of the columns, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** Where short columns stand. */
  verticalAlign?: TemplateDynamic<TemplateVerticalAlign>;
}

/** Things to compare, each with controls of its own. */
export interface CompareLayout extends LayoutBase<"layout.compare"> {
  /** Controls for all. */
  commonControls?: TemplateComponent;
  /** The parts. */
  items: TemplateDynamic<TemplateDynamic<TemplateCompareItem>[]>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Whether they take all the width. */
  wideCommonControls?: TemplateDynamic<boolean>;
}

/** Things side by side with common controls. */
export interface SideBySideLayout extends LayoutBase<"layout.side-by-side"> {
  /** Fields and buttons. */
  controls?: TemplateComponent;
  /** The parts. */
  items: TemplateDynamic<TemplateComponent[]>;
  /** Least width of one thing, in pixels. */
  minItemWidth?: TemplateDynamic<number>;
}

/** Content with controls at its side. */
export interface SidebarLayout extends LayoutBase<"layout.sidebar"> {
  /** What is inside. */
  content: TemplateComponent;
  /** Fields and buttons. */
  controls?: TemplateComponent;
  /** Width of the side, in pixels. */
  controlsWidth?: TemplateDynamic<number>;
  /** More controls below the content. */
  extraControls?: TemplateComponent;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
}

/** Keys for {@linkcode ImageAnnotationField}. */
export interface ImageAnnotationHotkeysPlugin
  extends PluginBase<"plugin.field.image-annotation.hotkeys"> {
  /** Key that drops an area. */
  cancel?: TemplateDynamic<string>;
  /** Key that keeps an area. */
  confirm?: TemplateDynamic<string>;
  /** Keys of the labels, in their order. */
  labels?: TemplateDynamic<string[]>;
  /** Keys of the shapes. */
  modes?: TemplateDynamic<TemplateAnnotationModes>;
}

/** Keys for {@linkcode TextAnnotationField}. */
export interface TextAnnotationHotkeysPlugin
  extends PluginBase<"plugin.field.text-annotation.hotkeys"> {
  /** Keys of the labels, in their order. */
  labels?: TemplateDynamic<string[]>;
  /** Key that removes a mark. */
  remove?: TemplateDynamic<string>;
}

/** Keys that run actions. */
export type HotkeysPlugin = PluginBase<"plugin.hotkeys"> & HotkeyActions;

/** Key on the keyboard that an action can be bound to. */
export type Hotkey =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q"
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | "z"
  | "0"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "up"
  | "down";

/** What happens on each key: an action, or what yields one. */
export type HotkeyActions = { [Key in Hotkey]?: TemplateValue };

/** Runs an action when data change or a condition holds. */
export interface TriggerPlugin extends PluginBase<"plugin.trigger"> {
  /** What happens. */
  action?: TemplateComponent;
  /** The condition. */
  condition?: TemplateComponent;
  /** Whether it runs once at the start. */
  fireImmediately?: TemplateDynamic<boolean>;
  /** Data whose change runs it. */
  onChangeOf?: TemplateComponent;
}

/** How the task page looks. */
export interface TolokaPlugin extends PluginBase<"plugin.toloka"> {
  /** How tasks stand on the page. */
  layout?: TemplateDynamic<TemplateTaskLayout>;
  /** Messages above the tasks. */
  notifications?: TemplateDynamic<TemplateComponent[]>;
}

/** Button that runs an action. */
export interface ActionButtonView extends ViewBase<"view.action-button"> {
  /** What happens. */
  action: TemplateComponent;
}

/** Coloured block. */
export interface AlertView extends ViewBase<"view.alert"> {
  /** What is inside. */
  content: TemplateComponent;
  /** Colour and sign. */
  theme?: TemplateDynamic<TemplateTheme>;
}

/** Plays sound. */
export interface AudioView extends ViewBase<"view.audio"> {
  /** Address of the thing. */
  url: TemplateValue;
  /** Whether it begins anew at the end. */
  loop?: TemplateDynamic<boolean>;
}

/** Block that can be folded. */
export interface CollapseView extends ViewBase<"view.collapse"> {
  /** What is inside. */
  content: TemplateComponent;
  /** Whether it begins unfolded. */
  defaultOpened?: TemplateDynamic<boolean>;
}

/** Content in the frame of a phone. */
export interface DeviceFrameView extends ViewBase<"view.device-frame"> {
  /** What is inside. */
  content: TemplateComponent;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Greatest width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Width and height, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Line between two parts. */
export interface DividerView extends ViewBase<"view.divider"> {}

/** Block with a border. */
export interface GroupView extends ViewBase<"view.group"> {
  /** What is inside. */
  content: TemplateComponent;
}

/** Page of another site. */
export interface IframeView extends ViewBase<"view.iframe"> {
  /** Address of the thing. */
  url: TemplateDynamic<string>;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Greatest width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Width and height, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Picture. */
export interface ImageView extends ViewBase<"view.image"> {
  /** Address of the thing. */
  url: TemplateValue;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Greatest width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Whether it has no border. */
  noBorder?: TemplateDynamic<boolean>;
  /** Whether it is loaded before it is seen. */
  noLazyLoad?: TemplateDynamic<boolean>;
  /** Whether a click enlarges it. */
  popup?: TemplateDynamic<boolean>;
  /** Width and height, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** Whether it can be turned. */
  rotatable?: TemplateDynamic<boolean>;
  /** Whether it keeps its size and scrolls. */
  scrollable?: TemplateDynamic<boolean>;
}

/** List whose items have labels. */
export interface LabeledListView extends ViewBase<"view.labeled-list"> {
  /** The parts. */
  items: TemplateDynamic<TemplateDynamic<TemplateLabeledItem>[]>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
}

/** Link. */
export interface LinkView extends ViewBase<"view.link"> {
  /** Address of the thing. */
  url: TemplateValue;
  /** Text of the link. */
  content?: TemplateValue;
}

/** Several links of which some stand out. */
export interface LinkGroupView extends ViewBase<"view.link-group"> {
  /** The links. */
  links: TemplateDynamic<TemplateDynamic<TemplateLink>[]>;
}

/** List. */
export interface ListView extends ViewBase<"view.list"> {
  /** The parts. */
  items: TemplateDynamic<TemplateComponent[]>;
  /** Whether items stand side by side or in a column. */
  direction?: TemplateDynamic<TemplateListDirection>;
  /** Space between the items. */
  size?: TemplateDynamic<TemplateListSize>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Text with Markdown. */
export interface MarkdownView extends ViewBase<"view.markdown"> {
  /** The text. */
  content: TemplateValue;
}

/** Text. */
export interface TextView extends ViewBase<"view.text"> {
  /** The text. */
  content: TemplateValue;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Film. */
export interface VideoView extends ViewBase<"view.video"> {
  /** Address of the thing. */
  url: TemplateValue;
  /** Whether it takes all the height there is. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Greatest width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Least width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Width and height, of which the proportion counts. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Map. */
export interface MapView extends ViewBase<"view.map"> {
  /** Place in the middle: `"latitude,longitude"`. */
  center: TemplateDynamic<string>;
  /** Marked places. */
  markers?: TemplateDynamic<TemplateDynamic<TemplateMapMarker>[]>;
  /** Marked areas. */
  polygons?: TemplateDynamic<TemplateDynamic<TemplateMapPolygon>[]>;
  /** How near it is, from 0. */
  zoom?: TemplateDynamic<number>;
}

/** Something that happens. */
export type ActionComponent =
  | BulkAction
  | NotifyAction
  | OpenCloseAction
  | OpenLinkAction
  | PlayPauseAction
  | RotateAction
  | SetAction
  | ToggleAction;

/** Something that holds or does not. */
export type ConditionComponent =
  | AllCondition
  | AnyCondition
  | DistanceCondition
  | EmptyCondition
  | EqualsCondition
  | LinkOpenedCondition
  | NotCondition
  | PlayedCondition
  | PlayedFullyCondition
  | RequiredCondition
  | SameDomainCondition
  | SchemaCondition
  | SubArrayCondition;

/** A value kept somewhere. */
export type DataComponent =
  | InputData
  | InternalData
  | LocalData
  | OutputData
  | RelativeData
  | AssignmentIdData
  | LocationData;

/** Something Tolokers fill in. */
export type FieldComponent =
  | AudioField
  | ButtonRadioField
  | ButtonRadioGroupField
  | CheckboxField
  | CheckboxGroupField
  | DateField
  | EmailField
  | FileField
  | ImageAnnotationField
  | ListField
  | MapField
  | MediaFileField
  | NumberField
  | PhoneNumberField
  | QuizField
  | RadioGroupField
  | SelectField
  | TextField
  | TextAnnotationField
  | TextareaField;

/** Something that works out a value. */
export type HelperComponent =
  | ConcatArraysHelper
  | EntriesToObjectHelper
  | IfHelper
  | JoinHelper
  | ObjectToEntriesHelper
  | ReplaceHelper
  | SearchQueryHelper
  | SwitchHelper
  | TextTransformHelper
  | TransformHelper
  | TranslateHelper
  | ProxyHelper;

/** Something that places others. */
export type LayoutComponent =
  | BarsLayout
  | ColumnsLayout
  | CompareLayout
  | SideBySideLayout
  | SidebarLayout;

/** Something that changes how the page works. */
export type PluginComponent =
  | ImageAnnotationHotkeysPlugin
  | TextAnnotationHotkeysPlugin
  | HotkeysPlugin
  | TriggerPlugin
  | TolokaPlugin;

/** Something that is shown. */
export type ViewComponent =
  | ActionButtonView
  | AlertView
  | AudioView
  | CollapseView
  | DeviceFrameView
  | DividerView
  | GroupView
  | IframeView
  | ImageView
  | LabeledListView
  | LinkView
  | LinkGroupView
  | ListView
  | MarkdownView
  | TextView
  | VideoView
  | MapView;

/**
 * A component that this module does not know, as it may come with a project
 * that was read. Its other properties are there at run time. They are not
 * typed, or a misspelt property of a known component would pass for one.
 */
export interface UnknownTemplateComponent {
  /** Type of the component. */
  type: UnknownKind;
}

/** A component of a known type. */
export type KnownTemplateComponent =
  | ActionComponent
  | ConditionComponent
  | DataComponent
  | FieldComponent
  | HelperComponent
  | LayoutComponent
  | PluginComponent
  | ViewComponent;

/** Type of a component. */
export type TemplateComponentType = KnownTemplateComponent["type"];

/**
 * The component of one given type.
 *
 * @typeParam Type The type.
 * @typeParam Component Where it is looked for.
 */
export type TemplateComponentOf<
  Type extends TemplateComponentType,
  Component = KnownTemplateComponent,
> = Component extends { type: infer Own } ? Type extends Own ? Component : never
  : never;

/** A component, or a reference to one. */
export type TemplateComponent =
  | KnownTemplateComponent
  | UnknownTemplateComponent
  | TemplateReference;

/** A task page. */
export interface TemplateBuilderConfig {
  /** What is shown. */
  view: TemplateComponent;
  /** How it works. */
  plugins?: TemplateComponent[];
  /** Parts that references stand for. */
  vars?: Record<string, TemplateValue>;
}
