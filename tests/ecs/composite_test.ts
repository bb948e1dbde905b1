import { assertEquals } from "@std/assert";
import { at, facetsOf, indicatorOf, type Json, mappedValue } from "./documents.ts";

interface Example {
  readonly type: string;
  readonly value: string;
  /** Of `threat.indicator`, without `type` and the derived domain names. */
  readonly indicator: Json;
  readonly kind?: string;
  readonly facets?: Json;
}

const A_NAME = { url: { domain: "a.test", registered_domain: "a.test", top_level_domain: "test" } };

const EXAMPLES: readonly Example[] = [
  {
    type: "ip-dst|port",
    value: "192.0.2.7|80",
    kind: "ipv4-addr",
    indicator: { ip: "192.0.2.7", port: 80 },
  },
  {
    type: "ip-dst|port",
    value: " 192.0.2.7 | 80 ",
    kind: "ipv4-addr",
    indicator: { ip: "192.0.2.7", port: 80 },
  },
  {
    type: "ip-src|port",
    value: "192.0.2.7:80",
    kind: "ipv4-addr",
    indicator: { ip: "192.0.2.7", port: 80 },
  },
  { type: "ip-src|port", value: "[::1]:80", kind: "ipv6-addr", indicator: { ip: "::1", port: 80 } },
  { type: "ip-src|port", value: "[::1]|80", kind: "ipv6-addr", indicator: { ip: "::1", port: 80 } },
  { type: "ip-src|port", value: "::1|80", kind: "ipv6-addr", indicator: { ip: "::1", port: 80 } },
  {
    type: "ip-src|port",
    value: "192.0.2[.]7|80",
    kind: "ipv4-addr",
    indicator: { ip: "192.0.2.7", port: 80 },
  },
  {
    type: "ip-src|port",
    value: "::1:80",
    kind: "ipv6-addr",
    indicator: { ip: "::1:80" },
    facets: { ip_src_port: "::1:80" },
  },
  {
    type: "ip-src|port",
    value: "192.0.2.7|",
    kind: "ipv4-addr",
    indicator: { ip: "192.0.2.7" },
    facets: { ip_src_port: "192.0.2.7|" },
  },
  { type: "ip-src|port", value: "x|80", indicator: { port: 80 }, facets: { ip_src_port: "x|80" } },
  { type: "ip-src|port", value: "|80", indicator: { port: 80 }, facets: { ip_src_port: "|80" } },
  {
    type: "domain|ip",
    value: "a.test|::1",
    kind: "domain-name",
    indicator: { ...A_NAME, ip: "::1" },
  },
  {
    type: "domain|ip",
    value: "a.test",
    kind: "domain-name",
    indicator: A_NAME,
    facets: { domain_ip: "a.test" },
  },
  { type: "domain|ip", value: "|192.0.2.7", kind: "domain-name", indicator: { ip: "192.0.2.7" } },
  {
    type: "hostname|port",
    value: "a.test|80",
    kind: "domain-name",
    indicator: { ...A_NAME, port: 80 },
  },
  {
    type: "hostname|port",
    value: "A.test:80",
    kind: "domain-name",
    indicator: { ...A_NAME, port: 80 },
  },
  {
    type: "hostname|port",
    value: "a.test",
    kind: "domain-name",
    indicator: A_NAME,
    facets: { hostname_port: "a.test" },
  },
  {
    type: "hostname|port",
    value: "a.test|x",
    kind: "domain-name",
    indicator: A_NAME,
    facets: { hostname_port: "a.test|x" },
  },
  {
    type: "filename|md5",
    value: "a|b|AB",
    kind: "file",
    indicator: { file: { name: "a|b", hash: { md5: "ab" } } },
  },
  {
    type: "filename|md5",
    value: "|AB",
    kind: "file",
    indicator: { file: { hash: { md5: "ab" } } },
  },
  { type: "filename|md5", value: "a| ", kind: "file", indicator: { file: { name: "a" } } },
  {
    type: "filename|sha3-256",
    value: "a|AB",
    kind: "file",
    indicator: { file: { name: "a" } },
    facets: { sha3_256: "ab" },
  },
  {
    type: "malware-sample",
    value: "a|AB",
    kind: "file",
    indicator: { file: { name: "a", hash: { md5: "ab" } } },
  },
  {
    type: "regkey|value",
    value: "HKCU\\a|b|c",
    kind: "windows-registry-key",
    indicator: {
      registry: {
        hive: "HKCU",
        key: "HKCU\\a",
        path: "HKCU\\a",
        value: "b|c",
        data: { strings: ["b|c"] },
      },
    },
  },
  {
    type: "regkey|value",
    value: "|b",
    kind: "windows-registry-key",
    indicator: { registry: { value: "b", data: { strings: ["b"] } } },
  },
];

for (const { type, value, indicator, kind, facets } of EXAMPLES) {
  Deno.test(`${type} maps the halves of "${value}"`, () => {
    const expected = kind === undefined ? indicator : { ...indicator, type: kind };
    assertEquals(indicatorOf(type, value), expected);
    assertEquals(facetsOf(type, value), facets);
    assertEquals(at(mappedValue(type, value), "misp.attribute.value"), value);
  });
}

Deno.test("ipAndPort() keeps the port of a network", () => {
  const document = mappedValue("ip-dst|port", "198.51.100.9/24|80");
  assertEquals(at(document, "misp.attribute.ip_range"), "198.51.100.0/24");
  assertEquals(at(document, "threat.indicator.port"), 80);
  assertEquals(at(document, "threat.indicator.ip"), undefined);
});
