import { createBulkWriter } from "../../../lib/elastic/bulk.ts";
import { latestIndex } from "../../../lib/elastic/latest_index.ts";
import type { IndexedDocument, Operation, Target } from "../../../lib/sync/types.ts";
import type { Cluster } from "./cluster.ts";
import { install } from "./install.ts";

export const INSTANCE = "misp.example.com";

export async function prepared(cluster: Cluster): Promise<Target> {
  const { client, names, context } = cluster;
  await install(cluster);
  return latestIndex(client, createBulkWriter(client, context), { names, instance: INSTANCE });
}

export function operation(event: string, number: number, more: object = {}): Operation {
  const uuid = `${event}-${String(number).padStart(6, "0")}`;
  const line = JSON.stringify({
    event: { hash: `hash${number}` },
    misp: {
      instance: INSTANCE,
      attribute: { uuid },
      event: { uuid: event, timestamp: new Date(number * 1000).toISOString() },
    },
    ...more,
  });
  return { action: "index", id: `${INSTANCE}:${uuid}`, event, line };
}

export function operations(event: string, count: number): readonly Operation[] {
  return Array.from({ length: count }, (_, number) => operation(event, number));
}

export async function indexed(target: Target, events: readonly string[]) {
  const pages: number[] = [];
  const documents = new Map<string, IndexedDocument>();
  for await (const page of target.indexed(events)) {
    pages.push(page.length);
    for (const document of page) documents.set(document.id, document);
  }
  return { pages, documents };
}
