/** Components that show something. @module */
import type {
  ActionButtonView,
  AlertView,
  AudioView,
  CollapseView,
  DeviceFrameView,
  DividerView,
  GroupView,
  IframeView,
  ImageView,
  LabeledListView,
  LinkGroupView,
  LinkView,
  ListView,
  MapView,
  MarkdownView,
  TextView,
  VideoView,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components that show something: `view.*`. */
export interface ViewBuilders {
  /**
   * A button that runs an action: `view.action-button`.
   *
   * @example A button that answers
   * ```ts
   * import { action, data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.actionButton({
   *     label: "No animal",
   *     action: action.set({ data: data.output("kind"), payload: "none" }),
   *   }),
   *   {
   *     type: "view.action-button",
   *     label: "No animal",
   *     action: {
   *       type: "action.set",
   *       data: { type: "data.output", path: "kind" },
   *       payload: "none",
   *     },
   *   },
   * );
   * ```
   */
  actionButton(
    properties: ComponentProperties<ActionButtonView>,
  ): ActionButtonView;
  /**
   * A coloured block that catches the eye: `view.alert`.
   *
   * @example A warning
   * ```ts
   * import { view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.alert({
   *     theme: "warning",
   *     content: view.text({ content: "It may be loud" }),
   *   }),
   *   {
   *     type: "view.alert",
   *     theme: "warning",
   *     content: { type: "view.text", content: "It may be loud" },
   *   },
   * );
   * ```
   */
  alert(properties: ComponentProperties<AlertView>): AlertView;
  /**
   * A player for sound: `view.audio`.
   *
   * @example A recording that must be heard
   * ```ts
   * import { condition, data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.audio({
   *     url: data.input("sound"),
   *     validation: condition.playedFully(),
   *   }),
   *   {
   *     type: "view.audio",
   *     url: { type: "data.input", path: "sound" },
   *     validation: { type: "condition.played-fully" },
   *   },
   * );
   * ```
   */
  audio(properties: ComponentProperties<AudioView>): AudioView;
  /**
   * A block that Tolokers fold and unfold: `view.collapse`.
   *
   * @example Rules that can be unfolded
   * ```ts
   * import { view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.collapse({
   *     label: "Rules",
   *     content: view.text({ content: "Count tails, too" }),
   *   }),
   *   {
   *     type: "view.collapse",
   *     label: "Rules",
   *     content: { type: "view.text", content: "Count tails, too" },
   *   },
   * );
   * ```
   */
  collapse(properties: ComponentProperties<CollapseView>): CollapseView;
  /**
   * Content as it would look on a phone: `view.device-frame`.
   *
   * @example A picture of an app
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.deviceFrame({
   *     content: view.image({ url: data.input("screen") }),
   *     maxWidth: 360,
   *   }),
   *   {
   *     type: "view.device-frame",
   *     content: {
   *       type: "view.image",
   *       url: { type: "data.input", path: "screen" },
   *     },
   *     maxWidth: 360,
   *   },
   * );
   * ```
   */
  deviceFrame(
    properties: ComponentProperties<DeviceFrameView>,
  ): DeviceFrameView;
  /**
   * A line that separates what is above from what is below: `view.divider`.
   *
   * @example A line with a name
   * ```ts
   * import { view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.divider({ label: "Your answer" }), {
   *   type: "view.divider",
   *   label: "Your answer",
   * });
   * ```
   */
  divider(properties?: ComponentProperties<DividerView>): DividerView;
  /**
   * A block with a border, for what belongs together: `view.group`.
   *
   * @example A picture in a border
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.group({
   *     label: "Before",
   *     content: view.image({ url: data.input("before") }),
   *   }),
   *   {
   *     type: "view.group",
   *     label: "Before",
   *     content: {
   *       type: "view.image",
   *       url: { type: "data.input", path: "before" },
   *     },
   *   },
   * );
   * ```
   */
  group(properties: ComponentProperties<GroupView>): GroupView;
  /**
   * A page of another site within the task: `view.iframe`.
   *
   * @example A page in the shape of a screen
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.iframe({ url: data.input("page"), ratio: [16, 9] }), {
   *   type: "view.iframe",
   *   url: { type: "data.input", path: "page" },
   *   ratio: [16, 9],
   * });
   * ```
   */
  iframe(properties: ComponentProperties<IframeView>): IframeView;
  /**
   * A picture: `view.image`.
   *
   * @example A picture of the task
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.image({ url: data.input("image"), ratio: [16, 9] }), {
   *   type: "view.image",
   *   url: { type: "data.input", path: "image" },
   *   ratio: [16, 9],
   * });
   * ```
   */
  image(properties: ComponentProperties<ImageView>): ImageView;
  /**
   * A list with a label next to each item: `view.labeled-list`.
   *
   * @example The title of a book
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.labeledList({
   *     items: [{
   *       label: "Title",
   *       content: view.text({ content: data.input("title") }),
   *     }],
   *   }),
   *   {
   *     type: "view.labeled-list",
   *     items: [{
   *       label: "Title",
   *       content: {
   *         type: "view.text",
   *         content: { type: "data.input", path: "title" },
   *       },
   *     }],
   *   },
   * );
   * ```
   */
  labeledList(
    properties: ComponentProperties<LabeledListView>,
  ): LabeledListView;
  /**
   * A link, opened in a new tab: `view.link`.
   *
   * @example The page of a shop
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.link({ url: data.input("shop"), content: "The shop" }), {
   *   type: "view.link",
   *   url: { type: "data.input", path: "shop" },
   *   content: "The shop",
   * });
   * ```
   */
  link(properties: ComponentProperties<LinkView>): LinkView;
  /**
   * Several links, the important ones highlighted: `view.link-group`.
   *
   * @example A link that stands out
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.linkGroup({
   *     links: [{
   *       url: data.input("shop"),
   *       content: "The shop",
   *       theme: "primary",
   *     }],
   *   }),
   *   {
   *     type: "view.link-group",
   *     links: [{
   *       url: { type: "data.input", path: "shop" },
   *       content: "The shop",
   *       theme: "primary",
   *     }],
   *   },
   * );
   * ```
   */
  linkGroup(properties: ComponentProperties<LinkGroupView>): LinkGroupView;
  /**
   * Components below or next to each other: `view.list`.
   *
   * @example Two texts next to each other
   * ```ts
   * import { view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.list({
   *     direction: "horizontal",
   *     items: [
   *       view.text({ content: "Left" }),
   *       view.text({ content: "Right" }),
   *     ],
   *   }),
   *   {
   *     type: "view.list",
   *     direction: "horizontal",
   *     items: [
   *       { type: "view.text", content: "Left" },
   *       { type: "view.text", content: "Right" },
   *     ],
   *   },
   * );
   * ```
   */
  list(properties: ComponentProperties<ListView>): ListView;
  /**
   * A map with places and areas marked on it: `view.map`.
   *
   * @example A place on a map
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   view.map({
   *     center: data.input("place"),
   *     zoom: 12,
   *     markers: [{ position: data.input("place"), label: "Here" }],
   *   }),
   *   {
   *     type: "view.map",
   *     center: { type: "data.input", path: "place" },
   *     zoom: 12,
   *     markers: [{
   *       position: { type: "data.input", path: "place" },
   *       label: "Here",
   *     }],
   *   },
   * );
   * ```
   */
  map(properties: ComponentProperties<MapView>): MapView;
  /**
   * Text formatted with Markdown: `view.markdown`.
   *
   * @example A heading
   * ```ts
   * import { view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.markdown({ content: "# A cat or a dog?" }), {
   *   type: "view.markdown",
   *   content: "# A cat or a dog?",
   * });
   * ```
   */
  markdown(properties: ComponentProperties<MarkdownView>): MarkdownView;
  /**
   * Plain text: `view.text`.
   *
   * @example A text of the task
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.text({ content: data.input("text") }), {
   *   type: "view.text",
   *   content: { type: "data.input", path: "text" },
   * });
   * ```
   */
  text(properties: ComponentProperties<TextView>): TextView;
  /**
   * A player for films: `view.video`.
   *
   * @example A film of one width
   * ```ts
   * import { data, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(view.video({ url: data.input("film"), maxWidth: 640 }), {
   *   type: "view.video",
   *   url: { type: "data.input", path: "film" },
   *   maxWidth: 640,
   * });
   * ```
   */
  video(properties: ComponentProperties<VideoView>): VideoView;
}

/**
 * Builders of views: texts, pictures, players, lists.
 *
 * @example A picture above a text
 * ```ts
 * import { data, view } from "@toloka/client/template-builder";
 * import { assertEquals } from "@std/assert";
 *
 * const page = view.list({
 *   items: [
 *     view.image({ url: data.input("image") }),
 *     view.text({ content: "A cat or a dog?" }),
 *   ],
 * });
 * assertEquals(page.type, "view.list");
 * ```
 */
export const view: ViewBuilders = makers<ViewBuilders>({
  actionButton: "view.action-button",
  alert: "view.alert",
  audio: "view.audio",
  collapse: "view.collapse",
  deviceFrame: "view.device-frame",
  divider: "view.divider",
  group: "view.group",
  iframe: "view.iframe",
  image: "view.image",
  labeledList: "view.labeled-list",
  link: "view.link",
  linkGroup: "view.link-group",
  list: "view.list",
  map: "view.map",
  markdown: "view.markdown",
  text: "view.text",
  video: "view.video",
});
