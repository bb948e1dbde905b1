/** An object as a feed carries it. */
import { attributeJson } from "./attribute_json.ts";
import { uuidOf } from "./harmless.ts";
import { OBJECT_TEMPLATES } from "./object_templates.ts";
import { present } from "./present.ts";
import type { ObjectSpec, ReferenceSpec } from "./specs.ts";

export function objectJson(spec: ObjectSpec, event: string, timestamp: number) {
  const template = OBJECT_TEMPLATES[spec.template];
  const name = objectName(event, spec.key);
  return {
    comment: spec.comment ?? "",
    deleted: spec.deleted ?? false,
    description: template.description,
    ...present({ first_seen: spec.firstSeen, last_seen: spec.lastSeen }),
    "meta-category": template.metaCategory,
    name: spec.template,
    template_uuid: template.uuid,
    template_version: template.version,
    timestamp: String(timestamp),
    uuid: uuidOf(name),
    ...present({
      ObjectReference: spec.references?.map((each) =>
        referenceJson(each, event, name, String(timestamp))
      ),
    }),
    Attribute: spec.parts.map((each) => attributeJson(each, name, timestamp)),
  };
}

function objectName(event: string, key: string): string {
  return `${event}/object/${key}`;
}

function referenceJson(spec: ReferenceSpec, event: string, from: string, timestamp: string) {
  const { to, relationship, comment = "" } = spec;
  return {
    comment,
    object_uuid: uuidOf(from),
    referenced_uuid: uuidOf(objectName(event, to)),
    relationship_type: relationship,
    timestamp,
    uuid: uuidOf(`${from}/reference/${relationship}/${to}`),
  };
}
