import { assertEquals } from "@std/assert";
import { documentId } from "../../lib/ecs/id.ts";

Deno.test("documentId() names instance and attribute, whatever the case of the uuid", () => {
  const uuid = "0B5C7C0E-5D7E-4F3A-9A51-6F1C2D3E4F50";
  const expected = "misp.example.com:0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50";
  assertEquals(documentId("misp.example.com", uuid), expected);
  assertEquals(documentId("misp.example.com", uuid.toLowerCase()), expected);
});
