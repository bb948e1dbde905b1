/** Techniques, tactics, groups and software (`threat.*`) that galaxy clusters name. */
import type { Cluster, ClusterTarget } from "./clusters.ts";
import { tacticOf } from "./tactics.ts";

/** A list of several entries, or the one there is. */
export type OneOrMany = string | readonly string[];

export interface TechniqueFields {
  readonly id: readonly string[] | undefined;
  readonly name: readonly string[] | undefined;
  readonly subtechnique: SubtechniqueFields | undefined;
}

export interface SubtechniqueFields {
  readonly id: readonly string[] | undefined;
  readonly name: readonly string[] | undefined;
}

export interface SoftwareFields {
  readonly id: OneOrMany | undefined;
  readonly name: OneOrMany | undefined;
  readonly type: OneOrMany | undefined;
}

export interface GroupFields {
  readonly id: OneOrMany | undefined;
  readonly name: OneOrMany | undefined;
}

export interface GalaxyFields {
  readonly framework: string | undefined;
  readonly technique: TechniqueFields | undefined;
  readonly tactic: SubtechniqueFields | undefined;
  readonly software: SoftwareFields | undefined;
  readonly groupIds: readonly string[];
  readonly groupNames: readonly string[];
}

interface NamedId {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

const ID_PATTERNS = {
  technique: "T\\d{4}(?:\\.\\d{3})?",
  group: "G\\d{4}",
  Malware: "S\\d{4}",
  Tool: "S\\d{4}",
} satisfies Record<ClusterTarget, string>;

/** Everything the clusters say, each id and name once, in order of appearance. */
export function galaxyFields(clusters: readonly Cluster[]): GalaxyFields {
  const techniques = clusters.filter(({ target }) => target === "technique");
  const groups = clusters.filter(({ target }) => target === "group").map(nameAndId);
  const software = clusters.filter(({ target }) => target === "Malware" || target === "Tool");
  return {
    framework: techniques.length === 0 ? undefined : "MITRE ATT&CK",
    technique: techniqueFields(techniques.map(nameAndId)),
    tactic: tacticFields(techniques),
    software: softwareFields(software),
    groupIds: distinct(groups.map(({ id }) => id)),
    groupNames: distinct(groups.map(({ name }) => name)),
  };
}

function techniqueFields(found: readonly NamedId[]): TechniqueFields | undefined {
  if (found.length === 0) return undefined;
  const isSub = ({ id }: NamedId) => id !== undefined && id.length > "T0000".length;
  const sub = found.filter(isSub);
  return {
    id: many(found.map(({ id }) => id?.slice(0, "T0000".length))),
    name: many(found.filter((entry) => !isSub(entry)).map(({ name }) => name)),
    subtechnique: sub.length === 0
      ? undefined
      : { id: many(sub.map(({ id }) => id)), name: many(sub.map(({ name }) => name)) },
  };
}

function tacticFields(techniques: readonly Cluster[]): SubtechniqueFields | undefined {
  const tactics = techniques.flatMap(({ killChain }) => killChain.map(tacticOf));
  const name = many(tactics.map((tactic) => tactic?.name));
  return name === undefined ? undefined : { id: many(tactics.map((tactic) => tactic?.id)), name };
}

function softwareFields(software: readonly Cluster[]): SoftwareFields | undefined {
  if (software.length === 0) return undefined;
  const found = software.map(nameAndId);
  return {
    id: oneOrMany(distinct(found.map(({ id }) => id))),
    name: oneOrMany(distinct(found.map(({ name }) => name))),
    type: oneOrMany(distinct(software.map(({ target }) => target))),
  };
}

/**
 * `Phishing - T1566`, `T1566 - Phishing` or `T1566`: the id is cut off the name. Without one it is
 * looked for among the cluster's external ids, which name other catalogues too.
 */
function nameAndId({ target, value, externalIds }: Cluster): NamedId {
  const pattern = ID_PATTERNS[target];
  const atEnd = new RegExp(`^(?:(.*) - )?(${pattern})$`, "is").exec(value);
  if (atEnd !== null) return { id: atEnd[2]?.toUpperCase(), name: atEnd[1]?.trim() || undefined };
  const atStart = new RegExp(`^(${pattern}) - (.*)$`, "is").exec(value);
  if (atStart !== null) {
    return { id: atStart[1]?.toUpperCase(), name: atStart[2]?.trim() || undefined };
  }
  const whole = new RegExp(`^${pattern}$`, "i");
  return { id: externalIds.find((id) => whole.test(id))?.toUpperCase(), name: value };
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

function many(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const found = distinct(values);
  return found.length === 0 ? undefined : found;
}

/** ECS has one group and one software per document: several become an array. */
export function oneOrMany(values: readonly string[]): OneOrMany | undefined {
  return values.length > 1 ? values : values[0];
}
