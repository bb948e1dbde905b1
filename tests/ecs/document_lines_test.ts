import { assertEquals } from "@std/assert";
import { type EcsDocument, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { DocumentLines, joinParts } from "../../lib/ecs/document_lines.ts";
import { documentContent } from "../../lib/ecs/event_hash.ts";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";
import { lineOf, NOW, SETTINGS } from "./documents.ts";

const EVENT: MispEvent = {
  uuid: "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50",
  info: "Title",
  timestamp: "1793538000",
  attribute_count: "29",
};

const ATTRIBUTE: MispAttribute = {
  uuid: "6b1c7c45-7240-5231-945b-b0707cbe0be6",
  type: "domain",
  value: "example.com",
  timestamp: "1793534400",
};

function documentOf(attribute: MispAttribute, event: MispEvent): EcsDocument {
  return toDocument(attribute, prepareEvent(event, SETTINGS), { now: NOW });
}

Deno.test("DocumentLines write the stamps that the hash leaves out", () => {
  const written = JSON.parse(lineOf(documentOf(ATTRIBUTE, EVENT), "a", "b"));
  assertEquals(written.misp.event.timestamp, "2026-11-01T13:00:00.000Z");
  assertEquals(written.misp.event.attribute_count, 29);
  assertEquals(written["@timestamp"], "2026-11-01T12:00:00.000Z");
});

Deno.test("DocumentLines write JSON even of a document that has next to nothing", () => {
  const document = toDocument({}, prepareEvent({}, SETTINGS), { now: NaN });
  const written = JSON.parse(lineOf(document, 'a"\n', "b"));
  assertEquals(written.misp.instance, 'a"\n');
  assertEquals(written.misp.attribute, { decayed: false, decayed_by: "none" });
  assertEquals("@timestamp" in written, false);
});

Deno.test("DocumentLines of a whole run write each document as lines of its own would", () => {
  const events = [EVENT, { ...EVENT, info: "漢".repeat(3000) }, {}, { Org: { name: "A" } }, {
    Orgc: { name: "B" },
  }];
  const objects = [undefined, { name: "file" }, {
    name: "long",
    comment: "ü".repeat(40_000),
  }];
  const links = [ATTRIBUTE, { ...ATTRIBUTE, type: "link", value: "https://example.com/report" }];
  const documents = events.flatMap((event) => {
    const context = prepareEvent(event, SETTINGS);
    return objects.flatMap((object) =>
      links.map((attribute) => toDocument(attribute, context, { now: NOW, object }))
    );
  });
  const run = new DocumentLines("run", "2026-11-25T00:00:00.000Z");
  // There and back again, so that each comes behind different ones.
  for (const document of [...documents, ...documents.toReversed()]) {
    const line = joinParts(run.partsOf(document, documentContent(document)));
    assertEquals(line, lineOf(document, "run", "2026-11-25T00:00:00.000Z"));
    const { hash: _, ingested: __, ...event } = JSON.parse(line).event;
    const { instance: ___, ...misp } = JSON.parse(line).misp;
    assertEquals({ ...JSON.parse(line), event, misp }, JSON.parse(JSON.stringify(document)));
  }
});
