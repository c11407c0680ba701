/** Components that place others. @module */
import type {
  BarsLayout,
  ColumnsLayout,
  CompareLayout,
  SidebarLayout,
  SideBySideLayout,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Creates components that arrange others: `layout.*`. */
export interface LayoutBuilders {
  /**
   * Content between a bar above and a bar below: `layout.bars`.
   *
   * @example A title above the picture
   * ```ts
   * import { data, layout, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   layout.bars({
   *     barBefore: view.text({ content: "Look closely" }),
   *     content: view.image({ url: data.input("image") }),
   *   }),
   *   {
   *     type: "layout.bars",
   *     barBefore: { type: "view.text", content: "Look closely" },
   *     content: {
   *       type: "view.image",
   *       url: { type: "data.input", path: "image" },
   *     },
   *   },
   * );
   * ```
   */
  bars(properties: ComponentProperties<BarsLayout>): BarsLayout;
  /**
   * Columns, one below the other where the screen is narrow: `layout.columns`.
   *
   * @example A picture beside a text
   * ```ts
   * import {
   *   data,
   *   field,
   *   layout,
   *   view,
   * } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * const page = layout.columns({
   *   ratio: [2, 1],
   *   items: [
   *     view.image({ url: data.input("image") }),
   *     field.textarea({ data: data.output("text"), label: "What is it?" }),
   *   ],
   * });
   * assertEquals(page.ratio, [2, 1]);
   * ```
   */
  columns(properties: ComponentProperties<ColumnsLayout>): ColumnsLayout;
  /**
   * Things to compare, each with its own controls: `layout.compare`.
   *
   * @example Two pictures
   * ```ts
   * import { data, layout, view } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   layout.compare({
   *     items: [
   *       { content: view.image({ url: data.input("left") }) },
   *       { content: view.image({ url: data.input("right") }) },
   *     ],
   *   }),
   *   {
   *     type: "layout.compare",
   *     items: [
   *       {
   *         content: {
   *           type: "view.image",
   *           url: { type: "data.input", path: "left" },
   *         },
   *       },
   *       {
   *         content: {
   *           type: "view.image",
   *           url: { type: "data.input", path: "right" },
   *         },
   *       },
   *     ],
   *   },
   * );
   * ```
   */
  compare(properties: ComponentProperties<CompareLayout>): CompareLayout;
  /**
   * Content next to a column of controls: `layout.sidebar`.
   *
   * @example A box to tick beside the picture
   * ```ts
   * import {
   *   data,
   *   field,
   *   layout,
   *   view,
   * } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   layout.sidebar({
   *     content: view.image({ url: data.input("image") }),
   *     controls: field.checkbox({ data: data.output("ok") }),
   *     controlsWidth: 200,
   *   }),
   *   {
   *     type: "layout.sidebar",
   *     content: {
   *       type: "view.image",
   *       url: { type: "data.input", path: "image" },
   *     },
   *     controls: {
   *       type: "field.checkbox",
   *       data: { type: "data.output", path: "ok" },
   *     },
   *     controlsWidth: 200,
   *   },
   * );
   * ```
   */
  sidebar(properties: ComponentProperties<SidebarLayout>): SidebarLayout;
  /**
   * Things to compare, with controls for all: `layout.side-by-side`.
   *
   * @example Two pictures, one box to tick
   * ```ts
   * import {
   *   data,
   *   field,
   *   layout,
   *   view,
   * } from "@toloka/client/template-builder";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(
   *   layout.sideBySide({
   *     items: [
   *       view.image({ url: data.input("left") }),
   *       view.image({ url: data.input("right") }),
   *     ],
   *     controls: field.checkbox({ data: data.output("same") }),
   *   }),
   *   {
   *     type: "layout.side-by-side",
   *     items: [
   *       { type: "view.image", url: { type: "data.input", path: "left" } },
   *       { type: "view.image", url: { type: "data.input", path: "right" } },
   *     ],
   *     controls: {
   *       type: "field.checkbox",
   *       data: { type: "data.output", path: "same" },
   *     },
   *   },
   * );
   * ```
   */
  sideBySide(
    properties: ComponentProperties<SideBySideLayout>,
  ): SideBySideLayout;
}

/** Builders of layouts, which arrange components on the page. */
export const layout: LayoutBuilders = makers<LayoutBuilders>({
  bars: "layout.bars",
  columns: "layout.columns",
  compare: "layout.compare",
  sidebar: "layout.sidebar",
  sideBySide: "layout.side-by-side",
});
