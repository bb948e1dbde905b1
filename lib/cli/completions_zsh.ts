/** Completion for zsh. */
import type { CompletedCommand, CompletedFlag } from "./completions.ts";

/** Inside single quotes; `:`, `[` and `]` would end a part of a specification. */
function quoted(text: string): string {
  return text.replaceAll(/[\[\]:\\]/g, "\\$&").replaceAll("'", "'\\''");
}

function action({ value }: CompletedFlag): string {
  if (value === undefined) return "";
  const words = value.words.map(quoted).join(" ");
  const offered = value.isFile ? "_files" : words === "" ? " " : `(${words})`;
  return `:${quoted(value.name)}:${offered}`;
}

function flagSpec(flag: CompletedFlag): string {
  const { names, text, value, repeatable } = flag;
  const spelled = names.map((name) => value === undefined ? name : `${name}=`);
  const tail = `'[${quoted(text)}]${action(flag)}'`;
  if (names.length > 1) return `'(${names.join(" ")})'{${spelled.join(",")}}${tail}`;
  return `${repeatable ? "'*'" : ""}${spelled[0]}${tail}`;
}

function commandCase({ name, flags, words }: CompletedCommand): string {
  const specs = flags.map(flagSpec);
  const argument = words.length === 0 ? [] : [`'1:argument:(${words.join(" ")})'`];
  return `      ${name}) _arguments -s ${[...specs, ...argument].join(" \\\n        ")} ;;`;
}

/** The script, for `source <(ti-misp completions zsh)` as well as a file `_ti-misp` in `$fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return [
    "#compdef ti-misp",
    "_ti_misp() {",
    "  local state line",
    "  _arguments -C '1:command:->command' '*::argument:->argument'",
    '  case "$state" in',
    "  command)",
    "    local -a commands=(",
    ...commands.map(({ name, text }) => `      '${name}:${text.replaceAll("'", "'\\''")}'`),
    "    )",
    "    _describe command commands ;;",
    "  argument)",
    '    case "$line[1]" in',
    ...commands.map(commandCase),
    "    esac ;;",
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_ti-misp" ]; then _ti_misp "$@"; else compdef _ti_misp ti-misp; fi',
    "",
  ].join("\n");
}
