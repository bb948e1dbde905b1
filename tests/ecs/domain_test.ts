import { assertEquals } from "@std/assert";
import { normaliseDomain } from "../../lib/ecs/domain.ts";
import { at, indicatorOf } from "./documents.ts";

const NAMES = {
  "WWW.Example.COM.": "www.example.com",
  "bücher.example.test": "xn--bcher-kva.example.test",
  "BÜCHER.example": "xn--bcher-kva.example",
  "faß.example": "xn--fa-hia.example",
  "a。example": "a.example",
  "ａ.example": "a.example",
  "evil[.]example(dot)com": "evil.example.com",
  "_dmarc.example.com": "_dmarc.example.com",
  "*.Example.com": "*.example.com",
  "ex ample.COM": "ex ample.com",
  "Example.com/Path": "example.com/path",
  "ex%41mple.COM": "ex%41mple.com",
  "XN--ZZ--.example": "xn--zz--.example",
  "1.2.0x3": "1.2.0x3",
  "٣.Example": "٣.example",
} satisfies Record<string, string>;

for (const [text, expected] of Object.entries(NAMES)) {
  Deno.test(`normaliseDomain() makes "${expected}" of "${text}"`, () => {
    assertEquals(normaliseDomain(text), expected);
  });
}

/** domain, registered domain, subdomain, top-level domain */
const PARTS = {
  "www.example.co.uk": ["www.example.co.uk", "example.co.uk", "www", "co.uk"],
  "a.b.github.io": ["a.b.github.io", "b.github.io", "a", "github.io"],
  "github.io": ["github.io", undefined, undefined, "github.io"],
  "co.uk": ["co.uk", undefined, undefined, "co.uk"],
  "a.b.ck": ["a.b.ck", "a.b.ck", undefined, "b.ck"],
  "www.ck": ["www.ck", "www.ck", undefined, "ck"],
  "a.b.unknown-suffix": ["a.b.unknown-suffix", "b.unknown-suffix", "a", "unknown-suffix"],
  "公司.cn": ["xn--55qx5d.cn", undefined, undefined, "xn--55qx5d.cn"],
  "食狮.公司.cn": [
    "xn--85x722f.xn--55qx5d.cn",
    "xn--85x722f.xn--55qx5d.cn",
    undefined,
    "xn--55qx5d.cn",
  ],
  "localhost": ["localhost", undefined, undefined, undefined],
  "192.0.2.7": ["192.0.2.7", undefined, undefined, undefined],
  "2001:db8::1": ["2001:db8::1", undefined, undefined, undefined],
  "a..example.com": ["a..example.com", undefined, undefined, undefined],
  ".com": [".com", undefined, undefined, "com"],
  ".example.com": [".example.com", "example.com", undefined, "com"],
  "example.com/a.b": ["example.com/a.b", undefined, undefined, undefined],
} satisfies Record<string, readonly (string | undefined)[]>;

for (const [value, expected] of Object.entries(PARTS)) {
  Deno.test(`domain() cuts "${value}" by the public suffix list`, () => {
    const indicator = indicatorOf("domain", value);
    const names = ["domain", "registered_domain", "subdomain", "top_level_domain"];
    assertEquals(names.map((name) => at(indicator, `url.${name}`)), expected);
    assertEquals(indicator["type"], "domain-name");
  });
}

Deno.test("domain() writes no empty name", () => {
  assertEquals(indicatorOf("domain", "."), { type: "domain-name" });
});
