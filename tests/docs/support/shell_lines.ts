/** Lines of shell as the documentation has them: one command, or a pipeline of some, in each. */

/** A command that may go over several lines, without comments. */
export function linesOf(script: string): readonly string[] {
  return script.replaceAll(/\\\n\s*/g, "").split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

const TOKEN =
  /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\|\||[|;&]|\d?[<>]{1,2}(?:&\d)?)|((?:[^\s"'|;&<>\\]|\\.)+)/g;

interface Token {
  readonly text: string;
  readonly kind: "word" | "operator";
  /** Whether blanks stand before it; without them it goes on with the word before. */
  readonly apart: boolean;
}

function tokensOf(line: string): readonly Token[] {
  let end = 0;
  return [...line.matchAll(TOKEN)].map((match) => {
    const [whole, double, single, operator, word] = match;
    const apart = match.index > end || match.index === 0;
    end = match.index + whole.length;
    return operator === undefined
      ? { text: double ?? single ?? word ?? "", kind: "word", apart }
      : { text: operator, kind: "operator", apart };
  });
}

/** The words of each command of a line; redirections are left out. */
export function commandsIn(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let isFile = false;
  for (const { text, kind, apart } of tokensOf(line)) {
    if (kind === "operator") {
      isFile = /[<>]/.test(text) && !text.includes("&");
      if (!/[<>]/.test(text)) commands.push([]);
      continue;
    }
    const words = commands.at(-1) ?? [];
    if (isFile && apart) {
      isFile = false;
      continue;
    }
    if (apart || words.length === 0) words.push(text);
    else words[words.length - 1] += text;
    isFile = false;
  }
  return commands.map((words) => words.filter((word, at) => !isAssignment(words, word, at)))
    .filter((words) => words.length > 0);
}

/** `NAME=value` before a command. */
function isAssignment(words: readonly string[], word: string, at: number): boolean {
  return /^[A-Z_]+=/.test(word) && words.slice(0, at).every((other) => /^[A-Z_]+=/.test(other));
}

const RUN_BY_DENO = ["npx", "-y", "deno@2.9.4", "run", "-q", "-P", "cli.ts"];

/** The arguments that ti-misp is given by a command; undefined when it is another program. */
export function tiMispArguments(words: readonly string[]): readonly string[] | undefined {
  const [first = ""] = words;
  if (/(^|\/)ti-misp$/.test(first)) return words.slice(1);
  if (RUN_BY_DENO.every((word, at) => words[at] === word)) return words.slice(RUN_BY_DENO.length);
  return undefined;
}
