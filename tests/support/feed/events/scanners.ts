import { BRACKWATER } from "../organisations.ts";
import { attribute, attributes, type EventSpec } from "../specs.ts";

const WEEK = { firstSeen: "2026-09-07T00:00:00+00:00", lastSeen: "2026-09-13T23:59:59+00:00" };

/** Known by everyone and blocked by few: context, not for detection. */
const RESEARCH = { ...WEEK, toIds: false, comment: "Calls itself research" };

export const SCANNERS: EventSpec = {
  key: "scanners",
  info: "Scanners of port control systems, week 37",
  at: "2026-09-14T05:00:00Z",
  organisation: BRACKWATER,
  analysis: 2,
  threatLevel: 3,
  tags: [
    "tlp:clear",
    'admiralty-scale:information-credibility="3"',
    'estimative-language:likelihood-probability="very-likely"',
  ],
  clusters: ["scanning"],
  attributes: [
    ...attributes("ip-src", ["198.51.100.70", "198.51.100.71", "203.0.113.200"], WEEK),
    ...attributes("ip-src", ["2001:db8:70::5", "2001:db8:70::6"], WEEK),
    ...attributes("ip-src", ["192.0.2.200", "192.0.2.201"], RESEARCH),
    attribute("ip-src", "192.0.2.224/27", RESEARCH),
    ...attributes("ip-src|port", ["198.51.100.72|502", "2001:db8:70::7|20000"], WEEK),
    attribute("AS", "64511", { comment: "All of the research scanners" }),
    attribute("user-agent", "berth-survey/0.9 (example)"),
  ],
};
