/**
 * Template Builder: task pages made of components. The page goes into a
 * project as `JSON.stringify(config)`, in `view_spec.config`.
 *
 * The components and properties are those of Toloka's reference,
 * https://toloka.ai/docs/template-builder. Properties are required here if the
 * component would do nothing without them.
 *
 * @module
 */
import type { JsonObject, UnknownKind } from "./common.ts";

/** Version of a component; only first versions exist. */
export type TemplateVersion = `1.${string}`;

/** Color of a block or a message. */
export type TemplateTheme = "info" | "success" | "warning" | "danger";

/** Vertical alignment of the columns. */
export type TemplateVerticalAlign = "top" | "middle" | "bottom";

/** Shape of an area on a picture. */
export type TemplateAnnotationShape = "point" | "polygon" | "rectangle";

/** Direction of the list. */
export type TemplateListDirection = "horizontal" | "vertical";

/** Space between items: small or medium. */
export type TemplateListSize = "s" | "m";

/** Direction of a rotation. */
export type TemplateRotation = "left" | "right";

/** Change of case. */
export type TemplateTextTransformation =
  | "uppercase"
  | "lowercase"
  | "capitalize";

/** Layout of the tasks on the page: one at a time, or all below each other. */
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
  /** Path of the part, for example `"vars.options"`. */
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
 * Properties of every action.
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
 * Properties of every condition.
 *
 * @typeParam Type Type of the component.
 */
export interface ConditionBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Message to the Toloker if it does not hold. */
  hint?: TemplateValue;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * Properties of data with a path.
 *
 * @typeParam Type Type of the component.
 */
export interface DataBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Path of the value: keys joined by dots. */
  path: TemplateValue;
  /** Value while there is none. */
  default?: TemplateValue;
}

/**
 * Properties of every field.
 *
 * @typeParam Type Type of the component.
 */
export interface FieldBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Data that holds the value. */
  data: TemplateComponent;
  /** Hint next to the component. */
  hint?: TemplateValue;
  /** Label above the component. */
  label?: TemplateValue;
  /** Condition of validation. */
  validation?: TemplateComponent;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * Properties of every helper.
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
 * Properties of every layout.
 *
 * @typeParam Type Type of the component.
 */
export interface LayoutBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Condition of validation. */
  validation?: TemplateComponent;
  /**
   * Version, `"1.0.0"` if absent. The API takes versions in `lock` of the view.
   */
  version?: TemplateVersion;
}

/**
 * Properties of every plugin.
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
 * Properties of every view.
 *
 * @typeParam Type Type of the component.
 */
export interface ViewBase<Type extends string> {
  /** Type of the component. */
  type: Type;
  /** Hint next to the component. */
  hint?: TemplateValue;
  /** Label above the component. */
  label?: TemplateValue;
  /** Condition of validation. */
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
  /** Color. */
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
  /** Label. */
  label?: TemplateValue;
  /** Hint. */
  hint?: TemplateValue;
}

/** Label of an area or of a part of a text. */
export interface TemplateAnnotationLabel {
  /** Text of the label. */
  label: TemplateDynamic<string>;
  /** Value it stands for. */
  value: TemplateDynamic<string>;
}

/** Sources of a file. */
export interface TemplateMediaAccept {
  /** From the files of the device. */
  fileSystem?: TemplateDynamic<boolean>;
  /** From its gallery. */
  gallery?: TemplateDynamic<boolean>;
  /** From its camera, as a picture. */
  photo?: TemplateDynamic<boolean>;
  /** From its camera, as a video. */
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

/** Layout of the tasks on the page. */
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
  /** `true` to center the label. */
  centerLabel?: TemplateDynamic<boolean>;
  /** Hint. */
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
  /** Color, `"#rrggbb"`. */
  color?: TemplateDynamic<string>;
  /** Label. */
  label?: TemplateDynamic<string>;
}

/** A marked area. */
export interface TemplateMapPolygon {
  /** Its corners: `"latitude,longitude"` each. */
  points: TemplateDynamic<TemplateDynamic<string>[]>;
  /** Color, `"#rrggbb"`. */
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
  /** Component to act on. */
  view: TemplateComponent;
}

