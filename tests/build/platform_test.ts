import { assertEquals, assertRejects } from "@std/assert";
import { checkBase, platformOf } from "../support/build/platform.ts";
import { hostTarget, targetNamed } from "../support/build/targets.ts";

function head(write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(512);
  write(new DataView(bytes.buffer));
  return bytes;
}

const ELF_ARM = head((view) => {
  view.setUint32(0, 0x7f454c46);
  view.setUint16(18, 0xb7, true);
});

const MACH_O_X64 = head((view) => {
  view.setUint32(0, 0xcffaedfe);
  view.setUint32(4, 0x0100_0007, true);
});

const PE_X64 = head((view) => {
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, 0x80, true);
  view.setUint16(0x84, 0x8664, true);
});

Deno.test("platformOf() reads the machine from the first bytes of an executable", () => {
  assertEquals(platformOf(ELF_ARM), { system: "linux", processor: "aarch64" });
  assertEquals(platformOf(MACH_O_X64), { system: "darwin", processor: "x86_64" });
  assertEquals(platformOf(PE_X64), { system: "windows", processor: "x86_64" });
});

Deno.test("platformOf() knows nothing of other files", () => {
  assertEquals(platformOf(new Uint8Array()), undefined);
  assertEquals(platformOf(new TextEncoder().encode("#!/bin/sh\n".padEnd(200))), undefined);
  assertEquals(platformOf(head((view) => view.setUint32(0, 0x7f454c46))), undefined);
  assertEquals(platformOf(PE_X64.subarray(0, 0x82)), undefined);
});

Deno.test("checkBase() takes this Deno for this machine, and for no other", async () => {
  await checkBase(Deno.execPath(), hostTarget());
  const other = targetNamed(Deno.build.os === "windows" ? "linux-x64" : "windows-x64");
  await assertRejects(
    () => checkBase(Deno.execPath(), other),
    TypeError,
    `name a denort for ${other.name}`,
  );
});

Deno.test("checkBase() names a file that is missing", async () => {
  await assertRejects(
    () => checkBase("/nowhere/denort", hostTarget()),
    TypeError,
    'Cannot read "/nowhere/denort", which DENORT_BIN names',
  );
});
