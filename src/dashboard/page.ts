/** The page: everything on it is rendered here, from a snapshot. */
import { speedChart } from "./chart.ts";
import { clock, count, dollars, duration, percent } from "./format.ts";
import { Html, markup } from "./html.ts";
import type {
  DashboardSnapshot,
  PoolSnapshot,
  TolokerQuality,
} from "./snapshot.ts";

/** A part of the page that is replaced when it changes. */
export interface Section {
  /** Id of its element. */
  id: string;
  /** Content of the element. */
  content: string;
}

/** Renders the parts of the page that change. */
export function renderSections(snapshot: DashboardSnapshot): Section[] {
  return [
    { id: "time", content: `${clock(snapshot.time)} UTC` },
    { id: "alerts", content: renderAlerts(snapshot).text },
    { id: "account", content: renderAccount(snapshot).text },
    ...snapshot.pools.flatMap((pool) => [
      { id: `numbers-${pool.id}`, content: renderNumbers(pool).text },
      { id: `speed-${pool.id}`, content: speedChart(pool).text },
      { id: `quality-${pool.id}`, content: renderQuality(pool).text },
      { id: `events-${pool.id}`, content: renderEvents(pool).text },
    ]),
  ];
}

/** Renders the whole page, with the numbers of a snapshot. */
export function renderPage(snapshot: DashboardSnapshot): string {
  const contents = new Map(
    renderSections(snapshot).map(({ id, content }) => [id, raw(content)]),
  );
  const names = snapshot.pools.map(({ name }) => name).join(", ");
  const pools = snapshot.pools.map(({ id, name }) =>
    markup`<article aria-labelledby="name-${id}">
<h2 id="name-${id}">${name} <small>${id}</small></h2>
<div id="numbers-${id}">${contents.get(`numbers-${id}`)}</div>
<h3>Speed</h3>
<figure id="speed-${id}">${contents.get(`speed-${id}`)}</figure>
<h3>Tolokers</h3>
<div id="quality-${id}" class="scroll" tabindex="0" role="region" aria-label="Tolokers of ${name}">${
      contents.get(`quality-${id}`)
    }</div>
<h3>Last events</h3>
<ol id="events-${id}" class="events">${contents.get(`events-${id}`)}</ol>
</article>
`
  );
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Toloka: ${names}</title>
<link rel="stylesheet" href="style.css">
<link rel="icon" href="data:,">
<script src="script.js" defer></script>
</head>
<body>
<a class="skip" href="#pools">Skip to the pools</a>
<header>
<h1>Toloka</h1>
<p><span id="state" role="status">Numbers of the last loading</span> <time id="time">${
    contents.get("time")
  }</time> <a href="picture.svg" download="toloka.svg">Save picture</a></p>
</header>
<section id="alerts" aria-live="polite" aria-label="Alerts">${
    contents.get("alerts")
  }</section>
<section id="account" aria-label="Account">${contents.get("account")}</section>
<main id="pools">
${pools}</main>
</body>
</html>
`.text;
}

function raw(text: string): Html {
  return new Html(text);
}

function renderAlerts({ alerts }: DashboardSnapshot): Html {
  if (alerts.length === 0) return markup``;
  return markup`
    <h2>Alerts</h2>
    <ul>${
    alerts.map(({ kind, text }) => markup`<li data-kind="${kind}">${text}</li>`)
  }</ul>
  `;
}

function renderAccount({ balance, pools }: DashboardSnapshot): Html {
  const sum = (values: (number | undefined)[]) =>
    values.every((value) => value === undefined)
      ? undefined
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return numbers([
    ["Balance", dollars(balance)],
    ["Spent", dollars(sum(pools.map(({ spent }) => spent)))],
    ["Estimate", dollars(sum(pools.map(({ estimate }) => estimate)))],
    ["Open pools", count(pools.filter(isOpen).length)],
  ]);
}

function isOpen({ status }: PoolSnapshot): boolean {
  return status === "OPEN";
}

function numbers(values: [label: string, value: string][]): Html {
  return markup`<dl>${
    values.map(([label, value]) =>
      markup`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>
      `
    )
  }</dl>`;
}

function renderNumbers(pool: PoolSnapshot): Html {
  const { completion, statuses } = pool;
  return markup`<p class="status" data-status="${pool.status}">${pool.status}${
    pool.status === "CLOSED" && pool.closeReason ? `: ${pool.closeReason}` : ""
  }</p>
<progress max="1" value="${completion ?? 0}" aria-label="Done">${
    percent(completion)
  }</progress>
${
    numbers([
      ["Done", percent(completion)],
      ["Time left", duration(pool.eta)],
      ["Suites an hour", count(pool.perHour)],
      ["Spent", `${dollars(pool.spent)} of ${dollars(pool.estimate)}`],
      ["Right control tasks", percent(pool.accuracy)],
      ["Tolokers", count(pool.tolokers)],
      ["Active and eligible", count(pool.eligible)],
    ])
  }
${
    numbers([
      ["Submitted", count(statuses.SUBMITTED)],
      ["Accepted", count(statuses.ACCEPTED)],
      ["Rejected", count(statuses.REJECTED)],
      ["Skipped", count(statuses.SKIPPED)],
      ["Expired", count(statuses.EXPIRED)],
    ])
  }`;
}

function renderQuality({ quality, tolokers, name }: PoolSnapshot): Html {
  if (quality.length === 0) {
    return markup`<p>Nobody has submitted anything yet</p>`;
  }
  return markup`<table>
      <caption>${quality.length} of ${tolokers} Tolokers in ${name}, by suites</caption>
      <thead>
        <tr>
          <th scope="col">Toloker</th>
          <th scope="col">Suites</th>
          <th scope="col">Right control tasks</th>
          <th scope="col">Agreement</th>
          <th scope="col">Time a suite</th>
          <th scope="col">Restrictions</th>
        </tr>
      </thead>
      <tbody>${quality.map(renderToloker)}</tbody>
    </table>
  `;
}

function renderToloker(toloker: TolokerQuality): Html {
  return markup`<tr>
      <th scope="row">${toloker.id}</th>
      <td>${count(toloker.suites)}</td>
      <td>${percent(toloker.accuracy)}</td>
      <td>${percent(toloker.agreement)}</td>
      <td>${duration(toloker.seconds)}</td>
      <td>${toloker.restrictions || "–"}</td>
    </tr>
  `;
}

const MAX_SHOWN = 10;

function renderEvents({ events }: PoolSnapshot): Html {
  if (events.length === 0) return markup`<li>Nothing has happened yet</li>`;
  return markup`${
    events.slice(0, MAX_SHOWN).map(({ time, type, user, id }) =>
      markup`<li><time>${
        clock(time)
      }</time> <b>${type}</b> <span>${user}</span> <small>${id}</small></li>`
    )
  }`;
}