/** Opens an address in a new tab. */
export interface OpenLinkAction extends ActionBase<"action.open-link"> {
  /** The address. */
  payload: TemplateValue;
}

/** Plays or pauses a recording. */
export interface PlayPauseAction extends ActionBase<"action.play-pause"> {
  /** Component to act on. */
  view: TemplateComponent;
}

/** Turns a picture by a quarter. */
export interface RotateAction extends ActionBase<"action.rotate"> {
  /** Component to act on. */
  view: TemplateComponent;
  /** Direction of the rotation. */
  payload: TemplateDynamic<TemplateRotation>;
}

/** Writes a value into data. */
export interface SetAction extends ActionBase<"action.set"> {
  /** Data to write to. */
  data: TemplateComponent;
  /** Value to write. */
  payload: TemplateValue;
}

/** Turns `true` into `false` and back. */
export interface ToggleAction extends ActionBase<"action.toggle"> {
  /** Boolean data. */
  data: TemplateComponent;
}

/** Holds when all parts do. */
export interface AllCondition extends ConditionBase<"condition.all"> {
  /** Items of the component. */
  conditions: TemplateDynamic<TemplateComponent[]>;
}

/** Holds when at least one part does. */
export interface AnyCondition extends ConditionBase<"condition.any"> {
  /** Items of the component. */
  conditions: TemplateDynamic<TemplateComponent[]>;
}

/** Holds when two places are near each other. */
export interface DistanceCondition
  extends ConditionBase<PlatformType<"condition.distance">> {
  /** First place: `"latitude,longitude"`. */
  from: TemplateDynamic<string>;
  /** Second place. */
  to: TemplateDynamic<string>;
  /** Maximum distance, in meters. */
  max: TemplateDynamic<number>;
}

