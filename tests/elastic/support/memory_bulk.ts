/** As much of `_bulk` as is needed to see what arrived, with a set of documents behind it. */
import { at, type JsonObject, type JsonValue, textAt } from "../../../lib/elastic/json.ts";

export interface MemoryItem {
  readonly action: string;
  readonly id: string;
  readonly document: JsonValue | undefined;
}

export const ROOT = {
  name: "fake",
  version: { number: "9.4.3", build_flavor: "default" },
  tagline: "You Know, for Search",
};

export const PRODUCT = {
  "content-type": "application/vnd.elasticsearch+json;compatible-with=9",
  "x-elastic-product": "Elasticsearch",
};

export function itemsOf(body: string): readonly MemoryItem[] {
  const items: MemoryItem[] = [];
  const lines = body.split("\n");
  for (let index = 0; index < lines.length - 1; index++) {
    const meta: JsonObject = JSON.parse(lines[index]!);
    const action = Object.keys(meta)[0]!;
    const id = textAt(meta, action, "_id")!;
    const document = action === "delete" ? undefined : JSON.parse(lines[++index]!);
    items.push({ action, id, document });
  }
  return items;
}

/** Applies an operation as Elasticsearch does and gives its item of the answer. */
export function applyItem(store: Map<string, JsonValue>, item: MemoryItem): JsonObject {
  const { action, id, document } = item;
  if (action === "delete") {
    return { delete: { _id: id, status: store.delete(id) ? 200 : 404 } };
  }
  if (action === "create" && store.has(id)) {
    const error = { type: "version_conflict_engine_exception", reason: "exists" };
    return { create: { _id: id, status: 409, error } };
  }
  if (at(document, "reject") === true) {
    const error = { type: "document_parsing_exception", reason: "failed to parse" };
    return { [action]: { _id: id, status: 400, error } };
  }
  const status = store.has(id) ? 200 : 201;
  store.set(id, document ?? null);
  return { [action]: { _id: id, status } };
}

export function refusal(item: MemoryItem, status: number, type: string): JsonObject {
  return {
    [item.action]: { _id: item.id, status, error: { type, reason: `no room for ${type}` } },
  };
}

export function answer(items: readonly JsonObject[], status = 200): Response {
  const errors = items.some((item) => at(Object.values(item)[0], "error") !== undefined);
  return Response.json({ errors, items }, { status, headers: PRODUCT });
}
