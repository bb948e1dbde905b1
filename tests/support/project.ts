/** The project's own files and what they import, for tests about the project itself. */
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** Path of the project, without a slash at its end. */
export const PROJECT = fileURLToPath(ROOT).replace(/[\\/]$/, "");

export interface Import {
  /** A path from the project's root. */
  readonly from: string;
  /** The same, or the name of a package or of a built-in module. */
  readonly to: string;
  readonly kind: "static" | "dynamic" | "type";
}

interface Dependency {
  readonly specifier: string;
  readonly code?: { readonly specifier?: string; readonly error?: string };
  readonly type?: { readonly specifier?: string; readonly error?: string };
  readonly isDynamic?: boolean;
}

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly Dependency[];
  }[];
}

async function filesBelow(path: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(path, ROOT)));
  const nested = await Promise.all(entries.map((entry) => {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory) return filesBelow(child);
    return entry.name.endsWith(".ts") ? [child] : [];
  }));
  return nested.flat().toSorted();
}

/** Paths from the project's root of every TypeScript file in or below `places`. */
export async function projectFiles(places: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    places.map((place) => place.endsWith(".ts") ? [place] : filesBelow(place)),
  );
  return found.flat();
}

async function graphOf(files: readonly string[]): Promise<Graph> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(
      entry,
      files.map((file) => `import ${JSON.stringify(new URL(file, ROOT).href)};\n`).join(""),
    );
    const config = fileURLToPath(new URL("deno.json", ROOT));
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", config, entry],
    }).output();
    if (!success) throw new Error(`deno info failed: ${new TextDecoder().decode(stderr)}`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(entry);
  }
}

function toImport(from: string, dependency: Dependency): Import {
  const { code, type, isDynamic } = dependency;
  const target = code?.specifier ?? type?.specifier ?? "";
  return {
    from,
    to: target.startsWith(ROOT.href) ? target.slice(ROOT.href.length) : dependency.specifier,
    kind: isDynamic ? "dynamic" : code === undefined ? "type" : "static",
  };
}

export async function lineCount(file: string): Promise<number> {
  return (await Deno.readTextFile(new URL(file, ROOT))).split("\n").length - 1;
}

/** Every import that `files` make, by one look at the whole graph. */
export async function importsOf(files: readonly string[]): Promise<readonly Import[]> {
  const { modules } = await graphOf(files);
  return modules.flatMap(({ specifier, dependencies = [] }) => {
    const from = specifier.startsWith(ROOT.href) ? specifier.slice(ROOT.href.length) : "";
    return files.includes(from) ? dependencies.map((each) => toImport(from, each)) : [];
  });
}

const GLOBALS = {
  "Deno.env": /\bDeno\.env\b/,
  "Date.now": /\bDate\.now\b/,
  "new Date()": /\bnew Date\(\s*\)/,
  "Temporal.Now": /\bTemporal\.Now\b/,
  "performance.now": /\bperformance\.now\b/,
  console: /\bconsole\s*\./,
  // A call, and not the signature of a method of that name.
  fetch: /(?<![\w.$#])(?:globalThis\.)?fetch\s*\((?!\s*\w+\??:)/,
} as const satisfies Readonly<Record<string, RegExp>>;

/** The process-wide things that a file uses outside its comments. */
export async function globals(file: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(new URL(file, ROOT));
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
  return Object.entries(GLOBALS).filter(([, use]) => use.test(code)).map(([name]) => name);
}

/** Top-level names, without those that .gitignore leaves out. */
export async function topLevel(): Promise<readonly string[]> {
  const ignore = await Deno.readTextFile(new URL(".gitignore", ROOT));
  const ignored = ignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.replaceAll(/^\/|\/$/g, "").split("*").map(RegExp.escape).join("[^/]*"))
    .map((pattern) => new RegExp(`^${pattern}$`));
  const entries = await Array.fromAsync(Deno.readDir(ROOT));
  return entries.map(({ name }) => name)
    .filter((name) => !ignored.some((pattern) => pattern.test(name))).toSorted();
}
