import { assertEquals, assertThrows } from "@std/assert";
import { defaultOutput, hostTarget, targetNamed, TARGETS } from "../support/build/targets.ts";

Deno.test("targetNamed() knows a target by its name and by Deno's", () => {
  for (const target of TARGETS) {
    assertEquals(targetNamed(target.name), target);
    assertEquals(targetNamed(target.triple), target);
  }
});

Deno.test("targetNamed() tells every name when it knows none such", () => {
  assertThrows(() => targetNamed("amiga"), TypeError, "linux-x64, linux-arm64, macos-x64");
});

Deno.test("hostTarget() is the machine that the tests run on", () => {
  assertEquals(hostTarget().system, Deno.build.os);
  assertEquals(hostTarget().processor, Deno.build.arch);
});

Deno.test("defaultOutput() tells the files of other machines apart", () => {
  const linux = targetNamed("linux-x64");
  assertEquals(defaultOutput(linux, false), "dist/ti-misp");
  assertEquals(defaultOutput(linux, true), "dist/ti-misp-linux-x64");
  assertEquals(defaultOutput(targetNamed("windows-x64"), true), "dist/ti-misp-windows-x64.exe");
});
