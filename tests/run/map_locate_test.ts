import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatPath, locate, type Path, positionAfter } from "../../lib/run/map_locate.ts";

/** Every path into a value, with what it leads to. */
function* pathsInto(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  yield [path, value];
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* pathsInto(each, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* pathsInto(each, [...path, key]);
  }
}

Deno.test("locate() finds every part of a value, however it is indented", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 2), (value, indent) => {
    const text = ` \n${JSON.stringify(value, undefined, indent)}`;
    for (const [path, part] of pathsInto(JSON.parse(text))) {
      const at = locate(text, 0, path) ?? -1;
      assertEquals(text.startsWith(JSON.stringify(part).slice(0, 1), at), true, formatPath(path));
    }
  }));
});

Deno.test("locate() finds the last of members with one name, as JSON.parse does", () => {
  assertEquals(locate('{"a":1, "\\u0061" : 2, "b":[3, 4]}', 0, ["a"]), 19);
  assertEquals(locate('{"a":1, "b":[3, 4]}', 0, ["b", 1]), 16);
});

Deno.test("locate() gives nothing for a path that leads nowhere", () => {
  assertEquals(locate('{"a":[1]}', 0, ["a", 1]), undefined);
  assertEquals(locate('{"a":[1]}', 0, ["b", 1]), undefined);
  assertEquals(locate("[1]", 0, ["a"]), undefined);
});

Deno.test("positionAfter() counts lines and columns in characters, and bytes in UTF-8", () => {
  assertEquals(positionAfter("", { line: 3, byte: 10 }), { line: 3, column: 1, byte: 10 });
  assertEquals(positionAfter("ä\r\nöx", { line: 3, byte: 10 }), { line: 4, column: 3, byte: 17 });
});

Deno.test("formatPath() writes a path as jq does", () => {
  assertEquals(formatPath([]), ".");
  assertEquals(
    formatPath(["response", 0, "Event", "Attribute", 12]),
    ".response[0].Event.Attribute[12]",
  );
  assertEquals(formatPath([0, "Event"]), ".[0].Event");
});
