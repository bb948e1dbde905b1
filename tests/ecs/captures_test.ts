/** Real answers of MISP and of another server, and real feeds. */
import { assertEquals, assertGreater } from "@std/assert";
import { type Dataset, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { assertAcceptable } from "./acceptance.ts";
import { lineOf, NOW, SETTINGS } from "./documents.ts";
import { type Row, rowsBelow } from "./rows.ts";
import { filesIn, readJson } from "./shared_fixtures.ts";

const DATASETS: readonly Dataset[] = ["ti_misp.threat", "ti_misp.threat_attributes"];

function check({ attribute, event, object }: Row): void {
  for (const dataset of DATASETS) {
    const context = prepareEvent(event, { ...SETTINGS, dataset });
    const document = toDocument(attribute, context, { now: NOW, object });
    assertAcceptable(JSON.parse(JSON.stringify(document)));
    JSON.parse(lineOf(document, "misp", "2026-11-25T00:00:00.000Z"));
  }
}

for (const folder of ["misp-captures/", "misp-feed/"]) {
  const files = filesIn(folder).filter((file) => file.endsWith(".json"));
  Deno.test({
    name: `toDocument() maps everything in ${folder}`,
    ignore: files.length === 0,
    fn() {
      const rows = files.flatMap((file) => rowsBelow(readJson(file)));
      assertGreater(rows.length, 200);
      rows.forEach(check);
    },
  });
}

const index = filesIn("misp-captures/").filter((file) => file.includes("/events_index_full"));

Deno.test({
  name: "prepareEvent() reads tags and clusters of the index of events",
  ignore: index.length === 0,
  fn() {
    const rows = index.flatMap((file) => rowsBelow(readJson(file)));
    const row = rows.find(({ event }) => event.uuid === "8a8d4aea-35fa-4d94-812c-4e0edc3bc824");
    const { tagging } = prepareEvent(row?.event ?? {}, SETTINGS);
    assertEquals(tagging.galaxies.groupNames.includes("APT28"), true);
    assertEquals(tagging.marking?.tlp, ["AMBER"]);
  },
});
