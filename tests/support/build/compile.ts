/** Makes one executable, and refuses to leave one that is not as it should be. */
import { dirname } from "node:path";
import { type Embedded, lockedPackages, parseEmbedded, strangers } from "./embedded.ts";
import { checkBase } from "./platform.ts";
import { copySourceTree } from "./source_tree.ts";
import { isHost, type Target } from "./targets.ts";
import { buildVersion } from "./version.ts";

export interface Built {
  readonly path: string;
  readonly version: string;
  readonly bytes: number;
  readonly embedded: Embedded;
}

/** Deno's own base program cannot be had: nothing is wrong with the project. */
export class NoBaseError extends Error {
  override readonly name = "NoBaseError";
}

/**
 * Fixed for good when the executable is made: it reads no `DENO_V8_FLAGS`. Without the first two a
 * backfill takes half as much memory again, for a tenth less processor; 6 MB instead of 4 take 10 MB
 * more for 1% less, and 30% instead of 60 takes 4% more. With the third the heap grows at once to what
 * a backfill comes to anyway, for 3% less in 5 MB more: else it is collected three times in the first
 * second. `JSON.parse` would look each text up among those it has seen, in case it comes again: those
 * of attributes do not, and without that a backfill takes 3% less.
 */
export const V8_FLAGS: readonly string[] = [
  "--max-semi-space-size=4",
  "--heap-growing-percent=60",
  "--initial-old-space-size=44",
  "--json-parse-max-heuristically-internalized-strings=0",
];

const FLAGS = [
  // Types are checked by `deno task ok`.
  "--no-check",
  "-P",
  // What is not permitted is refused, not asked for; and no code comes from anywhere else.
  "--no-prompt",
  "--deny-import",
  // Else each start would trust a file of compiled code under /tmp, where anybody may put one.
  "--no-code-cache",
  // What only the tests import stays out.
  "--exclude-unused-npm",
  `--v8-flags=${V8_FLAGS.join(",")}`,
];

export interface BuildOptions {
  /** Where to work; the system's folder for temporary files unless given. */
  readonly within?: string;
}

export async function buildExecutable(
  target: Target,
  output: string,
  { within }: BuildOptions = {},
): Promise<Built> {
  const base = Deno.env.get("DENORT_BIN");
  if (base !== undefined) await checkBase(base, target);
  const folder = await Deno.makeTempDir({
    prefix: "ti-misp-build-",
    ...within === undefined ? {} : { dir: within },
  });
  try {
    const version = await buildVersion();
    await Deno.mkdir(`${folder}/tree`);
    await copySourceTree(`${folder}/tree`, version);
    const made = `${folder}/ti-misp${target.system === "windows" ? ".exe" : ""}`;
    const embedded = await compile(`${folder}/tree`, target, made, base);
    if (isHost(target)) await checkVersion(made, version);
    await putInPlace(made, output);
    return { path: output, version, bytes: (await Deno.stat(output)).size, embedded };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function compile(
  tree: string,
  target: Target,
  output: string,
  base: string | undefined,
): Promise<Embedded> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["compile", ...FLAGS, "--target", target.triple, "--output", output, "cli.ts"],
    cwd: tree,
    env: {
      NO_COLOR: "1",
      ...base === undefined ? {} : { DENORT_BIN: await Deno.realPath(base) },
    },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  const said = text.decode(stdout) + text.decode(stderr);
  if (!success) throw compileError(said, target);
  const embedded = parseEmbedded(said);
  const extra = strangers(embedded, lockedPackages(await Deno.readTextFile(`${tree}/deno.lock`)));
  if (extra.length === 0) return embedded;
  throw new Error(`The executable would carry what does not belong there: ${extra.join(", ")}`);
}

/** @param said by `deno compile`: warnings, progress, the error, and a trace of Deno's own code */
export function compileError(said: string, target: Target): Error {
  const [before = ""] = said.split("Stack backtrace:");
  const reason = before.split(/^error: /m).at(-1)?.trim().replaceAll(/\s+/g, " ") ?? "";
  return reason.includes("/denort-")
    ? new NoBaseError(
      `Cannot get Deno's base program for ${target.name}, name one in DENORT_BIN: ${reason}`,
    )
    : new Error(`Cannot compile for ${target.name}: ${reason}`);
}

/** A base of another version, or a `deno` in its place, gives a program that is something else. */
async function checkVersion(program: string, version: string): Promise<void> {
  const { stdout, stderr } = await new Deno.Command(program, {
    args: ["--version"],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  if (text.decode(stdout) === `ti-misp ${version}\n`) return;
  const said = `${text.decode(stdout)}${text.decode(stderr)}`.trim().slice(0, 300);
  throw new Error(
    `The executable is not ti-misp ${version}: --version says "${said}"; ` +
      `DENORT_BIN must name a denort of Deno ${Deno.version.deno}, which is not deno itself`,
  );
}

/** Replaces the file in one step, since an older one may be running. */
async function putInPlace(made: string, output: string): Promise<void> {
  await Deno.mkdir(dirname(output), { recursive: true });
  await Deno.copyFile(made, `${output}.new`);
  await Deno.rename(`${output}.new`, output);
}
