/** Writes a file whole: who reads it sees what was there before, or all that is new. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeTextFile(beside, text, { createNew: true });
    await Deno.rename(beside, path);
  } catch (cause) {
    await Deno.remove(beside).catch(() => {});
    throw new Error(`Cannot write "${path}"`, { cause });
  }
}
