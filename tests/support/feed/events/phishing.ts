import { hashOf } from "../harmless.ts";
import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, type EventSpec, type ObjectSpec, part } from "../specs.ts";

const SUBJECT = "Überfällige Frachtrechnung / overdue freight invoice № 88-1402";
const ATTACHMENT = "freight-invoice-88-1402.pdf.js";

const BODY = `Dear harbour master,

your freight invoice is overdue. Sign in within 24 hours to avoid storage fees:
https://login.freight-portal.example/invoice?id=881402

Kind regards
Freight Portal`;

const MESSAGE: ObjectSpec = {
  key: "message",
  template: "email",
  comment: "One of 214 alike",
  firstSeen: "2026-02-23T22:04:11.520000+00:00",
  references: [{ to: "login-page", relationship: "contains", comment: "The link in the text" }],
  parts: [
    part("from", "email-src", "billing@freight-portal.example"),
    part("from-display-name", "email-src-display-name", "Freight Portal Billing"),
    part("subject", "email-subject", SUBJECT),
    part("message-id", "email-message-id", "<20260223220411.881402@freight-portal.example>"),
    part("attachment", "email-attachment", ATTACHMENT),
  ],
};

const LOGIN_PAGE: ObjectSpec = {
  key: "login-page",
  template: "url",
  firstSeen: "2026-02-23T21:40:00+00:00",
  lastSeen: "2026-03-02T06:15:00+00:00",
  parts: [
    part("url", "url", "https://login.freight-portal.example/invoice?id=881402", {
      tags: ['phishing:state="active"'],
      clusters: ["spearphishingLink"],
    }),
    part("host", "hostname", "login.freight-portal.example"),
    part("port", "port", "443", { uncorrelated: true }),
  ],
};

export const PHISHING: EventSpec = {
  key: "phishing",
  info: "Phishing wave against port offices: overdue freight invoices",
  at: "2026-02-24T08:12:00Z",
  organisation: HARBOURLIGHT,
  analysis: 2,
  threatLevel: 2,
  tags: [
    "tlp:green",
    'misp:confidence-level="usually-confident"',
    'phishing:techniques="fake-website"',
    'misp-galaxy:mitre-attack-pattern="T1583.001 - Domains"',
    "PAP:AMBER",
  ],
  clusters: ["phishing", "spearphishingAttachment"],
  attributes: [
    attribute("domain", "freight-portal.example", {
      comment: "Registered a day before the wave",
      firstSeen: "2026-02-22T10:00:00+00:00",
      lastSeen: "2026-03-02T06:15:00+00:00",
    }),
    attribute("url", "https://login.freight-portal.example:8443/kit/post.php#done", {
      comment: "Takes the stolen passwords",
      clusters: ["spearphishingLink"],
    }),
    attribute("url", "http://198.51.100.20/panel/login.php", { comment: "Panel of the kit" }),
    attribute("url", "https://www.example.org/freight", {
      comment: "The real carrier, added by mistake",
      deleted: true,
      tags: ['false-positive:risk="high"'],
    }),
    attribute("uri", "/kit/post.php?step=2", { comment: "The same on each of its servers" }),
    attribute("link", "https://reports.example.net/2026/freight-phish.pdf"),
    attribute("link", "https://share.example/d/freight-invoice-88-1402", {
      category: "Payload delivery",
      toIds: true,
      comment: "Download that the second wave links to",
    }),
    attribute("email-src", "no-reply@harbour-invoices.test", { comment: "Second wave" }),
    attribute("email-reply-to", "support@harbour-invoices.test"),
    attribute("email-header", "Received: from mail.harbour-invoices.test ([198.51.100.21])"),
    attribute("email-x-mailer", "FreightMailer 2.4"),
    attribute("email-mime-boundary", "----=_Freight_881402_0001"),
    attribute("email-thread-index", "AdqFreightDemo881402=="),
    attribute("email-body", BODY),
    attribute("dkim", "v=DKIM1; k=rsa; p=ZGVtbyBmZWVkLCBubyBrZXk="),
    attribute("dkim-signature", "v=1; a=rsa-sha256; d=harbour-invoices.test; s=wave2"),
    attribute("filename", ATTACHMENT),
    attribute("sha256", hashOf("sha256", ATTACHMENT), { comment: `SHA-256 of ${ATTACHMENT}` }),
    attribute("target-email", "harbourmaster@port-a.example"),
    attribute("target-user", "harbourmaster"),
    attribute("target-org", "Port A (name known to the team)", { tags: ["tlp:red"] }),
  ],
  objects: [MESSAGE, LOGIN_PAGE],
};
