import { run } from "./command.ts";
import { type Endpoint, isHealthy, isServerOf, pause } from "./health.ts";

/** What is known of a running engine: one JSON file of its name in the cache folder. */
export interface Registered extends Endpoint {
  readonly name: string;
  readonly pid?: number;
  readonly container?: { readonly tool: string; readonly id: string };
}

const DEFAULT_FOLDER = "/var/cache/ti-misp-engines";
const STOP_SECONDS = 30;

/** `TI_MISP_ENGINE_CACHE`, else a folder of the machine when it can be written, else one of the user. */
export async function cacheFolder(): Promise<string> {
  const given = Deno.env.get("TI_MISP_ENGINE_CACHE");
  const own = `${Deno.env.get("HOME") ?? "/tmp"}/.cache/ti-misp-engines`;
  const folders = given ? [given] : [DEFAULT_FOLDER, own];
  for (const folder of folders) {
    if (await isWritable(folder)) return folder;
  }
  throw new Error(`Cannot write to "${folders.join('" or "')}": set TI_MISP_ENGINE_CACHE`);
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: folder, prefix: ".write-" }));
    return true;
  } catch {
    return false;
  }
}

/** Runs the action while nobody else, in this or another process, holds the lock of that name. */
export async function locked<T>(cache: string, name: string, action: () => Promise<T>): Promise<T> {
  using file = await Deno.open(`${cache}/${name}.lock`, { create: true, write: true });
  await file.lock(true);
  try {
    return await action();
  } finally {
    await file.unlock();
  }
}

/** The engine of that name if it still answers; the record of one that does not is dropped. */
export async function registered(cache: string, name: string): Promise<Registered | undefined> {
  const record = await readRecord(`${cache}/${name}.json`);
  if (record === undefined) return undefined;
  if (!await mayRun(cache, record)) return await dropped(cache, name);
  return await isHealthy(record, 10_000) ? record : await stopRecord(cache, record);
}

/** A number that is another process's by now is not the engine's any more. */
async function mayRun(cache: string, { pid, container, name }: Registered): Promise<boolean> {
  return pid === undefined
    ? container !== undefined
    : await isServerOf(pid, runFolder(cache, name));
}

/** Configuration, data and logs of the engine of that name. */
export function runFolder(cache: string, name: string): string {
  return `${cache}/run-${name}`;
}

export async function register(cache: string, record: Registered): Promise<Registered> {
  await Deno.writeTextFile(`${cache}/${record.name}.json`, JSON.stringify(record, null, 2));
  return record;
}

async function readRecord(path: string): Promise<Registered | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Names of the engines that have a record, running or not. */
export async function recordedNames(cache: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(cache)) {
    if (name.endsWith(".json")) names.push(name.slice(0, -".json".length));
  }
  return names.sort();
}

/** Stops the engine of that name; true when there was one. */
export async function stopRegistered(cache: string, name: string): Promise<boolean> {
  const record = await readRecord(`${cache}/${name}.json`);
  if (record === undefined) return false;
  await stopRecord(cache, record);
  return true;
}

async function stopRecord(cache: string, record: Registered): Promise<undefined> {
  const { pid, container, name } = record;
  if (container !== undefined) await run(container.tool, ["rm", "-f", container.id]);
  const folder = runFolder(cache, name);
  if (pid !== undefined && await isServerOf(pid, folder)) await stopProcess(pid, folder);
  return await dropped(cache, name);
}

async function stopProcess(pid: number, folder: string): Promise<void> {
  await run("kill", [String(pid)]);
  for (let waited = 0; waited < STOP_SECONDS; waited += 0.25) {
    if (!await isServerOf(pid, folder)) return;
    await pause(250);
  }
  await run("kill", ["-9", String(pid)]);
}

async function dropped(cache: string, name: string): Promise<undefined> {
  await Deno.remove(`${cache}/${name}.json`);
  return undefined;
}
