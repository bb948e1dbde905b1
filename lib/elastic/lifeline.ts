/**
 * A sign of life that the system takes back when a process dies, however it dies: a locked file.
 * Whoever finds the file of a lease's holder unlocked knows that the holder is dead, and need not
 * wait for the lease to expire. In another container the file is not there, and nothing is known.
 */

/** A file that stays locked as long as this process lives, or until it is disposed of. */
export interface Lifeline extends AsyncDisposable {
  readonly path: string;
  /** The file stays when this ends, unlocked: it tells of a lease that could not be given back. */
  leave(): void;
}

/** Undefined where there is no place for such a file: then a lease must expire. */
export async function holdLifeline(nonce: string): Promise<Lifeline | undefined> {
  try {
    const path = await Deno.makeTempFile({ prefix: "ti-misp-", suffix: ".lease" });
    const file = await Deno.open(path, { read: true, write: true });
    await file.lock(true);
    await file.write(new TextEncoder().encode(nonce));
    let stays = false;
    return {
      path,
      leave() {
        stays = true;
      },
      async [Symbol.asyncDispose]() {
        file.close();
        if (!stays) await removeFile(path);
      },
    };
  } catch {
    return undefined;
  }
}

/** `cut`: the holder is certainly dead; `unknown`: there is no such file, or it is another's. */
export type LifelineState = "held" | "cut" | "unknown";

/** How the holder of a lifeline does; removes what a dead one left behind. */
export async function lifelineState(path: string, nonce: string): Promise<LifelineState> {
  try {
    using file = await Deno.open(path, { read: true, write: true });
    if (!await file.tryLock(true)) return "held";
    if (await Deno.readTextFile(path) !== nonce) return "unknown";
  } catch {
    return "unknown";
  }
  await removeFile(path);
  return "cut";
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // The system's own cleaning of temporary files will find it.
  }
}
