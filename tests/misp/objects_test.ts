import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import fc from "fast-check";
import { groupsOf, MalformedAnswer } from "../../lib/misp/elements.ts";
import { BufferPool } from "../../lib/misp/group_buffer.ts";
import { MispObjects } from "../../lib/misp/objects.ts";
import { pieces } from "./pieces.ts";

const GROUP_BYTES = 200;
const PIECE_BYTES = 50;

/** Tells how many buffers came back to it. */
class CountingPool extends BufferPool {
  returned = 0;

  override giveBack(bytes: Uint8Array): void {
    this.returned++;
    super.giveBack(bytes);
  }
}

async function read(
  text: string,
  mostParsed?: number,
  pool = new BufferPool(),
): Promise<MispObjects> {
  const objects = new MispObjects(pool, mostParsed);
  for await (const group of groupsOf(pieces(text, PIECE_BYTES), pool, GROUP_BYTES)) {
    objects.add(group);
  }
  return objects;
}

function row(id: number, name: string) {
  return {
    Object: { id: `${id}`, name, comment: `{"Object":{"id":"${id + 1}"`, Event: { id: "7" } },
  };
}

Deno.test("MispObjects gives each object without its event, however many it keeps parsed", async () => {
  const names = fc.array(fc.string({ unit: "binary" }), { maxLength: 40 });
  await fc.assert(fc.asyncProperty(names, fc.nat(50), async (given, mostParsed) => {
    const rows = given.map((name, at) => row(at + 1, name));
    const objects = await read(JSON.stringify(rows), mostParsed);
    for (const { Object: { Event: _, ...expected } } of rows) {
      assertEquals(objects.has(expected.id), true);
      assertEquals(objects.get(expected.id), expected);
    }
    assertEquals([objects.has("0"), objects.get("0")], [false, undefined]);
    objects[Symbol.dispose]();
    assertEquals(rows.some((each) => objects.has(each.Object.id)), false);
  }));
});

Deno.test("MispObjects holds no buffer for what is parsed, and gives back the others in the end", async () => {
  const text = JSON.stringify(Array.from({ length: 20 }, (_, at) => row(at + 1, "file")));
  const returned = async (mostParsed: number) => {
    const pool = new CountingPool();
    const objects = await read(text, mostParsed, pool);
    const before = pool.returned;
    objects[Symbol.dispose]();
    return [before, pool.returned - before];
  };
  const [envelope = 0, groups = 0] = await returned(0);
  assertGreater(groups, 5);
  assertEquals(await returned(20), [envelope + groups, 0]);
  const [some = 0, others = 0] = await returned(10);
  assertGreater(others, 0);
  assertEquals(some + others, envelope + groups);
});

Deno.test("MispObjects reads objects whose rows do not begin as MISP's own", async () => {
  const text = JSON.stringify([{ Object: { name: "file", id: 3 } }], undefined, 2);
  for (const mostParsed of [0, 1]) {
    const objects = await read(text, mostParsed);
    assertEquals(objects.get("3"), { name: "file", id: 3 });
  }
});

const REFUSED = {
  "a row that is no object": "[1]",
  "a row without an object": '[{"Tag":{}}]',
  "an object without an id": '[{"Object":{"name":"file"}}]',
  "a row that is no JSON": '[{"Object":{"id":"1",}}]',
};

for (const [what, text] of Object.entries(REFUSED)) {
  Deno.test(`MispObjects refuses ${what}`, async () => {
    for (const mostParsed of [0, 1]) {
      await assertRejects(() => read(text, mostParsed), MalformedAnswer);
    }
  });
}
