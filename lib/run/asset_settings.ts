import type { Session } from "../cli/session.ts";
import type { AssetSettings } from "../elastic/asset_settings.ts";

export function assetSettings(
  { elasticsearch, retention }: Pick<Session["config"], "elasticsearch" | "retention">,
): AssetSettings {
  return { latest: elasticsearch.latest, history: elasticsearch.history, retention };
}
