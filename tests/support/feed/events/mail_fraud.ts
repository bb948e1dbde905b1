import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, type EventSpec, type ObjectSpec, part } from "../specs.ts";

const MESSAGE: ObjectSpec = {
  key: "message",
  template: "email",
  comment: "The one that was nearly believed",
  parts: [
    part("from", "email-src", "m.keel@nordhavn-1ines.example", { comment: "A one for an l" }),
    part("to", "email-dst", "accounts@port-c.example", { toIds: false, uncorrelated: true }),
    part("to-display-name", "email-dst-display-name", "Accounts, Port C"),
    part("subject", "email-subject", "New bank details for berth fees"),
  ],
};

/** Numbers of accounts and telephones are those that are printed in manuals and said in films. */
const MONEY = [
  attribute("iban", "GB82WEST12345698765432", { comment: "The example of the manuals" }),
  attribute("bic", "EXMPGB2L"),
  attribute("bank-account-nr", "98765432"),
  attribute("aba-rtn", "000000000", { toIds: false }),
  attribute("bin", "411111", { toIds: false }),
  attribute("cc-number", "4111111111111111", { comment: "Test card", toIds: false }),
  attribute("dash", "XDemoFeedAddressThatNobodyHasXXXXX", { toIds: false }),
  attribute("prtn", "+442079460017", { comment: "Called the accounts department" }),
  attribute("phone-number", "+12025550117", { category: "Financial fraud" }),
];

const REGISTRATION = [
  attribute("domain", "nordhavn-1ines.example", { firstSeen: "2026-07-28T00:00:00+00:00" }),
  attribute("whois-creation-date", "2026-07-28"),
  attribute("whois-registrar", "Example Registrar Ltd"),
  attribute("whois-registrant-name", "Keel Holder"),
  attribute("whois-registrant-org", "Keel Holdings (invented)"),
  attribute("whois-registrant-email", "owner@keel-holdings.test"),
  attribute("whois-registrant-phone", "+12025550118"),
  attribute("dns-soa-email", "hostmaster@keel-holdings.test"),
];

export const MAIL_FRAUD: EventSpec = {
  key: "mail-fraud",
  info: "Changed invoices for berth fees: Gilded Stoat",
  at: "2026-08-05T07:20:00Z",
  organisation: HARBOURLIGHT,
  analysis: 1,
  threatLevel: 3,
  tags: [
    "tlp:red",
    'misp:confidence-level="rarely-confident"',
    'phishing:techniques="business email compromise"',
  ],
  clusters: ["gildedStoat"],
  attributes: [
    attribute("email-src", "m.keel@keel-holdings.test", { deleted: true, comment: "Bystander" }),
    attribute("target-external", "Payment office in Example City"),
    ...MONEY,
    ...REGISTRATION,
  ],
  objects: [MESSAGE],
};
