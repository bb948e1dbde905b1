/** Documents of single attributes, as a sync writes them. */
import { assertEquals } from "@std/assert";
import { type MappingSettings, prepareEvent, toDocument } from "../../../lib/ecs/document.ts";
import { DocumentLines, joinParts } from "../../../lib/ecs/document_lines.ts";
import { lineOf } from "../../ecs/documents.ts";
import { documentId } from "../../../lib/ecs/id.ts";
import { createBulkWriter } from "../../../lib/elastic/bulk.ts";
import { bulkItem } from "../../../lib/elastic/bulk_batch.ts";
import { recordLine } from "../../../lib/sync/event_journal.ts";

import type { Cluster } from "./cluster.ts";

export interface Attribute {
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  /** Epoch milliseconds of its last change. */
  readonly changed: number;
}

export const EVENT_UUID = "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50";

const MAPPING: MappingSettings = {
  dataset: "ti_misp.threat_attributes",
  mispUrl: "https://misp.example.com",
  tags: [],
  expirationMs: 90 * 86_400_000,
  attachments: false,
};

function documentOf(
  { uuid, type, value, changed }: Attribute,
  dataset: MappingSettings["dataset"],
) {
  const timestamp = String(Math.floor(changed / 1000));
  const event = prepareEvent({ uuid: EVENT_UUID, timestamp, info: "Rules" }, {
    ...MAPPING,
    dataset,
  });
  return toDocument({ uuid, type, value, timestamp, to_ids: true }, event, { now: Date.now() });
}

/** Writes the attributes to the index of current indicators, and gives the instance they are of. */
export async function writeLatest(
  cluster: Cluster,
  attributes: readonly Attribute[],
): Promise<string> {
  const { names } = cluster;
  const ingested = new Date().toISOString();
  const lines = attributes.map((attribute) => {
    const document = documentOf(attribute, "ti_misp.threat_attributes");
    return lineOf(document, names.namespace, ingested);
  });
  await write(cluster, names.latest, attributes, lines);
  return names.namespace;
}

/** The same attributes as records of the journal, or of the history. */
export async function writeRecords(
  cluster: Cluster,
  stream: "journal" | "history",
  attributes: readonly Attribute[],
  match = false,
): Promise<void> {
  const { names } = cluster;
  const dataset = stream === "journal" ? "ti_misp.threat" : "ti_misp.threat_attributes";
  const ingested = new Date().toISOString();
  const lines = attributes.map((attribute) => {
    const document = documentOf(attribute, dataset);
    return stream === "journal"
      ? joinParts(recordLine(document, {
        instance: names.namespace,
        mapping: { ...MAPPING, dataset },
        match,
        now: Date.now(),
        lines: new DocumentLines(names.namespace, ingested),
      }))
      : lineOf(document, names.namespace, ingested);
  });
  await write(cluster, names[stream], attributes, lines);
}

async function write(
  { client, context }: Cluster,
  index: string,
  attributes: readonly Attribute[],
  lines: readonly string[],
): Promise<void> {
  const items = attributes.map(({ uuid }, position) =>
    bulkItem("create", documentId("rules", uuid), lines[position] ?? "")
  );
  const tally = await createBulkWriter(client, context).write(index, items);
  assertEquals([tally.acknowledged, tally.rejected], [items.length, []]);
  await client.ask({ method: "POST", path: `/${index}/_refresh` });
}
