import { assertEquals } from "@std/assert";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("hash() writes hashes in lower case, and does not check them", () => {
  assertEquals(indicatorOf("md5", " ABCD "), { type: "file", file: { hash: { md5: "abcd" } } });
  assertEquals(indicatorOf("tlsh", "T1AB"), { type: "file", file: { hash: { tlsh: "t1ab" } } });
});

Deno.test("ssdeep() keeps the case", () => {
  assertEquals(indicatorOf("ssdeep", "3:aB:cD"), {
    type: "file",
    file: { hash: { ssdeep: "3:aB:cD" } },
  });
});

Deno.test("peHash() and telfhash() write the structure hashes of programs", () => {
  assertEquals(indicatorOf("imphash", "AB"), { type: "file", file: { pe: { imphash: "ab" } } });
  assertEquals(indicatorOf("pehash", "AB"), { type: "file", file: { pe: { pehash: "ab" } } });
  assertEquals(indicatorOf("telfhash", "T1"), { type: "file", file: { elf: { telfhash: "t1" } } });
});

Deno.test("facetHash() keeps hashes without an ECS field under their own name", () => {
  assertEquals(facetsOf("sha512/256", "AB"), { sha512_256: "ab" });
  assertEquals(facetsOf("sha3-224", "AB"), { sha3_224: "ab" });
  assertEquals(facetsOf("impfuzzy", "3:aB"), { impfuzzy: "3:aB" });
  assertEquals(indicatorOf("sha224", "AB"), { type: "file" });
});
