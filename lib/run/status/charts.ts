/**
 * Charts as SVG without a script. Lengths are percentages, so that a chart fits its place and its
 * letters keep their size; beside each is a table that says the same.
 */
import { formatCount } from "../../cli/report.ts";
import { type Markup, markup } from "./markup.ts";

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
  /** What the name and the value alone do not tell. */
  readonly detail?: string;
  readonly colour?: Colour;
}

export interface Chart {
  readonly title: string;
  readonly note?: string;
  /** Heads of the table: what the names are, and what the values. */
  readonly heads: readonly [string, string];
  readonly bars: readonly Bar[];
  /** A value as text; counts unless given. */
  readonly format?: (value: number) => string;
}

const ROW = 38;
const COLUMN_HEIGHT = 150;
const COLUMN_TOP = 20;
/** In Latin letters; a name that is longer goes on in its tooltip and in the table. */
const LONGEST_NAME = 30;
/** As many values as one can listen to. */
const TOLD = 5;

function shown({ format = formatCount }: Chart, { value, detail }: Bar): string {
  return detail === undefined ? format(value) : `${format(value)}, ${detail}`;
}

/** From Hangul on, letters are about twice as wide as Latin ones. */
function widthOf(sign: string): number {
  return (sign.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
}

function shortened(name: string): string {
  let width = 0;
  let short = "";
  for (const sign of name) {
    width += widthOf(sign);
    if (width > LONGEST_NAME) return `${short}…`;
    short += sign;
  }
  return short;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

function greatest({ bars }: Chart): number {
  return Math.max(1, ...bars.map(({ value }) => value));
}

/** For somebody who does not see the chart: the greatest values, and where the others are. */
function description(chart: Chart): string {
  const { title, bars } = chart;
  const told = bars.toSorted((a, b) => b.value - a.value).slice(0, TOLD)
    .map((bar) => `${bar.name} ${shown(chart, bar)}`).join(", ");
  return `${title}: ${told}${bars.length > TOLD ? "; the table below has all" : ""}`;
}

function tableOf(chart: Chart): Markup {
  const { title, heads, bars } = chart;
  const rows = bars.map((bar) =>
    markup`
      <tr>
        <th scope="row">${bar.name}</th>
        <td class="number">${shown(chart, bar)}</td>
      </tr>
    `
  );
  return markup`
    <details>
      <summary>As a table<span class="hidden">: ${title}</span></summary>
      <table aria-label="${title}">
        <thead>
          <tr>
            <th scope="col">${heads[0]}</th>
            <th scope="col" class="number">${heads[1]}</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </details>
  `;
}

function panel(chart: Chart, height: number, drawing: readonly Markup[]): Markup {
  const { title, note, bars } = chart;
  const body = bars.every(({ value }) => value === 0) ? markup`<p>None</p>` : markup`
    <svg role="img" aria-label="${description(chart)}" width="100%" height="${height}">
    ${drawing}
    </svg>
    ${tableOf(chart)}
  `;
  return markup`<div class="panel">
<h3>${title}</h3>
${note === undefined ? "" : markup`<p class="faint">${note}</p>`}
${body}
</div>`;
}

/** Horizontal bars, each below its name. */
export function barChart(chart: Chart): Markup {
  const most = greatest(chart);
  const rows = chart.bars.map((bar, at) => {
    const [text, top] = [at * ROW + 15, at * ROW + 21];
    const width = percent(bar.value / most);
    return markup`
      <g>
        <title>${bar.name}: ${shown(chart, bar)}</title>
        <text x="0" y="${text}">${shortened(bar.name)}</text>
        <text x="100%" y="${text}" text-anchor="end">${shown(chart, bar)}</text>
        <rect class="track" y="${top}" width="100%" height="9" rx="2" />
        <rect class="${bar.colour ?? "accent"}" y="${top}" width="${width}" height="9" rx="2" />
      </g>
    `;
  });
  return panel(chart, chart.bars.length * ROW, rows);
}

function column(chart: Chart, bar: Bar, at: number, most: number): Markup {
  const share = 1 / chart.bars.length;
  // What is not nothing can be seen.
  const height = bar.value === 0 ? 0 : Math.max(3, Math.round(COLUMN_HEIGHT * bar.value / most));
  const [x, width] = [percent((at + 0.1) * share), percent(0.8 * share)];
  const y = COLUMN_TOP + COLUMN_HEIGHT - height;
  return markup`
    <rect class="${bar.colour ?? "accent"}" x="${x}" y="${y}" width="${width}" height="${height}">
      <title>${bar.name}: ${shown(chart, bar)}</title>
    </rect>
  `;
}

/** Vertical bars in an order that means something, such as time; the ends are named. */
export function columnChart(chart: Chart): Markup {
  const { bars, format = formatCount } = chart;
  const most = greatest(chart);
  const base = COLUMN_TOP + COLUMN_HEIGHT;
  const last = bars.length > 1 ? bars.at(-1)?.name ?? "" : "";
  return panel(chart, base + 22, [
    markup`
      <text class="faint" x="0" y="12">${format(most)}</text>
      <line class="rule" x1="0" y1="${COLUMN_TOP}" x2="100%" y2="${COLUMN_TOP}" />
    `,
    ...bars.map((bar, at) => column(chart, bar, at, most)),
    markup`
      <line class="axis" x1="0" y1="${base}" x2="100%" y2="${base}" />
      <text class="faint" x="0" y="${base + 17}">${bars[0]?.name ?? ""}</text>
      <text class="faint" x="100%" y="${base + 17}" text-anchor="end">${last}</text>
    `,
  ]);
}
