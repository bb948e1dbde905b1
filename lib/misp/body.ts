/** The bytes of an answer, read into one buffer: a new one for each chunk costs more than reading. */

const CHUNK_BYTES = 64 * 1024;

/** Each chunk holds only until the next one is asked for. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const reader = byteReader(body);
  if (reader === undefined) return yield* body;
  try {
    let buffer = new ArrayBuffer(CHUNK_BYTES);
    while (true) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    // A body that was not read to its end must not keep its connection waiting.
    await reader.cancel().catch(() => {});
  }
}

/** Undefined for a body that does not come from the network itself. */
function byteReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
