/** Tells the user how a run goes on: the plan once, progress, and events that cannot be read. */
import { createProgress } from "../cli/progress.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import type { Plan } from "../sync/plan.ts";
import type { Observer } from "../sync/reconcile.ts";

export interface EndingObserver extends Observer {
  end(): void;
}

export function createObserver(
  context: Context,
  quiet: boolean,
  onPlan: (plan: Plan) => void,
): EndingObserver {
  const { clock, log, stderr } = context;
  const progress = createProgress({ clock, stderr, log, quiet });
  const step = { eventsDone: 0, events: 0, attributesDone: 0, attributes: 0 };
  return {
    planned(plan) {
      onPlan(plan);
      step.events = plan.fetch.length;
      step.attributes = plan.fetch.reduce((sum, event) => sum + event.attributeCount, 0);
      log.info(`${plan.listed} events listed, ${plan.fetch.length} to read`, {
        "event.action": "plan",
      });
    },
    eventDone(event) {
      step.eventsDone++;
      step.attributesDone += event.attributeCount;
      context.peakMemory();
      progress.update(step);
    },
    unreadable({ uuid, error }) {
      log.error(`Event ${uuid} cannot be read, its documents stay as they are`, {
        "event.action": "unreadable",
        "error.message": messageOf(error),
      });
    },
    end: () => progress.end(),
  };
}
