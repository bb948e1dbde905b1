/** What the configuration and the flags mean for the pipeline. */
import type { Session } from "../cli/session.ts";
import { sinceInstant } from "../config/values.ts";
import type { Dataset, MappingSettings } from "../ecs/settings.ts";
import type { ExpirySettings } from "../sync/expire.ts";
import type { Selection } from "../sync/selection.ts";

type Config = Session["config"];

export function mappingSettings(config: Config, dataset: Dataset): MappingSettings {
  return {
    dataset,
    mispUrl: config.source.kind === "api" ? config.misp.url ?? "" : "",
    tags: config.documents.tags,
    // Ends are computed beforehand, by models and durations alike.
    expirationMs: 0,
    attachments: config.documents.attachments,
  };
}

export function selectionOf({ select }: Config, now: number): Selection {
  return {
    published: select.published,
    toIds: select.to_ids,
    types: select.types,
    excludeTypes: select.exclude_types,
    tags: select.tags,
    excludeTags: select.exclude_tags,
    organisations: select.organisations,
    threatLevels: select.threat_levels,
    since: select.since === undefined ? undefined : sinceInstant(select.since, now),
    warninglists: select.warninglists,
  };
}

export function expirySettings({ expire }: Config): ExpirySettings {
  return { action: expire.action, keepMs: expire.keep };
}
