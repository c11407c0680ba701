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

/** Makes components that show something: `view.*`. */
export interface ViewBuilders {
  /** A button that runs an action: `view.action-button`. */
  actionButton(
    properties: ComponentProperties<ActionButtonView>,
  ): ActionButtonView;
  /** A coloured block that catches the eye: `view.alert`. */
  alert(properties: ComponentProperties<AlertView>): AlertView;
  /** A player for sound: `view.audio`. */
  audio(properties: ComponentProperties<AudioView>): AudioView;
  /** A block that Tolokers fold and unfold: `view.collapse`. */
  collapse(properties: ComponentProperties<CollapseView>): CollapseView;
  /** Content as it would look on a phone: `view.device-frame`. */
  deviceFrame(
    properties: ComponentProperties<DeviceFrameView>,
  ): DeviceFrameView;
  /** A line that separates what is above from what is below: `view.divider`. */
  divider(properties?: ComponentProperties<DividerView>): DividerView;
  /** A block with a border, for what belongs together: `view.group`. */
  group(properties: ComponentProperties<GroupView>): GroupView;
  /** A page of another site within the task: `view.iframe`. */
  iframe(properties: ComponentProperties<IframeView>): IframeView;
  /**
   * A picture: `view.image`.
   *
   * @example
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
  /** A list with a label next to each item: `view.labeled-list`. */
  labeledList(
    properties: ComponentProperties<LabeledListView>,
  ): LabeledListView;
  /** A link, opened in a new tab: `view.link`. */
  link(properties: ComponentProperties<LinkView>): LinkView;
  /** Several links, the important ones highlighted: `view.link-group`. */
  linkGroup(properties: ComponentProperties<LinkGroupView>): LinkGroupView;
  /** Components below or next to each other: `view.list`. */
  list(properties: ComponentProperties<ListView>): ListView;
  /** A map with places and areas marked on it: `view.map`. */
  map(properties: ComponentProperties<MapView>): MapView;
  /** Text formatted with Markdown: `view.markdown`. */
  markdown(properties: ComponentProperties<MarkdownView>): MarkdownView;
  /** Plain text: `view.text`. */
  text(properties: ComponentProperties<TextView>): TextView;
  /** A player for films: `view.video`. */
  video(properties: ComponentProperties<VideoView>): VideoView;
}

/**
 * What Tolokers see: texts, pictures, players, lists.
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
