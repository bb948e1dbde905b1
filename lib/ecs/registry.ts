import { trimmed } from "./flat.ts";
import type { IndicatorDraft, RegistryDraft, Rule } from "./indicator.ts";

const HIVES: ReadonlyMap<string, string> = new Map([
  ["HKLM", "HKLM"],
  ["HKEY_LOCAL_MACHINE", "HKLM"],
  ["HKCU", "HKCU"],
  ["HKEY_CURRENT_USER", "HKCU"],
  ["HKCR", "HKCR"],
  ["HKEY_CLASSES_ROOT", "HKCR"],
  ["HKU", "HKU"],
  ["HKEY_USERS", "HKU"],
  ["HKCC", "HKCC"],
  ["HKEY_CURRENT_CONFIG", "HKCC"],
]);

/** The short name of the hive that a registry path begins with. */
export function registryHive(path: string): string | undefined {
  const end = path.indexOf("\\");
  return HIVES.get((end < 0 ? path : path.slice(0, end)).toUpperCase());
}

/** ECS means a path relative to the hive by `key`; ti_misp writes it whole, and so do rules. */
export const registryKey: Rule = (draft, text) => {
  const registry = registryOf(draft);
  const path = trimmed(text);
  registry.key = path;
  registry.path = path;
  registry.hive = registryHive(path);
};

/** MISP means the data of a registry value by the right half of `regkey|value`. */
export const registryValue: Rule = (draft, text) => {
  const registry = registryOf(draft);
  const data = trimmed(text);
  registry.value = data;
  registry.data = { strings: [data] };
};

function registryOf(draft: IndicatorDraft): RegistryDraft {
  return draft.registry ??= {
    hive: undefined,
    key: undefined,
    path: undefined,
    value: undefined,
    data: undefined,
  };
}
