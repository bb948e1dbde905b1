/** Keeps the journal: nothing in it is ever changed, and what is gone from MISP is told as such. */
import { toDeletion } from "../ecs/deletion.ts";
import { prepareEvent } from "../ecs/document.ts";
import { DocumentLines } from "../ecs/document_lines.ts";
import { goneId } from "../ecs/id.ts";
import { EventJournal, recordLine, type RecordSettings } from "./event_journal.ts";
import type { Keeper, KeeperRun } from "./keeper.ts";
import type { Plan } from "./plan.ts";
import type { AttributeFilter } from "./selection.ts";
import { Writes } from "./writes.ts";

/** An attribute that the journal knows of. */
export interface JournalledAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly event: string;
}

export interface JournalKeeperSettings extends Pick<RecordSettings, "mapping" | "match"> {
  readonly filter: AttributeFilter;
  /** The attributes that the journal holds of an event, each once. */
  readonly attributesOf: (event: string) => AsyncIterable<readonly JournalledAttribute[]>;
}

export function journalKeeper(settings: JournalKeeperSettings): (run: KeeperRun) => Keeper {
  return (run) => {
    const lines = new DocumentLines(run.instance, new Date(run.now).toISOString());
    const records = { ...settings, ...run, lines };
    return {
      begin: (lifetimes) => (event, known) =>
        new EventJournal({ ...records, lifetimes }, event, known),
      remove: (events) => recordRemovals(run, settings, records, events),
      finish: () => Promise.resolve(),
    };
  };
}

/** An event that was withdrawn is only forgotten: MISP still has it, and its history stands. */
async function recordRemovals(
  run: KeeperRun,
  settings: JournalKeeperSettings,
  records: RecordSettings,
  events: Plan["remove"],
): Promise<void> {
  for (const event of events) {
    const rejected = new Set<string>();
    const writes = new Writes(run.target, run.tally, (uuid) => rejected.add(uuid));
    if (event.state === "gone") await recordGone(settings, records, event, writes);
    await writes.flush();
    if (rejected.size === 0) await run.state.ledger.remove([event.uuid]);
  }
}

async function recordGone(
  { attributesOf }: JournalKeeperSettings,
  records: RecordSettings,
  event: Plan["remove"][number],
  writes: Writes,
): Promise<void> {
  const context = prepareEvent({ uuid: event.uuid }, records.mapping);
  for await (const attributes of attributesOf(event.uuid)) {
    for (const { uuid, type } of attributes) {
      const document = toDeletion({ uuid, type }, context, { now: records.now });
      const id = goneId(records.instance, uuid, event.timestamp);
      const line = recordLine(document, records);
      writes.addDocument("deleted", { action: "create", id, event: event.uuid }, line);
    }
    await writes.relieve();
  }
}
