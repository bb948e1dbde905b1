/**
 * Splits a JSON answer into the elements of its first array while it streams in, so that memory is
 * bounded by a group of elements, whatever the answer: `{"response":{"Attribute":[…]}}`,
 * `{"response":[…]}`, `[…]` and `{"Tag":[…]}` alike.
 *
 * `Splitter` finds the elements; `JSON.parse` judges everything else: each group of them, and at the
 * end the envelope with the array emptied. A body that ends early or breaks the grammar anywhere is
 * an error, never a short page.
 */
import { BufferPool, EDGE } from "./group_buffer.ts";
import { type ElementGroup, MalformedAnswer, Splitter } from "./splitter.ts";

export { type ElementGroup, MalformedAnswer } from "./splitter.ts";

/** About a hundred rows with the chunk in which they end: they are gone before they grow old. */
const GROUP_BYTES = 32 * 1024;

const lenient = new TextDecoder();
const strict = new TextDecoder("utf-8", { fatal: true });
/** What stands in the place of bytes that are no UTF-8; or was sent as such. */
const REPLACEMENT = "\ufffd";

/**
 * Several times as quick as being strict with every byte.
 *
 * @throws {MalformedAnswer}
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    const text = lenient.decode(bytes);
    return text.includes(REPLACEMENT) ? strict.decode(bytes) : text;
  } catch (cause) {
    throw new MalformedAnswer("The answer is not valid UTF-8", { cause });
  }
}

/** @throws {MalformedAnswer} */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedAnswer(`The answer is not valid JSON (${what})`, { cause });
  }
}

/**
 * Elements from their text, with the commas between them, out of a group.
 *
 * @throws {MalformedAnswer}
 */
export function parseElements(bytes: Uint8Array): unknown[] {
  const elements = parseJson(textOfList(bytes), "in a list element");
  return Array.isArray(elements) ? elements : [];
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A list for as long as it is decoded: text that brackets are joined to is copied once more. */
function textOfList({ buffer, byteOffset, length }: Uint8Array): string {
  const list = new Uint8Array(buffer, byteOffset - EDGE, length + 2 * EDGE);
  const [before = 0] = list;
  const behind = list[EDGE + length] ?? 0;
  try {
    [list[0], list[EDGE + length]] = [OPEN_BRACKET, CLOSE_BRACKET];
    return decodeUtf8(list);
  } finally {
    [list[0], list[EDGE + length]] = [before, behind];
  }
}

/**
 * Yields the elements of the first array in `body` as they came, some at a time: what stands between
 * their ends is not looked at. Their buffers are from `pool`, and may be given back.
 *
 * @throws {MalformedAnswer} when the body is cut off or holds no array.
 */
export async function* groupsOf(
  body: AsyncIterable<Uint8Array>,
  pool: BufferPool,
  groupBytes = GROUP_BYTES,
): AsyncGenerator<ElementGroup> {
  const splitter = new Splitter(groupBytes, pool);
  for await (const chunk of body) {
    const group = splitter.push(chunk);
    if (group !== undefined) yield group;
  }
  const envelope = splitter.end();
  parseJson(decodeUtf8(envelope), "around its list");
  pool.giveBack(envelope);
}

/**
 * Yields the elements of the first array in `body`, some at a time.
 *
 * @throws {MalformedAnswer} when the body is cut off, is no JSON or holds no array.
 */
export async function* elementsOf(
  body: AsyncIterable<Uint8Array>,
  groupBytes = GROUP_BYTES,
  pool = new BufferPool(),
): AsyncGenerator<unknown[]> {
  for await (const { bytes } of groupsOf(body, pool, groupBytes)) {
    const elements = parseElements(bytes);
    pool.giveBack(bytes);
    yield elements;
  }
}
