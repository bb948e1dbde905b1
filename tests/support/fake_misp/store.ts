import type { Clock } from "./clock.ts";
import { DECAYING_MODELS } from "./decaying_models.ts";
import { GALAXY_CLUSTERS } from "./galaxies.ts";
import { idOf, type Ref, type TagInput } from "./inputs.ts";
import type {
  Attribute,
  DecayingModel,
  GalaxyCluster,
  Mutable,
  MutableEvent,
  Org,
  Sighting,
  Tag,
  TagLink,
  Warninglist,
} from "./records.ts";
import { uuidOf } from "./random.ts";
import { KNOWN_TAGS, tagDefaults } from "./tag_catalogue.ts";

export const NO_TAGS: readonly TagLink[] = [];

/** The rows of the database, found by id; what happens to them is the model's matter. */
export class Store {
  readonly orgs: Org[] = [];
  /** In ascending order of id, as is every list here. */
  events: MutableEvent[] = [];
  attributes: Mutable<Attribute>[] = [];
  sightings: Sighting[] = [];
  decayingModels: DecayingModel[] = [...DECAYING_MODELS];
  warninglists: Warninglist[] = [];
  readonly tags = new Map<string, Tag>();
  readonly clusters = new Map<string, GalaxyCluster>();
  readonly deletedEventUuids: string[] = [];
  readonly #lastIds = { org: 0, event: 0, attribute: 0, object: 0, sighting: 0, tag: 0, link: 0 };

  constructor(readonly clock: Clock, readonly seed: number) {
    for (const cluster of GALAXY_CLUSTERS) this.clusters.set(cluster.tagName, cluster);
    for (const name of KNOWN_TAGS) this.tag(name);
  }

  nextId(kind: "org" | "event" | "attribute" | "object" | "sighting" | "tag" | "link"): number {
    return ++this.#lastIds[kind];
  }

  event(ref: Ref): MutableEvent {
    return found(this.events, "event", ref);
  }

  attribute(ref: Ref): Mutable<Attribute> {
    return found(this.attributes, "attribute", ref);
  }

  tag(name: string): Tag {
    const known = this.tags.get(name);
    if (known !== undefined) return known;
    const tag = { id: this.nextId("tag"), name, ...tagDefaults(name) };
    this.tags.set(name, tag);
    return tag;
  }

  link(input: TagInput): TagLink {
    const { name, local = false } = typeof input === "string" ? { name: input } : input;
    return { id: this.nextId("link"), tag: this.tag(name), local };
  }

  links(inputs: readonly TagInput[] | undefined): readonly TagLink[] {
    return inputs === undefined || inputs.length === 0
      ? NO_TAGS
      : inputs.map((tag) => this.link(tag));
  }

  org(name: string): Org {
    const known = this.orgs.find((org) => org.name === name);
    if (known !== undefined) return known;
    const id = this.nextId("org");
    const org = { id, uuid: uuidOf(this.seed, "org", id), name };
    this.orgs.push(org);
    return org;
  }
}

/** Binary search: lists are in ascending order of id, with gaps where rows were deleted. */
export function findById<T extends { readonly id: number }>(
  rows: readonly T[],
  id: number,
): T | undefined {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row === undefined || row.id >= id) high = middle;
    else low = middle + 1;
  }
  const row = rows[low];
  return row?.id === id ? row : undefined;
}

function found<T extends { readonly id: number }>(rows: readonly T[], what: string, ref: Ref): T {
  const row = findById(rows, idOf(ref));
  if (row === undefined) throw new RangeError(`Cannot find ${what} ${idOf(ref)} in the model`);
  return row;
}
