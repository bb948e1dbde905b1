/** `threat.indicator.confidence` from the taxonomies in which analysts express it. */

const NOT_SPECIFIED = "Not Specified";

type Rating = "High" | "Medium" | "Low" | "None" | typeof NOT_SPECIFIED;

/** In order of precedence: what is said of the indicator goes before what is said of its source. */
const TAXONOMIES: readonly Readonly<Record<string, Rating>>[] = [
  {
    "misp:confidence-level=completely-confident": "High",
    "misp:confidence-level=usually-confident": "High",
    "misp:confidence-level=fairly-confident": "Medium",
    "misp:confidence-level=rarely-confident": "Low",
    "misp:confidence-level=unconfident": "None",
    "misp:confidence-level=confidence-cannot-be-evaluated": NOT_SPECIFIED,
  },
  {
    "admiralty-scale:information-credibility=1": "High",
    "admiralty-scale:information-credibility=2": "High",
    "admiralty-scale:information-credibility=3": "Medium",
    "admiralty-scale:information-credibility=4": "Low",
    "admiralty-scale:information-credibility=5": "None",
    "admiralty-scale:information-credibility=6": NOT_SPECIFIED,
  },
  {
    "admiralty-scale:source-reliability=a": "High",
    "admiralty-scale:source-reliability=b": "High",
    "admiralty-scale:source-reliability=c": "Medium",
    "admiralty-scale:source-reliability=d": "Low",
    "admiralty-scale:source-reliability=e": "None",
    "admiralty-scale:source-reliability=g": "None",
    "admiralty-scale:source-reliability=f": NOT_SPECIFIED,
  },
  {
    "estimative-language:confidence-in-analytic-judgment=high": "High",
    "estimative-language:confidence-in-analytic-judgment=moderate": "Medium",
    "estimative-language:confidence-in-analytic-judgment=low": "Low",
  },
];

/** The rating that the tags give, which are all in lower case. */
export function confidenceOf(tags: readonly string[]): Rating | undefined {
  const ratings = TAXONOMIES.flatMap((taxonomy) =>
    tags.flatMap((tag) => Object.hasOwn(taxonomy, tag) ? taxonomy[tag] ?? [] : [])
  );
  return ratings.find((rating) => rating !== NOT_SPECIFIED) ?? ratings[0];
}
