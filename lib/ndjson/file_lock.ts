/** One run at a time for each output file, by a lock that the system frees when a process dies. */
import type { Context } from "../context.ts";
import { LeaseHeldError } from "../errors.ts";

/**
 * Locks `<path>.lock`; disposing frees it. The lock file stays: removing it could leave two runs
 * with a lock on two files of the same name.
 *
 * @throws LeaseHeldError when another run holds it.
 */
export async function lockFile(
  path: string,
  context: Pick<Context, "clock" | "host">,
): Promise<Disposable> {
  const lockPath = `${path}.lock`;
  const file = await openLock(lockPath, path);
  if (!await file.tryLock(true)) {
    file.close();
    throw new LeaseHeldError(
      `Another run is writing "${path}": ${await holderIn(
        lockPath,
      )}. Wait until it ends, or choose ` +
        "another file",
    );
  }
  const { host, clock } = context;
  const since = new Date(clock.now()).toISOString();
  await file.truncate();
  await file.write(
    new TextEncoder().encode(`process ${host.pid} on host "${host.name}", since ${since}\n`),
  );
  return { [Symbol.dispose]: () => file.close() };
}

async function openLock(lockPath: string, path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(lockPath, { read: true, write: true, create: true, mode: 0o600 });
  } catch (error) {
    throw new Error(
      `Cannot open "${lockPath}", which is needed to write "${path}": does the folder exist, and may ` +
        "this user write there?",
      { cause: error },
    );
  }
}

async function holderIn(lockPath: string): Promise<string> {
  try {
    const [line = ""] = (await Deno.readTextFile(lockPath)).split("\n");
    return line === "" ? "it has only just begun" : line;
  } catch {
    return "its owner is another user";
  }
}
