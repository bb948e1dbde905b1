/**
 * The least that any program must do with the same bytes: read the attributes from MISP, parse
 * them, give each a few fields of its event, and make the text to send. No check, no rule, no hash.
 */
const CONCURRENCY = 2;
const ATTRIBUTES_PER_REQUEST = 5_000;

interface Row {
  readonly event_id: string;
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  readonly comment: string;
  readonly timestamp: string;
}

interface IndexRow {
  readonly id: string;
  readonly uuid: string;
  readonly info: string;
  readonly attribute_count: string;
  readonly Org: unknown;
  readonly Orgc: unknown;
  readonly EventTag: readonly { readonly Tag: { readonly name: string } }[];
}

async function post(url: string, body: unknown): Promise<string> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return await response.text();
}

function* chunksOf(events: readonly IndexRow[]): Generator<readonly string[]> {
  let ids: string[] = [];
  let attributes = 0;
  for (const { id, attribute_count: count } of events) {
    ids.push(id);
    attributes += Number(count);
    if (attributes < ATTRIBUTES_PER_REQUEST) continue;
    yield ids;
    [ids, attributes] = [[], 0];
  }
  if (ids.length > 0) yield ids;
}

function documentOf(row: Row, event: IndexRow) {
  const timestamp = new Date(Number(row.timestamp) * 1000).toISOString();
  return {
    "@timestamp": timestamp,
    event: { kind: "enrichment", module: "ti_misp" },
    tags: event.EventTag.map(({ Tag }) => Tag.name),
    threat: {
      feed: { name: "MISP" },
      indicator: { name: row.value, description: row.comment, modified_at: timestamp },
    },
    misp: {
      attribute: row,
      event: { id: event.id, uuid: event.uuid, info: event.info },
      org: event.Org,
      orgc: event.Orgc,
    },
  };
}

async function main(url: string): Promise<void> {
  const events: IndexRow[] = JSON.parse(
    await post(`${url}/events/index`, { limit: 1_000_000, page: 1 }),
  );
  const byId = new Map(events.map((event) => [event.id, event]));
  const chunks = chunksOf(events);
  const encoder = new TextEncoder();
  let documents = 0;
  let bytes = 0;
  async function work(): Promise<void> {
    for (const eventid of chunks) {
      const text = await post(`${url}/attributes/restSearch`, { eventid });
      const rows: Row[] = JSON.parse(text).response.Attribute;
      let lines = "";
      for (const row of rows) {
        const event = byId.get(row.event_id);
        if (event === undefined) throw new RangeError(`Nobody asked for event ${row.event_id}`);
        lines += `{"index":{"_id":"${row.uuid}"}}\n${JSON.stringify(documentOf(row, event))}\n`;
      }
      documents += rows.length;
      bytes += encoder.encode(lines).length;
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  Deno.stdout.writeSync(encoder.encode(JSON.stringify({ documents, bytes })));
}

if (import.meta.main) await main(Deno.args[0] ?? "");