/** Holds when data has no value. */
export interface EmptyCondition extends ConditionBase<"condition.empty"> {
  /**
   * Data to check; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
}

/** Holds when two values are equal. */
export interface EqualsCondition extends ConditionBase<"condition.equals"> {
  /** Value to compare with. */
  to: TemplateValue;
  /**
   * Data to check; in a validation, by default the component's own value.
   */
  data?: TemplateValue;
}

/** Holds once the Toloker has opened an address. */
export interface LinkOpenedCondition
  extends ConditionBase<"condition.link-opened"> {
  /** URL. */
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
   * Data to check; in a validation, by default the component's own value.
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
   * Data to check; in a validation, by default the component's own value.
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
  /** `true` to allow several files. */
  multiple?: TemplateValue;
}

/** Button that sets a value; several for one datum exclude each other. */
export interface ButtonRadioField extends FieldBase<"field.button-radio"> {
  /** Value the button sets. */
  valueToSet: TemplateValue;
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Row of buttons of which one can be on. */
export interface ButtonRadioGroupField
  extends FieldBase<"field.button-radio-group"> {
  /** Options to choose from. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Box to tick. */
export interface CheckboxField extends FieldBase<"field.checkbox"> {
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** `true` to write `false` for an unchecked box; otherwise nothing is written. */
  preserveFalse?: TemplateDynamic<boolean>;
}

/** Group of boxes to tick. */
export interface CheckboxGroupField extends FieldBase<"field.checkbox-group"> {
  /** Options to choose from. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** `true` to write `false` for an unchecked box; otherwise nothing is written. */
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
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
}

/** Mail address. */
export interface EmailField extends FieldBase<"field.email"> {
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
}

/** Files to upload. */
export interface FileField extends FieldBase<"field.file"> {
  /** Media types that are taken, for example `"image/*"`. */
  accept?: TemplateDynamic<TemplateDynamic<string>[]>;
  /** `true` to allow several files. */
  multiple?: TemplateDynamic<boolean>;
}

/** Areas on a picture. */
export interface ImageAnnotationField
  extends FieldBase<"field.image-annotation"> {
  /** Address of the picture. */
  image: TemplateDynamic<string>;
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Labels for areas. */
  labels?: TemplateDynamic<TemplateDynamic<TemplateAnnotationLabel>[]>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Aspect ratio: width and height. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** Shapes to draw with. */
  shapes?: TemplateDynamic<
    Partial<Record<TemplateAnnotationShape, TemplateDynamic<boolean>>>
  >;
}

/** List that Tolokers add items to. */
export interface ListField extends FieldBase<"field.list"> {
  /** Template of one item. */
  render: TemplateComponent;
  /**
   * Text on the button that adds an item. The API's Python client calls it
   * `button_label`.
   */
  buttonLabel?: TemplateValue;
  /** Direction of the list. */
  direction?: TemplateDynamic<TemplateListDirection>;
  /** `true` to let Tolokers add and remove items. */
  editable?: TemplateDynamic<boolean>;
  /** Most items. The API's Python client calls it `max_length`. */
  maxLength?: TemplateDynamic<number>;
  /** Space between the items. */
  size?: TemplateDynamic<TemplateListSize>;
  /** Components that stand for items added by default. */
  addedItems?: TemplateDynamic<TemplateComponent[]>;
  /** Minimum number of items. */
  minLength?: TemplateDynamic<number>;
  /** Variant of the control that removes an item. */
  removeVariant?: TemplateDynamic<string>;
}

/** Map on which Tolokers set markers. */
export interface MapField extends FieldBase<"field.map"> {
  /** Center of the map: `"latitude,longitude"`. */
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

/** Images and videos to upload, also from the camera. */
export interface MediaFileField extends FieldBase<"field.media-file"> {
  /** Sources of files. */
  accept?: TemplateDynamic<TemplateMediaAccept>;
  /** `true` to allow several files. */
  multiple?: TemplateDynamic<boolean>;
  /** `true` to require coordinates in the file. */
  requiredCoordinates?: TemplateDynamic<boolean>;
}

/** Number. */
export interface NumberField extends FieldBase<"field.number"> {
  /** Maximum. */
  maximum?: TemplateDynamic<number>;
  /** Minimum. */
  minimum?: TemplateDynamic<number>;
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
}

/** Phone number. */
export interface PhoneNumberField extends FieldBase<"field.phone-number"> {
  /** Placeholder of the empty field. */
  placeholder?: TemplateDynamic<string>;
}

/** One answer to a question of a quiz. */
export interface TemplateQuizAnswer {
  /** Text of the answer, with Markdown. */
  label: TemplateValue;
  /** Value of the answer. */
  value: TemplateValue;
  /** `true` for the right answer. */
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
  /** `true` to draw a border. */
  border?: TemplateDynamic<boolean>;
  /** `true` to disable the field. */
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
  /** Options to choose from. */
  options: TemplateDynamic<TemplateDynamic<TemplateGroupOption>[]>;
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
}

/** List that opens for choosing. */
export interface SelectField extends FieldBase<"field.select"> {
  /** Options to choose from. */
  options: TemplateDynamic<TemplateDynamic<TemplateSelectOption>[]>;
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
}

/** Text of one line. */
export interface TextField extends FieldBase<"field.text"> {
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
  /** `true` to mark the field as required. */
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
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** Labels for parts of the text. */
  labels?: TemplateDynamic<TemplateDynamic<TemplateAnnotationLabel>[]>;
}

/** Text of several lines. */
export interface TextareaField extends FieldBase<"field.textarea"> {
  /** `true` to disable the field. */
  disabled?: TemplateDynamic<boolean>;
  /** Placeholder of the empty field. */
  placeholder?: TemplateValue;
  /** `true` to let Tolokers resize the field. */
  resizable?: TemplateDynamic<boolean>;
  /** Height, in lines. */
  rows?: TemplateDynamic<number>;
  /** `true` to mark the field as required. */
  requiredMark?: TemplateDynamic<boolean>;
  /** Direction of writing. */
  rtl?: TemplateDynamic<TemplateRtl>;
}

/** Joins arrays into one. */
export interface ConcatArraysHelper extends HelperBase<"helper.concat-arrays"> {
  /** The arrays. */
  items: TemplateDynamic<TemplateValue[]>;
}

/** Turns keys and values into an object. */
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
  /** Separator. */
  by?: TemplateValue;
}

/** Turns an object into keys and values. */
export interface ObjectToEntriesHelper
  extends HelperBase<"helper.object2entries"> {
  /** The object. */
  data: TemplateValue;
}

/** Replaces a part of a text. */
export interface ReplaceHelper extends HelperBase<"helper.replace"> {
  /** The text. */
  data: TemplateValue;
  /** Text to replace. */
  find: TemplateDynamic<string>;
  /** Replacement. */
  replace: TemplateDynamic<string>;
}

/** Builds the URL of a search. */
export interface SearchQueryHelper extends HelperBase<"helper.search-query"> {
  /** Search query. */
  query: TemplateValue;
  /** Search engine. */
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
  /** Transformation. */
  transformation: TemplateDynamic<TemplateTextTransformation>;
}

/** Turns an array into another, item by item. */
export interface TransformHelper extends HelperBase<"helper.transform"> {
  /** Template of an item; `data.local` with the path `item` is the original one. */
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
  /** Content of the component. */
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
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Minimum width of the columns in pixels; below it, they are stacked. */
  minWidth?: TemplateDynamic<number>;
  /** Relative widths of the columns. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** Vertical alignment of the columns. */
  verticalAlign?: TemplateDynamic<TemplateVerticalAlign>;
}

/** Things to compare, each with controls of its own. */
export interface CompareLayout extends LayoutBase<"layout.compare"> {
  /** Controls for all. */
  commonControls?: TemplateComponent;
  /** Items of the component. */
  items: TemplateDynamic<TemplateDynamic<TemplateCompareItem>[]>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** `true` to stretch the common controls to the full width. */
  wideCommonControls?: TemplateDynamic<boolean>;
}

/** Things side by side with common controls. */
export interface SideBySideLayout extends LayoutBase<"layout.side-by-side"> {
  /** Fields and buttons. */
  controls?: TemplateComponent;
  /** Items of the component. */
  items: TemplateDynamic<TemplateComponent[]>;
  /** Minimum width of one item, in pixels. */
  minItemWidth?: TemplateDynamic<number>;
}

/** Content with controls at its side. */
export interface SidebarLayout extends LayoutBase<"layout.sidebar"> {
  /** Content of the component. */
  content: TemplateComponent;
  /** Fields and buttons. */
  controls?: TemplateComponent;
  /** Width of the sidebar, in pixels. */
  controlsWidth?: TemplateDynamic<number>;
  /** More controls below the content. */
  extraControls?: TemplateComponent;
  /** Minimum width, in pixels. */
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

/** Action of each key, or a component that yields one. */
export type HotkeyActions = { [Key in Hotkey]?: TemplateValue };

/** Runs an action when data change or a condition holds. */
export interface TriggerPlugin extends PluginBase<"plugin.trigger"> {
  /** Action to run. */
  action?: TemplateComponent;
  /** The condition. */
  condition?: TemplateComponent;
  /** `true` to run once when the page loads. */
  fireImmediately?: TemplateDynamic<boolean>;
  /** Data whose change runs it. */
  onChangeOf?: TemplateComponent;
}

/** Settings of the task page. */
export interface TolokaPlugin extends PluginBase<"plugin.toloka"> {
  /** Layout of the tasks on the page. */
  layout?: TemplateDynamic<TemplateTaskLayout>;
  /** Messages above the tasks. */
  notifications?: TemplateDynamic<TemplateComponent[]>;
}

/** Button that runs an action. */
export interface ActionButtonView extends ViewBase<"view.action-button"> {
  /** Action to run. */
  action: TemplateComponent;
}

/** Colored block. */
export interface AlertView extends ViewBase<"view.alert"> {
  /** Content of the component. */
  content: TemplateComponent;
  /** Color and icon. */
  theme?: TemplateDynamic<TemplateTheme>;
}

/** Plays sound. */
export interface AudioView extends ViewBase<"view.audio"> {
  /** URL. */
  url: TemplateValue;
  /** `true` to play in a loop. */
  loop?: TemplateDynamic<boolean>;
}

/** Block that can be folded. */
export interface CollapseView extends ViewBase<"view.collapse"> {
  /** Content of the component. */
  content: TemplateComponent;
  /** `true` to show the content at first. */
  defaultOpened?: TemplateDynamic<boolean>;
}

/** Content in the frame of a phone. */
export interface DeviceFrameView extends ViewBase<"view.device-frame"> {
  /** Content of the component. */
  content: TemplateComponent;
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Maximum width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Aspect ratio: width and height. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Line between two parts. */
export interface DividerView extends ViewBase<"view.divider"> {}

/** Block with a border. */
export interface GroupView extends ViewBase<"view.group"> {
  /** Content of the component. */
  content: TemplateComponent;
}

/** Page of another site. */
export interface IframeView extends ViewBase<"view.iframe"> {
  /** URL. */
  url: TemplateDynamic<string>;
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Maximum width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Aspect ratio: width and height. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Picture. */
export interface ImageView extends ViewBase<"view.image"> {
  /** URL. */
  url: TemplateValue;
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Maximum width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** `true` to leave out the border. */
  noBorder?: TemplateDynamic<boolean>;
  /** `true` to load the image before it is in sight. */
  noLazyLoad?: TemplateDynamic<boolean>;
  /** `true` to enlarge the image on a click. */
  popup?: TemplateDynamic<boolean>;
  /** Aspect ratio: width and height. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
  /** `true` to let Tolokers rotate it. */
  rotatable?: TemplateDynamic<boolean>;
  /** `true` to keep the original size and scroll. */
  scrollable?: TemplateDynamic<boolean>;
}

/** List whose items have labels. */
export interface LabeledListView extends ViewBase<"view.labeled-list"> {
  /** Items of the component. */
  items: TemplateDynamic<TemplateDynamic<TemplateLabeledItem>[]>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
}

/** Link. */
export interface LinkView extends ViewBase<"view.link"> {
  /** URL. */
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
  /** Items of the component. */
  items: TemplateDynamic<TemplateComponent[]>;
  /** Direction of the list. */
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

/** Video. */
export interface VideoView extends ViewBase<"view.video"> {
  /** URL. */
  url: TemplateValue;
  /** `true` to take the full height. */
  fullHeight?: TemplateDynamic<boolean>;
  /** Maximum width, in pixels. */
  maxWidth?: TemplateDynamic<number>;
  /** Minimum width, in pixels. */
  minWidth?: TemplateDynamic<number>;
  /** Aspect ratio: width and height. */
  ratio?: TemplateDynamic<TemplateDynamic<number>[]>;
}

/** Map. */
export interface MapView extends ViewBase<"view.map"> {
  /** Center of the map: `"latitude,longitude"`. */
  center: TemplateDynamic<string>;
  /** Marked places. */
  markers?: TemplateDynamic<TemplateDynamic<TemplateMapMarker>[]>;
  /** Marked areas. */
  polygons?: TemplateDynamic<TemplateDynamic<TemplateMapPolygon>[]>;
  /** Scale, from 0; a greater value shows more detail. */
  zoom?: TemplateDynamic<number>;
}

/** Component that performs an action. */
export type ActionComponent =
  | BulkAction
  | NotifyAction
  | OpenCloseAction
  | OpenLinkAction
  | PlayPauseAction
  | RotateAction
  | SetAction
  | ToggleAction;

/** Component that checks a condition. */
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

/** Component for Tolokers to fill in. */
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

/** Component that computes a value. */
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

/** Component that arranges others. */
export type LayoutComponent =
  | BarsLayout
  | ColumnsLayout
  | CompareLayout
  | SideBySideLayout
  | SidebarLayout;

/** Component that changes the behavior of the page. */
export type PluginComponent =
  | ImageAnnotationHotkeysPlugin
  | TextAnnotationHotkeysPlugin
  | HotkeysPlugin
  | TriggerPlugin
  | TolokaPlugin;

/** Component that shows something. */
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
  /** Content of the page. */
  view: TemplateComponent;
  /** Plugins. */
  plugins?: TemplateComponent[];
  /** Parts that references stand for. */
  vars?: Record<string, TemplateValue>;
}
