/**
 * A sign of life that the system takes back when a process dies, however it dies: a locked file.
 * Whoever finds the file of a lease's holder unlocked knows that the holder is dead, and need not
 * wait for the lease to expire. In another container the file is not there, and nothing is known.
 */

/** A file that stays locked as long as this process lives, or until it is disposed of. */
export interface Lifeline extends AsyncDisposable {
  readonly path: string;
}

/** Undefined where there is no place for such a file: then a lease must expire. */
export async function holdLifeline(nonce: string): Promise<Lifeline | undefined> {
  try {
    const path = await Deno.makeTempFile({ prefix: "ti-misp-", suffix: ".lease" });
    const file = await Deno.open(path, { read: true, write: true });
    await file.lock(true);
    await file.write(new TextEncoder().encode(nonce));
    return {
      path,
      async [Symbol.asyncDispose]() {
        file.close();
        await removeFile(path);
      },
    };
  } catch {
    return undefined;
  }
}

/** Whether the holder of this lifeline is certainly dead; removes what it left behind. */
export async function isLifelineCut(path: string, nonce: string): Promise<boolean> {
  try {
    using file = await Deno.open(path, { read: true, write: true });
    if (!await file.tryLock(true)) return false;
    if (await Deno.readTextFile(path) !== nonce) return false;
  } catch {
    return false;
  }
  await removeFile(path);
  return true;
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // The system's own cleaning of temporary files will find it.
  }
}
