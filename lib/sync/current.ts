/** Keeps the index of current indicators: what is wanted is there, and nothing else. */
import type { MappingSettings } from "../ecs/document.ts";
import { DocumentLines } from "../ecs/document_lines.ts";
import { type DiffSettings, EventDiff } from "./event_diff.ts";
import { expireDue, type ExpirySettings } from "./expire.ts";
import type { Keeper, KeeperRun } from "./keeper.ts";
import { removeEvents } from "./remove_events.ts";
import type { AttributeFilter } from "./selection.ts";

export interface CurrentSettings {
  readonly mapping: MappingSettings;
  readonly filter: AttributeFilter;
  /** What happens at the end of a document's life. */
  readonly expiry: ExpirySettings;
  /**
   * Of which events to look for documents whose end has come while the events are unchanged;
   * undefined: of none.
   */
  readonly expires: ((event: string) => boolean) | undefined;
}

export function currentKeeper(settings: CurrentSettings): (run: KeeperRun) => Keeper {
  const { expires, ...rest } = settings;
  return (run) => ({
    begin(lifetimes) {
      const lines = new DocumentLines(run.instance, new Date(run.now).toISOString());
      const diff: DiffSettings = { ...rest, ...run, lifetimes, lines };
      return (event, indexed) => new EventDiff(diff, event, indexed);
    },
    remove: (events) => removeEvents(run, events.map((event) => event.uuid)),
    async finish() {
      if (expires !== undefined) {
        await expireDue({ ...run, settings: settings.expiry, includes: expires });
      }
    },
  });
}
