import { assertEquals } from "@std/assert";
import { registryHive } from "../../lib/ecs/registry.ts";
import { indicatorOf } from "./documents.ts";

Deno.test("registryHive() knows the hives by long and short name, in any case", () => {
  const paths = [
    "HKLM\\Software",
    "hkey_local_machine\\Software",
    "HKEY_CURRENT_USER\\x",
    "hkcr",
    "HKEY_CLASSES_ROOT\\x",
    "HKU\\S-1-5",
    "HKEY_USERS\\x",
    "HKCC\\x",
    "HKEY_CURRENT_CONFIG\\x",
  ];
  const hives = ["HKLM", "HKLM", "HKCU", "HKCR", "HKCR", "HKU", "HKU", "HKCC", "HKCC"];
  assertEquals(paths.map(registryHive), hives);
  for (const path of ["Software\\HKLM", "HKLMX\\a", ""]) {
    assertEquals(registryHive(path), undefined);
  }
});

Deno.test("registryKey() writes the whole path as key", () => {
  const registry = { hive: "HKLM", key: "HKLM\\a", path: "HKLM\\a" };
  assertEquals(indicatorOf("regkey", " HKLM\\a "), { type: "windows-registry-key", registry });
});
