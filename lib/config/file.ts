import { parse } from "@std/yaml";
import { didYouMean } from "../cli/suggest.ts";
import type { Layer, Setting } from "./layers.ts";
import type { Origin, Problem } from "./problem.ts";
import type { ConfigKey } from "./table.ts";

interface Walk {
  readonly paths: readonly string[];
  readonly origin: Origin;
  readonly settings: Setting[];
  readonly problems: Problem[];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys directly below a section, or at the top. */
function siblings(paths: readonly string[], section: string): readonly string[] {
  const below = paths.filter((path) => path.startsWith(section));
  return [...new Set(below.map((path) => path.slice(section.length).split(".")[0] ?? ""))];
}

/** A near sibling, or else the same word where it belongs. */
function suggestion(walk: Walk, section: string, name: string): string {
  const near = didYouMean(name, siblings(walk.paths, section));
  if (near !== "") return near;
  const elsewhere = walk.paths.filter((path) => path.endsWith(`.${name}`));
  return elsewhere.length === 0
    ? ""
    : `; did you mean ${elsewhere.map((path) => `"${path}"`).join(" or ")}?`;
}

function visit(walk: Walk, section: string, name: string, value: unknown): void {
  const path = `${section}${name}`;
  const refuse = (message: string) => walk.problems.push({ path, origin: walk.origin, message });
  if (walk.paths.includes(path)) {
    if (value !== null) walk.settings.push({ path, value, origin: walk.origin });
  } else if (!walk.paths.some((known) => known.startsWith(`${path}.`))) {
    refuse(`Unknown key${suggestion(walk, section, name)}`);
  } else if (isMapping(value)) {
    for (const [key, inner] of Object.entries(value)) visit(walk, `${path}.`, key, inner);
  } else if (value !== null) {
    refuse("Must be a section with keys of its own");
  }
}

/** The parser's words up to the first colon: what follows may quote the file, secrets and all. */
function syntaxProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const place = /\bline \d+, column \d+/.exec(message)?.[0];
  const reason = message.split(/[:\n]/, 1)[0] ?? "";
  const shown = place === undefined || reason.includes(place) ? reason : `${reason} at ${place}`;
  return `Cannot read the file as YAML: ${shown}`;
}

/** What a YAML file sets. A key without a value counts as not set. */
export function fileLayer(text: string, file: string, keys: readonly ConfigKey[]): Layer {
  const origin: Origin = { kind: "file", name: file };
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return { settings: [], problems: [{ path: file, message: syntaxProblem(error) }] };
  }
  const walk: Walk = { paths: keys.map((key) => key.path), origin, settings: [], problems: [] };
  if (isMapping(content)) {
    for (const [name, value] of Object.entries(content)) visit(walk, "", name, value);
  } else if (content !== null && content !== undefined) {
    walk.problems.push({ path: file, message: "Must be a mapping of sections" });
  }
  return walk;
}
