/** An event as MISP exports it to a feed: no numeric ids, stamps as texts. */
import { attributeJson, epochSeconds } from "./attribute_json.ts";
import { uuidOf } from "./harmless.ts";
import { objectJson } from "./object_json.ts";
import { present, unlessEmpty } from "./present.ts";
import type { EventSpec } from "./specs.ts";
import { galaxiesOf, tagsOf } from "./tags.ts";

/** An analyst who types quickly. */
const SECONDS_BETWEEN_ATTRIBUTES = 41;
const SECONDS_UNTIL_PUBLISHED = 600;

export type EventJson = ReturnType<typeof eventJson>;

export function eventJson(spec: EventSpec) {
  const name = `event/${spec.key}`;
  const { attributes, objects } = partsOf(spec, name);
  const changed = lastChange([...attributes, ...objects, ...objects.flatMap((o) => o.Attribute)]);
  return {
    analysis: String(spec.analysis),
    date: spec.at.slice(0, 10),
    extends_uuid: spec.extends === undefined ? "" : uuidOf(`event/${spec.extends}`),
    info: spec.info,
    protected: false,
    publish_timestamp: String(changed + SECONDS_UNTIL_PUBLISHED),
    published: true,
    threat_level_id: String(spec.threatLevel),
    timestamp: String(changed),
    uuid: uuidOf(name),
    Orgc: { name: spec.organisation, uuid: uuidOf(`organisation/${spec.organisation}`) },
    Tag: tagsOf(spec),
    ...present({ Galaxy: unlessEmpty(galaxiesOf(spec)) }),
    Attribute: attributes,
    ...present({ Object: unlessEmpty(objects), EventReport: reports(spec, name, changed) }),
  };
}

function partsOf(spec: EventSpec, name: string) {
  const start = epochSeconds(spec.at);
  const stamp = (index: number) => start + index * SECONDS_BETWEEN_ATTRIBUTES;
  const attributes = spec.attributes.map((each, index) => attributeJson(each, name, stamp(index)));
  const objects = (spec.objects ?? []).map((each, index) =>
    objectJson(each, name, stamp(attributes.length + index))
  );
  return { attributes, objects };
}

function lastChange(parts: readonly { readonly timestamp: string }[]): number {
  return Math.max(...parts.map(({ timestamp }) => Number(timestamp)));
}

function reports({ report }: EventSpec, event: string, timestamp: number) {
  if (report === undefined) return undefined;
  const { name, content } = report;
  const uuid = uuidOf(`${event}/report/${name}`);
  return [{ content, deleted: false, name, timestamp: String(timestamp), uuid }];
}
