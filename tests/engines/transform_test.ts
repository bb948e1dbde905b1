/**
 * The two ways to the current indicators give the same documents. No server of the tests runs
 * transforms, so what one would do is done here: by the keys, the order and the retention that the
 * transform's own body names.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import transform from "../../lib/elastic/assets/latest_transform.json" with { type: "json" };
import { at, type JsonObject, textAt } from "../../lib/elastic/json.ts";
import { startElasticsearch } from "../support/engine.ts";
import { EngineLab } from "./engine_lab.ts";

const engine = await startElasticsearch({ engine: "opensearch-3" });

function valueAt(source: JsonObject, field: string): string {
  return textAt(source, ...field.split(".")) ?? "";
}

/** What the transform leaves in the destination of these records. */
function destinationOf(
  records: readonly JsonObject[],
  now: number,
): ReadonlyMap<string, JsonObject> {
  const { latest, retention_policy: { time: { field } } } = transform;
  const newest = new Map<string, JsonObject>();
  for (const record of records.toSorted((a, b) => order(a) - order(b))) {
    newest.set(latest.unique_key.map((key) => valueAt(record, key)).join(" "), record);
  }
  const kept = [...newest].filter(([, record]) => Date.parse(valueAt(record, field)) > now);
  return new Map(kept.map(([, record]) => [valueAt(record, "misp.attribute.uuid"), record]));
}

function order(record: JsonObject): number {
  return Date.parse(valueAt(record, transform.latest.sort));
}

/** The time of writing is another for each of the two. */
function withoutIngested(source: JsonObject | undefined): JsonObject {
  const { event, ...rest } = source ?? {};
  const { ingested: _, ...others } = JSON.parse(JSON.stringify(event ?? {}));
  return { ...rest, event: others };
}

async function assertSame(lab: EngineLab): Promise<void> {
  const records = [...(await lab.documents(lab.names.history)).values()];
  // What was removed by a run ended when it began, which is after its clock was set.
  const transformed = destinationOf(records, lab.now + 30_000);
  const direct = new Map(
    [...(await lab.documents(lab.names.latest)).values()].map((source) => [
      valueAt(source, "misp.attribute.uuid"),
      source,
    ]),
  );
  assertEquals([...transformed.keys()].toSorted(), [...direct.keys()].toSorted());
  for (const [uuid, source] of direct) {
    assertEquals(withoutIngested(transformed.get(uuid)), withoutIngested(source));
  }
  assertGreater(direct.size, 0);
}

Deno.test({
  name: "A transform over the history would give the documents that are written directly",
  ignore: engine.url === undefined,
  async fn() {
    if (engine.url === undefined) return;
    const env = { TI_MISP_ELASTICSEARCH_HISTORY: "true" };
    await using lab = await EngineLab.start(engine, { env, events: 6, attributes: 20 });
    await lab.json("install-assets");
    await lab.json("sync-attributes");
    await assertSame(lab);
    const wanted = new Set(lab.wanted());
    const [edited, removed, gone] = lab.model.attributes
      .filter(({ uuid, objectId }) => wanted.has(`lab:${uuid}`) && objectId === 0);
    assert(edited !== undefined && removed !== undefined && gone !== undefined);
    lab.now += 60_000;
    lab.model.editAttribute(edited, { comment: "Seen again" });
    lab.model.softDeleteAttribute(removed);
    for (const { eventId } of [edited, removed]) lab.model.publish(eventId);
    await lab.json("sync-attributes", "--max-delete", "100%");
    await assertSame(lab);
    lab.now += 60_000;
    lab.model.deleteEvent(gone.eventId);
    await lab.json("sync-attributes", "--max-delete", "100%");
    await assertSame(lab);
    lab.now += 60 * 86_400_000;
    await lab.json("expire", "--max-delete", "100%");
    await assertSame(lab);
    const [record] = (await lab.documents(lab.names.history)).values();
    assertEquals(at(record, "labels"), undefined, "a transform would copy the label");
  },
});
