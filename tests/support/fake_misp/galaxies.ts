import type { Galaxy, GalaxyCluster } from "./records.ts";

const THREAT_ACTOR: Galaxy = {
  id: 119,
  uuid: "698774c7-8022-42c4-917f-8d6e4f06ada3",
  name: "Threat Actor",
  type: "threat-actor",
  description: "Threat actors are characteristics of malicious actors",
  version: "3",
  icon: "user-secret",
  namespace: "misp",
};

const ATTACK_PATTERN: Galaxy = {
  id: 47,
  uuid: "c4e851fa-775f-11e7-8163-b774922098cd",
  name: "Attack Pattern",
  type: "mitre-attack-pattern",
  description: "ATT&CK Tactic",
  version: "15",
  icon: "map",
  namespace: "mitre-attack",
};

const MALWARE: Galaxy = {
  id: 52,
  uuid: "d752161c-78f6-11e7-a0ea-bfa79b407ce4",
  name: "Malware",
  type: "mitre-malware",
  description: "Name of ATT&CK software",
  version: "6",
  icon: "optin-monster",
  namespace: "mitre-attack",
};

/** Invented actors and malware, real technique numbers: one cluster of each kind that the mapping reads. */
export const GALAXY_CLUSTERS: readonly GalaxyCluster[] = [
  {
    id: 9001,
    uuid: "7b0f3c52-91a4-4f5e-8f0a-2c1d9be04a11",
    value: "Example Bear",
    tagName: 'misp-galaxy:threat-actor="Example Bear"',
    description: "An invented actor for tests.",
    source: "MISP Project",
    authors: ["Test Author", "Various"],
    version: "349",
    galaxy: THREAT_ACTOR,
    meta: {
      "attribution-confidence": ["50"],
      "cfr-suspected-victims": ["Exampleland"],
      "country": ["XX"],
      "refs": ["https://attack.example.test/groups/G9999/"],
      "synonyms": ["Documentation Bear", "EX-1"],
    },
  },
  {
    id: 9002,
    uuid: "0c1d7b6e-55e1-4fd5-9a3f-6f7e21d4c922",
    value: "Phishing - T1566",
    tagName: 'misp-galaxy:mitre-attack-pattern="Phishing - T1566"',
    description: "Adversaries may send phishing messages to gain access to victim systems.",
    source: "https://github.com/mitre/cti",
    authors: ["MITRE"],
    version: "35",
    galaxy: ATTACK_PATTERN,
    meta: {
      "external_id": ["T1566"],
      "kill_chain": ["mitre-attack:initial-access"],
      "mitre_platforms": ["Linux", "Windows"],
      "refs": ["https://attack.example.test/techniques/T1566/"],
    },
  },
  {
    id: 9003,
    uuid: "5e2f0d9a-3c41-4b76-8e0d-1a7c84f0b533",
    value: "Example Stealer - S9999",
    tagName: 'misp-galaxy:mitre-malware="Example Stealer - S9999"',
    description: "Invented malware for tests.",
    source: "https://github.com/mitre/cti",
    authors: ["MITRE"],
    version: "30",
    galaxy: MALWARE,
    meta: {
      "external_id": ["S9999"],
      "mitre_platforms": ["Windows"],
      "synonyms": ["ExStealer"],
    },
  },
];
