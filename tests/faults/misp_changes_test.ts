/** Analysts who work while the program runs. */
import { assert, assertEquals } from "@std/assert";
import { times } from "../support/fake_misp/faults.ts";
import type { Event } from "../support/fake_misp/records.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame, type Contents, contentsOf } from "./support/contents.ts";
import type { History } from "./support/history.ts";
import { chosen, numberAt, type Position, positionsFor } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** The first event, of which the run reads the attributes whatever happens. */
function read({ model }: History): Event {
  const [event] = model.events;
  assert(event !== undefined);
  return event;
}

function attributeOf(event: Event, index: number) {
  const attribute = event.attributes.filter(({ deleted }) => !deleted)[index];
  assert(attribute !== undefined);
  return attribute;
}

const ACTIONS: Readonly<Record<string, (history: History) => void>> = {
  "an event is deleted": (history) => history.model.deleteEvent(read(history)),
  "an event is withdrawn": (history) => history.model.unpublish(read(history)),
  "an event is edited and published": (history) => {
    history.model.editAttribute(attributeOf(read(history), 4), { comment: "Just now" });
    history.publish(read(history));
  },
  "an attribute is deleted": (history) => {
    history.model.softDeleteAttribute(attributeOf(read(history), 5));
    history.publish(read(history));
  },
  "an attribute is deleted for good in the event that is read in pages": (history) => {
    history.model.hardDeleteAttribute(attributeOf(history.large, 6));
    history.publish(history.large);
  },
  "attributes are added to the event that is read in pages": (history) => {
    for (let n = 0; n < 120; n++) {
      history.model.addAttribute(history.large, { type: "domain", value: `d${n}.example.test` });
    }
    history.publish(history.large);
  },
  "an event comes": ({ model }) => {
    const attributes = [{ type: "domain", value: "new.example.test" }];
    model.addEvent({ info: "A new event", published: true, attributes });
  },
  "an attribute is seen": (history) => {
    history.model.addSighting(attributeOf(read(history), 7));
  },
  "an event moves out of sight": (history) => {
    history.model.narrowDistribution({ event: read(history) });
  },
};

chosen(Object.entries(ACTIONS)).forEach(([what, act], turn) => {
  for (const position of positionsFor(turn)) {
    stageTest(
      `sync-attributes is right one run after ${what}, at the ${position} request`,
      (stage) => stage.withTrial((trial) => workedOn(stage, trial, position, act)),
    );
  }
});

async function workedOn(
  stage: Stage,
  trial: Trial,
  position: Position,
  act: (history: History) => void,
): Promise<void> {
  const at = numberAt(position, stage.mispRequests.length);
  trial.misp.requests.clear();
  trial.misp.fault = times(at, () => {
    if (trial.misp.requests.count() === at) {
      trial.history.clock.advance(60);
      act(trial.history);
    }
    return undefined;
  });
  const during = await trial.sync();
  trial.misp.fault = undefined;
  assertBalanced(during.summary, during.code);
  assertEquals(during.code, 0, during.stderr);
  const next = await trial.sync();
  assertBalanced(next.summary, 0);
  assertSame(
    without(await trial.contents(), trial),
    without(await undisturbed(trial), trial),
    "after the next run",
  );
}

/** The same MISP, read by a run that knows nothing of what was before. */
async function undisturbed(trial: Trial): Promise<Contents> {
  const instance = `${trial.place.instance}other`;
  const { code } = await trial.sync([], { TI_MISP_ELASTICSEARCH_INSTANCE: instance });
  assertEquals(code, 0);
  return await contentsOf({ ...trial.place, instance });
}

/** The event that is being worked on keeps what it had, which only the older instance knows. */
function without(contents: Contents, { history }: Trial): Contents {
  return new Map([...contents].filter(([, text]) => !text.includes(history.edited.uuid)));
}
