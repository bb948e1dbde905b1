import { hashOf } from "../harmless.ts";
import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, type EventSpec } from "../specs.ts";

/** Older than any lifetime: what a long memory of MISP mostly consists of. */
export const OLD_WORM: EventSpec = {
  key: "old-worm",
  info: "Archive: the Anchor mail worm of 2001 to 2003",
  at: "2001-09-18T12:00:00Z",
  organisation: HARBOURLIGHT,
  analysis: 2,
  threatLevel: 3,
  tags: ["tlp:white", "retention:expired"],
  attributes: [
    attribute("email-subject", "Fwd: your anchor photos"),
    attribute("email-attachment", "anchor.jpg.vbs"),
    attribute("md5", hashOf("md5", "anchor.jpg.vbs")),
    attribute("ip-src", "192.0.2.99", {
      firstSeen: "2001-09-17T00:00:00+00:00",
      lastSeen: "2001-12-01T00:00:00+00:00",
    }),
    attribute("domain", "anchor-photos.example", { at: "2002-03-04T08:00:00Z" }),
    attribute("url", "http://anchor-photos.example/gallery.asp", { at: "2002-03-04T08:01:00Z" }),
    attribute("regkey", "HKCU\\Software\\Anchor", { at: "2002-11-20T15:30:00Z" }),
    attribute("ip-dst", "198.51.100.99", {
      at: "2003-06-30T17:45:00Z",
      comment: "Last controller, taken down that summer",
      lastSeen: "2003-06-29T00:00:00+00:00",
    }),
  ],
};
