/** What an executable carries, read from the list that `deno compile` prints. */

export interface Embedded {
  /** Paths as printed; `*` stands for what the list leaves out. */
  readonly paths: readonly string[];
  /** Names of npm packages. */
  readonly packages: readonly string[];
  readonly bytes: number;
}

const PACKAGES = ".deno_compile_node_modules/";
const PARTS = ["cli.ts", "deno.json", "lib", "tasks"];

/** Twice what it is now would mean that something has come along. */
const MOST_BYTES = 25_000_000;

const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

function bytesOf(text: string): number {
  const [, number, unit = ""] = /^([\d.]+)([KMG]?B)$/.exec(text) ?? [];
  return Number(number) * (UNITS[unit] ?? NaN);
}

/** The tree of the list as paths: two columns of lines lead one level deeper. */
function pathsOf(lines: readonly string[]): readonly string[] {
  const above: string[] = [];
  return lines.flatMap((line) => {
    const [, rails = "", name] = /^([│├└─┬ ]*)(.+?)(?: \([^()]*\))?$/.exec(line) ?? [];
    if (name === undefined || rails === "") return [];
    const depth = (rails.length - 2) / 2;
    above.length = depth - 1;
    above.push(name);
    return [above.join("/")];
  });
}

/** `@scope/name` of `…/localhost/@scope/name/*`, `zod` of `…/localhost/zod/4.6.7/*`. */
function packageOf(path: string): string | undefined {
  const [, name] = /^[^/]+\/localhost\/((?:@[^/]+\/)?[^@/][^/]*)/.exec(path) ?? [];
  return name;
}

/** @throws {SyntaxError} when there is no such list. */
export function parseEmbedded(output: string): Embedded {
  const [, list, size] = /Embedded Files\n\n([\s\S]*?)\n\nFiles: (\S+)/.exec(output) ?? [];
  if (list === undefined || size === undefined) {
    throw new SyntaxError("Cannot find the list of embedded files in what deno compile printed");
  }
  const paths = pathsOf(list.split("\n"));
  const packages = paths.filter((path) => path.startsWith(PACKAGES)).map(packageOf);
  return {
    paths,
    packages: [...new Set(packages.filter((name) => name !== undefined))],
    bytes: bytesOf(size),
  };
}

/** What an executable should not carry; empty when all is well. `locked` names the lock's packages. */
export function strangers(embedded: Embedded, locked: ReadonlySet<string>): readonly string[] {
  const parts = embedded.paths.filter((path) =>
    !`${path}/`.startsWith(PACKAGES) && !PARTS.includes(path.split("/")[0] ?? "")
  );
  const packages = embedded.packages.filter((name) => !locked.has(name));
  const { bytes } = embedded;
  return [...parts, ...packages, ...bytes <= MOST_BYTES ? [] : [`${bytes} bytes`]];
}

/** Names of the packages in a lock file: `zod` of `zod@4.6.7`. */
export function lockedPackages(lock: string): ReadonlySet<string> {
  const { npm } = JSON.parse(lock);
  return new Set(Object.keys(npm).map((key) => key.replace(/(?<=.)@.*$/, "")));
}
