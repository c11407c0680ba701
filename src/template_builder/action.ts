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

/** Makes components that do something: `action.*`. */
export interface ActionBuilders {
  /** Runs several actions, one after the other: `action.bulk`. */
  bulk(properties: ComponentProperties<BulkAction>): BulkAction;
  /** Shows a message for a while: `action.notify`. */
  notify(properties: ComponentProperties<NotifyAction>): NotifyAction;
  /** Folds or unfolds a block, enlarges a picture: `action.open-close`. */
  openClose(properties: ComponentProperties<OpenCloseAction>): OpenCloseAction;
  /** Opens an address in a new tab: `action.open-link`. */
  openLink(properties: ComponentProperties<OpenLinkAction>): OpenLinkAction;
  /** Starts or halts a player: `action.play-pause`. */
  playPause(properties: ComponentProperties<PlayPauseAction>): PlayPauseAction;
  /** Turns a picture left or right: `action.rotate`. */
  rotate(properties: ComponentProperties<RotateAction>): RotateAction;
  /**
   * Writes a value, for example the answer a key stands for: `action.set`.
   *
   * @example
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
  /** Turns yes into no and no into yes: `action.toggle`. */
  toggle(properties: ComponentProperties<ToggleAction>): ToggleAction;
}

/** What buttons, keys and triggers do. */
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
