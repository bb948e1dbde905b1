/** What all documents of an event share, worked out once. */
import { type Cluster, clusterList, galaxyClusters } from "./clusters.ts";
import { contentHash } from "./content_hash.ts";
import { flat } from "./flat.ts";
import { rememberingLast } from "./last.ts";
import type { MispEvent, MispObject } from "./misp.ts";
import {
  type MispEventFields,
  mispEventFields,
  type OrganisationFields,
  organisationFields,
  stableFields,
  unlessEmpty,
} from "./misp_event.ts";
import { type MispObjectFields, mispObjectFields } from "./misp_object.ts";
import { list } from "./read.ts";
import type { MappingSettings } from "./settings.ts";
import { type Tagging, taggingOf } from "./tagging.ts";
import { eventTagNames, tagNames } from "./tags.ts";

/** Distinct lists of attribute tags that are remembered for one event. */
const MOST_TAGGINGS = 64;

interface KnownTagging {
  readonly names: readonly string[];
  readonly tagging: Tagging;
}

export interface EventContext {
  readonly settings: MappingSettings;
  /**
   * Changes when anything of the event changes that reaches a document, save the event's own stamps
   * and its count of attributes.
   */
  readonly fingerprint: string;
  readonly event: MispEventFields | undefined;
  readonly org: OrganisationFields | undefined;
  readonly orgc: OrganisationFields | undefined;
  readonly organization: { readonly id: string } | undefined;
  /** The event's page in MISP. */
  readonly reference: string | undefined;
  /** Of an attribute without tags or galaxies of its own. */
  readonly tagging: Tagging;
  readonly tagNames: readonly string[];
  readonly clusters: readonly Cluster[];
  /** Results already worked out, by the attribute's own tags. */
  readonly taggings: KnownTagging[];
  readonly objectFields: (object: MispObject) => MispObjectFields | undefined;
}

/**
 * Takes an event as any source sends it: from searches, the index of events, a feed, or as part of
 * an attribute. It need hold no attributes.
 */
export function prepareEvent(event: MispEvent, settings: MappingSettings): EventContext {
  const names = eventTagNames(event.Tag, event.EventTag);
  const clusters = [...galaxyClusters(event.Galaxy), ...clusterList(event.GalaxyCluster)];
  const fields = mispEventFields(event);
  const org = unlessEmpty(organisationFields(event.Org));
  const orgc = unlessEmpty(organisationFields(event.Orgc));
  const reference = referenceOf(settings.mispUrl, fields.uuid);
  let tagging: Tagging | undefined;
  return {
    settings,
    get fingerprint() {
      return fingerprintOf(fields, [org, orgc, reference, names, clusters]);
    },
    event: unlessEmpty(fields),
    org,
    orgc,
    organization: fields.org_id === undefined ? undefined : { id: fields.org_id },
    reference,
    // For its fingerprint alone an event needs none.
    get tagging() {
      return tagging ??= taggingOf([...settings.tags, ...names], clusters);
    },
    tagNames: names,
    clusters,
    taggings: [],
    objectFields: rememberingLast((object) =>
      unlessEmpty(mispObjectFields(object, settings.attachments))
    ),
  };
}

function referenceOf(mispUrl: string, uuid: string | undefined): string | undefined {
  const base = mispUrl.replace(/\/+$/, "");
  return base === "" || uuid === undefined ? undefined : flat(`${base}/events/view/${uuid}`);
}

function fingerprintOf(fields: MispEventFields, others: readonly unknown[]): string {
  return contentHash(JSON.stringify([stableFields(fields), ...others]));
}

/** What tags and galaxies of an attribute and its event say together. */
export function attributeTagging(context: EventContext, tags: unknown, galaxies: unknown): Tagging {
  const hasGalaxies = list(galaxies).length > 0;
  if (!hasGalaxies && list(tags).length === 0) return context.tagging;
  const names = tagNames(tags);
  const known = hasGalaxies ? undefined : knownTagging(context, names);
  if (known !== undefined) return known;
  const clusters = [...galaxyClusters(galaxies), ...context.clusters];
  const tagging = taggingOf([...context.settings.tags, ...names, ...context.tagNames], clusters);
  if (!hasGalaxies && context.taggings.length < MOST_TAGGINGS) {
    context.taggings.push({ names, tagging });
  }
  return tagging;
}

/** Compared name by name: a key of all of them would be made, and kept by V8, for each attribute. */
function knownTagging({ taggings }: EventContext, names: readonly string[]): Tagging | undefined {
  return taggings.find((known) =>
    known.names.length === names.length && known.names.every((name, at) => name === names[at])
  )?.tagging;
}
