import { assertEquals } from "@std/assert";
import { at, indicatorOf, type Json, mappedValue } from "./documents.ts";

/** The parts of a URL besides its two verbatim copies. */
function partsOf(value: string, type = "url"): Json {
  const { original, full, ...parts } = at(indicatorOf(type, value), "url") as Json;
  assertEquals([original, full], [value, value]);
  return parts;
}

const HOST = {
  scheme: "http",
  domain: "example.com",
  registered_domain: "example.com",
  top_level_domain: "com",
};

const PARTS = {
  "http://EXAMPLE.com.": { ...HOST, path: "/" },
  " http://example.com/a ": { ...HOST, path: "/a" },
  "http://example.com:80": { ...HOST, port: 80, path: "/" },
  "http://example.com:00080/": { ...HOST, port: 80, path: "/" },
  "http:////example.com:80/": { ...HOST, port: 80, path: "/" },
  "http://exam\tple.com:8\n0/": { ...HOST, port: 80, path: "/" },
  "http://example.com:/": { ...HOST, path: "/" },
  "http://u:80@example.com/": { ...HOST, username: "u", password: "80", path: "/" },
  "http://:p@example.com/": { ...HOST, password: "p", path: "/" },
  "http://example.com/?": { ...HOST, path: "/" },
  "http://example.com/a.tar.gz": { ...HOST, path: "/a.tar.gz", extension: "gz" },
  "http://example.com/.htaccess": { ...HOST, path: "/.htaccess", extension: "htaccess" },
  "http://example.com/d.v2/": { ...HOST, path: "/d.v2/" },
  "http://example.com/d.v2/x": { ...HOST, path: "/d.v2/x" },
  "http://example.com/a.": { ...HOST, path: "/a." },
  "http://example.com/A.EXE": { ...HOST, path: "/A.EXE", extension: "EXE" },
  "http://example.com/a/../b c": { ...HOST, path: "/b%20c" },
  "http://example.com?a=b&c=ü#ü": { ...HOST, path: "/", query: "a=b&c=%C3%BC", fragment: "%C3%BC" },
  "http://0x7f.1/": { scheme: "http", domain: "127.0.0.1", path: "/" },
  "http://[::1]:80/": { scheme: "http", domain: "[::1]", port: 80, path: "/" },
  "file:///etc/passwd.bak": { scheme: "file", path: "/etc/passwd.bak", extension: "bak" },
  "tcp://192.0.2.7:4444": { scheme: "tcp", domain: "192.0.2.7", port: 4444 },
  "foo://a.EXAMPLE.com/": {
    scheme: "foo",
    domain: "a.EXAMPLE.com",
    registered_domain: "example.com",
    subdomain: "a",
    top_level_domain: "com",
    path: "/",
  },
} satisfies Record<string, Json>;

for (const [value, expected] of Object.entries(PARTS)) {
  Deno.test(`url() takes "${value}" apart`, () => assertEquals(partsOf(value), expected));
}

Deno.test("url() keeps a value that cannot be parsed, without parts", () => {
  const values = [
    "example.com/a",
    "example.com:80/a",
    "//example.com/a",
    "mailto:a@example.com",
    "http://",
    "http://exa mple.com/",
    "http://192.0.2.7.5/",
    "http://example.com:99999/",
    "not a url",
  ];
  for (const value of values) assertEquals(partsOf(value), {}, value);
});

Deno.test("uri() reads a path of a host that is not told", () => {
  const expected = { path: "/gate.php", extension: "php", query: "id=1", fragment: "x" };
  assertEquals(partsOf("/gate.php?id=1#x", "uri"), expected);
  assertEquals(partsOf("/\\evil.example/a", "uri"), { path: "//evil.example/a" });
  assertEquals(partsOf("//evil.example/a", "uri"), {});
  assertEquals(partsOf("/a b", "url"), {});
  assertEquals(partsOf("http://example.com/a", "uri"), { ...HOST, path: "/a" });
});

Deno.test("link() is a reference, unless it is marked for detection", () => {
  const value = " https://example.com/report ";
  for (const to_ids of [false, "0", undefined]) {
    assertEquals(indicatorOf("link", value, { to_ids }), {});
    assertEquals(at(mappedValue("link", value, { to_ids }), "event.reference"), value);
  }
  const marked = mappedValue("link", value, { to_ids: "1" });
  assertEquals(at(marked, "event.reference"), undefined);
  assertEquals(at(marked, "threat.indicator.type"), "url");
  assertEquals(at(marked, "threat.indicator.url.domain"), "example.com");
});
