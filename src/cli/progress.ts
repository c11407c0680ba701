/** A bar of progress with rate and estimated time, on standard error. */
import { duration } from "../dashboard/format.ts";
import type { Output } from "./output.ts";

/** Shortest time between two drawings, in milliseconds. */
const INTERVAL = 100;

/** Characters of the bar. */
const WIDTH = 24;

/** Display of the progress of a long task. */
export interface Progress {
  /** Tells how many items are done, and how many there are if that is known. */
  update(done: number, total?: number): void;
  /** Ends the line. */
  end(): void;
}

/**
 * Starts a bar of progress. Nothing is shown without a terminal.
 *
 * @param output Decides whether progress is shown.
 * @param write Writes to the terminal.
 * @param label Current activity: `Uploading tasks`.
 */
export function startProgress(
  output: Pick<Output, "progress">,
  write: (text: string) => void,
  label: string,
): Progress {
  if (!output.progress) return { update() {}, end() {} };
  const start = performance.now();
  let drawn = -Infinity;
  let last: string | undefined;
  const draw = (text: string) => {
    write(`\r\x1b[K${text}`);
    last = text;
  };
  return {
    update(done, total) {
      const now = performance.now();
      if (now - drawn < INTERVAL && done !== total) return;
      drawn = now;
      const seconds = (now - start) / 1_000;
      const rate = seconds > 0 ? done / seconds : 0;
      draw(formatProgress(label, done, total, rate));
    },
    end() {
      if (last !== undefined) write("\n");
    },
  };
}

/** Writes a state of progress as one line; the rate is in items per second. */
export function formatProgress(
  label: string,
  done: number,
  total: number | undefined,
  rate: number,
): string {
  const speed = formatRate(rate);
  if (total === undefined) return `${label}  ${done}  ${speed}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * WIDTH);
  const bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
  const left = rate > 0 ? duration((total - done) / rate) : "?";
  return `${label}  [${bar}] ${
    Math.floor(share * 100)
  }%  ${done}/${total}  ${speed}  ${done < total ? `${left} left` : "done"}`;
}

/** Writes items per second: `120/s`, `3.5/s`, `12/min`, `0.4/min`. */
export function formatRate(rate: number): string {
  const [value, unit] = rate >= 1 || rate === 0
    ? [rate, "s"]
    : [rate * 60, "min"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}/${unit}`;
}
