/** Completion for fish. */
import type { CompletedCommand, CompletedFlag } from "./completions.ts";

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function option(name: string): string {
  return name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
}

function valueOption({ value }: CompletedFlag): string {
  if (value === undefined) return "";
  if (value.isFile) return " -r -F";
  return value.words.length === 0 ? " -x" : ` -x -a ${quoted(value.words.join(" "))}`;
}

function commandLines({ name, flags, words }: CompletedCommand): readonly string[] {
  const within = `complete -c ti-misp -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...words.length === 0 ? [] : [`${within} -a ${quoted(words.join(" "))}`],
    ...flags.map((flag) =>
      `${within} ${flag.names.map(option).join(" ")}${valueOption(flag)} -d ${quoted(flag.text)}`
    ),
  ];
}

/** The script for `ti-misp completions fish | source`, or a file in the completions folder. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const first = "complete -c ti-misp -n __fish_use_subcommand";
  return [
    "# fish completion for ti-misp",
    "complete -c ti-misp -f",
    ...commands.map(({ name, text }) => `${first} -a ${name} -d ${quoted(text)}`),
    `${first} -l help -s h -d 'Show the help'`,
    `${first} -l version -s V -d 'Show the version'`,
    ...commands.flatMap(commandLines),
    "",
  ].join("\n");
}
