import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, type EventSpec } from "../specs.ts";

const CALL_NOTES = `Call with the claims department, 2026-01-19:
- two port operators asked about cover for "cyber extortion" in one week
- both name the same "consultant": B. Wren („der Zaunkönig“)
- nothing technical yet;\task again on Thursday
Path they mentioned: \\\\fileserver\\claims\\2026`;

/** Loose notes: context only, nothing to detect with. */
export const NOTES: EventSpec = {
  key: "notes",
  info: "Notes: who is asking about extortion cover? – unverified",
  at: "2026-01-19T09:30:00Z",
  organisation: HARBOURLIGHT,
  analysis: 0,
  threatLevel: 4,
  tags: [
    "tlp:amber+strict",
    'misp:confidence-level="confidence-cannot-be-evaluated"',
    'admiralty-scale:information-credibility="6"',
    'workflow:state="draft"',
  ],
  attributes: [
    attribute("text", CALL_NOTES, { comment: "From the duty book" }),
    attribute("comment", "Nobody outside the team has seen this yet"),
    attribute("other", "Ticket HL-1042", { category: "Internal reference" }),
    attribute("anonymised", "port-operator-a", { comment: "Name known to the team" }),
    attribute("threat-actor", "Brass Wren", { comment: "Our name for them" }),
    attribute("campaign-name", "Winter Cargo"),
    attribute("campaign-id", "HL-C-2026-01"),
    attribute("link", "https://blog.example.org/2026/01/extortion-in-ports", {
      comment: "The article that the callers quote",
    }),
    attribute("boolean", "1", { comment: "Called back", uncorrelated: true }),
    attribute("counter", "2", { comment: "Calls so far", uncorrelated: true }),
    attribute("integer", "45000", { comment: "Asked for, in euros", uncorrelated: true }),
    attribute("float", "0.35", { comment: "How sure the team is", uncorrelated: true }),
    attribute("hex", "DEADBEEF", { comment: "Printed on their letter" }),
    attribute("datetime", "2026-01-15T14:20:00.000000+00:00", { comment: "First call" }),
    attribute("cortex", '{"analyzer": "ExampleAnalyzer", "level": "info", "hits": 0}'),
  ],
};
