/** Tells the user how a run goes on: the plan once, progress, and events that cannot be read. */
import { createProgress } from "../cli/progress.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import type { Observer } from "../sync/reconcile.ts";
import type { RunFacts } from "./run_facts.ts";

export interface EndingObserver extends Observer {
  end(): void;
}

/** Looking at the memory costs as much as mapping two attributes. */
const MEMORY_MS = 100;

export function createObserver(
  context: Context,
  quiet: boolean,
  facts: Pick<RunFacts, "plan" | "partial" | "unreadable">,
  asked: ReadonlySet<string>,
): EndingObserver {
  const { clock, log, stderr } = context;
  const progress = createProgress({ clock, stderr, log, quiet });
  let lookedAt = 0;
  const lookAtMemory = () => {
    const now = clock.now();
    if (now - lookedAt < MEMORY_MS) return;
    lookedAt = now;
    context.peakMemory();
  };
  const step = { eventsDone: 0, events: 0, attributesDone: 0, attributes: 0 };
  return {
    planned(plan) {
      facts.plan = plan;
      step.events = plan.fetch.length;
      step.attributes = plan.fetch.attributes;
      const unlisted = asked.size - plan.listed;
      if (unlisted > 0) {
        log.warn(`MISP does not list ${unlisted} of the ${asked.size} events asked for`, {
          "event.action": "unlisted",
        });
      }
      log.info(`${plan.listed} events listed, ${plan.fetch.length} to read`, {
        "event.action": "plan",
      });
    },
    eventDone(event) {
      step.eventsDone++;
      step.attributesDone += event.attributeCount;
      lookAtMemory();
      progress.update(step);
    },
    unreadable({ uuid, error }) {
      facts.unreadable.push(uuid);
      log.error(`Event ${uuid} cannot be read, its documents stay as they are`, {
        "event.action": "unreadable",
        "error.message": messageOf(error),
      });
    },
    incomplete(error) {
      facts.partial = error;
      log.warn("Not every event is listed: none is taken for gone", {
        "event.action": "incomplete-list",
        "error.message": messageOf(error),
      });
    },
    unsighted(error) {
      facts.partial = error;
      log.warn("Sightings cannot be read: events that were only seen are left for a later run", {
        "event.action": "unsighted",
        "error.message": messageOf(error),
      });
    },
    end: () => progress.end(),
  };
}
