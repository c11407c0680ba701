/** The table of answers, which the platform sends as tab-separated text. */
import { CsvParseStream } from "@std/csv/parse-stream";
import { CsvStringifyStream } from "@std/csv/stringify-stream";
import { escapeFormula, type Formulas } from "./formulas.ts";

/** The platform separates cells by tabs, and leaves quotes inside of them as they are. */
const TSV = { separator: "\t", lazyQuotes: true } as const;

/** Parses the rows below the heading, each to its text by column. */
export function parseRows(
  text: ReadableStream<string>,
): ReadableStream<Record<string, string>> {
  return text.pipeThrough(new CsvParseStream({ ...TSV, skipFirstRow: true }));
}

/** Turns the table into CSV. */
export function toCsv(
  text: ReadableStream<string>,
  formulas: Formulas,
): ReadableStream<string> {
  const rows = text.pipeThrough(new CsvParseStream(TSV));
  const safe = formulas === "keep" ? rows : rows.pipeThrough(
    new TransformStream<string[], string[]>({
      transform(cells, controller) {
        controller.enqueue(cells.map(escapeFormula));
      },
    }),
  );
  return safe.pipeThrough(new CsvStringifyStream());
}
