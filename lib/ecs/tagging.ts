/** All that tags and galaxies say: worked out once per distinct set of tags of an event. */
import { type Cluster, tagCluster } from "./clusters.ts";
import { confidenceOf } from "./confidence.ts";
import { type GalaxyFields, galaxyFields } from "./galaxies.ts";
import { mergeTags } from "./tags.ts";
import { strictestTlp, type TlpMarking } from "./tlp.ts";

export interface Tagging {
  readonly tags: readonly string[] | undefined;
  readonly marking: TlpMarking | undefined;
  readonly confidence: string | undefined;
  readonly galaxies: GalaxyFields;
}

/** Few sets of tags are used again and again; beyond so many, each is worked out when it comes. */
const MOST_TAGGINGS = 1024;
const TAGGINGS = new Map<string, Tagging>();

/** `names` are tag names in order of precedence; clusters follow those that tags name. */
export function taggingOf(names: readonly string[], clusters: readonly Cluster[]): Tagging {
  if (clusters.length > 0) return makeTagging(names, clusters);
  const key = JSON.stringify(names);
  const known = TAGGINGS.get(key);
  if (known !== undefined) return known;
  const made = makeTagging(names, clusters);
  if (TAGGINGS.size < MOST_TAGGINGS) TAGGINGS.set(key, made);
  return made;
}

function makeTagging(names: readonly string[], clusters: readonly Cluster[]): Tagging {
  const tags = mergeTags(names);
  const lower = tags.map((tag) => tag.toLowerCase());
  return {
    tags: tags.length === 0 ? undefined : tags,
    marking: strictestTlp(lower),
    confidence: confidenceOf(lower),
    galaxies: galaxyFields([...tags.flatMap((tag) => tagCluster(tag) ?? []), ...clusters]),
  };
}
