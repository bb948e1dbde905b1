import { assertEquals, assertThrows } from "@std/assert";
import { parseSize } from "../../lib/config/size.ts";
import {
  parseHttpUrl,
  parseInstance,
  parseLimit,
  parseNamespace,
  parseOutput,
  parseProxy,
  parseSince,
  parseSource,
  parseThreatLevel,
  sinceInstant,
} from "../../lib/config/values.ts";

Deno.test("parseSize() reads decimal and binary units", () => {
  const cases = {
    "5MB": 5e6,
    "512KB": 512e3,
    "1GB": 1e9,
    "4MiB": 4_194_304,
    "2kib": 2048,
    "7 B": 7,
  };
  for (const [text, bytes] of Object.entries(cases)) assertEquals(parseSize(text), bytes, text);
  assertEquals(parseSize("1048576"), 1_048_576);
  for (const text of ["", "MB", "1.5MB", "-1", "5 TB", "5M"]) {
    assertThrows(() => parseSize(text), RangeError, "KB, MB, GB", text);
  }
});

Deno.test("parseLimit() tells a share from a number", () => {
  assertEquals(parseLimit("25%"), { kind: "percent", percent: 25 });
  assertEquals(parseLimit("0.5%"), { kind: "percent", percent: 0.5 });
  assertEquals(parseLimit("1000"), { kind: "count", count: 1000 });
  for (const text of ["101%", "-1", "a", "1.5", "%"]) {
    assertThrows(() => parseLimit(text), RangeError, "Cannot read", text);
  }
});

Deno.test("parseSince() reads durations and dates in UTC", () => {
  assertEquals(parseSince("30d"), { kind: "duration", ms: 30 * 86_400_000 });
  assertEquals(parseSince("2026-01-31"), { kind: "date", at: Date.UTC(2026, 0, 31) });
  assertEquals(parseSince("2026-01-31T12:00:00+05:30"), {
    kind: "date",
    at: Date.UTC(2026, 0, 31, 6, 30),
  });
  for (const text of ["2026-01-31T12:00:00", "2026-02-31", "yesterday", "1700000000", "1.5d"]) {
    assertThrows(() => parseSince(text), RangeError, "Cannot read", text);
  }
});

Deno.test("sinceInstant() counts a duration back from now", () => {
  assertEquals(sinceInstant(parseSince("1d"), Date.UTC(2026, 0, 2)), Date.UTC(2026, 0, 1));
  assertEquals(sinceInstant(parseSince("2026-01-01"), 0), Date.UTC(2026, 0, 1));
});

Deno.test("parseSource() and parseOutput() read what precedes the colon", () => {
  assertEquals(parseSource("api"), { kind: "api" });
  assertEquals(parseSource("feed:/data/feed"), { kind: "feed", location: "/data/feed" });
  assertEquals(parseSource("feed:https://a/b"), { kind: "feed", location: "https://a/b" });
  assertEquals(parseOutput("elasticsearch"), { kind: "elasticsearch" });
  assertEquals(parseOutput("ndjson:-"), { kind: "ndjson", path: "-" });
  assertEquals(parseOutput("bulk:C:\\x"), { kind: "bulk", path: "C:\\x" });
  for (const text of ["feed", "feed:", "/data"]) {
    assertThrows(() => parseSource(text), RangeError, "as a source", text);
  }
  for (const text of ["ndjson", "bulk:", "file:x"]) {
    assertThrows(() => parseOutput(text), RangeError, "as an output", text);
  }
});

Deno.test("parseThreatLevel() takes numbers and names", () => {
  assertEquals(["1", "high", "Medium", "low", "undefined", "4"].map(parseThreatLevel), [
    1,
    1,
    2,
    3,
    4,
    4,
  ]);
  for (const text of ["0", "5", "constructor"]) {
    assertThrows(() => parseThreatLevel(text), RangeError, "threat level", text);
  }
});

Deno.test("parseHttpUrl() takes base URLs only, and drops the slash at the end", () => {
  assertEquals(parseHttpUrl("https://misp.example/sub/"), "https://misp.example/sub");
  for (const text of ["misp.example", "ftp://a", "https://a/?q=1", "https://a/#b"]) {
    assertThrows(() => parseHttpUrl(text), RangeError, "", text);
  }
  const error = assertThrows(() => parseHttpUrl("https://me:pw12345@a"), RangeError);
  assertEquals(error.message.includes("pw12345"), false);
});

Deno.test("parseProxy() allows credentials and never quotes its input", () => {
  assertEquals(parseProxy("http://me:pw@proxy:3128"), "http://me:pw@proxy:3128");
  const error = assertThrows(() => parseProxy("me:pw12345@proxy"), RangeError);
  assertEquals(error.message.includes("pw12345"), false);
});

Deno.test("parseNamespace() and parseInstance() keep to what names and ids may hold", () => {
  assertEquals(parseNamespace("prod_eu.1"), "prod_eu.1");
  for (const text of ["Prod", "a-b", "a b", "a*", "a,b", "x".repeat(101)]) {
    assertThrows(() => parseNamespace(text), RangeError, "", text);
  }
  assertEquals(parseInstance("misp.example"), "misp.example");
  for (const text of ["a:b", "a b", "é"]) {
    assertThrows(() => parseInstance(text), RangeError, "", text);
  }
});
