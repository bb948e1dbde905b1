/** A list of events that takes two pages, and moves while it is read. */
import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../support/fake_misp/fault.ts";
import { mappedRows } from "../support/fake_misp/row_faults.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { EVENTS_PER_PAGE } from "../../lib/misp/events_index.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame } from "./support/contents.ts";
import { chosen } from "./support/layer.ts";
import { CANARIES } from "./support/secrets.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** As many as the program asks for at once. */
const PAGE = EVENTS_PER_PAGE;

/** Only the events of one organisation are read: it is the list that is looked at here. */
const SELECTED = { TI_MISP_SELECT_ORGANISATIONS: "Chosen" };

function longModel(): MispModel {
  const model = new MispModel(new ManualClock(Math.floor(Date.now() / 1000) - 600), 3);
  const [chosen, other] = [model.store.org("Chosen"), model.store.org("Other")];
  for (let n = 0; n < PAGE + 20; n++) {
    const wanted = n % 500 === 0 || n > PAGE;
    model.addEvent({
      info: `Event ${n}`,
      published: true,
      orgc: wanted ? chosen : other,
      attributes: wanted ? [{ type: "domain", value: `d${n}.example.test` }] : [],
    });
  }
  return model;
}

interface Shift {
  readonly name: string;
  /** Called when the second page is asked for, the first time. */
  readonly shift: (model: MispModel) => void;
}

const SHIFTS: readonly Shift[] = [
  { name: "stands still", shift: () => {} },
  { name: "loses an event of its first page", shift: (model) => model.deleteEvent(1) },
  {
    name: "loses an event and gets another",
    shift: (model) => {
      model.deleteEvent(1);
      model.addEvent({ published: true, orgc: model.store.org("Other") });
    },
  },
  {
    name: "gets an event",
    shift: (model) => {
      const attributes = [{ type: "domain", value: "late.example.test" }];
      model.addEvent({ published: true, orgc: model.store.org("Chosen"), attributes });
    },
  },
];

function onceOnSecondPage(act: () => void): Fault {
  let done = false;
  return (request) => {
    if (!done && request.path === "/events/index" && JSON.parse(request.body).page === 2) {
      done = true;
      act();
    }
    return undefined;
  };
}

function longTrial(stage: Stage, work: (trial: Trial, model: MispModel) => Promise<void>) {
  const model = longModel();
  const misp = { model, account: { key: CANARIES.mispKey } };
  return stage.withFreshTrial((trial) => work(trial, model), { misp });
}

async function assertInStep(trial: Trial, model: MispModel): Promise<void> {
  const events = new Set(
    model.events.filter(({ orgc }) => orgc.name === "Chosen").map(({ id }) => id),
  );
  const wanted = model.attributes.filter(({ eventId }) => events.has(eventId));
  const ids = [...(await trial.contents()).keys()].toSorted();
  assertEquals(ids, wanted.map(({ uuid }) => uuid).toSorted());
}

for (const { name, shift } of chosen(SHIFTS)) {
  stageTest(
    `sync-attributes reads a list of two pages that ${name}`,
    (stage) =>
      longTrial(stage, async (trial, model) => {
        assertEquals((await trial.sync([], SELECTED)).code, 0);
        const before = await trial.contents();
        trial.misp.fault = onceOnSecondPage(() => shift(model));
        const run = await trial.sync([], SELECTED);
        assertEquals(run.code, 0, run.stderr);
        assertBalanced(run.summary, 0);
        const late = [...(await trial.contents()).keys()].filter((id) => !before.has(id));
        assertEquals(run.summary.documents.created, late.length);
        await trial.sync([], SELECTED);
        await assertInStep(trial, model);
      }),
  );
}

stageTest(
  "sync-attributes takes no event for gone when the second page never comes whole",
  (stage) =>
    longTrial(stage, async (trial, model) => {
      assertEquals((await trial.sync([], SELECTED)).code, 0);
      const before = await trial.contents();
      assert(before.size > 30);
      trial.misp.fault = (request, n) =>
        request.path === "/events/index" && JSON.parse(request.body).page === 2
          ? mappedRows((rows) => rows.slice(2))(request, n)
          : undefined;
      const run = await trial.sync([], SELECTED);
      assertEquals([run.code, run.summary.events["gone"]], [3, 0]);
      assertSame(await trial.contents(), before, "after a list that is too short");
      trial.misp.fault = undefined;
      assertEquals((await trial.sync([], SELECTED)).code, 0);
      await assertInStep(trial, model);
    }),
);
