/** `threat.*` */
import type { EventContext } from "./event_context.ts";
import { type GroupFields, oneOrMany } from "./galaxies.ts";
import type { IndicatorDraft } from "./indicator.ts";
import type { MispAttribute } from "./misp.ts";
import type { AttributeFacts } from "./misp_attribute.ts";
import { isObject, list } from "./read.ts";
import type { Tagging } from "./tagging.ts";

const FEED = { name: "MISP" } as const;

export function threatFields(
  attribute: MispAttribute,
  facts: AttributeFacts,
  indicator: IndicatorDraft,
  tagging: Tagging,
  event: EventContext,
) {
  const { framework, technique, tactic, software } = tagging.galaxies;
  return {
    feed: FEED,
    framework,
    technique,
    tactic,
    group: groupFields(indicator.group, tagging),
    software,
    indicator: {
      type: indicator.type,
      provider: "misp",
      id: facts.uuid === undefined ? undefined : [facts.uuid],
      name: facts.value,
      description: facts.comment,
      reference: event.reference,
      modified_at: facts.timestamp,
      first_seen: facts.firstSeen,
      last_seen: facts.lastSeen,
      scanner_stats: event.event?.analysis,
      sightings: sightings(attribute.Sighting),
      confidence: tagging.confidence,
      marking: tagging.marking,
      ip: indicator.ip,
      port: indicator.port,
      as: indicator.asNumber === undefined ? undefined : { number: indicator.asNumber },
      email: emailFields(indicator),
      file: indicator.file,
      registry: indicator.registry,
      url: indicator.url,
    },
  };
}

function emailFields({ emailAddress, emailSubject }: IndicatorDraft) {
  if (emailAddress === undefined && emailSubject === undefined) return undefined;
  return { address: emailAddress, subject: emailSubject };
}

/** The actor that the attribute itself names, then those of the galaxies. */
function groupFields(named: string | undefined, { galaxies }: Tagging): GroupFields | undefined {
  const { groupIds, groupNames } = galaxies;
  if (named === undefined && groupIds.length === 0 && groupNames.length === 0) return undefined;
  const names = named === undefined ? groupNames : [...new Set([named, ...groupNames])];
  return { id: oneOrMany(groupIds), name: oneOrMany(names) };
}

/** Sightings of type 0 mean "seen"; 1 is a false positive, 2 an expiration. */
function sightings(sent: unknown): number | undefined {
  if (!Array.isArray(sent)) return undefined;
  return list(sent).filter((row) => isObject(row) && (row["type"] === "0" || row["type"] === 0))
    .length;
}
