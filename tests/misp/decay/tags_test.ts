import { assertEquals } from "@std/assert";
import { effectiveTags, tagBase, TagReader } from "../../../lib/misp/decay/tags.ts";

Deno.test("tagBase() is namespace and predicate, or the namespace alone", () => {
  const bases = {
    'estimative-language:likelihood-probability="likely"':
      "estimative-language:likelihood-probability",
    "priority-level:high": "priority-level",
    "tlp:amber+strict": "tlp",
    "no taxonomy": "no taxonomy",
    'a:b="c:d"': 'a:b="c:d"',
    'a:b=""': 'a:b=""',
    "a:b:c": "a:b:c",
    "a:b=c": "a:b=c",
    "": "",
  };
  for (const [name, base] of Object.entries(bases)) assertEquals(tagBase(name), base, name);
});

Deno.test("TagReader reads tags whose base is used, with their own value or the index's", () => {
  const reader = new TagReader(
    new Set(["priority-level", "phishing:state"]),
    new Map([["priority-level:high", 85]]),
  );
  const list = [
    { name: "tlp:red", numerical_value: null },
    { name: "priority-level:high", numerical_value: null },
    { name: 'phishing:state="down"', numerical_value: "0" },
    { name: 'phishing:state="odd"' },
    null,
    "priority-level:high",
    { numerical_value: "3" },
  ];
  assertEquals(reader.ownTags(list), [
    { name: "priority-level:high", base: "priority-level", value: 85 },
    { name: 'phishing:state="down"', base: "phishing:state", value: 0 },
    { name: 'phishing:state="odd"', base: "phishing:state", value: undefined },
  ]);
  for (const odd of [undefined, null, "", {}, [], 7]) assertEquals(reader.ownTags(odd), []);
});

Deno.test("TagReader leaves inherited tags to the event", () => {
  const reader = new TagReader(new Set(["priority-level"]), new Map());
  const inherited = { name: "priority-level:high", numerical_value: "85", inherited: 1 };
  const expected = [{ name: "priority-level:high", base: "priority-level", value: 85 }];
  assertEquals(reader.ownTags([inherited]), []);
  assertEquals(reader.eventTags({ Tag: [inherited] }), expected);
});

Deno.test("TagReader reads EventTag where an event has no Tag", () => {
  const reader = new TagReader(new Set(["priority-level"]), new Map([["priority-level:low", 50]]));
  const expected = [{ name: "priority-level:low", base: "priority-level", value: 50 }];
  const EventTag = [{ id: "1", tag_id: "2", Tag: { name: "priority-level:low" } }];
  assertEquals(reader.eventTags({ EventTag }), expected);
  assertEquals(reader.eventTags({ Tag: [], EventTag }), expected);
  assertEquals(reader.eventTags({}), []);
});

Deno.test("effectiveTags() lets an attribute's tag override those of its event", () => {
  const tag = (base: string, value: number) => ({ name: `${base}:${value}`, base, value });
  const [a1, a2, a3, a4, b1, c1, c2] = [
    tag("a", 1),
    tag("a", 2),
    tag("a", 3),
    tag("a", 4),
    tag("b", 1),
    tag("c", 1),
    tag("c", 2),
  ];
  assertEquals(effectiveTags([a1, b1], []), [a1, b1]);
  assertEquals(effectiveTags([], [a1, a2]), [a1, a2]);
  assertEquals(effectiveTags([a1, a2, b1], [a3]), [b1, a3]);
  // As MISP does: the second one of the attribute replaces the first, too.
  assertEquals(effectiveTags([a1, b1], [a3, a4, c1, c2]), [b1, a4, c1, c2]);
});
