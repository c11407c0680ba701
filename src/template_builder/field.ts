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
  MediaFileField,
  NumberField,
  PhoneNumberField,
  RadioGroupField,
  SelectField,
  TextAnnotationField,
  TextareaField,
  TextField,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Makes components that Tolokers fill in: `field.*`. */
export interface FieldBuilders {
  /** Records sound with the microphone: `field.audio`. */
  audio(properties: ComponentProperties<AudioField>): AudioField;
  /** One button that writes one value: `field.button-radio`. */
  buttonRadio(
    properties: ComponentProperties<ButtonRadioField>,
  ): ButtonRadioField;
  /** A choice of one, as a row of buttons: `field.button-radio-group`. */
  buttonRadioGroup(
    properties: ComponentProperties<ButtonRadioGroupField>,
  ): ButtonRadioGroupField;
  /** A box to tick, for yes or no: `field.checkbox`. */
  checkbox(properties: ComponentProperties<CheckboxField>): CheckboxField;
  /** A choice of any number, as boxes to tick: `field.checkbox-group`. */
  checkboxGroup(
    properties: ComponentProperties<CheckboxGroupField>,
  ): CheckboxGroupField;
  /** A date, with a time of day if wanted: `field.date`. */
  date(properties: ComponentProperties<DateField>): DateField;
  /** A mail address, checked for its form: `field.email`. */
  email(properties: ComponentProperties<EmailField>): EmailField;
  /** Uploads files from the device: `field.file`. */
  file(properties: ComponentProperties<FileField>): FileField;
  /** Areas marked on a picture: `field.image-annotation`. */
  imageAnnotation(
    properties: ComponentProperties<ImageAnnotationField>,
  ): ImageAnnotationField;
  /**
   * As many answers as the Toloker adds: `field.list`. Fields in `render` write
   * to `data.relative`, or all items would share one value.
   *
   * @example
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
  /** Uploads pictures and films, new ones too: `field.media-file`. */
  mediaFile(properties: ComponentProperties<MediaFileField>): MediaFileField;
  /** A number: `field.number`. */
  number(properties: ComponentProperties<NumberField>): NumberField;
  /** A phone number: `field.phone-number`. */
  phoneNumber(
    properties: ComponentProperties<PhoneNumberField>,
  ): PhoneNumberField;
  /**
   * A choice of one, all options in sight: `field.radio-group`.
   *
   * @example
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
  /** A choice of one, from a list that opens: `field.select`. */
  select(properties: ComponentProperties<SelectField>): SelectField;
  /** A text of one line: `field.text`. */
  text(properties: ComponentProperties<TextField>): TextField;
  /** Words or parts of a text marked with labels: `field.text-annotation`. */
  textAnnotation(
    properties: ComponentProperties<TextAnnotationField>,
  ): TextAnnotationField;
  /** A text of several lines: `field.textarea`. */
  textarea(properties: ComponentProperties<TextareaField>): TextareaField;
}

/** What Tolokers answer with: choices, texts, files, marked areas. */
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
  mediaFile: "field.media-file",
  number: "field.number",
  phoneNumber: "field.phone-number",
  radioGroup: "field.radio-group",
  select: "field.select",
  text: "field.text",
  textAnnotation: "field.text-annotation",
  textarea: "field.textarea",
});
