/** Components that place others. @module */
import type {
  BarsLayout,
  ColumnsLayout,
  CompareLayout,
  SidebarLayout,
  SideBySideLayout,
} from "../types/template_builder.ts";
import { type ComponentProperties, makers } from "./component.ts";

/** Makes components that place others: `layout.*`. */
export interface LayoutBuilders {
  /** Content between a bar above and a bar below: `layout.bars`. */
  bars(properties: ComponentProperties<BarsLayout>): BarsLayout;
  /**
   * Columns, one below the other where the screen is narrow: `layout.columns`.
   *
   * @example
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
  /** Things to compare, each with its own controls: `layout.compare`. */
  compare(properties: ComponentProperties<CompareLayout>): CompareLayout;
  /** Content next to a column of controls: `layout.sidebar`. */
  sidebar(properties: ComponentProperties<SidebarLayout>): SidebarLayout;
  /** Things to compare, with controls for all: `layout.side-by-side`. */
  sideBySide(
    properties: ComponentProperties<SideBySideLayout>,
  ): SideBySideLayout;
}

/** Where things stand on the page. */
export const layout: LayoutBuilders = makers<LayoutBuilders>({
  bars: "layout.bars",
  columns: "layout.columns",
  compare: "layout.compare",
  sidebar: "layout.sidebar",
  sideBySide: "layout.side-by-side",
});
