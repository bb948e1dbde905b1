/** The tables of the status page. */
import { formatCount } from "../../cli/report.ts";
import { type Markup, markup } from "./markup.ts";
import type { StatusReport } from "./report.ts";
import type { RunStatus } from "./run_status.ts";
import { ago, duration, shortTime } from "./words.ts";

function head(name: string): Markup {
  return markup`<th scope="col">${name}</th>`;
}

function numberHead(name: string): Markup {
  return markup`<th scope="col" class="number">${name}</th>`;
}

function number(text: string): Markup {
  return markup`<td class="number">${text}</td>`;
}

/** Wider than a telephone: it scrolls by itself, with the keyboard, too. */
export function runsTable({ runs, generated_at: now }: StatusReport, labelledBy: string): Markup {
  if (runs.length === 0) return markup`<p class="panel">None is recorded</p>`;
  const heads = [
    ...["Command", "Instance", "Shard", "Ended", "Outcome"].map(head),
    ...["Took", "Written", "Deleted", "Rejected"].map(numberHead),
  ];
  return markup`<div class="scroll panel" role="region" aria-labelledby="${labelledBy}" tabindex="0">
<table class="runs"><thead><tr>${heads}</tr></thead>
<tbody>${runs.map((run) => runRow(run, now))}</tbody></table>
</div>
${errorList(runs)}`;
}

function errorList(runs: readonly RunStatus[]): Markup {
  const items = runs.flatMap(({ command, instance, finished_at: at, error }) =>
    error === undefined
      ? []
      : [markup`<li><strong>${command} of ${instance}, ${shortTime(at)}:</strong> ${error}</li>`]
  );
  if (items.length === 0) return markup``;
  return markup`<h3 class="after">What went wrong</h3>
<ul class="panel">${items}</ul>`;
}

function runRow(run: RunStatus, now: string): Markup {
  const isGood = run.exit_code === 0;
  const outcome = isGood ? run.outcome : `${run.outcome} (exit ${run.exit_code})`;
  const numbers = [
    duration(run.duration_ms),
    ...[run.written, run.deleted, run.rejected].map(formatCount),
  ];
  return markup`<tr><th scope="row">${run.command}</th><td>${run.instance}</td><td>${run.shard}</td>
<td><time datetime="${run.finished_at}">${shortTime(run.finished_at)}</time>, ${
    ago(run.finished_at, now)
  }</td>
<td class="${isGood ? "state-good" : "state-bad"}">${outcome}</td>
${numbers.map(number)}</tr>`;
}

export function ledgerTable({ ledger }: StatusReport): Markup {
  if (ledger.length === 0) return markup`<p class="panel">None</p>`;
  const rows = ledger.map(({ command, instance, events }) =>
    markup`<tr><th scope="row">${command}</th><td>${instance}</td>${
      number(formatCount(events))
    }</tr>`
  );
  return markup`
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
