import { base64HashOf, hashOf } from "../harmless.ts";
import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, attributes, type EventSpec, type ObjectSpec, part } from "../specs.ts";

const SNORT_RULE = "alert tcp $HOME_NET any -> 192.0.2.0/28 8443 " +
  '(msg:"Mothlight beacon"; content:"|4d 4f 54 48|"; depth:4; sid:1000401; rev:2;)';

const ZEEK_SIGNATURE = `signature mothlight-beacon {
  ip-proto == tcp
  payload /^MOTH[0-9a-f]{8}/
  event "Mothlight beacon"
}`;

const WEEK = { firstSeen: "2026-03-09T00:00:00+00:00", lastSeen: "2026-03-15T23:59:59+00:00" };

const RENDEZVOUS: ObjectSpec = {
  key: "rendezvous",
  template: "domain-ip",
  ...WEEK,
  parts: [
    part("domain", "domain", "rendezvous.moth-lamp.test"),
    part("ip", "ip-dst", "192.0.2.30"),
    part("ip", "ip-dst", "2001:db8:30::1"),
  ],
};

const BEACON: ObjectSpec = {
  key: "beacon",
  template: "network-connection",
  comment: "Seen on the camera in the lobby",
  references: [{ to: "rendezvous", relationship: "connects-to" }],
  parts: [
    part("ip-dst", "ip-dst", "192.0.2.31"),
    part("dst-port", "port", "8443"),
    part("layer4-protocol", "text", "TCP", { uncorrelated: true }),
  ],
};

const ADDRESSES = [
  attribute("ip-dst", "192.0.2.10", { comment: "Oldest controller", ...WEEK, tags: ["tlp:green"] }),
  ...attributes("ip-dst", ["192.0.2.11", "192.0.2.12", "192.0.2.13"], WEEK),
  attribute("ip-dst", "192.0.2.14", { comment: "Gone: now a sinkhole", deleted: true }),
  ...attributes("ip-dst", ["2001:db8:10::1", "2001:db8:10::2"], WEEK),
  attribute("ip-dst", "2001:db8:10::53", {
    toIds: false,
    comment: "Resolver, also used by others",
  }),
  attribute("ip-dst", "198.51.100.0/28", { comment: "Rented whole" }),
  attribute("ip-dst", "203.0.113.128/25", { comment: "Mostly theirs", toIds: false }),
  attribute("ip-dst", "2001:db8:20::/48"),
  ...attributes("ip-dst|port", ["192.0.2.15|8443", "192.0.2.16|4444", "2001:db8:10::3|443"], WEEK),
];

const NAMES = [
  attribute("hostname", "c2-01.moth-lamp.test", { ...WEEK, clusters: ["webProtocols"] }),
  ...attributes("hostname|port", ["c2-02.moth-lamp.test|8443", "c2-03.moth-lamp.test|53"], WEEK),
  ...attributes("domain|ip", ["moth-lamp.test|192.0.2.10", "moth-flame.test|2001:db8:10::1"], WEEK),
];

const FINGERPRINTS = [
  attribute("ja3-fingerprint-md5", hashOf("md5", "ja3 of the Mothlight client")),
  attribute("jarm-fingerprint", hashOf("sha256", "jarm of the controllers").slice(0, 62)),
  attribute("hassh-md5", hashOf("md5", "hassh of the Mothlight client")),
  attribute("hasshserver-md5", hashOf("md5", "hassh of the controllers")),
  attribute("x509-fingerprint-md5", hashOf("md5", "CN=moth-lamp.test")),
  attribute("x509-fingerprint-sha1", hashOf("sha1", "CN=moth-lamp.test")),
  attribute("x509-fingerprint-sha256", hashOf("sha256", "CN=moth-lamp.test")),
  attribute("ssh-fingerprint", `SHA256:${base64HashOf("sha256", "key of the controllers")}`),
  attribute("dom-hash", hashOf("md5", "<html>Mothlight</html>")),
  attribute("favicon-mmh3", "-1401881402"),
  attribute("community-id", `1:${base64HashOf("sha1", "192.0.2.31 8443 tcp")}`),
];

const TRAFFIC = [
  attribute("AS", "64500", { comment: "Hosts most of the controllers" }),
  attribute("port", "4444", { toIds: true, comment: "Nothing else uses it here" }),
  attribute("mac-address", "00:00:5e:00:53:2a", { comment: "The camera in the lobby" }),
  attribute("mac-eui-64", "02:00:5e:10:00:00:00:2a", { comment: "Its radio" }),
  attribute("user-agent", "MothlightAgent/3 (camera; example)"),
  attribute("http-method", "PATCH", { uncorrelated: true }),
  attribute("cookie", "moth_session=demo0001"),
  attribute("snort", SNORT_RULE),
  attribute("zeek", ZEEK_SIGNATURE),
  attribute("bro", ZEEK_SIGNATURE.replace("mothlight-beacon", "mothlight-beacon-old"), {
    toIds: false,
    comment: "For sensors that still run Bro",
  }),
  attribute("pattern-in-traffic", "MOTH[0-9a-f]{8}"),
];

export const BOTNET: EventSpec = {
  key: "botnet",
  info: "Mothlight botnet: controllers of week 11",
  at: "2026-03-16T06:00:00Z",
  organisation: HARBOURLIGHT,
  analysis: 1,
  threatLevel: 2,
  tags: [
    "tlp:clear",
    'misp:confidence-level="completely-confident"',
    'admiralty-scale:source-reliability="b"',
    'misp-galaxy:mitre-enterprise-attack-attack-pattern="Non-Standard Port - T1571"',
  ],
  clusters: ["mothlight", "webProtocols"],
  attributes: [...ADDRESSES, ...NAMES, ...FINGERPRINTS, ...TRAFFIC],
  objects: [RENDEZVOUS, BEACON],
};
