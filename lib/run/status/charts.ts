/**
 * Charts as SVG without a script. Lengths are percentages, so that a chart fits its place and its
 * letters keep their size; beside each is a table that says the same.
 */
import { formatCount } from "../../cli/report.ts";
import { type Html, html } from "./html.ts";

/** Names of classes in the page's style sheet. */
export type Colour =
  | "accent"
  | "good"
  | "bad"
  | "tlp-red"
  | "tlp-amber"
  | "tlp-green"
  | "tlp-clear";

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value in words, when it is no count. */
  readonly shown?: string;
  readonly colour?: Colour;
}

export interface Chart {
  /** Names the chart in the page's addresses. */
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Heads of the table: what the names are, and what the values. */
  readonly heads: readonly [string, string];
  readonly bars: readonly Bar[];
}

const ROW = 38;
const COLUMNS_HEIGHT = 150;
/** A name that is longer goes on in its tooltip and in the table. */
const LONGEST_NAME = 30;

function shownValue({ value, shown }: Bar): string {
  return shown ?? formatCount(value);
}

function shortened(name: string): string {
  const signs = [...name];
  return signs.length <= LONGEST_NAME ? name : `${signs.slice(0, LONGEST_NAME - 1).join("")}…`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

function greatest(bars: readonly Bar[]): number {
  return Math.max(1, ...bars.map(({ value }) => value));
}

/** What somebody hears who does not see the chart: the first few, and where the rest is. */
function description({ title, bars }: Chart): string {
  const told = bars.toSorted((a, b) => b.value - a.value).slice(0, 5)
    .map((bar) => `${bar.name} ${shownValue(bar)}`).join(", ");
  return `${title}: ${told}${bars.length > 5 ? "; the table below has all" : ""}`;
}

function tableOf({ title, heads, bars }: Chart): Html {
  const rows = bars.map((bar) =>
    html`
      <tr>
        <th scope="row">${bar.name}</th>
        <td>${shownValue(bar)}</td>
      </tr>
    `
  );
  return html`
    <details>
      <summary>As a table<span class="hidden">: ${title}</span></summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${heads[0]}</th>
            <th scope="col">${heads[1]}</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </details>
  `;
}

function figure(chart: Chart, drawing: Html): Html {
  const { id, title, note, bars } = chart;
  const body = bars.every(({ value }) => value === 0)
    ? html`<p class="faint">None</p>`
    : html`${drawing}
${tableOf(chart)}`;
  return html`<section class="panel" aria-labelledby="${id}">
<h3 id="${id}">${title}</h3>
${note === undefined ? "" : html`<p class="faint">${note}</p>`}
${body}
</section>`;
}

function barRow(bar: Bar, at: number, most: number): Html {
  const y = at * ROW;
  const { name, value, colour = "accent" } = bar;
  return html`
    <g>
      <title>${name}: ${shownValue(bar)}</title>
      <text x="0" y="${y + 15}">${shortened(name)}</text>
      <text x="100%" y="${y + 15}" text-anchor="end">${shownValue(bar)}</text>
      <rect class="track" x="0" y="${y + 21}" width="100%" height="9" rx="2" />
      <rect class="${colour}" x="0" y="${y + 21}" width="${percent(
        value / most,
      )}" height="9" rx="2" />
    </g>
  `;
}

/** Horizontal bars, each below its name. */
export function barChart(chart: Chart): Html {
  const { bars } = chart;
  const most = greatest(bars);
  return figure(
    chart,
    html`<svg role="img" aria-label="${description(chart)}" width="100%" height="${
      bars.length * ROW
    }">
${bars.map((bar, at) => barRow(bar, at, most))}
</svg>`,
  );
}

function column(bar: Bar, at: number, { bars }: Chart, most: number): Html {
  const width = 1 / bars.length;
  const height = bar.value === 0 ? 0 : Math.max(3, COLUMNS_HEIGHT * bar.value / most);
  const x = percent(at * width + width * 0.1);
  return html`
    <rect class="${bar.colour ?? "accent"}" x="${x}" y="${(20 + COLUMNS_HEIGHT - height).toFixed(
      1,
    )}" width="${percent(width * 0.8)}" height="${height.toFixed(1)}">
      <title>${bar.name}: ${shownValue(bar)}</title>
    </rect>
  `;
}

/** Vertical bars in an order that means something, such as time; the ends are named. */
export function columnChart(chart: Chart): Html {
  const { bars } = chart;
  const most = greatest(bars);
  const highest = bars.find(({ value }) => value === most);
  const base = 20 + COLUMNS_HEIGHT;
  return figure(
    chart,
    html`<svg role="img" aria-label="${description(chart)}" width="100%" height="${base + 22}">
<text class="faint" x="0" y="12">${highest === undefined ? "" : shownValue(highest)}</text>
<line class="rule" x1="0" y1="20" x2="100%" y2="20"/>
${bars.map((bar, at) => column(bar, at, chart, most))}
<line class="axis" x1="0" y1="${base}" x2="100%" y2="${base}"/>
<text class="faint" x="0" y="${base + 17}">${bars[0]?.name ?? ""}</text>
<text class="faint" x="100%" y="${base + 17}" text-anchor="end">${
      bars.length > 1 ? bars.at(-1)?.name ?? "" : ""
    }</text>
</svg>`,
  );
}
