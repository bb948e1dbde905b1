/** The status as one page: nothing is loaded, nothing runs, and everything can be read without. */
import { formatDuration } from "../../cli/progress.ts";
import { formatCount } from "../../cli/report.ts";
import { pageCharts } from "./page_charts.ts";
import { Html, html } from "./html.ts";
import { PAGE_STYLE } from "./page_style.ts";
import type { StatusReport } from "./report.ts";
import type { RunStatus } from "./run_status.ts";
import { ago, describeLag, roughly, shortTime } from "./words.ts";

/** Were a text ever to become more than text, it could still load and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function statusPage(report: StatusReport): string {
  const { namespace, server, generated_at: now } = report;
  return `<!DOCTYPE html>\n${html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <title>ti-misp status: ${namespace}</title>
        <style>${new Html(PAGE_STYLE)}</style>
      </head>
      <body>
        <header>
    <h1>ti-misp status</h1>
    <p class="faint">Namespace ${namespace} on ${server}, as of <time datetime="${now}">${shortTime(
      now,
    )}</time></p>
    ${tiles(report)}
        </header>
        <main>
    <h2 id="runs">Last runs</h2>
    ${runsTable(report)}
    <h2>Indicators</h2>
    <div class="grid">
    ${pageCharts(report)}
    </div>
    <h2 id="ledger">Events in the ledger</h2>
    ${ledgerTable(report)}
        </main>
      </body>
    </html>
  `}\n`;
}

function tiles({ documents, expiries, ledger, lag, runs }: StatusReport): Html {
  const events = ledger.reduce((sum, each) => sum + each.events, 0);
  const rejected = runs.reduce((sum, run) => sum + run.rejected, 0);
  const known = lag.state === "known" ? lag.seconds === 0 ? "none" : roughly(lag.seconds) : "—";
  const { "1d": day = 0, "7d": week = 0 } = expiries.next;
  return html`<dl class="tiles">
${tile("Indicators", formatCount(documents.total), `${formatCount(expiries.due)} due to end`)}
${tile("Events in the ledger", formatCount(events))}
${tile("Lag behind MISP", known, describeLag(lag))}
${tile("Ending within a day", formatCount(day), `${formatCount(week)} within 7 days`)}
${tile("Rejected", formatCount(rejected), "by the last runs")}
</dl>`;
}

function tile(name: string, value: string, note = ""): Html {
  return html`
    <div class="panel">
      <dt>${name}</dt>
      <dd>${value}<div class="note">${note}</div></dd>
    </div>
  `;
}

const HEADS = [
  "Command",
  "Instance",
  "Shard",
  "Ended",
  "Outcome",
  "Took",
  "Written",
  "Deleted",
  "Rejected",
  "Why",
];

function runsTable({ runs, generated_at: now }: StatusReport): Html {
  if (runs.length === 0) return html`<p class="panel">None is recorded</p>`;
  return html`
    <div class="scroll panel" role="region" aria-labelledby="runs" tabindex="0">
      <table class="runs">
        <thead>
          <tr>${HEADS.map((head) => html`<th scope="col">${head}</th>`)}</tr>
        </thead>
        <tbody>${runs.map((run) => runRow(run, now))}</tbody>
      </table>
    </div>
  `;
}

function runRow(run: RunStatus, now: string): Html {
  const isGood = run.exit_code === 0;
  const outcome = isGood ? run.outcome : `${run.outcome} (exit ${run.exit_code})`;
  return html`
    <tr>
      <th scope="row">${run.command}</th>
      <td>${run.instance}</td>
      <td>${run.shard}</td>
      <td><time datetime="${run.finished_at}">${shortTime(run.finished_at)}</time>, ${ago(
        run.finished_at,
        now,
      )}</td>
      <td class="${isGood ? "state-good" : "state-bad"}">${outcome}</td>
      <td>${formatDuration(run.duration_ms)}</td>
      <td>${formatCount(run.written)}</td>
      <td>${formatCount(run.deleted)}</td>
      <td>${formatCount(run.rejected)}</td>
      <td class="why">${run.error ?? ""}</td>
    </tr>
  `;
}

function ledgerTable({ ledger }: StatusReport): Html {
  if (ledger.length === 0) return html`<p class="panel">None</p>`;
  const rows = ledger.map(({ command, instance, events }) =>
    html`
      <tr>
        <th scope="row">${command}</th>
        <td>${instance}</td>
        <td class="number">${formatCount(events)}</td>
      </tr>
    `
  );
  return html`
    <div class="panel">
      <table>
        <thead>
          <tr>
            <th scope="col">Command</th>
            <th scope="col">Instance</th>
            <th scope="col" class="number">Events</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}
