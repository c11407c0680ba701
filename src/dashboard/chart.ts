/** Bars of numbers over time, as SVG. */
import { clock, duration } from "./format.ts";
import { type Html, markup } from "./html.ts";
import type { PoolSnapshot } from "./snapshot.ts";

const WIDTH = 600;
const HEIGHT = 120;
/** Room for the labels below and above the bars. */
const MARGIN = 18;

/** Draws the submitted task suites over time. */
export function speedChart(
  { speed, speedInterval, name }: Pick<
    PoolSnapshot,
    "speed" | "speedInterval" | "name"
  >,
): Html {
  const interval = duration(speedInterval);
  const max = Math.max(1, ...speed.map(({ submitted }) => submitted));
  const title = speed.length === 0
    ? `${name}: nothing submitted yet`
    : `${name}: task suites submitted per ${interval}, ${max} at most, from ${
      clock(speed[0]!.time)
    } to ${clock(speed.at(-1)!.time)} UTC`;
  const span = speed.length === 0
    ? ""
    : `${clock(speed[0]!.time)} to ${clock(speed.at(-1)!.time)} UTC, `;
  return markup`<svg class="chart" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-label="${title}">${
    bars(speed, { width: WIDTH, height: HEIGHT - MARGIN, bottom: HEIGHT })
  }</svg>
<p class="axis">${span}${max} per ${interval} at most</p>`;
}

/** Place of bars in a picture. */
export interface BarArea {
  /** Width of all bars. */
  width: number;
  /** Height of the tallest bar. */
  height: number;
  /** Vertical position of their feet. */
  bottom: number;
  /** Horizontal position of the first bar. @default 0 */
  left?: number;
}

/** Fewest bars that the width is divided by, so that a few are not too wide. */
const MIN_BARS = 30;

/** Draws a bar for each interval. */
export function bars(
  speed: PoolSnapshot["speed"],
  { width, height, bottom, left = 0 }: BarArea,
): Html[] {
  const max = Math.max(1, ...speed.map(({ submitted }) => submitted));
  const step = width / Math.max(MIN_BARS, speed.length);
  return speed.map(({ submitted }, i) => {
    const tall = submitted / max * height;
    return markup`<rect x="${round(left + i * step)}" y="${
      round(bottom - tall)
    }" width="${round(step * 0.85)}" height="${round(tall)}"/>`;
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
