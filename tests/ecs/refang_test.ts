import { assertEquals } from "@std/assert";
import { refangEmail, refangHost, refangUrl } from "../../lib/ecs/refang.ts";

Deno.test("refangHost() undoes every spelling of a hidden dot", () => {
  const spellings = ["a[.]b", "a(.)b", "a{.}b", "a[dot]b", "a(dot)b", "a{dot}b", "a[DOT]b", "a.b"];
  for (const spelling of spellings) assertEquals(refangHost(spelling), "a.b");
  assertEquals(refangHost("a[x]b"), "a[x]b");
});

Deno.test("refangEmail() undoes hidden signs of both kinds", () => {
  for (const address of ["a[at]b[.]c", "a(at)b(.)c", "a[@]b{dot}c"]) {
    assertEquals(refangEmail(address), "a@b.c");
  }
});

const URLS = {
  "hxxp://a.b/": "http://a.b/",
  "hXXps://a.b/": "httPs://a.b/".replace("P", "p"),
  "hxxp[://]a[.]b/": "http://a.b/",
  "http[:]//a.b": "http://a.b",
  "hxxps[:]//a(dot)b/x[.]y?z(.)": "https://a.b/x[.]y?z(.)",
  "http://a[.]b?c[.]d": "http://a.b?c[.]d",
  "http://a[.]b#c[.]d": "http://a.b#c[.]d",
  "http://a[.]b\\c[.]d": "http://a.b\\c[.]d",
  "tcp://a[.]b:1": "tcp://a.b:1",
  "http://[2001:db8::1]/[.]": "http://[2001:db8::1]/[.]",
} satisfies Record<string, string>;

for (const [defanged, expected] of Object.entries(URLS)) {
  Deno.test(`refangUrl() refangs scheme and host of "${defanged}"`, () => {
    assertEquals(refangUrl(defanged)?.toLowerCase(), expected.toLowerCase());
  });
}

Deno.test("refangUrl() refuses what has not the form scheme://…", () => {
  for (
    const text of ["a.b/c", "a.b:80/c", "mailto:a@b.c", "//a.b/c", "hxxp:a.b", "1http://a", ""]
  ) {
    assertEquals(refangUrl(text), undefined);
  }
});
