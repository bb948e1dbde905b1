/** Galaxy clusters that have a place in ECS, from tags and from `Galaxy` lists. */
import { isObject, list, text } from "./read.ts";
import { stripTag } from "./tags.ts";

export type ClusterTarget = "technique" | "group" | "Malware" | "Tool";

export interface Cluster {
  readonly target: ClusterTarget;
  readonly value: string;
  readonly externalIds: readonly string[];
  readonly killChain: readonly string[];
}

const TARGETS: ReadonlyMap<string, ClusterTarget> = new Map<string, ClusterTarget>([
  ["mitre-attack-pattern", "technique"],
  ["mitre-enterprise-attack-attack-pattern", "technique"],
  ["mitre-mobile-attack-attack-pattern", "technique"],
  ["mitre-pre-attack-attack-pattern", "technique"],
  ["mitre-ics-techniques", "technique"],
  ["threat-actor", "group"],
  ["mitre-ics-groups", "group"],
  ["mitre-malware", "Malware"],
  ["mitre-enterprise-attack-malware", "Malware"],
  ["mitre-mobile-attack-malware", "Malware"],
  ["malpedia", "Malware"],
  ["ransomware", "Malware"],
  ["rat", "Malware"],
  ["botnet", "Malware"],
  ["banker", "Malware"],
  ["stealer", "Malware"],
  ["backdoor", "Malware"],
  ["mitre-tool", "Tool"],
  ["mitre-enterprise-attack-tool", "Tool"],
  ["mitre-mobile-attack-tool", "Tool"],
  ["tool", "Tool"],
]);

const GALAXY_TAG = "misp-galaxy:";
/** How ATT&CK techniques were tagged before there were galaxies. */
const ATTACK_TAG = "mitre-attack:attack-pattern=";

/** The cluster that a stripped tag names, such as `misp-galaxy:rat=ExampleRAT`. */
export function tagCluster(tag: string): Cluster | undefined {
  const lower = tag.toLowerCase();
  if (lower.startsWith(ATTACK_TAG)) {
    return cluster("mitre-attack-pattern", tag.slice(ATTACK_TAG.length), undefined);
  }
  const equals = tag.indexOf("=");
  if (!lower.startsWith(GALAXY_TAG) || equals < 0) return undefined;
  return cluster(lower.slice(GALAXY_TAG.length, equals), tag.slice(equals + 1), undefined);
}

/** The clusters of a `Galaxy` list. */
export function galaxyClusters(galaxies: unknown): readonly Cluster[] {
  return list(galaxies).flatMap((galaxy) =>
    isObject(galaxy) ? clusterList(galaxy["GalaxyCluster"]) : []
  );
}

/** The clusters of a `GalaxyCluster` list. */
export function clusterList(clusters: unknown): readonly Cluster[] {
  return list(clusters).flatMap((row) =>
    isObject(row) ? cluster(row["type"], row["value"], row["meta"]) ?? [] : []
  );
}

function cluster(type: unknown, value: unknown, meta: unknown): Cluster | undefined {
  const target = targetOf(text(type)?.toLowerCase() ?? "");
  const name = stripTag(text(value) ?? "").trim();
  if (target === undefined || name === "") return undefined;
  const details = isObject(meta) ? meta : {};
  return {
    target,
    value: name,
    externalIds: texts(details["external_id"]),
    killChain: texts(details["kill_chain"]),
  };
}

function targetOf(galaxyType: string): ClusterTarget | undefined {
  return TARGETS.get(galaxyType) ?? (galaxyType.endsWith("intrusion-set") ? "group" : undefined);
}

/** A list of texts, or the only one. */
function texts(values: unknown): readonly string[] {
  if (!Array.isArray(values)) return text(values) === undefined ? [] : texts([values]);
  return values.flatMap((value) => text(value) ?? []);
}
