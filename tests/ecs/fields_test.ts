import { assert, assertEquals } from "@std/assert";
import { FIELDS, fieldTableMarkdown } from "../../lib/ecs/fields.ts";

Deno.test("FIELDS holds each field once, and no field below another", () => {
  const names = FIELDS.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  const nested = names.filter((name) => names.some((other) => name.startsWith(`${other}.`)));
  assertEquals(nested, []);
});

/** What Elastic's `ti_misp` 1.48 exports, both data sets together, types as published. */
const EXPORTED = {
  boolean: `host.containerized misp.attribute.decayed misp.attribute.deleted
    misp.attribute.disable_correlation misp.attribute.to_ids misp.context.attribute.deleted
    misp.context.attribute.disable_correlation misp.context.attribute.to_ids
    misp.event.disable_correlation misp.event.locked misp.event.proposal_email_lock
    misp.event.published misp.object.deleted misp.org.local misp.orgc.local`,
  constant_keyword: `data_stream.dataset data_stream.namespace data_stream.type event.dataset
    event.module labels.is_ioc_transform_source threat.feed.dashboard_id threat.feed.name`,
  date: `@timestamp misp.attribute.decayed_at misp.attribute.timestamp
    misp.context.attribute.timestamp misp.event.date misp.event.publish_timestamp
    misp.event.sighting_timestamp misp.event.timestamp misp.object.timestamp
    threat.indicator.first_seen threat.indicator.last_seen threat.indicator.modified_at`,
  flattened: "misp.attribute.decay_score misp.object.attribute",
  ip: "",
  ip_range: "",
  keyword: `cloud.image.id host.os.build host.os.codename input.type log.flags
    misp.attribute.category misp.attribute.comment misp.attribute.data misp.attribute.event_id
    misp.attribute.event_uuid misp.attribute.first_seen misp.attribute.id misp.attribute.last_seen
    misp.attribute.object_id misp.attribute.object_relation misp.attribute.sharing_group_id
    misp.attribute.type misp.attribute.uuid misp.attribute.value misp.context.attribute.category
    misp.context.attribute.comment misp.context.attribute.event_id
    misp.context.attribute.first_seen misp.context.attribute.id misp.context.attribute.last_seen
    misp.context.attribute.object_id misp.context.attribute.object_relation
    misp.context.attribute.sharing_group_id misp.context.attribute.type
    misp.context.attribute.uuid misp.context.attribute.value misp.event.extends_uuid misp.event.id
    misp.event.info misp.event.org_id misp.event.orgc_id misp.event.sharing_group_id
    misp.event.uuid misp.object.comment misp.object.description misp.object.event_id
    misp.object.first_seen misp.object.id misp.object.last_seen misp.object.meta_category
    misp.object.name misp.object.sharing_group_id misp.object.template_uuid
    misp.object.template_version misp.object.uuid misp.org.id misp.org.name misp.org.uuid
    misp.orgc.id misp.orgc.name misp.orgc.uuid threat.indicator.email.subject`,
  long: `log.offset misp.attribute.distribution misp.context.attribute.distribution
    misp.event.attribute_count misp.event.distribution misp.event.threat_level_id
    misp.object.distribution`,
} satisfies Record<typeof FIELDS[number]["type"], string>;

for (const [type, names] of Object.entries(EXPORTED)) {
  Deno.test(`FIELDS has every ${type} field that ti_misp exports`, () => {
    for (const name of names.split(/\s+/).filter((name) => name !== "")) {
      assertEquals(FIELDS.find((field) => field.name === name)?.type as string, type, name);
    }
  });
}

Deno.test("FIELDS says of each field where it comes from", () => {
  assertEquals(FIELDS.filter(({ source }) => source.trim() === "" || source.endsWith(".")), []);
});

Deno.test("fieldTableMarkdown() writes one row a field, with | escaped", () => {
  const lines = fieldTableMarkdown().trimEnd().split("\n");
  assertEquals(lines.length, FIELDS.length + 2);
  assertEquals(lines[1], "| --- | --- | --- | --- | --- |");
  const row = lines.find((line) => line.startsWith("| `threat.indicator.file.hash.md5` |"));
  assert(row?.includes("`filename\\|md5`"));
  assertEquals(lines.map((line) => line.match(/(?<!\\)\|/g)?.length), lines.map(() => 6));
});
