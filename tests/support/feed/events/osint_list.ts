import { BRACKWATER } from "../organisations.ts";
import { attribute, attributes, type EventSpec } from "../specs.ts";

/** Taken over from a web page as it stood there: nobody made the values whole again. */
export const OSINT_LIST: EventSpec = {
  key: "osint-list",
  info: "OSINT: defanged list from a blog about fake cargo trackers",
  at: "2026-10-05T16:40:00Z",
  organisation: BRACKWATER,
  analysis: 0,
  threatLevel: 3,
  tags: [
    "tlp:clear",
    'osint:source-type="blog-post"',
    'estimative-language:confidence-in-analytic-judgment="moderate"',
  ],
  attributes: [
    ...attributes("url", [
      "hxxps://track[.]cargo-watch[.]example/app/latest.apk",
      "hxxp[://]198[.]51[.]100[.]88/c?id=7",
    ]),
    attribute("url", "https://frachtverfolgung.küstenwache.example/anmelden?lang=de", {
      toIds: false,
      comment: "Not on line yet",
    }),
    attribute("domain", "küstenwache.example", {
      toIds: false,
      comment: "Looks like the coast guard",
    }),
    attribute("domain", "cargo-watch[.]example"),
    attribute("hostname", "cdn(dot)cargo-watch(dot)example"),
    attribute("ip-dst", "198[.]51[.]100[.]88"),
    attribute("email-src", "help[at]cargo-watch[.]example"),
    attribute("link", "https://blog.example.com/fake-cargo-trackers"),
    attribute("twitter-id", "cargo_watch_demo"),
    attribute("jabber-id", "cargo@jabber.cargo-watch.example"),
    attribute("eppn", "planner@port-a.example", { toIds: false }),
    attribute("github-organisation", "example-cargo-watch-demo"),
  ],
};
