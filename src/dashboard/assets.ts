/** Style and script of the page. */

/** Style sheet. Colors have a contrast of 4.5 or more, light and dark. */
export const STYLE = `:root {
  color-scheme: light dark;
  --text: light-dark(#1a1a2e, #e8e9f2);
  --dim: light-dark(#55586b, #a9adc2);
  --page: light-dark(#f5f6fa, #12131c);
  --card: light-dark(#ffffff, #1c1e2b);
  --line: light-dark(#dcdfea, #34374a);
  --accent: light-dark(#2f4fc9, #8ea4ff);
  --alert: light-dark(#8a1c1c, #ffb3b3);
  --alert-card: light-dark(#fdecec, #3a1c20);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--page); color: var(--text); font: 16px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .5rem 2rem; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h3 { font-size: .95rem; margin: 1.2rem 0 .3rem; color: var(--dim); }
small, .axis, caption { color: var(--dim); font-weight: normal; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; background: var(--card); padding: .5rem; }
#alerts:empty { display: none; }
#alerts { background: var(--alert-card); color: var(--alert); border-radius: .6rem; padding: .8rem 1rem; margin: .5rem 0; }
#alerts h2 { font-size: 1rem; }
#alerts ul { margin: 0; padding-left: 1.2rem; }
article, #account { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: .8rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem 1rem; margin: .6rem 0 0; }
dl div { min-width: 0; }
dt { color: var(--dim); font-size: .85rem; }
dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.status { display: inline-block; margin: 0 0 .5rem; padding: .1rem .6rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .85rem; }
.status[data-status="OPEN"] { color: var(--accent); }
progress { display: block; width: 100%; height: .8rem; accent-color: var(--accent); }
figure { margin: 0; }
.chart { width: 100%; height: 7.5rem; display: block; border-bottom: 1px solid var(--line); }
.chart rect { fill: var(--accent); }
.axis { margin: .2rem 0 0; font-size: .8rem; }
.scroll { overflow: auto; max-height: 20rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .85rem; padding-bottom: .3rem; }
th, td { text-align: right; padding: .25rem .6rem; border-top: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; font-weight: normal; }
thead th { color: var(--dim); font-size: .85rem; font-weight: normal; }
.events { list-style: none; margin: 0; padding: 0; font-size: .9rem; }
.events li { padding: .15rem 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { padding: .6rem; } dl { grid-template-columns: 1fr 1fr; } }
@media print { body { max-width: none; background: none; } .skip, header a { display: none; } }
`;

/**
 * Script: replaces the parts of the page that changed, at most once a frame,
 * and only the latest. The browser connects again by itself after a break; the
 * page is reloaded if it shows other pools by then.
 */
export const SCRIPT = `"use strict";
const state = document.getElementById("state");
const shown = new Map();
let latest;
function draw() {
  const sections = latest;
  latest = undefined;
  for (const { id, content } of sections) {
    const element = document.getElementById(id);
    if (!element) return location.reload();
    if (shown.get(id) === content) continue;
    const scroll = element.scrollTop;
    element.innerHTML = content;
    shown.set(id, content);
    element.scrollTop = scroll;
  }
}
const events = new EventSource("events");
events.onopen = () => { state.textContent = "Live"; };
events.onerror = () => { state.textContent = "Connection lost, trying again"; };
events.onmessage = ({ data }) => {
  const waiting = latest !== undefined;
  latest = JSON.parse(data);
  if (!waiting) requestAnimationFrame(draw);
};
addEventListener("pagehide", () => events.close());
`;
