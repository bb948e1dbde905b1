/** What the configuration decides about assets. */

export interface AssetSettings {
  /** Who writes the current indicators. */
  readonly latest: "direct" | "transform";
  /** Whether writes are told in a history as well; a transform needs it. */
  readonly history: boolean;
  /** Milliseconds. */
  readonly retention: { readonly journal: number | "off"; readonly history: number | "off" };
}

const DAY_MS = 86_400_000;

export const ASSET_DEFAULTS: AssetSettings = {
  latest: "direct",
  history: false,
  retention: { journal: 365 * DAY_MS, history: 5 * DAY_MS },
};
