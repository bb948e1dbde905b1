import type { LoadedConfig } from "./load.ts";
import { describeOrigin } from "./problem.ts";
import { redactor } from "./redact.ts";
import { Secret } from "./secrets.ts";
import { configTable } from "./table.ts";

/** A key with the value that holds, as text, and where it came from. */
export interface EffectiveSetting {
  readonly path: string;
  /** Masked when secret; empty when there is none. */
  readonly value: string;
  readonly origin: string;
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(", ");
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Secret) return String(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value).map(([name, each]) => `${name}=${written(each)}`).join(", ");
}

/** Every key in the order of the schema, for `check`. */
export function effectiveSettings(
  loaded: Pick<LoadedConfig, "settings" | "origins" | "secrets">,
): readonly EffectiveSetting[] {
  const mask = redactor(loaded.secrets);
  return configTable().map((key) => {
    const setting = loaded.settings.get(key.path);
    const value = setting === undefined ? key.default : written(setting.value);
    const origin = loaded.origins.get(key.path);
    return {
      path: key.path,
      value: mask(value),
      origin: origin === undefined ? "" : describeOrigin(origin),
    };
  });
}
