/** The tactics of ATT&CK Enterprise, which MISP names in the kill chain of a technique. */

export interface Tactic {
  readonly name: string;
  readonly id: string | undefined;
}

const TACTICS: ReadonlyMap<string, Tactic> = new Map([
  ["reconnaissance", { name: "Reconnaissance", id: "TA0043" }],
  ["resource-development", { name: "Resource Development", id: "TA0042" }],
  ["initial-access", { name: "Initial Access", id: "TA0001" }],
  ["execution", { name: "Execution", id: "TA0002" }],
  ["persistence", { name: "Persistence", id: "TA0003" }],
  ["privilege-escalation", { name: "Privilege Escalation", id: "TA0004" }],
  // Until ATT&CK 18; version 19 split it in the two that follow.
  ["defense-evasion", { name: "Defense Evasion", id: "TA0005" }],
  ["stealth", { name: "Stealth", id: "TA0005" }],
  ["defense-impairment", { name: "Defense Impairment", id: "TA0112" }],
  ["credential-access", { name: "Credential Access", id: "TA0006" }],
  ["discovery", { name: "Discovery", id: "TA0007" }],
  ["lateral-movement", { name: "Lateral Movement", id: "TA0008" }],
  ["collection", { name: "Collection", id: "TA0009" }],
  ["command-and-control", { name: "Command and Control", id: "TA0011" }],
  ["exfiltration", { name: "Exfiltration", id: "TA0010" }],
  ["impact", { name: "Impact", id: "TA0040" }],
]);

/** `mitre-attack:initial-access`, and with the platform in newer galaxies: `attack-PRE:…`. */
const KILL_CHAIN = /^(?:mitre-attack|attack|attack-[\w-]+):([a-z-]+)$/i;

/** The tactic of a kill chain entry; the other matrices (mobile, ICS) have tactics of their own. */
export function tacticOf(killChainPhase: string): Tactic | undefined {
  return TACTICS.get(KILL_CHAIN.exec(killChainPhase)?.[1]?.toLowerCase() ?? "");
}
