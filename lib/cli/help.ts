import type { Flag } from "./arguments.ts";

export interface Example {
  /** What it does, without a full stop. */
  readonly text: string;
  /** As typed in a shell. */
  readonly command: string;
}

export interface Entry {
  readonly name: string;
  readonly text: string;
}

export interface Help {
  /** One sentence: what the command does. */
  readonly summary: string;
  readonly examples: readonly Example[];
  readonly usage: string;
  readonly commands?: readonly Entry[];
  readonly flags: readonly Flag[];
  /** Paragraphs between the flags and the exit codes. */
  readonly notes?: readonly string[];
  readonly exitCodes: readonly Entry[];
}

const WIDTH = 80;

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** Names in one column and their texts in a second, which wraps under itself. */
function columns(entries: readonly Entry[]): string {
  const indent = Math.max(...entries.map((entry) => entry.name.length)) + 4;
  return entries.flatMap(({ name, text }) => {
    const [first = "", ...rest] = wrap(text, WIDTH - indent);
    return [
      `  ${name}`.padEnd(indent) + first,
      ...rest.map((line) => " ".repeat(indent) + line),
    ];
  }).join("\n");
}

function flagName(flag: Flag): string {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const negatable = flag.kind === "boolean" && flag.negatable === true;
  const value = flag.kind === "boolean" ? "" : ` ${flag.value}`;
  return `${short}--${negatable ? "[no-]" : ""}${flag.name}${value}`;
}

function flagText(flag: Flag): string {
  return flag.kind === "list" ? `${flag.text} (repeatable)` : flag.text;
}

function section(title: string, body: string): string {
  return `${title}:\n${body}`;
}

/** The text of `--help`: worked examples first, exit codes last. */
export function renderHelp(help: Help): string {
  const examples = help.examples.flatMap(({ text, command }) => [`  # ${text}`, `  ${command}`]);
  const commands = help.commands ?? [];
  return [
    wrap(help.summary, WIDTH).join("\n"),
    section("Examples", examples.join("\n")),
    section("Usage", `  ${help.usage}`),
    ...commands.length === 0 ? [] : [section("Commands", columns(commands))],
    section(
      "Flags",
      columns(help.flags.map((flag) => ({ name: flagName(flag), text: flagText(flag) }))),
    ),
    ...(help.notes ?? []).map((note) => wrap(note, WIDTH).join("\n")),
    section("Exit codes", columns(help.exitCodes)),
  ].join("\n\n") + "\n";
}
