/** The feed of the fixtures, copied into a trial's folder with changes, and runs that read it. */
import { assertEquals } from "@std/assert";
import { PROJECT } from "../../support/project.ts";
import { assertBalanced } from "./balance.ts";
import { assertSame, type Contents } from "./contents.ts";
import type { Stage } from "./stage.ts";
import type { Run, Trial } from "./trial.ts";

const FEED = `${PROJECT}/tests/fixtures/feed`;

export async function feedFiles(): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(FEED));
  return entries.map(({ name }) => name).filter((name) => name.endsWith(".json")).toSorted();
}

/** @param change makes of a file's JSON what stands in the copy. */
export async function copyFeed(
  trial: Trial,
  change: (root: unknown, name: string) => unknown = (root) => root,
): Promise<void> {
  const files = (await feedFiles()).map(async (name): Promise<[string, unknown]> => [
    name,
    change(JSON.parse(await Deno.readTextFile(`${FEED}/${name}`)), name),
  ]);
  await writeFeed(trial, await Promise.all(files));
}

/** @param files the JSON of each, by its name. */
export async function writeFeed(
  trial: Trial,
  files: Iterable<readonly [name: string, root: unknown]>,
): Promise<void> {
  const folder = `${trial.directory}/feed`;
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, root] of files) {
    await Deno.writeTextFile(`${folder}/${name}`, JSON.stringify(root) ?? "");
  }
}

export function syncFeed(trial: Trial, ...args: string[]): Promise<Run> {
  return trial.sync(["--source", `feed:${trial.directory}/feed`, ...args], {
    TI_MISP_EXPIRE_DECAY: "off",
    TI_MISP_EXPIRE_DEFAULT: "off",
  });
}

/** What is indexed of a feed that nothing is wrong with. */
export async function undisturbed(
  stage: Stage,
  write: (trial: Trial) => Promise<void>,
): Promise<Contents> {
  let contents: Contents = new Map();
  await stage.withFreshTrial(async (trial) => {
    await write(trial);
    assertEquals((await syncFeed(trial)).code, 0);
    contents = await trial.contents();
  });
  return contents;
}

/** The feed is as it should be again: so is what is indexed, after one run. */
export async function assertFeedMadeGood(trial: Trial, expected: Contents): Promise<void> {
  const clean = await syncFeed(trial, "--full", "--max-delete", "100%");
  assertEquals(clean.code, 0, clean.stderr);
  assertBalanced(clean.summary, 0);
  assertSame(await trial.contents(), expected, "after a clean run");
}
