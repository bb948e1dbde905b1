const TAXONOMY_VALUES: ReadonlyMap<string, string> = new Map([
  ['admiralty-scale:information-credibility="2"', "75"],
  ['admiralty-scale:source-reliability="b"', "75"],
  ['estimative-language:confidence-in-analytic-judgment="high"', "95"],
  ['estimative-language:confidence-in-analytic-judgment="moderate"', "55"],
  ['estimative-language:likelihood-probability="likely"', "55"],
  ['estimative-language:likelihood-probability="very-likely"', "80"],
  ['false-positive:risk="high"', "25"],
  ['false-positive:risk="low"', "75"],
  ['phishing:state="active"', "100"],
  ["priority-level:high", "85"],
  ["priority-level:low", "50"],
  ["retention:1m", "30"],
]);

const COLOURS: ReadonlyMap<string, string> = new Map([
  ["tlp:red", "#FF2B2B"],
  ["tlp:amber", "#FFC000"],
  ["tlp:green", "#33FF00"],
  ["tlp:clear", "#ffffff"],
  ["tlp:white", "#ffffff"],
]);

/** What a tag of this name looks like on first use: taxonomy values resolved, as MISP does. */
export function tagDefaults(
  name: string,
): { readonly colour: string; readonly numericalValue: string | null; readonly isGalaxy: boolean } {
  return {
    colour: COLOURS.get(name) ?? "#0088cc",
    numericalValue: TAXONOMY_VALUES.get(name) ?? null,
    isGalaxy: name.startsWith("misp-galaxy:"),
  };
}

/** The tags every fresh model knows, so that tags without any use are listed too. */
export const KNOWN_TAGS: readonly string[] = [...COLOURS.keys(), ...TAXONOMY_VALUES.keys()];
