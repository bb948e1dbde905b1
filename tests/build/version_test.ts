import { assertEquals } from "@std/assert";
import { versionWith } from "../support/build/version.ts";

Deno.test("versionWith() adds the commit, and whether there is more than that", () => {
  assertEquals(
    versionWith("0.1.0", { hash: "0e8453e6a255", changed: false }),
    "0.1.0+0e8453e6a255",
  );
  assertEquals(
    versionWith("0.1.0", { hash: "0e8453e6a255", changed: true }),
    "0.1.0+0e8453e6a255.changed",
  );
  assertEquals(versionWith("0.1.0", undefined), "0.1.0");
});
