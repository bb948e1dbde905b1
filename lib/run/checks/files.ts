/** Whether the files that runs write can be written. */
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { formatBytes } from "../../cli/report.ts";
import type { Session } from "../../cli/session.ts";
import { messageOf } from "../../errors.ts";
import { type Finding, ok, warning, wrong } from "./finding.ts";

const LEAST_FREE_BYTES = 200_000_000;

interface Place {
  readonly name: string;
  readonly path: string;
}

function placesOf({ output, run }: Session["config"]): readonly Place[] {
  const isFile = output.kind !== "elasticsearch" && output.path !== "-";
  return [
    { name: "Dead letters", path: run.dead_letters },
    ...isFile ? [{ name: "Output", path: output.path }] : [],
    ...run.metrics_file === undefined ? [] : [{ name: "Metrics", path: run.metrics_file }],
  ];
}

export async function fileFindings({ config }: Session): Promise<readonly Finding[]> {
  const places = placesOf(config);
  const found = await Promise.all(places.map(async ({ name, path }) => [
    await writable(name, path),
    ...await crowded(name, dirname(path)),
  ]));
  return found.flat();
}

/** Nothing is left behind; a file that is there already is opened and not touched. */
async function writable(name: string, path: string): Promise<Finding> {
  try {
    if (!await opens(path)) {
      const probe = await Deno.makeTempFile({ dir: dirname(path), prefix: ".ti-misp-check-" });
      await Deno.remove(probe);
    }
    return ok(name, `"${path}" can be written`);
  } catch (error) {
    return wrong(
      name,
      `"${path}" cannot be written: ${messageOf(error)}`,
      "name another place, or change the rights of its directory",
    );
  }
}

/** False when there is no such file. */
async function opens(path: string): Promise<boolean> {
  try {
    using _ = await Deno.open(path, { append: true });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function crowded(name: string, directory: string): Promise<readonly Finding[]> {
  const free = await freeBytes(directory);
  if (free === undefined || free >= LEAST_FREE_BYTES) return [];
  return [warning(name, `only ${formatBytes(free)} are free on the disk of "${directory}"`)];
}

/** Undefined where the system does not tell, or may not be asked without asking the user first. */
async function freeBytes(directory: string): Promise<number | undefined> {
  const { state } = await Deno.permissions.query({ name: "sys", kind: "statfs" });
  if (state !== "granted") return undefined;
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
