import type { DecayingModel } from "./records.ts";

const NETWORK_TYPES = [
  "domain",
  "domain|ip",
  "hostname",
  "hostname|port",
  "ip-dst",
  "ip-dst|port",
  "ip-src",
  "ip-src|port",
  "url",
];

const PHISHING_SHARES = {
  "estimative-language:confidence-in-analytic-judgment": 0.25,
  "estimative-language:likelihood-probability": 0.25,
  "phishing:psychological-acceptability": 0.25,
  "phishing:state": 0.25,
};

/** The three models that a MISP has out of the box. */
export const DECAYING_MODELS: readonly DecayingModel[] = [
  {
    id: 1,
    uuid: "1097c0fe-06eb-4741-94d9-8098301d92f4",
    name: "Vishing model",
    description: "Simple model to rapidly decay voice scamming, vishing relying on phone-numbers.",
    parameters: {
      lifetime: 10,
      decay_speed: 2.3,
      threshold: 30,
      default_base_score: 80,
      base_score_config: PHISHING_SHARES,
    },
    attributeTypes: ["phone-number", "prtn"],
    enabled: true,
    formula: "Polynomial",
    version: "1",
  },
  {
    id: 2,
    uuid: "dbbd7ba7-6559-48fc-ab58-cc499d1b1143",
    name: "Phishing model",
    description: "Simple model to rapidly decay phishing website.",
    parameters: {
      lifetime: 3,
      decay_speed: 2.3,
      threshold: 30,
      default_base_score: 80,
      base_score_config: PHISHING_SHARES,
    },
    attributeTypes: NETWORK_TYPES,
    enabled: true,
    formula: "Polynomial",
    version: "2",
  },
  {
    id: 3,
    uuid: "073fae4a-2377-4cfa-bd34-2516830d33c3",
    name: "NIDS Simple Decaying Model",
    description: "Simple decaying model for Network Intrusion Detection System (NIDS). ",
    parameters: {
      lifetime: 120,
      decay_speed: 2,
      threshold: 30,
      default_base_score: 80,
      base_score_config: {
        "estimative-language:confidence-in-analytic-judgment": 0.1667,
        "estimative-language:likelihood-probability": 0.1667,
        "false-positive:risk": 0.1667,
        "priority-level": 0.1667,
        "retention": 0.1667,
        "targeted-threat-index:targeting-sophistication-base-value": 0.0833,
        "targeted-threat-index:technical-sophistication-multiplier": 0.0833,
      },
    },
    attributeTypes: [...NETWORK_TYPES, "snort", "suricata", "zeek", "bro"],
    enabled: true,
    formula: "Polynomial",
    version: "2",
  },
];
