/** Tags as a feed carries them. */

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

export interface Tag {
  readonly colour: string;
  readonly local: false;
  readonly name: string;
  readonly relationship_type: "";
}

export function tag(name: string): Tag {
  return { colour: COLOURS.get(name) ?? "#0088cc", local: false, name, relationship_type: "" };
}
