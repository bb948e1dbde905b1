/**
 * Galaxies and clusters of the demo feed. Techniques and their numbers are ATT&CK's; actors, malware
 * and their numbers are invented.
 */
interface Galaxy {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly namespace: string;
  readonly version: string;
}

export interface Cluster {
  readonly galaxy: keyof typeof GALAXIES;
  readonly value: string;
  readonly description: string;
  readonly meta: Readonly<Record<string, readonly string[]>>;
}

export const GALAXIES = {
  techniques: {
    type: "mitre-attack-pattern",
    name: "Attack Pattern",
    description: "ATT&CK Tactic",
    icon: "map",
    namespace: "mitre-attack",
    version: "15",
  },
  groups: {
    type: "mitre-intrusion-set",
    name: "Intrusion Set",
    description: "Name of ATT&CK Group",
    icon: "user-secret",
    namespace: "mitre-attack",
    version: "10",
  },
  actors: {
    type: "threat-actor",
    name: "Threat Actor",
    description: "Threat actors are characteristics of malicious actors",
    icon: "user-secret",
    namespace: "misp",
    version: "3",
  },
  malware: {
    type: "mitre-malware",
    name: "Malware",
    description: "Name of ATT&CK software",
    icon: "optin-monster",
    namespace: "mitre-attack",
    version: "6",
  },
  tools: {
    type: "mitre-tool",
    name: "mitre-tool",
    description: "Name of ATT&CK software",
    icon: "gavel",
    namespace: "mitre-attack",
    version: "6",
  },
  ransomware: {
    type: "ransomware",
    name: "Ransomware",
    description: "Ransomware galaxy",
    icon: "btc",
    namespace: "misp",
    version: "4",
  },
  botnets: {
    type: "botnet",
    name: "Botnet",
    description: "Botnet galaxy",
    icon: "sitemap",
    namespace: "misp",
    version: "2",
  },
} satisfies Readonly<Record<string, Galaxy>>;

/** Newer galaxies name the platform in the kill chain, older ones "mitre-attack" only. */
function technique(id: string, name: string, killChain: readonly string[]): Cluster {
  return {
    galaxy: "techniques",
    value: `${name} - ${id}`,
    description: `ATT&CK technique ${id}`,
    meta: {
      external_id: [id],
      kill_chain: killChain,
      refs: [`https://attack.example.org/techniques/${id.replace(".", "/")}`],
    },
  };
}

export const CLUSTERS = {
  spearphishingAttachment: technique("T1566.001", "Spearphishing Attachment", [
    "mitre-attack:initial-access",
  ]),
  spearphishingLink: technique("T1566.002", "Spearphishing Link", [
    "attack-Windows:initial-access",
    "attack-macOS:initial-access",
  ]),
  phishing: technique("T1566", "Phishing", ["mitre-attack:initial-access"]),
  exploit: technique("T1190", "Exploit Public-Facing Application", ["mitre-attack:initial-access"]),
  powershell: technique("T1059.001", "PowerShell", ["attack-Windows:execution"]),
  runKeys: technique("T1547.001", "Registry Run Keys / Startup Folder", [
    "attack-Windows:persistence",
    "attack-Windows:privilege-escalation",
  ]),
  webProtocols: technique("T1071.001", "Web Protocols", ["mitre-attack:command-and-control"]),
  encrypted: technique("T1486", "Data Encrypted for Impact", ["attack-Windows:impact"]),
  scanning: technique("T1595.001", "Scanning IP Blocks", ["attack-PRE:reconnaissance"]),
  brassWren: {
    galaxy: "groups",
    value: "Brass Wren - G9901",
    description: "An invented crew that breaks into port operators and sells the access.",
    meta: { external_id: ["G9901"], synonyms: ["Brass Wren", "DEMO-1"] },
  },
  gildedStoat: {
    galaxy: "actors",
    value: "Gilded Stoat",
    description: "An invented crew that lives on changed invoices.",
    meta: { synonyms: ["DEMO-2"], "cfr-type-of-incident": ["Fraud"] },
  },
  tideLoader: {
    galaxy: "malware",
    value: "TideLoader - S9901",
    description: "An invented downloader.",
    meta: { external_id: ["S9901"], mitre_platforms: ["Windows"], synonyms: ["TideLoader"] },
  },
  capstanProxy: {
    galaxy: "tools",
    value: "Capstan Proxy - S9902",
    description: "An invented tunnel.",
    meta: { external_id: ["S9902"], mitre_platforms: ["Windows", "Linux"] },
  },
  spindleLock: {
    galaxy: "ransomware",
    value: "SpindleLock",
    description: "Invented ransomware.",
    meta: { extensions: [".spindled"], ransomnotes: ["All your cargo lists are locked"] },
  },
  mothlight: {
    galaxy: "botnets",
    value: "Mothlight",
    description: "An invented botnet of cameras and routers.",
    meta: { synonyms: ["DEMO-3"] },
  },
} as const satisfies Readonly<Record<string, Cluster>>;

export type ClusterName = keyof typeof CLUSTERS;

/** The name of the tag that attaches a cluster. */
export function clusterTag({ galaxy, value }: Cluster): string {
  return `misp-galaxy:${GALAXIES[galaxy].type}="${value}"`;
}
