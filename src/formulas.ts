/**
 * Cells that a spreadsheet would run. Answers come from strangers, and a cell
 * that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula
 * to Excel, LibreOffice and Google Sheets
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */

/**
 * Treatment of cells that a spreadsheet would run as a formula:
 *
 * - `"escape"`: an apostrophe before them makes them text
 * - `"keep"`: they stay as they are
 */
export type Formulas = "escape" | "keep";

/** Options of what writes or reads tables. */
export interface FormulaOptions {
  /**
   * Treatment of cells that a spreadsheet would run as a formula, that is,
   * those that begin with `=`, `+`, `-`, `@`, a tab or a carriage return.
   * Numbers and coordinates are no formulas. `"escape"` writes an apostrophe
   * before the cell, and takes it away on reading; with `"keep"`, open the file
   * only with programs that run no formulas.
   *
   * @default {"escape"}
   */
  formulas?: Formulas | undefined;
}

/** Formulas, and texts that would be taken for escaped ones. */
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED_FORMULA = /^'+[=+\-@\t\r]/;
/** A number, a latitude and a longitude, or a sign alone. */
const NUMBERS = /^[+-]?[\d.]+(e[+-]?\d+)?(\s*,\s*[+-]?[\d.]+)?$|^[+-]$/i;

/** Puts an apostrophe before a formula. */
export function escapeFormula(text: string): string {
  return FORMULA.test(text) && !NUMBERS.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe away that {@linkcode escapeFormula} has put. */
export function unescapeFormula(text: string): string {
  return ESCAPED_FORMULA.test(text) ? text.slice(1) : text;
}
