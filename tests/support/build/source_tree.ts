/**
 * A copy of what the program is made of, and of nothing else. `deno compile` takes in what it finds
 * around the program, such as `node_modules` of a folder above; here there is nothing to find.
 */
import { PROJECT } from "../project.ts";

const PARTS = ["cli.ts", "deno.json", "deno.lock", "lib", "tasks"] as const;

/** Makes the copy in an empty folder; its deno.json says `version`. */
export async function copySourceTree(folder: string, version: string): Promise<void> {
  for (const part of PARTS) await copy(`${PROJECT}/${part}`, `${folder}/${part}`);
  const config = JSON.parse(await Deno.readTextFile(`${folder}/deno.json`));
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ ...config, version }, null, 2));
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}
