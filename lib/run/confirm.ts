import type { Context } from "../context.ts";

/** Asks on the terminal; anything but `y` or `yes` is a no, the end of the input as well. */
export async function confirm(
  { stdin, stderr }: Pick<Context, "stdin" | "stderr">,
  question: string,
): Promise<boolean> {
  await stderr.write(question);
  const reader = stdin.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  try {
    while (!line.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) break;
      line += value;
    }
  } finally {
    await reader.cancel();
  }
  return /^\s*y(es)?\s*$/i.test(line.split("\n", 1).join());
}
