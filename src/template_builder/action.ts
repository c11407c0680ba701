/** Components that do something. @module */
import type {
  BulkAction,
  NotifyAction,
  OpenCloseAction,
  OpenLinkAction,
  PlayPauseAction,
  RotateAction,
  SetAction,
  ToggleAction,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components that perform actions: `action.*`. */
export interface ActionBuilders {
  /**
   * Runs several actions, one after the other: `action.bulk`.
   *
   * @example Answer, and say so
   * ```ts
   * import { action, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   action.bulk({
   *     payload: [
   *       action.set({ data: data.output("kind"), payload: "cat" }),
   *       action.notify({ payload: { content: "It is a cat" } }),
   *     ],
   *   }),
   *   {
   *     type: "action.bulk",
   *     payload: [
   *       {
   *         type: "action.set",
   *         data: { type: "data.output", path: "kind" },
   *         payload: "cat",
   *       },
   *       { type: "action.notify", payload: { content: "It is a cat" } },
   *     ],
   *   },
   * );
   * ```
   */
  bulk(properties: ComponentProperties<BulkAction>): BulkAction;
  /**
   * Shows a message for a while: `action.notify`.
   *
   * @example A warning for five seconds
   * ```ts
   * import { action } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   action.notify({
   *     payload: { content: "Too dark?", theme: "warning", duration: 5000 },
   *   }),
   *   {
   *     type: "action.notify",
   *     payload: { content: "Too dark?", theme: "warning", duration: 5000 },
   *   },
   * );
   * ```
   */
  notify(properties: ComponentProperties<NotifyAction>): NotifyAction;
  /**
   * Folds or unfolds a block, enlarges a picture: `action.open-close`.
   *
   * @example Enlarge the picture in `vars`
   * ```ts
   * import { action, ref } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.openClose({ view: ref("vars.photo") }), {
   *   type: "action.open-close",
   *   view: { "$ref": "vars.photo" },
   * });
   * ```
   */
  openClose(properties: ComponentProperties<OpenCloseAction>): OpenCloseAction;
  /**
   * Opens an address in a new tab: `action.open-link`.
   *
   * @example Open the shop of the task
   * ```ts
   * import { action, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.openLink({ payload: data.input("shop") }), {
   *   type: "action.open-link",
   *   payload: { type: "data.input", path: "shop" },
   * });
   * ```
   */
  openLink(properties: ComponentProperties<OpenLinkAction>): OpenLinkAction;
  /**
   * Starts or halts a player: `action.play-pause`.
   *
   * @example Start or halt the player in `vars`
   * ```ts
   * import { action, ref } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.playPause({ view: ref("vars.player") }), {
   *   type: "action.play-pause",
   *   view: { "$ref": "vars.player" },
   * });
   * ```
   */
  playPause(properties: ComponentProperties<PlayPauseAction>): PlayPauseAction;
  /**
   * Turns a picture left or right: `action.rotate`.
   *
   * @example Turn the picture in `vars`
   * ```ts
   * import { action, ref } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.rotate({ view: ref("vars.photo"), payload: "left" }), {
   *   type: "action.rotate",
   *   view: { "$ref": "vars.photo" },
   *   payload: "left",
   * });
   * ```
   */
  rotate(properties: ComponentProperties<RotateAction>): RotateAction;
  /**
   * Writes a value, for example the answer a key stands for: `action.set`.
   *
   * @example A key answers "cat"
   * ```ts
   * import { action, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.set({ data: data.output("kind"), payload: "cat" }), {
   *   type: "action.set",
   *   data: { type: "data.output", path: "kind" },
   *   payload: "cat",
   * });
   * ```
   */
  set(properties: ComponentProperties<SetAction>): SetAction;
  /**
   * Turns yes into no and no into yes: `action.toggle`.
   *
   * @example Tick the box, or untick it
   * ```ts
   * import { action, data } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(action.toggle({ data: data.output("blurred") }), {
   *   type: "action.toggle",
   *   data: { type: "data.output", path: "blurred" },
   * });
   * ```
   */
  toggle(properties: ComponentProperties<ToggleAction>): ToggleAction;
}

/** Builders of actions, for buttons, keys and triggers. */
export const action: ActionBuilders = makers<ActionBuilders>({
  bulk: "action.bulk",
  notify: "action.notify",
  openClose: "action.open-close",
  openLink: "action.open-link",
  playPause: "action.play-pause",
  rotate: "action.rotate",
  set: "action.set",
  toggle: "action.toggle",
});
