/** `misp.*`: what MISP sends, under the names and types of `ti_misp`, and what it lacks. */
import { type Field, field, fieldBy } from "./field.ts";

const AS_SENT = "As sent";

/** Values that `keyword` cannot hold are found by their words. */
const VALUE_PARAMETERS = {
  ignore_above: 8191,
  fields: { text: { type: "text", norms: false, index_options: "docs" } },
} as const;

const ATTRIBUTE: readonly Field[] = [
  field("misp.attribute.category", "keyword", AS_SENT),
  field("misp.attribute.comment", "keyword", "As sent, when not blank"),
  field("misp.attribute.data", "keyword", "Base64, when attachments are asked for", {
    index: false,
    doc_values: false,
  }),
  field("misp.attribute.decay_score", "flattened", "What each decay model says"),
  field("misp.attribute.decayed", "boolean", "Whether `decayed_at` is past"),
  field(
    "misp.attribute.decayed_at",
    "date",
    "When models or the configured duration let it expire",
  ),
  field(
    "misp.attribute.decayed_by",
    "keyword",
    "What set that time: a model, `default`, `per_type`, `none`",
  ),
  field("misp.attribute.deleted", "boolean", "Whether the attribute itself is deleted"),
  field("misp.attribute.disable_correlation", "boolean", AS_SENT),
  field("misp.attribute.distribution", "long", AS_SENT),
  field("misp.attribute.event_id", "keyword", AS_SENT),
  field("misp.attribute.event_uuid", "keyword", "As sent, else the event's uuid"),
  field("misp.attribute.first_seen", "keyword", "In UTC; as sent when it cannot be read"),
  field("misp.attribute.id", "keyword", AS_SENT),
  field("misp.attribute.ip_range", "ip_range", "A network of more than one address"),
  field("misp.attribute.last_seen", "keyword", "In UTC; as sent when it cannot be read"),
  field("misp.attribute.object_id", "keyword", "As sent; `0` outside objects"),
  field("misp.attribute.object_relation", "keyword", AS_SENT),
  field("misp.attribute.sharing_group_id", "keyword", AS_SENT),
  field("misp.attribute.timestamp", "date", "When the attribute was last changed"),
  field("misp.attribute.to_ids", "boolean", "Whether the attribute is meant for detection"),
  field("misp.attribute.type", "keyword", AS_SENT),
  field("misp.attribute.uuid", "keyword", AS_SENT),
  field("misp.attribute.value", "keyword", "The value, verbatim", VALUE_PARAMETERS),
  field("misp.attribute.warninglist", "keyword", "Names of warninglists that the value is on"),
];

const EVENT: readonly Field[] = [
  field("misp.event.analysis", "long", "0 initial, 1 ongoing, 2 complete"),
  field("misp.event.attribute_count", "long", AS_SENT),
  field("misp.event.creator_email", "keyword", "`event_creator_email`"),
  field("misp.event.date", "date", AS_SENT),
  field("misp.event.disable_correlation", "boolean", AS_SENT),
  field("misp.event.distribution", "long", AS_SENT),
  field("misp.event.extends_uuid", "keyword", AS_SENT),
  field("misp.event.id", "keyword", AS_SENT),
  field("misp.event.info", "keyword", "Title of the event"),
  field("misp.event.locked", "boolean", AS_SENT),
  field("misp.event.org_id", "keyword", AS_SENT),
  field("misp.event.orgc_id", "keyword", AS_SENT),
  field("misp.event.proposal_email_lock", "boolean", AS_SENT),
  field("misp.event.publish_timestamp", "date", "When the event was last published"),
  field("misp.event.published", "boolean", AS_SENT),
  field("misp.event.sharing_group_id", "keyword", AS_SENT),
  field("misp.event.sighting_timestamp", "date", "When sightings were last published"),
  field("misp.event.threat_level_id", "long", "1 high, 2 medium, 3 low, 4 undefined"),
  field("misp.event.timestamp", "date", "When the event was last changed"),
  field("misp.event.uuid", "keyword", AS_SENT),
];

const OBJECT: readonly Field[] = [
  field("misp.object.attribute", "flattened", "Attributes of an object of at most 100, when sent"),
  field("misp.object.comment", "keyword", AS_SENT),
  field("misp.object.deleted", "boolean", AS_SENT),
  field("misp.object.description", "keyword", AS_SENT),
  field("misp.object.distribution", "long", AS_SENT),
  field("misp.object.event_id", "keyword", AS_SENT),
  field("misp.object.first_seen", "keyword", AS_SENT),
  field("misp.object.id", "keyword", AS_SENT),
  field("misp.object.last_seen", "keyword", AS_SENT),
  field("misp.object.meta_category", "keyword", "`meta-category`"),
  field("misp.object.name", "keyword", "Name of the object's template"),
  field("misp.object.sharing_group_id", "keyword", AS_SENT),
  field("misp.object.template_uuid", "keyword", AS_SENT),
  field("misp.object.template_version", "keyword", AS_SENT),
  field("misp.object.timestamp", "date", "When the object was last changed"),
  field("misp.object.uuid", "keyword", AS_SENT),
];

/** `ti_misp` pairs attributes of an event; here each is a document of its own. */
const CONTEXT: readonly Field[] = ATTRIBUTE
  .filter(({ name }) => !/\.(data|decay\w*|event_uuid|ip_range|warninglist)$/.test(name))
  .map(({ name, type }) =>
    fieldBy("nobody", name.replace("attribute", "context.attribute"), type, "Pairs of ti_misp")
  );

const ORGANISATIONS: readonly Field[] = [
  field("misp.org.id", "keyword", "Organisation that holds the event"),
  field("misp.org.local", "boolean", AS_SENT),
  field("misp.org.name", "keyword", AS_SENT),
  field("misp.org.uuid", "keyword", AS_SENT),
  field("misp.orgc.id", "keyword", "Organisation that created the event"),
  field("misp.orgc.local", "boolean", AS_SENT),
  field("misp.orgc.name", "keyword", AS_SENT),
  field("misp.orgc.uuid", "keyword", AS_SENT),
];

export const MISP_FIELDS: readonly Field[] = [
  ...ATTRIBUTE,
  ...CONTEXT,
  ...EVENT,
  field("misp.indicator", "flattened", "Values for which ECS has no field, by type"),
  fieldBy("writer", "misp.instance", "keyword", "Name of the MISP that the document comes from"),
  ...OBJECT,
  ...ORGANISATIONS,
];
