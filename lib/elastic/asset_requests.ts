/** The assets as the requests that make them, for people who send these themselves. */
import type { Asset } from "./asset.ts";
import { PLACES } from "./installed.ts";
import type { JsonObject } from "./json.ts";

export interface AssetRequest {
  readonly method: "PUT" | "POST";
  readonly path: string;
  /** `01-component_template-ti-misp-fields-default.json`, in the order of sending. */
  readonly file: string;
  readonly body: JsonObject;
}

/** A data stream is made by its first record; a transform must be started as well. */
export function assetRequests(assets: readonly Asset[]): readonly AssetRequest[] {
  return assets
    .filter(({ kind, unavailable, unwanted }) =>
      kind !== "data_stream" && unavailable === undefined && unwanted !== true
    )
    .flatMap(({ kind, name, body }) => {
      const path = PLACES[kind].path(name);
      const put = { method: "PUT", path, title: `${kind}-${name}`, body } as const;
      const start = {
        method: "POST",
        path: `${path}/_start`,
        title: `${kind}-${name}-start`,
        body: {},
      } as const;
      return kind === "transform" ? [put, start] : [put];
    })
    .map(({ title, ...request }, position) => ({
      ...request,
      file: `${String(position + 1).padStart(2, "0")}-${title}.json`,
    }));
}
