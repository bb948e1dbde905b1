/** Hostile texts in every field that people write, through the whole program. */
import { assert, assertEquals } from "@std/assert";
import { MispModel } from "../support/fake_misp/model.ts";
import type { Event } from "../support/fake_misp/records.ts";
import { assertBalanced } from "./support/balance.ts";
import { hitsWith } from "./support/engine_request.ts";
import { HOSTILE_TEXTS } from "./support/hostile_texts.ts";
import { rewrittenRows, type Row } from "./support/hostile_misp.ts";
import { assertPlainRequests } from "./support/plain_requests.ts";
import { CANARIES } from "./support/secrets.ts";
import { stageTest } from "./support/stage_test_case.ts";

const TYPES = [
  "text",
  "url",
  "ip-dst",
  "domain",
  "filename",
  "md5",
  "email-src",
  "regkey|value",
  "ip-dst|port",
  "filename|sha256",
  "domain|ip",
  "AS",
  "mac-address",
  "vulnerability",
  "port",
  "datetime",
  "size-in-bytes",
  "x509-fingerprint-sha1",
  "attachment",
  "no-such-type",
  "__proto__",
] as const;

/** Each text as a value of four types in turn, and in the other fields of a row. */
const ROWS: readonly Row[] = HOSTILE_TEXTS.flatMap((text, at): Row[] => [
  ...[0, 5, 10, 15].map((more) => ({ type: TYPES[(at + more) % TYPES.length], value: text })),
  { comment: text },
  { category: text },
  { object_relation: text },
  { Tag: [{ name: text, colour: text, numerical_value: text }] },
]);

/** The same in the fields of an event. */
const EVENTS: readonly Row[] = HOSTILE_TEXTS.map((text) => ({
  info: text,
  Orgc: { id: "9", name: text, uuid: text },
  EventTag: [{ id: "1", Tag: { id: "1", name: text, colour: text } }],
  GalaxyCluster: [{
    uuid: text,
    value: text,
    type: text,
    tag_name: text,
    meta: { [text]: [text] },
  }],
}));

const EVENT_SIZE = 200;

function hostileMisp() {
  const now = Math.floor(Date.now() / 1000) - 600;
  const model = new MispModel({ now: () => now }, 6);
  const changes = new Map<string, Row>();
  for (let at = 0; at < ROWS.length; at += EVENT_SIZE) {
    const event = addEvent(model, Math.min(EVENT_SIZE, ROWS.length - at));
    event.attributes.forEach(({ uuid }, n) => changes.set(uuid, ROWS[at + n] ?? {}));
  }
  for (const row of EVENTS) changes.set(addEvent(model, 1).uuid, row);
  const misp = {
    model,
    account: { key: CANARIES.mispKey },
    fault: rewrittenRows((uuid) => changes.get(uuid)),
  };
  return { misp, changes, model };
}

function addEvent(model: MispModel, size: number): Event {
  const attributes = Array.from(
    { length: size },
    (_, n) => ({ type: "text", value: `plain ${n}` }),
  );
  return model.addEvent({ published: true, attributes });
}

/** Word for word; but a blank value is none, and half a character is none either. */
function isKept(sent: string, stored: unknown): boolean {
  return stored === sent.toWellFormed() || (sent.trim() === "" && stored === undefined);
}

stageTest(
  `sync-attributes takes ${ROWS.length + EVENTS.length} hostile rows as they are`,
  async (stage) => {
    const { misp, changes, model } = hostileMisp();
    await stage.withFreshTrial(async (trial) => {
      const run = await trial.narrowSync();
      assertEquals(run.code, 0, run.stderr.slice(-3000));
      assertBalanced(run.summary, 0);
      assertEquals(run.summary.documents.created, model.attributes.length);
      const { engine, index, instance } = trial.place;
      const hits = await hitsWith(engine, index, "misp.instance", instance);
      assertEquals(hits.length, model.attributes.length);
      const wrong = hits.flatMap(({ _source }) => {
        const { misp: { attribute } } = JSON.parse(JSON.stringify(_source));
        const sent = changes.get(attribute.uuid)?.["value"] ?? attribute.value;
        return isKept(String(sent ?? ""), attribute.value) ? [] : [[sent, attribute.value]];
      });
      assertEquals(wrong.slice(0, 3), [], `${wrong.length} values are not what was sent`);
      const again = await trial.sync();
      assertEquals([again.code, again.summary.events["unchanged"]], [0, model.events.length]);
      const full = await trial.sync(["--full"]);
      const { created, updated, deleted } = full.summary.documents;
      assertEquals([full.code, created, updated, deleted], [0, 0, 0, 0], "they are mapped alike");
      assertPlainRequests(trial);
      assert(run.summary.peak_rss_bytes > 0);
    }, { misp });
  },
);
