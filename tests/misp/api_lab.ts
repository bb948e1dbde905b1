/** A loopback MISP, and the API source that reads it. */
import { assertEquals } from "@std/assert";
import { apiSource } from "../../lib/misp/api_source.ts";
import { MispClient, type MispSettings } from "../../lib/misp/client.ts";
import type { EventPart, EventRequest, UnreadableEvent } from "../../lib/sync/types.ts";
import { type TestContext, testContext } from "../support/context.ts";
import type { Fault } from "../support/fake_misp/fault.ts";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";

export const ATTRIBUTES = "/attributes/restSearch";

export interface Setup {
  readonly events?: number;
  readonly attributes?: number;
  readonly fault?: Fault;
  readonly limit?: number;
  readonly context?: TestContext;
  readonly settings?: Partial<MispSettings>;
}

export async function withSource<T>(
  setup: Setup,
  work: (source: ReturnType<typeof apiSource>, misp: FakeMisp, context: TestContext) => Promise<T>,
): Promise<T> {
  const model = new MispModel(new ManualClock(), 5);
  generate(model, { events: setup.events ?? 4, attributes: setup.attributes ?? 25, deleted: 0.1 });
  await using misp = await FakeMisp.start({
    model,
    pieces: true,
    ...(setup.fault === undefined ? {} : { fault: setup.fault }),
  });
  const context = setup.context ?? testContext();
  using client = new MispClient(context, {
    url: misp.url,
    apiKey: { reveal: () => misp.key },
    timeoutMs: 400,
    userAgent: "test",
    ...setup.settings,
  });
  const source = apiSource(context, client, {
    instance: "misp",
    attributesPerRequest: setup.limit ?? 100,
    concurrency: 2,
    page: { warninglists: false, attachments: false },
  });
  return await work(source, misp, context);
}

export function requestsOf({ model }: FakeMisp): EventRequest[] {
  return model.store.events.map((event) => ({
    uuid: event.uuid,
    id: String(event.id),
    attributeCount:
      model.store.attributes.filter((each) => each.eventId === event.id && !each.deleted).length,
    sighted: false,
  }));
}

/** Attribute uuids by event, as the model holds them. */
export function held({ model }: FakeMisp): Record<string, string[]> {
  return Object.fromEntries(model.store.events.map((event) => [
    event.uuid,
    model.store.attributes.filter((each) => each.eventId === event.id).map((each) => each.uuid)
      .toSorted(),
  ]));
}

export function byEvent(parts: readonly EventPart[]): Record<string, string[]> {
  const groups = Map.groupBy(parts, (part) => part.uuid);
  return Object.fromEntries([...groups].map(([uuid, group]) => {
    assertEquals(group.filter((part) => part.last).length, 1, "one part is the last");
    return [uuid, group.flatMap((part) => part.attributes.map((each) => each.uuid)).toSorted()];
  }));
}

export async function read(
  source: ReturnType<typeof apiSource>,
  events: readonly EventRequest[],
  scoredTypes: readonly string[] = [],
) {
  const unreadable: UnreadableEvent[] = [];
  const parts = await Array.fromAsync(
    source.attributes(events, {
      onUnreadable: (event) => unreadable.push(event),
      scoredTypes: new Set(scoredTypes),
    }),
  );
  return { parts, unreadable };
}
