import { assert } from "@std/assert";
import { type NdjsonSettings, openNdjson } from "../../../lib/ndjson/open_ndjson.ts";
import type { IndexedDocument, LedgerEntry, Operation, Target } from "../../../lib/sync/types.ts";
import { testContext } from "../../support/context.ts";

export const INSTANCE = "misp.example.com";

export function settings(path: string, more: Partial<NdjsonSettings> = {}): NdjsonSettings {
  const scope = { command: "sync-attributes", instance: INSTANCE, shard: "1/1" };
  return {
    kind: "ndjson",
    path,
    index: "some-index",
    whole: false,
    ledgerOf: scope.command,
    ...scope,
    ...more,
  };
}

export function line(
  event: string,
  uuid: string,
  hash: string,
  instance = INSTANCE,
  more: object = {},
): string {
  return JSON.stringify({
    event: { hash },
    misp: {
      instance,
      attribute: { uuid, ...more },
      event: { uuid: event, timestamp: "2024-01-01T00:00:07.000Z" },
    },
  });
}

export function index(event: string, uuid: string, hash: string): Operation {
  return { action: "index", id: `${INSTANCE}:${uuid}`, event, line: line(event, uuid, hash) };
}

export function remove(event: string, uuid: string): Operation {
  return { action: "delete", id: `${INSTANCE}:${uuid}`, event };
}

export const NOW = Date.UTC(2026, 0, 10);
export const DAY = 86_400_000;

export function ending(uuid: string, end: number, decayed = false): Operation {
  const decayed_at = new Date(end).toISOString();
  const more = { type: "domain", decayed, decayed_at, decayed_by: "default" };
  return {
    action: "index",
    id: `${INSTANCE}:${uuid}`,
    event: "e",
    line: line("e", uuid, "1", INSTANCE, more),
  };
}

export async function read(
  target: Target,
  events: readonly string[],
): Promise<readonly IndexedDocument[]> {
  return (await Array.fromAsync(target.indexed(events))).flat();
}

/** One run: opened, prepared, written, committed. */
export async function run(path: string, operations: readonly Operation[]): Promise<number> {
  await using output = await openNdjson(testContext(), settings(path));
  const documents = await output.target.prepare();
  await output.target.write(operations);
  await output.target.commit();
  return documents;
}

export async function linesOf(path: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(path);
  assert(text === "" || text.endsWith("\n"));
  return text.split("\n").slice(0, -1).toSorted();
}

/** A test with a folder of its own; afterwards only files that are meant to stay are in it. */
export function fileTest(name: string, body: (path: string) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await body(`${folder}/out.ndjson`);
      for await (const { name } of Deno.readDir(folder)) assert(!name.endsWith(".new"), name);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

export function entry(uuid: string, documents: number): LedgerEntry {
  const rest = { version: "v", timestamp: 7, published: true, basis: "b", sighting: 0 };
  return { uuid, documents, ...rest };
}
