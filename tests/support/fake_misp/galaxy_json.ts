import type { Galaxy, GalaxyCluster, TagLink } from "./records.ts";
import type { Store } from "./store.ts";

interface LinkedCluster {
  readonly cluster: GalaxyCluster;
  readonly link: TagLink;
}

/** The clusters behind galaxy tags; a galaxy tag without a cluster of that name has none. */
export function linkedClusters(store: Store, links: readonly TagLink[]): readonly LinkedCluster[] {
  return links.flatMap((link) => {
    const cluster = store.clusters.get(link.tag.name);
    return cluster === undefined ? [] : [{ cluster, link }];
  });
}

export function galaxyJson(galaxy: Galaxy): Record<string, unknown> {
  return {
    id: String(galaxy.id),
    uuid: galaxy.uuid,
    name: galaxy.name,
    type: galaxy.type,
    description: galaxy.description,
    version: galaxy.version,
    icon: galaxy.icon,
    namespace: galaxy.namespace,
    enabled: true,
    local_only: false,
  };
}

/** The keys of a cluster up to its galaxy. */
function clusterJson(cluster: GalaxyCluster): Record<string, unknown> {
  return {
    id: String(cluster.id),
    uuid: cluster.uuid,
    collection_uuid: "7cdff317-a673-4474-84ec-4f1754947823",
    type: cluster.galaxy.type,
    value: cluster.value,
    tag_name: cluster.tagName,
    description: cluster.description,
    galaxy_id: String(cluster.galaxy.id),
    source: cluster.source,
    authors: cluster.authors,
    version: cluster.version,
    distribution: "3",
    sharing_group_id: null,
    org_id: "0",
    orgc_id: "0",
    default: true,
    locked: false,
    extends_uuid: "",
    extends_version: "0",
    published: false,
    deleted: false,
  };
}

/** A cluster as the events index lists it, its galaxy inside. */
export function indexCluster({ cluster, link }: LinkedCluster): Record<string, unknown> {
  return {
    ...clusterJson(cluster),
    Galaxy: galaxyJson(cluster.galaxy),
    meta: cluster.meta,
    tag_id: String(link.tag.id),
    local: link.local,
    relationship_type: "",
  };
}

const MISP_ORG = {
  id: "0",
  name: "MISP",
  date_created: "",
  date_modified: "",
  description: "Automatically generated MISP organisation",
  type: "",
  nationality: "Not specified",
  sector: "",
  created_by: "0",
  uuid: "0",
  contacts: "",
  local: true,
  restricted_to_domain: [],
  landingpage: null,
};

/** `Galaxy[]` of `events/restSearch`: clusters inside their galaxies, `tag_id` a number there. */
export function galaxies(
  store: Store,
  links: readonly TagLink[],
  owner: "event" | "attribute",
): Record<string, unknown>[] {
  const byGalaxy = Map.groupBy(linkedClusters(store, links), ({ cluster }) => cluster.galaxy);
  return [...byGalaxy].map(([galaxy, linked]) => ({
    ...galaxyJson(galaxy),
    GalaxyCluster: linked.map(({ cluster, link }) => ({
      ...clusterJson(cluster),
      GalaxyClusterRelation: [],
      Org: MISP_ORG,
      Orgc: MISP_ORG,
      TargetingClusterRelation: [],
      meta: cluster.meta,
      tag_id: link.tag.id,
      [`${owner}_tag_id`]: String(link.id),
      local: link.local,
      relationship_type: false,
    })),
  }));
}
