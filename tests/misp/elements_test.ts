import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { elementsOf, MalformedAnswer } from "../../lib/misp/elements.ts";
import { pieces } from "./pieces.ts";

async function split(text: string, size = 7, groupBytes = 16): Promise<unknown[]> {
  return (await Array.fromAsync(elementsOf(pieces(text, size), groupBytes))).flat();
}

const ENVELOPES: readonly ((list: string) => string)[] = [
  (list) => list,
  (list) => `{"response":${list}}`,
  (list) => `{"response":{"Attribute":${list}}}`,
  (list) => ` { "Tag" : ${list} , "more" : [1,{"a":"]"}] } `,
];

Deno.test("elementsOf() gives the same elements as JSON.parse, however the body is cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom(...ENVELOPES),
      async (elements, size, groupBytes, envelope) => {
        const text = JSON.stringify(elements);
        assertEquals(await split(envelope(text), size, groupBytes), JSON.parse(text));
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("elementsOf() gives elements that just fill a buffer, and those that do not fit", async () => {
  // Buffers hold 96 KB, then twice as much.
  for (const buffer of [96 * 1024, 192 * 1024]) {
    for (let length = buffer - 12; length < buffer + 12; length++) {
      const text = JSON.stringify([1, "x".repeat(length - 2), 2]);
      for (const size of [4096, 65_536, text.length]) {
        assertEquals(await split(text, size, buffer * 2), JSON.parse(text), `${length} ${size}`);
      }
    }
  }
});

Deno.test("elementsOf() refuses every body that ends early", async () => {
  const text = '{"response":{"Attribute":[{"a":"x\\"]"},{"b":[1,2]},{"c":null}]}}';
  for (let length = 0; length < text.length; length++) {
    await assertRejects(
      () => split(text.slice(0, length)),
      MalformedAnswer,
      undefined,
      `${length}`,
    );
  }
  assertEquals((await split(text)).length, 3);
});

const MALFORMED = {
  "a missing comma": '[{"a":1}{"b":2}]',
  "a trailing comma": '{"response":[{"a":1},]}',
  "a leading comma": '[,{"a":1}]',
  "an empty element": '[{"a":1},,{"b":2}]',
  "an unclosed string": '[{"a":"1}]',
  "crossed brackets": '{"response":[{"a":[}]}',
  "a closing bracket too many": '[{"a":1}]]',
  "text behind the end": '[{"a":1}] trailing',
  "an object without a list": '{"name":"An Internal Error Has Occurred."}',
  "an HTML page": "<!DOCTYPE html><html><body>Log in [here]</body></html>",
  "nothing": "",
  "blanks": " \n ",
  "a number": "42",
};

for (const [what, body] of Object.entries(MALFORMED)) {
  Deno.test(`elementsOf() refuses ${what}, at every cut`, async () => {
    for (const size of [1, 2, 3, 5, 8, 13, 1000]) {
      for (const groupBytes of [0, 8, 1000]) {
        await assertRejects(() => split(body, size, groupBytes), MalformedAnswer);
      }
    }
  });
}

Deno.test("elementsOf() refuses bytes that are not UTF-8", async () => {
  async function* body() {
    yield await Promise.resolve(new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]));
  }
  await assertRejects(() => Array.fromAsync(elementsOf(body())), MalformedAnswer, "UTF-8");
});

Deno.test("elementsOf() holds a group, not the answer: groups come while the body still streams", async () => {
  const element = JSON.stringify({ value: "x".repeat(100) });
  let sent = 0;
  async function* body() {
    yield new TextEncoder().encode(`[${element}`);
    for (; sent < 10_000; sent++) {
      yield await Promise.resolve(new TextEncoder().encode(`,${element}`));
    }
    yield new TextEncoder().encode("]");
  }
  const first = elementsOf(body(), 1000)[Symbol.asyncIterator]();
  const { value } = await first.next();
  assertEquals(value?.length, 9);
  assertEquals(sent < 20, true, `${sent} elements were sent before the first group came`);
  await first.return(undefined);
});

Deno.test("elementsOf() survives nesting of ten thousand levels", async () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  const [element] = await split(`[{"a":1},${deep}]`, 4096, 64);
  assertEquals(element, { a: 1 });
});
