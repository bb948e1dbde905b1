/** The examples of the mapping reference. */
import { assert, assertEquals } from "@std/assert";
import { type Dataset, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { ATTRIBUTE_TYPES } from "../../lib/ecs/attribute_types.ts";
import { documentContent } from "../../lib/ecs/event_hash.ts";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";
import { assertAcceptable } from "./acceptance.ts";
import { at, lineOf, SETTINGS } from "./documents.ts";

interface Vector {
  readonly name: string;
  readonly attribute: MispAttribute;
  readonly event: MispEvent;
  readonly now: string;
  readonly settings?: {
    readonly dataset?: Dataset;
    readonly misp_url?: string;
    readonly ioc_expiration?: string;
  };
  readonly expect: Readonly<Record<string, unknown>>;
  readonly absent: readonly string[];
}

const FIXTURES = new URL("../fixtures/mapping/", import.meta.url);
const vectors: readonly Vector[] = JSON.parse(
  Deno.readTextFileSync(new URL("vectors.json", FIXTURES)),
);

const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS_MS[text.slice(-1)] ?? NaN);
}

function documentOf({ attribute, event, now, settings = {} }: Vector) {
  const context = prepareEvent(event, {
    ...SETTINGS,
    dataset: settings.dataset ?? SETTINGS.dataset,
    mispUrl: settings.misp_url ?? SETTINGS.mispUrl,
    expirationMs: durationMs(settings.ioc_expiration ?? "90d"),
  });
  return toDocument(attribute, context, { now: Date.parse(now) });
}

for (const vector of vectors) {
  Deno.test(`toDocument() maps as the reference says: ${vector.name}`, () => {
    const document = JSON.parse(JSON.stringify(documentOf(vector)));
    for (const [path, expected] of Object.entries(vector.expect)) {
      assertEquals(at(document, path), expected, path);
    }
    for (const path of vector.absent) assertEquals(at(document, path), undefined, path);
    assertAcceptable(document);
  });
}

Deno.test("DocumentLines write the document and the three fields of the writer, nothing else", () => {
  for (const vector of vectors) {
    const document = documentOf(vector);
    const { hash: content } = documentContent(document);
    const line = lineOf(document, "misp.example.com", "2026-11-25T00:00:01.000Z");
    const { hash, ingested, ...event } = JSON.parse(line).event;
    const { instance, ...misp } = JSON.parse(line).misp;
    assertEquals([hash, ingested], [content, "2026-11-25T00:00:01.000Z"]);
    assertEquals(instance, "misp.example.com");
    assertEquals({ ...JSON.parse(line), event, misp }, JSON.parse(JSON.stringify(document)));
    assert(!line.includes("\n"));
  }
});

Deno.test("the table of attribute types holds the types of MISP 2.5, each once", () => {
  const types = JSON.parse(Deno.readTextFileSync(new URL("types.json", FIXTURES)));
  assertEquals(Object.keys(ATTRIBUTE_TYPES).toSorted(), Object.keys(types).toSorted());
  assertEquals(Object.keys(ATTRIBUTE_TYPES).length, 191);
});
