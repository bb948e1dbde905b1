import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseIp } from "../../lib/ecs/ip.ts";
import { at, facetsOf, indicatorOf, mappedValue } from "./documents.ts";

const ADDRESSES = {
  "192.0.2.7": ["ipv4-addr", "192.0.2.7"],
  "192.0.2.7/32": ["ipv4-addr", "192.0.2.7"],
  "2001:DB8:0:0:0:0:0:AB": ["ipv6-addr", "2001:db8::ab"],
  "2001:db8::1:0:0:1": ["ipv6-addr", "2001:db8::1:0:0:1"],
  "2001:db8:0:1:1:1:1:1": ["ipv6-addr", "2001:db8:0:1:1:1:1:1"],
  "2001:0:0:1:0:0:0:1": ["ipv6-addr", "2001:0:0:1::1"],
  "::": ["ipv6-addr", "::"],
  "::1/128": ["ipv6-addr", "::1"],
  "::ffff:192.0.2.7": ["ipv4-addr", "192.0.2.7"],
  "::FFFF:c000:0207": ["ipv4-addr", "192.0.2.7"],
  "::ffff:192.0.2.7/128": ["ipv4-addr", "192.0.2.7"],
  "::192.0.2.7": ["ipv6-addr", "::c000:207"],
  "64:ff9b::192.0.2.33": ["ipv6-addr", "64:ff9b::c000:221"],
} satisfies Record<string, readonly [string, string]>;

for (const [text, [type, ip]] of Object.entries(ADDRESSES)) {
  Deno.test(`parseIp() reads the address "${text}"`, () => {
    assertEquals(parseIp(text) as unknown, { type, ip, range: undefined });
  });
}

const NETWORKS = {
  "198.51.100.77/24": ["ipv4-addr", "198.51.100.0/24"],
  "198.51.100.77/31": ["ipv4-addr", "198.51.100.76/31"],
  "203.0.113.200/1": ["ipv4-addr", "128.0.0.0/1"],
  "203.0.113.200/0": ["ipv4-addr", "0.0.0.0/0"],
  "2001:db8::1/32": ["ipv6-addr", "2001:db8::/32"],
  "2001:db8:ffff::/33": ["ipv6-addr", "2001:db8:8000::/33"],
  "2001:db8::1/127": ["ipv6-addr", "2001:db8::/127"],
  "::/0": ["ipv6-addr", "::/0"],
  "::ffff:198.51.100.77/120": ["ipv4-addr", "198.51.100.0/24"],
  "::ffff:198.51.100.77/96": ["ipv4-addr", "0.0.0.0/0"],
  "::ffff:198.51.100.77/90": ["ipv6-addr", "::ffc0:0:0/90"],
} satisfies Record<string, readonly [string, string]>;

for (const [text, [type, range]] of Object.entries(NETWORKS)) {
  Deno.test(`parseIp() reads the network "${text}"`, () => {
    assertEquals(parseIp(text) as unknown, { type, ip: undefined, range });
  });
}

Deno.test("parseIp() refuses zones, short and octal forms, and impossible prefixes", () => {
  const texts = [
    "fe80::1%eth0",
    "192.0.2",
    "192.000.002.007",
    "::ffff:192.000.002.007",
    "::192.0.2",
    "1::2::3",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "[::1]",
    "192.0.2.0/33",
    "192.0.2.0/024",
    "192.0.2.0/",
    "192.0.2.0/-1",
    "192.0.2.0/255.255.255.0",
    "::/129",
    "192.0.2.0/8/8",
    "",
  ];
  for (const text of texts) assertEquals(parseIp(text), undefined, text);
});

/** What the URL standard makes of an IPv6 address; it writes IPv4-mapped ones in hex. */
function standardIpv6(text: string): string | undefined {
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
}

const nearlyIpv6 = fc.string({ unit: fc.constantFrom(..."01fF:::."), minLength: 2, maxLength: 24 });

Deno.test("parseIp() agrees with the URL parser on what an IPv6 address is", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV6(), nearlyIpv6), (text) => {
    fc.pre(text.includes(":"));
    const expected = standardIpv6(text);
    const match = parseIp(text);
    assertEquals(match === undefined, expected === undefined);
    if (!expected?.startsWith("::ffff:")) assertEquals(match?.ip, expected);
  }));
});

Deno.test("ip() keeps an unreadable address as a facet and gives it no type", () => {
  assertEquals(indicatorOf("ip-src", "192.0.2.300"), {});
  assertEquals(facetsOf("ip-src", " 192.0.2.300 "), { ip_src: " 192.0.2.300 " });
});

Deno.test("ip() writes a network to misp.attribute.ip_range only", () => {
  assertEquals(indicatorOf("ip-dst", "192.0.2[.]9/24"), { type: "ipv4-addr" });
  const document = mappedValue("ip-dst", "192.0.2[.]9/24");
  assertEquals(at(document, "misp.attribute.ip_range"), "192.0.2.0/24");
});
