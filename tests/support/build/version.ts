/** What `ti-misp --version` says of an executable: the version, and the commit that it is made of. */
import { PROJECT } from "../project.ts";

/** What git tells of the project; undefined outside of a repository. */
export interface Commit {
  readonly hash: string;
  /** Whether files of the program differ from the commit. */
  readonly changed: boolean;
}

/** `0.1.0+0e8453e12345`, with `.changed` when that is not all: build metadata of Semantic Versioning. */
export function versionWith(version: string, commit: Commit | undefined): string {
  if (commit === undefined) return version;
  return `${version}+${commit.hash}${commit.changed ? ".changed" : ""}`;
}

export async function currentCommit(): Promise<Commit | undefined> {
  const hash = await git("rev-parse", "--short=12", "HEAD");
  const status = await git("status", "--porcelain", "--", "cli.ts", "deno.json", "lib", "tasks");
  return hash === undefined || status === undefined ? undefined : { hash, changed: status !== "" };
}

export async function buildVersion(): Promise<string> {
  const { version } = JSON.parse(await Deno.readTextFile(`${PROJECT}/deno.json`));
  return versionWith(version, await currentCommit());
}

/** Undefined when git is missing or refuses, as in an unpacked archive. */
async function git(...args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", PROJECT, ...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
