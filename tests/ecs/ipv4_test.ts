import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatIpv4, parseIpv4 } from "../../lib/ecs/ipv4.ts";

Deno.test("parseIpv4() reads what formatIpv4() writes", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (address) => {
    assertEquals(parseIpv4(formatIpv4(address)), address);
  }));
});

Deno.test("parseIpv4() refuses every other form", () => {
  const forms = [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "1..2.3",
    ".1.2.3.4",
    "1.2.3.4.",
    "01.2.3.4",
    "1.2.3.00",
    "1.2.3.256",
    "0x7f.0.0.1",
    "1.2.3.4a",
    " 1.2.3.4",
    "2130706433",
  ];
  for (const form of forms) assertEquals(parseIpv4(form), undefined, form);
});

Deno.test("parseIpv4() takes 0 and 255 in each place", () => {
  assertEquals(["0.0.0.0", "255.255.255.255"].map(parseIpv4), [0, 0xffff_ffff]);
});
