/** Lines of a text file as they stream past; nothing when there is no such file. */
export async function* readLines(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const text of textOf(path)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function* textOf(path: string): AsyncGenerator<string> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new Error(`Cannot read "${path}"`, { cause: error });
  }
  // The stream closes the file, also when the reader has had enough.
  yield* file.readable.pipeThrough(new TextDecoderStream());
}
