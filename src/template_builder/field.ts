/** Components that Tolokers fill in. @module */
import type {
  AudioField,
  ButtonRadioField,
  ButtonRadioGroupField,
  CheckboxField,
  CheckboxGroupField,
  DateField,
  EmailField,
  FileField,
  ImageAnnotationField,
  ListField,
  MapField,
  MediaFileField,
  NumberField,
  PhoneNumberField,
  QuizField,
  RadioGroupField,
  SelectField,
  TextAnnotationField,
  TextareaField,
  TextField,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components for Tolokers to fill in: `field.*`. */
export interface FieldBuilders {
  /**
   * Records sound with the microphone: `field.audio`.
   *
   * @example Read a sentence aloud
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.audio({ data: data.output("speech"), label: "Read it aloud" }),
   *   {
   *     type: "field.audio",
   *     data: { type: "data.output", path: "speech" },
   *     label: "Read it aloud",
   *   },
   * );
   * ```
   */
  audio(properties: ComponentProperties<AudioField>): AudioField;
  /**
   * One button that writes one value: `field.button-radio`.
   *
   * @example A button for what cannot be judged
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.buttonRadio({
   *     data: data.output("kind"),
   *     valueToSet: "none",
   *     label: "No animal",
   *   }),
   *   {
   *     type: "field.button-radio",
   *     data: { type: "data.output", path: "kind" },
   *     valueToSet: "none",
   *     label: "No animal",
   *   },
   * );
   * ```
   */
  buttonRadio(
    properties: ComponentProperties<ButtonRadioField>,
  ): ButtonRadioField;
  /**
   * A choice of one, as a row of buttons: `field.button-radio-group`.
   *
   * @example Yes or no
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.buttonRadioGroup({
   *     data: data.output("ok"),
   *     options: [
   *       { value: "yes", label: "Yes" },
   *       { value: "no", label: "No" },
   *     ],
   *   }),
   *   {
   *     type: "field.button-radio-group",
   *     data: { type: "data.output", path: "ok" },
   *     options: [
   *       { value: "yes", label: "Yes" },
   *       { value: "no", label: "No" },
   *     ],
   *   },
   * );
   * ```
   */
  buttonRadioGroup(
    properties: ComponentProperties<ButtonRadioGroupField>,
  ): ButtonRadioGroupField;
  /**
   * A box to tick, for yes or no: `field.checkbox`.
   *
   * @example A box that also says no
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.checkbox({
   *     data: data.output("blurred"),
   *     label: "Blurred",
   *     preserveFalse: true,
   *   }),
   *   {
   *     type: "field.checkbox",
   *     data: { type: "data.output", path: "blurred" },
   *     label: "Blurred",
   *     preserveFalse: true,
   *   },
   * );
   * ```
   */
  checkbox(properties: ComponentProperties<CheckboxField>): CheckboxField;
  /**
   * A choice of any number, as boxes to tick: `field.checkbox-group`.
   *
   * @example Any of two colours
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.checkboxGroup({
   *     data: data.output("colours"),
   *     options: [
   *       { value: "red", label: "Red" },
   *       { value: "blue", label: "Blue" },
   *     ],
   *   }),
   *   {
   *     type: "field.checkbox-group",
   *     data: { type: "data.output", path: "colours" },
   *     options: [
   *       { value: "red", label: "Red" },
   *       { value: "blue", label: "Blue" },
   *     ],
   *   },
   * );
   * ```
   */
  checkboxGroup(
    properties: ComponentProperties<CheckboxGroupField>,
  ): CheckboxGroupField;
  /**
   * A date, with a time of day if wanted: `field.date`.
   *
   * @example A day of one year
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.date({
   *     data: data.output("day"),
   *     format: "date",
   *     min: "2025-01-01",
   *     max: "2025-12-31",
   *   }),
   *   {
   *     type: "field.date",
   *     data: { type: "data.output", path: "day" },
   *     format: "date",
   *     min: "2025-01-01",
   *     max: "2025-12-31",
   *   },
   * );
   * ```
   */
  date(properties: ComponentProperties<DateField>): DateField;
  /**
   * A mail address, checked for its form: `field.email`.
   *
   * @example A mail address
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.email({
   *     data: data.output("mail"),
   *     placeholder: "name@example.com",
   *   }),
   *   {
   *     type: "field.email",
   *     data: { type: "data.output", path: "mail" },
   *     placeholder: "name@example.com",
   *   },
   * );
   * ```
   */
  email(properties: ComponentProperties<EmailField>): EmailField;
  /**
   * Uploads files from the device: `field.file`.
   *
   * @example Two kinds of picture
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.file({
   *     data: data.output("scans"),
   *     accept: ["image/png", "image/jpeg"],
   *     multiple: true,
   *   }),
   *   {
   *     type: "field.file",
   *     data: { type: "data.output", path: "scans" },
   *     accept: ["image/png", "image/jpeg"],
   *     multiple: true,
   *   },
   * );
   * ```
   */
  file(properties: ComponentProperties<FileField>): FileField;
  /**
   * Areas marked on a picture: `field.image-annotation`.
   *
   * @example Rectangles around animals
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.imageAnnotation({
   *     data: data.output("boxes"),
   *     image: data.input("image"),
   *     shapes: { rectangle: true },
   *     labels: [{ value: "cat", label: "Cat" }],
   *   }),
   *   {
   *     type: "field.image-annotation",
   *     data: { type: "data.output", path: "boxes" },
   *     image: { type: "data.input", path: "image" },
   *     shapes: { rectangle: true },
   *     labels: [{ value: "cat", label: "Cat" }],
   *   },
   * );
   * ```
   */
  imageAnnotation(
    properties: ComponentProperties<ImageAnnotationField>,
  ): ImageAnnotationField;
  /**
   * As many answers as the Toloker adds: `field.list`. Fields in `render` write
   * to `data.relative`, or all items would share one value.
   *
   * @example Up to five names
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const names = field.list({
   *   data: data.output("names"),
   *   render: field.text({ data: data.relative("name") }),
   *   buttonLabel: "Add a name",
   *   maxLength: 5,
   * });
   * assertEquals(names.maxLength, 5);
   * ```
   */
  list(properties: ComponentProperties<ListField>): ListField;
  /**
   * Map on which the Toloker sets markers: `field.map`.
   *
   * @example Mark the entrance
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const entrance = field.map({
   *   data: data.output("entrance"),
   *   center: data.location(),
   *   editableMarkerLabel: "Entrance",
   *   zoom: 17,
   * });
   * assertEquals(entrance.type, "field.map");
   * ```
   */
  map(properties: ComponentProperties<MapField>): MapField;
  /**
   * Uploads pictures and films, new ones too: `field.media-file`.
   *
   * @example A photo taken now
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.mediaFile({ data: data.output("photo"), accept: { photo: true } }),
   *   {
   *     type: "field.media-file",
   *     data: { type: "data.output", path: "photo" },
   *     accept: { photo: true },
   *   },
   * );
   * ```
   */
  mediaFile(properties: ComponentProperties<MediaFileField>): MediaFileField;
  /**
   * A number: `field.number`.
   *
   * @example From 0 to 100
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.number({ data: data.output("price"), minimum: 0, maximum: 100 }),
   *   {
   *     type: "field.number",
   *     data: { type: "data.output", path: "price" },
   *     minimum: 0,
   *     maximum: 100,
   *   },
   * );
   * ```
   */
  number(properties: ComponentProperties<NumberField>): NumberField;
  /**
   * A phone number: `field.phone-number`.
   *
   * @example A phone number
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.phoneNumber({ data: data.output("phone"), label: "Phone" }),
   *   {
   *     type: "field.phone-number",
   *     data: { type: "data.output", path: "phone" },
   *     label: "Phone",
   *   },
   * );
   * ```
   */
  phoneNumber(
    properties: ComponentProperties<PhoneNumberField>,
  ): PhoneNumberField;
  /**
   * Quiz that counts only the first answer to each question: `field.quiz`.
   *
   * @example One question
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const quiz = field.quiz({
   *   data: data.output("quiz"),
   *   options: [{
   *     key: "legs",
   *     label: "How many legs has a spider?",
   *     options: [
   *       { label: "6", value: 6, hint: "Insects have 6" },
   *       { label: "8", value: 8, correct: true },
   *     ],
   *   }],
   * });
   * assertEquals(quiz.type, "field.quiz");
   * ```
   */
  quiz(properties: ComponentProperties<QuizField>): QuizField;
  /**
   * A choice of one, all options in sight: `field.radio-group`.
   *
   * @example A cat or a dog
   * ```ts
   * import { condition, data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const kind = field.radioGroup({
   *   data: data.output("kind"),
   *   options: [
   *     { value: "cat", label: "Cat" },
   *     { value: "dog", label: "Dog" },
   *   ],
   *   validation: condition.required(),
   * });
   * assertEquals(kind.validation, { type: "condition.required" });
   * ```
   */
  radioGroup(properties: ComponentProperties<RadioGroupField>): RadioGroupField;
  /**
   * A choice of one, from a list that opens: `field.select`.
   *
   * @example One of two cities
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.select({
   *     data: data.output("city"),
   *     options: [
   *       { value: "bern", label: "Bern" },
   *       { value: "rome", label: "Rome" },
   *     ],
   *   }),
   *   {
   *     type: "field.select",
   *     data: { type: "data.output", path: "city" },
   *     options: [
   *       { value: "bern", label: "Bern" },
   *       { value: "rome", label: "Rome" },
   *     ],
   *   },
   * );
   * ```
   */
  select(properties: ComponentProperties<SelectField>): SelectField;
  /**
   * A text of one line: `field.text`.
   *
   * @example One line
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(field.text({ data: data.output("title"), label: "Title" }), {
   *   type: "field.text",
   *   data: { type: "data.output", path: "title" },
   *   label: "Title",
   * });
   * ```
   */
  text(properties: ComponentProperties<TextField>): TextField;
  /**
   * Words or parts of a text marked with labels: `field.text-annotation`.
   *
   * @example Names in a text
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   field.textAnnotation({
   *     data: data.output("names"),
   *     content: data.input("text"),
   *     adjust: "words",
   *     labels: [{ value: "name", label: "Name" }],
   *   }),
   *   {
   *     type: "field.text-annotation",
   *     data: { type: "data.output", path: "names" },
   *     content: { type: "data.input", path: "text" },
   *     adjust: "words",
   *     labels: [{ value: "name", label: "Name" }],
   *   },
   * );
   * ```
   */
  textAnnotation(
    properties: ComponentProperties<TextAnnotationField>,
  ): TextAnnotationField;
  /**
   * A text of several lines: `field.textarea`.
   *
   * @example Five lines
   * ```ts
   * import { data, field } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(field.textarea({ data: data.output("text"), rows: 5 }), {
   *   type: "field.textarea",
   *   data: { type: "data.output", path: "text" },
   *   rows: 5,
   * });
   * ```
   */
  textarea(properties: ComponentProperties<TextareaField>): TextareaField;
}

/** Builders of fields: choices, texts, files, marked areas. */
export const field: FieldBuilders = makers<FieldBuilders>({
  audio: "field.audio",
  buttonRadio: "field.button-radio",
  buttonRadioGroup: "field.button-radio-group",
  checkbox: "field.checkbox",
  checkboxGroup: "field.checkbox-group",
  date: "field.date",
  email: "field.email",
  file: "field.file",
  imageAnnotation: "field.image-annotation",
  list: "field.list",
  map: "field.map",
  mediaFile: "field.media-file",
  number: "field.number",
  phoneNumber: "field.phone-number",
  quiz: "field.quiz",
  radioGroup: "field.radio-group",
  select: "field.select",
  text: "field.text",
  textAnnotation: "field.text-annotation",
  textarea: "field.textarea",
});
