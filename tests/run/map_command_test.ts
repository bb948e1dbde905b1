import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { runMap } from "../../lib/run/map_command.ts";
import { documentsOf, EVENT, FLAT, mapped, mapWorld, OPTIONS, streamOf } from "./map_lab.ts";

const LINE = '{"type":"md5","value":"d41d8cd98f00b204e9800998ecf8427e"}\n';

for (const input of ["", " ", "\n\r\n", "\ufeff\n"]) {
  Deno.test(`runMap() refuses ${JSON.stringify(input)} as empty`, async () => {
    const { code, stdout, stderr } = await mapped(input);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, "ti-misp: Standard input is empty: ");
  });
}

Deno.test("runMap() writes nothing of an input that is broken at its end", async () => {
  const whole = JSON.stringify({ response: { Attribute: FLAT } });
  const last = `${JSON.stringify(FLAT).slice(0, -1)},{"uuid":"u","type":"md5"}]`;
  for (const text of [whole.slice(0, -2), last, LINE.repeat(9) + "{", `${whole}\n[1]`]) {
    const { code, stdout, stderr } = await mapped(text);
    assertEquals([code, stdout], [2, ""]);
    assert(
      /^ti-misp: Cannot (map|read) line \d+ column \d+ \(byte \d+\)[^\n]+\n$/.test(stderr),
      stderr,
    );
  }
});

Deno.test("runMap() writes nothing for what is no text", async () => {
  const { code, stdout, stderr } = await mapped(new Uint8Array([0x7b, 0xff, 0x7d]));
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(stderr, "line 1 column 2 (byte 1) of the input: it is not UTF-8");
});

Deno.test("runMap() writes the lines of a longer input before it has read the next ones", async () => {
  const chunks = [LINE.repeat(50), LINE.repeat(50), '{"type":"md5"\n'];
  const { world, stdout, stderr } = mapWorld(
    ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk))),
  );
  assertEquals(await runMap(world, OPTIONS, 2000), 2);
  assertStringIncludes(stderr(), "Cannot read line 101 column 14");
  assertStringIncludes(stderr(), "; 100 documents of what came before are written\n");
  assertEquals(documentsOf({ code: 2, stdout: stdout(), stderr: "" }).length, 100);
});

Deno.test("runMap() writes nothing of a group of lines that holds a broken one", async () => {
  const text = `${LINE.repeat(50)}{"foo":1}\n${LINE}`;
  const { world, stdout, stderr } = mapWorld(streamOf(new TextEncoder().encode(text)));
  assertEquals(await runMap(world, OPTIONS, 2000), 2);
  assertStringIncludes(stderr(), "Cannot map line 51 column 1");
  assertEquals(stdout(), "");
});

Deno.test("runMap() ends quietly when nobody reads its output", async () => {
  let wasCancelled = false;
  const input = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode(LINE.repeat(100_000))),
    cancel: () => void (wasCancelled = true),
  });
  const { world, stdout, stderr } = mapWorld(input, () => {
    throw new Deno.errors.BrokenPipe("Broken pipe (os error 32)");
  });
  assertEquals(await runMap(world, OPTIONS), 0);
  assertEquals([stdout(), stderr(), wasCancelled], ["", "", true]);
});

Deno.test("runMap() fails when its output cannot be written", async () => {
  const { world } = mapWorld(streamOf(new TextEncoder().encode(LINE)), () => {
    throw new Error("No space left on device (os error 28)");
  });
  await assertRejects(() => runMap(world, OPTIONS), Error, "No space left");
});

Deno.test("runMap() ends when it is interrupted while it waits for input", async () => {
  const controller = new AbortController();
  let wasCancelled = false;
  const input = new ReadableStream<Uint8Array>({ cancel: () => void (wasCancelled = true) });
  const { world } = mapWorld(input, () => {}, controller.signal);
  const run = assertRejects(() => runMap(world, OPTIONS), Error, "Interrupted by SIGINT");
  controller.abort(new Error("Interrupted by SIGINT"));
  await run;
  assert(wasCancelled);
});

const KEYS = [
  ..."__proto__ constructor toString toJSON length".split(" "),
  ..."response Event Attribute Object Tag Galaxy GalaxyCluster meta Orgc Sighting".split(" "),
  ..."type value uuid info deleted timestamp data decay_score name message".split(" "),
];

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, true, 0, -0, 1e300, "", "\ud800", "\0", "md5", "ip-dst", "1"),
    fc.string({ unit: "binary" }),
    fc.array(tie("value")),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), tie("value"))).map(Object.fromEntries),
  ),
})).value;

async function mapsOrRefuses(text: string): Promise<void> {
  const result = await mapped(text);
  assertEquals(result, await mapped(text));
  if (result.code === 0) assertEquals(Array.isArray(documentsOf(result)), true);
  else {
    assertEquals([result.code, result.stdout], [2, ""]);
    assert(/^ti-misp: Cannot map line 1 column \d+ \(byte \d+\)[^\n]+\n$/.test(result.stderr));
  }
}

Deno.test("runMap() maps any JSON or tells what is wrong with it, always the same way", async () => {
  await fc.assert(fc.asyncProperty(anything, (value) => mapsOrRefuses(JSON.stringify(value))));
  assertEquals(Object.keys(Object.prototype), []);
});

Deno.test("runMap() maps an event with any JSON in place of any of its fields", async () => {
  const places = [...Object.keys(EVENT), "Galaxy"];
  const fields = [
    "type",
    "value",
    "uuid",
    "Tag",
    "Galaxy",
    "Event",
    "Object",
    "deleted",
    "timestamp",
  ];
  const change = fc.tuple(
    fc.constantFrom(...places),
    fc.constantFrom(...fields),
    anything,
    anything,
  );
  await fc.assert(fc.asyncProperty(change, ([place, field, one, other]) => {
    const Attribute = EVENT.Attribute.map((each) => ({ ...each, [field]: other }));
    return mapsOrRefuses(JSON.stringify({ Event: { ...EVENT, Attribute, [place]: one } }));
  }));
});

Deno.test("runMap() maps what is deep, long or odd", async () => {
  const deep = `${'{"a":['.repeat(50_000)}1${"]}".repeat(50_000)}`;
  const attributes = [
    `{"type":"url","value":"http://a.test/","Tag":${deep},"Event":${deep},"decay_score":[${deep}]}`,
    `{"type":"text","value":${JSON.stringify("ä".repeat(1_000_000))}}`,
    '{"type":"text","value":"\\ud800\\u0000","__proto__":{"polluted":true}}',
  ];
  const result = await mapped(attributes.join("\n"));
  assertEquals(result.stderr, "ti-misp: 3 attributes, 3 documents, 0 deleted left out\n");
  assertEquals(documentsOf(result)[1].misp.attribute.value.length, 1_000_000);
  assertEquals("polluted" in {}, false);
  const refused = await mapped(deep);
  assertEquals([refused.code, refused.stdout], [2, ""]);
});
