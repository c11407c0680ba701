/** The main numbers as a picture for a report, as SVG. */
import { bars } from "./chart.ts";
import { count, dollars, duration, percent } from "./format.ts";
import { type Html, markup } from "./html.ts";
import type { DashboardSnapshot, PoolSnapshot } from "./snapshot.ts";

const WIDTH = 760;
/** Height of the first line, and of a pool. */
const [HEAD, ROW] = [60, 110];
/** Width of the bar of progress. */
const PROGRESS = 400;
const MAX_NAME = 50;

/** Draws a picture of the account and its pools. */
export function renderPicture(snapshot: DashboardSnapshot): string {
  const height = HEAD + snapshot.pools.length * ROW;
  const time = snapshot.time.slice(0, 16).replace("T", " ");
  const title = `Balance ${dollars(snapshot.balance)}, ${time} UTC`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif">
<rect width="100%" height="100%" fill="#ffffff"/>
${line(34, 16, title)}
${
    snapshot.pools.map((pool, i) =>
      markup`<g transform="translate(0 ${HEAD + i * ROW})">${
        renderPool(pool)
      }</g>
`
    )
  }</svg>
`.text;
}

function renderPool(pool: PoolSnapshot): Html {
  const state = `${pool.status}, ${percent(pool.completion)} done, ${
    duration(pool.eta)
  } left`;
  const money = `${dollars(pool.spent)} of ${dollars(pool.estimate)}, ${
    count(pool.perHour)
  } suites an hour, ${count(pool.tolokers)} Tolokers`;
  const done = Math.round(PROGRESS * (pool.completion ?? 0));
  const area = { left: 440, width: 300, height: 80, bottom: 90 };
  return markup`${line(18, 15, pool.name.slice(0, MAX_NAME))}${
    line(40, 12, state)
  }${line(60, 12, money)}
<rect x="20" y="70" width="${PROGRESS}" height="10" fill="#e3e5ee"/>
<rect x="20" y="70" width="${done}" height="10" fill="#3a5bd9"/>
<g fill="#3a5bd9">${bars(pool.speed, area)}</g>`;
}

function line(y: number, size: number, text: string): Html {
  return markup`<text x="20" y="${y}" font-size="${size}" fill="#1a1a2e">${text}</text>`;
}
