/** Completion for bash, from 3.2 (macOS) on. */
import type { CompletedCommand } from "./completions.ts";

function flagNames({ flags }: CompletedCommand): string {
  return flags.flatMap(({ names }) => names).join(" ");
}

/** Nothing offered leaves file names to the shell (`-o default`). */
function valueCases(command: CompletedCommand): readonly string[] {
  return command.flags.flatMap(({ names, value }) => {
    if (value === undefined) return [];
    const words = value.words.length === 0 ? "" : ` words="${value.words.join(" ")}";`;
    return [`${command.name}:${names.join(`|${command.name}:`)}) value=1;${words} ;;`];
  });
}

function commandCase(command: CompletedCommand): string {
  const words = [...command.words, flagNames(command)].join(" ").trim();
  return `${command.name}) words="${words}" ;;`;
}

/** The script for `source <(ti-misp completions bash)`. A word may be cut at `=` by the shell. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return [
    "# bash completion for ti-misp",
    "_ti_misp() {",
    '  local words="" value="" cur="${COMP_WORDS[COMP_CWORD]}"',
    '  local previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"',
    '  if [ "$cur" = "=" ]; then cur=""',
    '  elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"',
    "  fi",
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${names} --help --version"`,
    "  else",
    '    case "$command:$previous" in',
    ...commands.flatMap(valueCases).map((line) => `    ${line}`),
    "    esac",
    '    if [ -z "$value" ]; then case "$command" in',
    ...commands.map(commandCase).map((line) => `      ${line}`),
    "    esac; fi",
    "  fi",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    "complete -o default -F _ti_misp ti-misp",
    "",
  ].join("\n");
}
