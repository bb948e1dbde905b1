/** The tables of the status page. */
import { formatCount } from "../../cli/report.ts";
import { type Html, html } from "./html.ts";
import type { StatusReport } from "./report.ts";
import type { RunStatus } from "./run_status.ts";
import { ago, duration, shortTime } from "./words.ts";

function head(name: string): Html {
  return html`<th scope="col">${name}</th>`;
}

function numberHead(name: string): Html {
  return html`<th scope="col" class="number">${name}</th>`;
}

function number(text: string): Html {
  return html`<td class="number">${text}</td>`;
}

/** Wider than a telephone: it scrolls by itself, with the keyboard, too. */
export function runsTable({ runs, generated_at: now }: StatusReport, labelledBy: string): Html {
  if (runs.length === 0) return html`<p class="panel">None is recorded</p>`;
  const hasErrors = runs.some(({ error }) => error !== undefined);
  const heads = [
    ...["Command", "Instance", "Shard", "Ended", "Outcome"].map(head),
    ...["Took", "Written", "Deleted", "Rejected"].map(numberHead),
    ...hasErrors ? [head("Why")] : [],
  ];
  return html`
    <div class="scroll panel" role="region" aria-labelledby="${labelledBy}" tabindex="0">
      <table class="runs">
        <thead>
          <tr>${heads}</tr>
        </thead>
        <tbody>${runs.map((run) => runRow(run, now, hasErrors))}</tbody>
      </table>
    </div>
  `;
}

function runRow(run: RunStatus, now: string, hasErrors: boolean): Html {
  const isGood = run.exit_code === 0;
  const outcome = isGood ? run.outcome : `${run.outcome} (exit ${run.exit_code})`;
  const numbers = [
    duration(run.duration_ms),
    ...[run.written, run.deleted, run.rejected].map(formatCount),
  ];
  return html`<tr><th scope="row">${run.command}</th><td>${run.instance}</td><td>${run.shard}</td>
<td><time datetime="${run.finished_at}">${shortTime(run.finished_at)}</time>, ${
    ago(run.finished_at, now)
  }</td>
<td class="${isGood ? "state-good" : "state-bad"}">${outcome}</td>
${numbers.map(number)}
${hasErrors ? html`<td class="why">${run.error ?? ""}</td>` : ""}</tr>`;
}

export function ledgerTable({ ledger }: StatusReport): Html {
  if (ledger.length === 0) return html`<p class="panel">None</p>`;
  const rows = ledger.map(({ command, instance, events }) =>
    html`<tr><th scope="row">${command}</th><td>${instance}</td>${number(formatCount(events))}</tr>`
  );
  return html`
    <div class="panel">
      <table>
        <thead>
          <tr>${head("Command")}${head("Instance")}${numberHead("Events")}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}
