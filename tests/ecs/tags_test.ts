import { assertEquals } from "@std/assert";
import { eventTagNames, mergeTags, stripTag, tagNames } from "../../lib/ecs/tags.ts";
import { at, mapped } from "./documents.ts";

Deno.test("tagNames() takes names and leaves what is none", () => {
  const tags = [{ name: "a" }, { name: "" }, { name: null }, {}, null, "x", { name: 7 }];
  assertEquals(tagNames(tags), ["a", "7"]);
  assertEquals(tagNames(null), []);
});

Deno.test("eventTagNames() reads the form of searches and that of the index of events", () => {
  assertEquals(eventTagNames([{ name: "a" }], undefined), ["a"]);
  assertEquals(eventTagNames(undefined, [{ Tag: { name: "b" } }, { Tag: null }, 1]), ["b"]);
});

Deno.test("stripTag() takes out quotes and back-slashes", () => {
  assertEquals(stripTag('a:b="c\\d"'), "a:b=cd");
});

Deno.test("mergeTags() keeps the order, each name once, and drops what is left blank", () => {
  assertEquals(mergeTags(["b", '"a"'], ["a", "b", '""', "c"]), ["b", "a", "c"]);
});

Deno.test("toDocument() puts configured tags first, then those of attribute and event", () => {
  const document = mapped({
    attribute: { Tag: [{ name: "attribute" }, { name: "event" }] },
    event: { Tag: [{ name: "event" }, { name: "last" }] },
    settings: { tags: ["configured", "last"] },
  });
  assertEquals(at(document, "tags"), ["configured", "last", "attribute", "event"]);
});
