/**
 * What Elastic's `ti_misp` wrote for its own test inputs stands in our documents too, but for the
 * deviations listed here by the number they have in the mapping reference.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import type { Dataset } from "../../lib/ecs/document.ts";
import { at, type Json, mapped } from "./documents.ts";
import { listOf, type Row, rowsOf } from "./rows.ts";
import { isThere, readJson, readText } from "./shared_fixtures.ts";

/** Of Elastic Agent and its ingest pipeline, not of the mapping. */
const AGENT_FIELDS = /^(?:agent|elastic_agent|input|data_stream|_id|message|labels)(?:\.|$)/;
const AGENT_EVENT_FIELDS = /^event\.(?:created|ingested|original|agent_id_status)$/;
const AGENT_TAGS = new Set([
  "forwarded",
  "misp-threat",
  "misp-threat_attributes",
  "preserve_original_event",
]);
/** A constant of the index template. */
const TEMPLATE_FIELDS = new Set(["threat.feed.dashboard_id"]);

interface Deviation {
  readonly name: string;
  readonly applies: (field: string, recorded: unknown, document: Json) => boolean;
}

const DEVIATIONS: readonly Deviation[] = [
  {
    name: "10 a link is a reference, not a URL indicator",
    applies: (field, _, document) =>
      at(document, "misp.attribute.type") === "link" &&
      /^threat\.indicator\.(?:type$|url\.)/.test(field),
  },
  {
    name: "17 the author of an event is no user",
    applies: (field) => field === "user.email" || field === "user.roles",
  },
  { name: "23 empty texts are absent", applies: (_, recorded) => recorded === "" },
  { name: "27 version of ECS", applies: (field) => field === "ecs.version" },
  {
    name: "1.10 lists where ECS has lists; the records are of an older release",
    applies: (field, recorded, document) =>
      /^event\.(?:category|type)$/.test(field) &&
      JSON.stringify(at(document, field)) === JSON.stringify([recorded]),
  },
  {
    name: "6 dates are converted; the records are of an older release",
    applies: (field, recorded, document) =>
      /^misp\.(?:attribute\.(?:first|last)_seen|event\.publish_timestamp)$/.test(field) &&
      /^\d+$/.test(String(recorded)) &&
      new Date(Number(String(recorded).padEnd(13, "0"))).toISOString() === at(document, field),
  },
];

function leaves(value: unknown, name = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, name === "" ? key : `${name}.${key}`)
  );
}

function withoutAgentTags(field: string, recorded: unknown): unknown {
  if (field !== "tags") return recorded;
  const tags = (recorded as readonly string[]).filter((tag) => !AGENT_TAGS.has(tag));
  return tags.length === 0 ? undefined : tags;
}

/** Asserts that each recorded field is in the document; returns the deviations met. */
function compare(recorded: unknown, document: Json): readonly string[] {
  return leaves(recorded).flatMap(([field, value]) => {
    const isAgents = AGENT_FIELDS.test(field) || AGENT_EVENT_FIELDS.test(field);
    if (isAgents || TEMPLATE_FIELDS.has(field)) return [];
    const expected = withoutAgentTags(field, value);
    const found = at(document, field);
    if (JSON.stringify(found) === JSON.stringify(expected)) return [];
    const deviation = DEVIATIONS.find(({ applies }) => applies(field, expected, document));
    assert(deviation, `${field}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
    return [deviation.name];
  });
}

/** The recorded pipeline tests ran with five days. */
const EXPIRATION_MS = 5 * 86_400_000;

function documentOf(dataset: Dataset, { attribute, event, object }: Row): Json {
  const settings = { dataset, mispUrl: "", expirationMs: EXPIRATION_MS };
  return mapped({ attribute, event, settings, options: { object } });
}

function documentsOf(dataset: Dataset, input: Json): readonly Json[] {
  const [event = {}] = listOf(input["Event"]);
  const rows = dataset === "ti_misp.threat" ? rowsOf(event) : [{ attribute: input, event }];
  return rows.map((row) => documentOf(dataset, row));
}

function deviationsOf(dataset: Dataset, input: Json, recorded: unknown): readonly string[] {
  const uuid = at(recorded, "misp.attribute.uuid");
  const document = documentsOf(dataset, input).find((document) =>
    at(document, "misp.attribute.uuid") === uuid
  );
  assert(document !== undefined, `No document of attribute ${uuid}`);
  return compare(recorded, document);
}

const DATASETS = {
  "ti_misp.threat": { folder: "ti_misp/threat/", records: 15 },
  "ti_misp.threat_attributes": { folder: "ti_misp/threat_attributes/", records: 14 },
} as const;

for (const dataset of ["ti_misp.threat", "ti_misp.threat_attributes"] as const) {
  const { folder, records } = DATASETS[dataset];
  const input = `${folder}test-misp-sample-ndjson.log`;

  Deno.test({
    name: `toDocument() writes what ti_misp recorded for ${dataset}`,
    ignore: !isThere(input),
    fn() {
      const inputs = readText(input).trim().split("\n").map((line) => JSON.parse(line));
      const { expected } = readJson(`${input}-expected.json`) as { expected: unknown[] };
      // The last record of `threat` is that of an input which gives no document.
      const recorded = expected.filter((document) => document !== null);
      assertEquals([inputs.length, recorded.length], [records, records]);
      const met = inputs.flatMap((line, at) => deviationsOf(dataset, line, recorded[at]));
      assertGreater(met.length, 0);
    },
  });

  const sample = `${folder}sample_event.json`;
  Deno.test({
    name: `toDocument() writes the sample event of ${dataset}`,
    ignore: !isThere(sample),
    fn() {
      const recorded = readJson(sample);
      const original = JSON.parse(String(at(recorded, "event.original")));
      deviationsOf(dataset, original, recorded);
    },
  });
}
