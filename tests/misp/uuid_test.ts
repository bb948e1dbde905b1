import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isUuid } from "../../lib/misp/uuid.ts";

const UUID = "6b1c7c45-7240-5231-945b-b0707cbe0be6";
const EXPRESSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

Deno.test("isUuid() knows a uuid, and what differs from one by a single character", () => {
  assertEquals([UUID, UUID.toUpperCase()].map(isUuid), [true, true]);
  for (const text of ["", "x", `${UUID}0`, UUID.slice(1), ` ${UUID}`, UUID.replaceAll("-", "")]) {
    assertEquals(isUuid(text), false, text);
  }
  fc.assert(
    fc.property(fc.nat(UUID.length - 1), fc.nat(0x17f), (at, code) => {
      const text = UUID.slice(0, at) + String.fromCharCode(code) + UUID.slice(at + 1);
      assertEquals(isUuid(text), EXPRESSION.test(text), text);
    }),
    { numRuns: 5000 },
  );
});
