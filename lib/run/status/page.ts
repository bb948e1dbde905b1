/** The status as one page: nothing is loaded, nothing runs, and everything can be read without. */
import { formatCount } from "../../cli/report.ts";
import { Markup, markup } from "./markup.ts";
import { pageCharts } from "./page_charts.ts";
import { PAGE_STYLE } from "./page_style.ts";
import { ledgerTable, runsTable } from "./page_tables.ts";
import type { StatusReport } from "./report.ts";
import { lagInDetail, lagInShort, shortTime } from "./words.ts";

/** Were a text ever to become more than text, it could still load and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function statusPage(report: StatusReport): string {
  const { namespace, server, generated_at: now } = report;
  const page = markup`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <title>ti-misp status: ${namespace}</title>
        <style>${new Markup(PAGE_STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>ti-misp status</h1>
          <p class="faint">
            Namespace ${namespace} on ${server}, <time datetime="${now}">${shortTime(now)}</time>
          </p>
          ${tiles(report)}
        </header>
        <main>
          <h2 id="runs">Last runs</h2>
          ${runsTable(report, "runs")}
          <h2>Indicators</h2>
          <div class="charts">${pageCharts(report)}</div>
          <h2>Events in the ledger</h2>
          ${ledgerTable(report)}
        </main>
      </body>
    </html>
  `;
  return `<!DOCTYPE html>\n${page}\n`;
}

/** Several commands know the same events of a MISP. */
function tiles({ documents, expiries, ledger, lag, runs }: StatusReport): Markup {
  const events = Map.groupBy(ledger, ({ instance }) => instance).values()
    .reduce((sum, each) => sum + Math.max(...each.map(({ events }) => events)), 0);
  const rejected = runs.reduce((sum, run) => sum + run.rejected, 0);
  const { "1d": day = 0, "7d": week = 0 } = expiries.next;
  return markup`<dl class="tiles">
${tile("Indicators", formatCount(documents.total), `${formatCount(expiries.due)} due to end`)}
${tile("Events in the ledger", formatCount(events), "")}
${tile("Lag behind MISP", lagInShort(lag), lagInDetail(lag))}
${tile("Ending within a day", formatCount(day), `${formatCount(week)} within 7 days`)}
${tile("Rejected", formatCount(rejected), "by the last runs")}
</dl>`;
}

function tile(name: string, value: string, note: string): Markup {
  return markup`
    <div class="panel">
      <dt>${name}</dt>
      <dd>${value}<span class="note">${note}</span></dd>
    </div>
  `;
}
