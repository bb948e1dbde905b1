import { assertEquals } from "@std/assert";
import { DocumentLines } from "../../lib/ecs/document_lines.ts";
import { EventDiff } from "../../lib/sync/event_diff.ts";
import { DeleteGuard } from "../../lib/sync/guard.ts";
import { Tally } from "../../lib/sync/tally.ts";
import { Withheld } from "../../lib/sync/withheld.ts";
import { Writes } from "../../lib/sync/writes.ts";
import { NOW, SETTINGS } from "../ecs/documents.ts";
import { MemoryTarget } from "./memory_ends.ts";

const EVENT = "00000000-0000-4000-8000-000000000001";

/** What has ended by each of its attributes' comment: a model, a duration, or not at all. */
function lifetimeOf({ comment }: { readonly comment?: unknown }) {
  const decayedAtMs = comment === "alive" ? NOW + 1 : NOW;
  return { decayedAtMs, rule: "any", scores: [], byModel: comment === "model" };
}

Deno.test("EventDiff tells what a model ended from what outlived its duration", () => {
  const tally = new Tally();
  const diff = new EventDiff(
    {
      instance: "misp",
      mapping: SETTINGS,
      filter: () => undefined,
      lifetimes: { scoredTypes: new Set(), forEvent: () => ({ of: lifetimeOf }) },
      expiry: { action: "delete", keepMs: 0 },
      withheld: new Withheld(new DeleteGuard({ kind: "percent", percent: 100 }, 0)),
      tally,
      now: NOW,
      lines: new DocumentLines("misp", new Date(NOW).toISOString()),
    },
    { uuid: EVENT },
    new Map(),
  );
  const comments = ["model", "duration", "alive", "model"];
  const attributes = comments.map((comment, at) => {
    const uuid = `00000000-0000-4000-8000-00000000001${at}`;
    const attribute = { uuid, type: "text", value: "x", comment };
    return { uuid, attribute, object: undefined, deleted: false };
  });
  diff.take(
    { uuid: EVENT, attributes, last: true },
    new Writes(new MemoryTarget(), tally, () => {}),
  );
  assertEquals(Object.fromEntries(tally.notWanted), { decayed: 2, expired: 1 });
  assertEquals([tally.read, diff.documents], [4, 1]);
});
