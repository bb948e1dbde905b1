/** The parts of a Markdown document that can be tried. */

export interface Fence {
  /** `sh`, `yaml`, `text` … */
  readonly language: string;
  /** What follows the language, which no reader sees: the name of a file. */
  readonly name: string;
  readonly body: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

const FENCE = /^( *)```(\w+)(?: +(\S+))?\n([\s\S]*?)^ *```$/gm;

export function fencesOf(text: string): readonly Fence[] {
  return [...text.matchAll(FENCE)].map((match) => {
    const [, indent = "", language = "", name = "", body = ""] = match;
    return {
      language,
      name,
      body: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      line: text.slice(0, match.index).split("\n").length + 1,
    };
  });
}

function withoutFences(text: string): string {
  return text.replaceAll(FENCE, (block) => block.replaceAll(/[^\n]/g, ""));
}

/** What stands between backticks in a line. */
export function inlineCodeOf(text: string): readonly string[] {
  return [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

/** Targets of links and pictures. */
export function linksOf(text: string): readonly string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}

/** Headings as GitHub makes anchors of them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...withoutFences(text).matchAll(/^#+ +(.+)$/gm)];
  return new Set(
    headings.map(([, heading = ""]) =>
      heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  );
}
