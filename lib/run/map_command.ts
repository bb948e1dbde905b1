/** The work of `map`: standard input to standard output. */
import { EXIT } from "../cli/exit.ts";
import type { World } from "../context.ts";
import { createMapper, type MapOptions } from "./map_documents.ts";
import type { Found, MapRow } from "./map_input.ts";
import { InputError } from "./map_problem.ts";
import { BUFFER_BYTES, readSections, type Section } from "./map_sections.ts";
import { createTally, formatTally, type MapTally } from "./map_tally.ts";
import { readSection } from "./map_values.ts";

/** Characters that are written at once. */
const WRITE_SIZE = 64 * 1024;

/** Resolves to the exit code: 2 for an input that is not MISP's. */
export async function runMap(
  world: World,
  options: MapOptions,
  bufferBytes = BUFFER_BYTES,
): Promise<number> {
  const tally = createTally();
  const sections = readSections(chunksOf(world.stdin, world.signal), bufferBytes);
  try {
    await mapInput(world, sections, options, tally);
    if (!options.quiet) world.stderr.writeSync(`ti-misp: ${formatTally(tally)}\n`);
    return EXIT.done;
  } catch (error) {
    // Whoever reads the output has seen enough.
    if (error instanceof Deno.errors.BrokenPipe) return EXIT.done;
    if (!(error instanceof InputError)) throw error;
    const written = tally.documents === 0
      ? ""
      : `; ${tally.documents} documents of what came before are written`;
    world.stderr.writeSync(`ti-misp: ${error.message}${written}\n`);
    return EXIT.usage;
  }
}

async function mapInput(
  world: World,
  sections: AsyncIterable<Section>,
  options: MapOptions,
  tally: MapTally,
): Promise<void> {
  const mapper = createMapper(options, tally);
  let isEmpty = true;
  for await (const section of sections) {
    const found = readSection(section);
    if (found === undefined) continue;
    isEmpty = false;
    tally.eventsWithoutAttributes += found.eventsWithoutAttributes;
    await writeAll(world, found, mapper);
  }
  if (isEmpty) {
    throw new InputError(
      "Standard input is empty: pipe MISP's JSON into it, such as ti-misp map < event.json",
    );
  }
}

async function writeAll(
  { stdout, signal }: World,
  { rows }: Found,
  mapper: (row: MapRow) => string | undefined,
): Promise<void> {
  let text = "";
  for (const row of rows) {
    text += mapper(row) ?? "";
    if (text.length < WRITE_SIZE) continue;
    await stdout.write(text);
    text = "";
    signal.throwIfAborted();
  }
  if (text !== "") await stdout.write(text);
}

/** Ends when the input does, or throws the signal's reason as soon as it is aborted. */
async function* chunksOf(
  stdin: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = stdin.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await reader.cancel().catch(() => {});
  }
}
