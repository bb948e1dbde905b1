/** The result of `check`, for people, for machines and for the page of a CI job. */
import { errorAnnotation, inGithubActions } from "../cli/annotations.ts";
import { EXIT, outcomeOf } from "../cli/exit.ts";
import { plainText } from "../cli/plain_text.ts";
import { type Style, styleFor, type Tone } from "../cli/style.ts";
import { textTable } from "../cli/text_table.ts";
import type { World } from "../context.ts";
import type { CheckResult, Section } from "./check.ts";
import { type Finding, type Level, worstExitCode } from "./checks/finding.ts";

export interface CheckOutput {
  readonly json: boolean;
  /** Only what must be looked at. */
  readonly quiet: boolean;
  /** Settings at their defaults, too. */
  readonly verbose: boolean;
}

const TONES = { ok: "good", warning: "warning", error: "bad", skipped: "faint" } satisfies Record<
  Level,
  Tone
>;

/** Prints it, and gives the exit code. */
export async function printCheck(
  world: World,
  result: CheckResult,
  output: CheckOutput,
): Promise<number> {
  const findings = result.sections.flatMap((section) => section.findings);
  const exitCode = worstExitCode(findings);
  const text = output.json
    ? `${JSON.stringify(jsonOf(result, findings, exitCode))}\n`
    : textOf(result, findings, output, styleFor(world.stdout, world.env));
  await world.stdout.write(result.redact(text));
  if (exitCode !== EXIT.done && inGithubActions(world.env)) annotate(world, result, findings);
  return exitCode;
}

function annotate(world: World, { redact }: CheckResult, findings: readonly Finding[]): void {
  for (const { level, name, text } of findings) {
    if (level !== "error") continue;
    const message = redact(text);
    world.stderr.writeSync(errorAnnotation({ title: `ti-misp check: ${name}`, message }));
  }
}

function countOf(findings: readonly Finding[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length;
}

function jsonOf(
  { sections, settings }: CheckResult,
  findings: readonly Finding[],
  exitCode: number,
) {
  return {
    schema_version: 1,
    command: "check",
    outcome: outcomeOf(exitCode),
    exit_code: exitCode,
    ok: countOf(findings, "ok"),
    warnings: countOf(findings, "warning"),
    errors: countOf(findings, "error"),
    skipped: countOf(findings, "skipped"),
    findings: sections.flatMap(({ title, findings }) =>
      findings.map(({ exitCode: _, ...finding }) => ({ section: title, ...finding }))
    ),
    settings,
  };
}

function textOf(
  { sections, settings }: CheckResult,
  findings: readonly Finding[],
  { quiet, verbose }: CheckOutput,
  style: Style,
): string {
  if (quiet) {
    return sections.map((section) => sectionText(bad(section), style)).join("");
  }
  const shown = settings.filter(({ origin }) => verbose || origin !== "default");
  const table = {
    head: ["Setting", "Value", "From"],
    rows: shown.map(({ path, value, origin }) => [path, value, origin]),
  };
  return [
    ...sections.map((section) => sectionText(section, style)),
    ...shown.length === 0 ? [] : [`${textTable(table, style)}\n`],
    `ok: ${countOf(findings, "ok")}, warnings: ${countOf(findings, "warning")}, ` +
    `errors: ${countOf(findings, "error")}\n`,
  ].join("");
}

function bad({ title, findings }: Section): Section {
  const kept = findings.filter(({ level }) => level === "warning" || level === "error");
  return { title, findings: kept };
}

function sectionText({ title, findings }: Section, style: Style): string {
  if (findings.length === 0) return "";
  const lines = findings.map(({ level, name, text, advice }) => {
    const told = plainText(advice === undefined ? text : `${text}: ${advice}`);
    return `  ${style(TONES[level], level.padEnd(8))} ${name.padEnd(14)} ${told}\n`;
  });
  return `${style("strong", title)}\n${lines.join("")}\n`;
}
