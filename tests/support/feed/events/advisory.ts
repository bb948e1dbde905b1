import { hashOf } from "../harmless.ts";
import { BRACKWATER } from "../organisations.ts";
import { attribute, type EventSpec, type ObjectSpec, part } from "../specs.ts";

/** CVE-1900 is the year that the CVE programme keeps free for examples. */
const CVE = "CVE-1900-40117";

const FLAW: ObjectSpec = {
  key: "flaw",
  template: "vulnerability",
  parts: [
    part("id", "vulnerability", CVE),
    part("summary", "text", "BerthPlan 4 runs commands from the name of an uploaded cargo list."),
    part("cvss-score", "float", "9.8", { uncorrelated: true }),
  ],
};

export const ADVISORY: EventSpec = {
  key: "advisory",
  info: "BerthPlan 4: commands run from cargo lists, attacks have begun",
  at: "2026-05-06T13:05:00Z",
  organisation: BRACKWATER,
  analysis: 2,
  threatLevel: 1,
  tags: [
    "tlp:clear",
    'admiralty-scale:source-reliability="b"',
    'admiralty-scale:information-credibility="2"',
    "misp-galaxy:mitre-attack-pattern=T1190 - Exploit Public-Facing Application",
  ],
  clusters: ["exploit"],
  attributes: [
    attribute("vulnerability", "cve-1900-40118", { comment: "Same cause, fixed with it" }),
    attribute("cpe", "cpe:2.3:a:example:berthplan:4:*:*:*:*:*:*:*"),
    attribute("weakness", "CWE-78"),
    attribute("link", "https://advisories.example.com/berthplan/2026-05"),
    attribute("github-repository", "example/berthplan-poc", { comment: "Proof of concept" }),
    attribute("github-username", "example-demo-researcher"),
    attribute("git-commit-id", hashOf("sha1", "fix of BerthPlan"), { comment: "The fix" }),
    attribute("uri", "/berthplan/upload?list=%3Bid", {
      toIds: false,
      comment: "First attempts look like this, and some scanners",
    }),
    attribute("url", "http://203.0.113.90:8088/b.sh", {
      comment: "What the attacks fetch",
      lastSeen: "2026-05-06T11:00:00+00:00",
    }),
    attribute("ip-src", "203.0.113.90", { clusters: ["exploit"] }),
    attribute("hostname|port", "stage.berth-mirror.invalid|8088"),
  ],
  objects: [FLAW],
};
