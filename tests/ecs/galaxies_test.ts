import { assertEquals } from "@std/assert";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";
import { at, type Json, mapped } from "./documents.ts";

/** `threat` of a document, without feed and indicator. */
function threatOf(attribute: MispAttribute, event: MispEvent = {}): Json {
  const { feed: _, indicator: __, ...threat } = at(mapped({ attribute, event }), "threat") as Json;
  return threat;
}

function tagged(...names: readonly string[]): Json {
  return threatOf({ Tag: names.map((name) => ({ name })) });
}

const technique = (value: string) => `misp-galaxy:mitre-attack-pattern="${value}"`;

Deno.test("galaxyFields() finds the id at the end, at the start and alone", () => {
  const framework = "MITRE ATT&CK";
  const expected = { framework, technique: { id: ["T1566"], name: ["Phishing"] } };
  assertEquals(tagged(technique("Phishing - T1566")), expected);
  assertEquals(tagged(technique("T1566 - Phishing")), expected);
  assertEquals(tagged(technique("phishing - t1566".toUpperCase())), {
    framework,
    technique: { id: ["T1566"], name: ["PHISHING"] },
  });
  assertEquals(tagged(technique("T1566")), { framework, technique: { id: ["T1566"] } });
  assertEquals(tagged(technique("Phishing")), { framework, technique: { name: ["Phishing"] } });
});

Deno.test("galaxyFields() gives the parent's name only when the parent is named too", () => {
  const domains = technique("Domains - T1583.001");
  const subtechnique = { id: ["T1583.001"], name: ["Domains"] };
  assertEquals(at(tagged(domains), "technique"), { id: ["T1583"], subtechnique });
  const both = tagged(domains, technique("Acquire Infrastructure - T1583"));
  assertEquals(at(both, "technique"), {
    id: ["T1583"],
    name: ["Acquire Infrastructure"],
    subtechnique,
  });
});

Deno.test("galaxyFields() does not mistake the ids of PRE-ATT&CK for those of ATT&CK", () => {
  const tag = 'misp-galaxy:mitre-pre-attack-attack-pattern="Acquire OSINT - PRE-T1024"';
  assertEquals(at(tagged(tag), "technique"), { name: ["Acquire OSINT - PRE-T1024"] });
});

const TECHNIQUE_GALAXIES = [
  "misp-galaxy:mitre-attack-pattern",
  "misp-galaxy:mitre-enterprise-attack-attack-pattern",
  "misp-galaxy:mitre-mobile-attack-attack-pattern",
  "misp-galaxy:mitre-pre-attack-attack-pattern",
  "misp-galaxy:mitre-ics-techniques",
  "mitre-attack:attack-pattern",
  "MISP-Galaxy:MITRE-Attack-Pattern",
];

Deno.test("galaxyFields() knows the galaxies of techniques, in any case", () => {
  for (const galaxy of TECHNIQUE_GALAXIES) {
    assertEquals(at(tagged(`${galaxy}="X - T0001"`), "technique.id"), ["T0001"], galaxy);
  }
});

Deno.test("galaxyFields() knows the galaxies of groups", () => {
  const galaxies = ["threat-actor", "mitre-ics-groups", "mitre-intrusion-set", "x-intrusion-set"];
  for (const galaxy of galaxies) {
    const expected = { group: { name: "X", id: "G0001" } };
    assertEquals(tagged(`misp-galaxy:${galaxy}="X - G0001"`), expected, galaxy);
  }
});

Deno.test("galaxyFields() knows the galaxies of malware and tools", () => {
  const malware = ["mitre-malware", "mitre-enterprise-attack-malware", "malpedia", "ransomware"];
  const more = ["mitre-mobile-attack-malware", "rat", "botnet", "banker", "stealer", "backdoor"];
  for (const galaxy of [...malware, ...more]) {
    const expected = { software: { name: "X", id: "S0001", type: "Malware" } };
    assertEquals(tagged(`misp-galaxy:${galaxy}="X - S0001"`), expected, galaxy);
  }
  const tools = ["mitre-tool", "mitre-enterprise-attack-tool", "mitre-mobile-attack-tool", "tool"];
  for (const galaxy of tools) {
    assertEquals(tagged(`misp-galaxy:${galaxy}="X"`), { software: { name: "X", type: "Tool" } });
  }
});

Deno.test("galaxyFields() writes several entries as a list, each once", () => {
  const tags = ['misp-galaxy:rat="A"', 'misp-galaxy:tool="B"', 'misp-galaxy:botnet="A"'];
  const software = { name: ["A", "B"], type: ["Malware", "Tool"] };
  assertEquals(tagged(...tags), { software });
});

Deno.test("galaxyFields() leaves other galaxies, and clusters without a value, to the tags", () => {
  assertEquals(tagged('misp-galaxy:sector="Bank"', 'misp-galaxy:rat=""', "misp-galaxy:rat"), {});
});

const CLUSTER = {
  type: "mitre-attack-pattern",
  value: "Phishing",
  meta: {
    external_id: ["CAPEC-98", "T1566"],
    kill_chain: ["mitre-attack:initial-access", "attack-Linux:initial-access", "x:y"],
  },
};

Deno.test("galaxyFields() reads id and tactics of a cluster's meta data", () => {
  const expected = {
    framework: "MITRE ATT&CK",
    technique: { id: ["T1566"], name: ["Phishing"] },
    tactic: { id: ["TA0001"], name: ["Initial Access"] },
  };
  assertEquals(threatOf({ Galaxy: [{ GalaxyCluster: [CLUSTER] }] }), expected);
  assertEquals(threatOf({}, { Galaxy: [{ GalaxyCluster: [CLUSTER] }] }), expected);
  assertEquals(threatOf({}, { GalaxyCluster: [CLUSTER] }), expected);
});

Deno.test("galaxyFields() goes from tags to clusters of the attribute, then of the event", () => {
  const actor = (value: string) => ({ type: "threat-actor", value });
  const attribute = {
    Tag: [{ name: 'misp-galaxy:threat-actor="Tag"' }],
    Galaxy: [{ GalaxyCluster: [actor("Attribute"), actor("Tag")] }],
  };
  const event = { Galaxy: [{ GalaxyCluster: [actor("Event")] }] };
  assertEquals(threatOf(attribute, event), { group: { name: ["Tag", "Attribute", "Event"] } });
});

Deno.test("threatActor() comes before the actors of galaxies", () => {
  const attribute = {
    type: "threat-actor",
    value: " Bear ",
    Tag: [{ name: 'misp-galaxy:threat-actor="Panda - G0001"' }, {
      name: "misp-galaxy:threat-actor=Bear",
    }],
  };
  assertEquals(threatOf(attribute), { group: { name: ["Bear", "Panda"], id: "G0001" } });
});
