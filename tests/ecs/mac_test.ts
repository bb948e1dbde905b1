import { assertEquals } from "@std/assert";
import { formatMac } from "../../lib/ecs/mac.ts";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("formatMac() writes any usual form as ECS does", () => {
  const forms = [
    "00:1b:44:11:3a:b7",
    "00-1B-44-11-3A-B7",
    "001b.4411.3ab7",
    "00 1b 44 11 3a b7",
    "001B44113AB7",
  ];
  for (const form of forms) assertEquals(formatMac(form, 12), "00-1B-44-11-3A-B7");
  assertEquals(formatMac("001b44fffe113ab7", 16), "00-1B-44-FF-FE-11-3A-B7");
});

Deno.test("formatMac() refuses another number of digits and other signs", () => {
  for (const form of ["", "00:1b:44:11:3a", "00:1b:44:11:3a:b7:00", "00:1b:44:11:3a:bx", ":::"]) {
    assertEquals(formatMac(form, 12), undefined, form);
  }
  assertEquals(formatMac(":001b44113ab7", 12), undefined);
});

Deno.test("mac() keeps an unreadable address verbatim", () => {
  assertEquals(facetsOf("mac-address", " 001b.4411.3ab7 "), { mac_address: "00-1B-44-11-3A-B7" });
  assertEquals(facetsOf("mac-eui-64", " 00:1b "), { mac_eui_64: " 00:1b " });
  assertEquals(indicatorOf("mac-address", "00:1b"), { type: "mac-addr" });
});
