/** Tags and galaxies as a feed carries them. */
import { type Cluster, CLUSTERS, clusterTag, GALAXIES } from "./galaxies.ts";
import { uuidOf } from "./harmless.ts";
import type { AttributeSpec } from "./specs.ts";

/** Colours of the taxonomies' tags; each other tag gets the same one. */
const COLOURS: ReadonlyMap<string, string> = new Map([
  ["tlp:red", "#FF2B2B"],
  ["tlp:amber+strict", "#FFC000"],
  ["tlp:amber", "#FFC000"],
  ["tlp:green", "#33FF00"],
  ["tlp:clear", "#ffffff"],
  ["tlp:white", "#ffffff"],
  ['admiralty-scale:information-credibility="2"', "#0fc000"],
  ['admiralty-scale:information-credibility="3"', "#11d000"],
  ['admiralty-scale:information-credibility="6"', "#14ff00"],
  ['admiralty-scale:source-reliability="b"', "#075200"],
  ['estimative-language:confidence-in-analytic-judgment="moderate"', "#0026eb"],
  ['estimative-language:likelihood-probability="very-likely"', "#001cad"],
  ['false-positive:risk="high"', "#FF2B2B"],
  ['phishing:state="active"', "#0062bd"],
  ['phishing:techniques="fake-website"', "#001e3a"],
  ['phishing:techniques="business email compromise"', "#003261"],
  ["PAP:AMBER", "#ffc000"],
  ["priority-level:high", "#FFC000"],
  ["retention:expired", "#460043"],
]);

const OTHER_COLOUR = "#0088cc";

type Tagged = Pick<AttributeSpec, "tags" | "clusters">;

function tag(name: string) {
  return { colour: COLOURS.get(name) ?? OTHER_COLOUR, local: false, name, relationship_type: "" };
}

function clustersOf(spec: Tagged): readonly Cluster[] {
  return (spec.clusters ?? []).map((name) => CLUSTERS[name]);
}

/** A cluster is attached by its tag, and shown once more by `galaxiesOf()`. */
export function tagsOf(spec: Tagged) {
  return [...(spec.tags ?? []), ...clustersOf(spec).map(clusterTag)].map(tag);
}

/** The attached clusters with all that is known of them, by galaxy. */
export function galaxiesOf(spec: Tagged) {
  const byGalaxy = Map.groupBy(clustersOf(spec), ({ galaxy }) => galaxy);
  return [...byGalaxy].map(([galaxy, members]) => ({
    uuid: uuidOf(`galaxy/${galaxy}`),
    ...GALAXIES[galaxy],
    GalaxyCluster: members.map((cluster) => ({
      uuid: uuidOf(`cluster/${cluster.value}`),
      type: GALAXIES[galaxy].type,
      value: cluster.value,
      tag_name: clusterTag(cluster),
      description: cluster.description,
      meta: cluster.meta,
    })),
  }));
}
