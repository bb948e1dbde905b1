/** Techniques, tactics, groups and software (`threat.*`) that galaxy clusters name. */
import type { Cluster, ClusterTarget } from "./clusters.ts";
import { tacticOf } from "./tactics.ts";

/** A list of several entries, or the one there is. */
export type OneOrMany = string | readonly string[];

export interface IdsAndNames {
  readonly id: readonly string[] | undefined;
  readonly name: readonly string[] | undefined;
}

export interface TechniqueFields extends IdsAndNames {
  readonly subtechnique: IdsAndNames | undefined;
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
  readonly tactic: IdsAndNames | undefined;
  readonly software: SoftwareFields | undefined;
  readonly groupIds: readonly string[];
  readonly groupNames: readonly string[];
}

interface NamedId {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** Where an id may stand in the name of a cluster. */
interface IdForms {
  /** `Phishing - T1566`, or the id alone. */
  readonly atEnd: RegExp;
  /** `T1566 - Phishing` */
  readonly atStart: RegExp;
  readonly alone: RegExp;
}

function idForms(id: string): IdForms {
  return {
    atEnd: new RegExp(`^(?:(?<name>.*) - )?(?<id>${id})$`, "is"),
    atStart: new RegExp(`^(?<id>${id}) - (?<name>.*)$`, "is"),
    alone: new RegExp(`^${id}$`, "i"),
  };
}

const SOFTWARE_ID = idForms("S\\d{4}");

const ID_FORMS = {
  technique: idForms("T\\d{4}(?:\\.\\d{3})?"),
  group: idForms("G\\d{4}"),
  Malware: SOFTWARE_ID,
  Tool: SOFTWARE_ID,
} satisfies Record<ClusterTarget, IdForms>;

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

function tacticFields(techniques: readonly Cluster[]): IdsAndNames | undefined {
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
 * The id is cut off the name. Without one in the name it is looked for among the cluster's external
 * ids, which name other catalogues too.
 */
function nameAndId({ target, value, externalIds }: Cluster): NamedId {
  const { atEnd, atStart, alone } = ID_FORMS[target];
  const groups = (atEnd.exec(value) ?? atStart.exec(value))?.groups;
  if (groups === undefined) {
    return { id: externalIds.find((id) => alone.test(id))?.toUpperCase(), name: value };
  }
  return { id: groups["id"]?.toUpperCase(), name: groups["name"]?.trim() || undefined };
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
