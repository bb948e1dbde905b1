/** Files that settings name. */

/** The text of a file, when one is named. */
export async function readOptional(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw new Error(`Cannot read "${path}"`, { cause });
  }
}
