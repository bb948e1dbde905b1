import { assertEquals } from "@std/assert";
import { strictestTlp } from "../../lib/ecs/tlp.ts";

Deno.test("strictestTlp() finds the strictest marking, whatever the order", () => {
  const ranks = ["tlp:red", "tlp:amber+strict", "tlp:amber", "tlp:green", "tlp:clear", "tlp:white"];
  const found = ranks.map((_, at) => strictestTlp(ranks.slice(at).toReversed())?.tlp[0]);
  assertEquals(found, ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR", "WHITE"]);
});

Deno.test("strictestTlp() tells the version of markings that TLP 2.0 introduced", () => {
  assertEquals(strictestTlp(["tlp:clear"])?.tlp_version, "2.0");
  assertEquals(strictestTlp(["tlp:amber+strict"])?.tlp_version, "2.0");
  assertEquals(strictestTlp(["tlp:red"])?.tlp_version, undefined);
});

Deno.test("strictestTlp() knows no other tags", () => {
  assertEquals(strictestTlp(["tlp:ex:chr", "tlp:unclear", "tlp", "tlp:black"]), undefined);
});
