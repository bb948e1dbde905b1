/** The MISP API as a source: chunks, large events, odd answers. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Interrupted, RequestError } from "../../lib/errors.ts";
import { apiSource } from "../../lib/misp/api_source.ts";
import { MispClient, type MispSettings } from "../../lib/misp/client.ts";
import type { EventPart, EventRequest, UnreadableEvent } from "../../lib/sync/types.ts";
import { type TestContext, testContext } from "../support/context.ts";
import type { Fault } from "../support/fake_misp/fault.ts";
import {
  changed,
  html,
  onPath,
  reset,
  resetMidBody,
  stall,
  stallMidBody,
  status,
  times,
  truncatedAt,
  when,
} from "../support/fake_misp/faults.ts";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";

const ATTRIBUTES = "/attributes/restSearch";

interface Setup {
  readonly events?: number;
  readonly attributes?: number;
  readonly fault?: Fault;
  readonly limit?: number;
  readonly context?: TestContext;
  readonly settings?: Partial<MispSettings>;
}

async function withSource<T>(
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
    page: { warninglists: false, attachments: false },
  });
  return await work(source, misp, context);
}

function requestsOf({ model }: FakeMisp): EventRequest[] {
  return model.store.events.map((event) => ({
    uuid: event.uuid,
    id: String(event.id),
    attributeCount:
      model.store.attributes.filter((each) => each.eventId === event.id && !each.deleted).length,
    sighted: false,
  }));
}

/** Attribute uuids by event, as the model holds them. */
function held({ model }: FakeMisp): Record<string, string[]> {
  return Object.fromEntries(model.store.events.map((event) => [
    event.uuid,
    model.store.attributes.filter((each) => each.eventId === event.id).map((each) => each.uuid)
      .toSorted(),
  ]));
}

function byEvent(parts: readonly EventPart[]): Record<string, string[]> {
  const groups = Map.groupBy(parts, (part) => part.uuid);
  return Object.fromEntries([...groups].map(([uuid, group]) => {
    assertEquals(group.filter((part) => part.last).length, 1, "one part is the last");
    return [uuid, group.flatMap((part) => part.attributes.map((each) => each.uuid)).toSorted()];
  }));
}

async function read(source: ReturnType<typeof apiSource>, events: readonly EventRequest[]) {
  const unreadable: UnreadableEvent[] = [];
  const parts = await Array.fromAsync(source.attributes(events, (event) => unreadable.push(event)));
  return { parts, unreadable };
}

Deno.test("apiSource() reads a chunk of events in one request, and their objects in another", async () => {
  await withSource({}, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    assertEquals(byEvent(parts), held(misp));
    assertEquals(misp.requests.count(ATTRIBUTES), 1);
    assertEquals(misp.requests.count("/objects/restSearch"), 1);
  });
});

Deno.test("apiSource() gives each attribute its object, with the members beside it", async () => {
  await withSource({}, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    const members = parts.flatMap((part) => part.attributes).filter((each) => each.object);
    assert(members.length > 10);
    for (const { attribute, object } of members) {
      assert(typeof object?.name === "string" && Array.isArray(object.Attribute));
      assert(object.Attribute.includes(attribute));
      const known = misp.model.store.events.flatMap((event) => event.objects)
        .find((each) => String(each.id) === attribute.object_id);
      assertEquals(object.uuid, known?.uuid);
    }
  });
});

Deno.test("apiSource() reads a large event page by page, its objects whole across pages", async () => {
  await withSource({ events: 1, attributes: 730, limit: 100 }, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    assertEquals(byEvent(parts), held(misp));
    assert(misp.requests.count(ATTRIBUTES) >= 8);
    for (const { attribute, object } of parts.flatMap((part) => part.attributes)) {
      if (object === undefined) continue;
      const size = misp.model.store.attributes.filter((each) =>
        String(each.objectId) === attribute.object_id
      ).length;
      assert(Array.isArray(object.Attribute));
      assertEquals(object.Attribute.length, size);
    }
  });
});

Deno.test("apiSource() halves a chunk that is too heavy for MISP, down to what it can give", async () => {
  const heavy: Fault = onPath(
    ATTRIBUTES,
    when((request) => JSON.parse(request.body).eventid.length > 1, status(500)),
  );
  await withSource({ fault: heavy }, async (source, misp) => {
    const { parts, unreadable } = await read(source, requestsOf(misp));
    assertEquals([byEvent(parts), unreadable], [held(misp), []]);
  });
});

Deno.test("apiSource() halves the pages of a single event, and loses nothing on the way", async () => {
  const heavy: Fault = onPath(
    ATTRIBUTES,
    when(({ body }) => JSON.parse(body).limit > 40 && JSON.parse(body).page > 1, status(500)),
  );
  await withSource(
    { events: 1, attributes: 500, limit: 150, fault: heavy },
    async (source, misp) => {
      const { parts, unreadable } = await read(source, requestsOf(misp));
      assertEquals([byEvent(parts), unreadable], [held(misp), []]);
    },
  );
});

Deno.test("apiSource() reports an event that cannot be read, and reads the others", async () => {
  const poison: Fault = onPath(
    ATTRIBUTES,
    when((request) => JSON.parse(request.body).eventid.includes("2"), status(500)),
  );
  await withSource({ fault: poison }, async (source, misp) => {
    const { parts, unreadable } = await read(source, requestsOf(misp));
    const second = misp.model.store.events[1]?.uuid ?? "";
    assertEquals(unreadable.map((event) => event.uuid), [second]);
    const { [second]: _, ...others } = held(misp);
    assertEquals(byEvent(parts), others);
  });
});

async function altered(text: (body: string) => string): Promise<Fault> {
  return await Promise.resolve(changed(async (answer) => {
    const body = await new Response(ReadableStream.from(answer.chunks)).text();
    const { length: _, ...rest } = answer;
    return { ...rest, chunks: [new TextEncoder().encode(text(body))] };
  }));
}

const TRANSIENT: Readonly<Record<string, Fault>> = {
  "a reset connection": reset(),
  "a reset in the middle of a body": resetMidBody(2000),
  "silence": stall(),
  "silence in the middle of a body": stallMidBody(2000),
  "a body that ends early": truncatedAt(2000),
  "a 502 page": html(502),
  "a 503": status(503, ""),
  "a 504": status(504, ""),
  "a page with status 200": html(200, "Log in"),
  "an empty body": status(200, ""),
  "a missing comma": await altered((body) => body.replaceAll('},{"id"', '}{"id"')),
  "an attribute of another event": await altered((body) =>
    body.replace(/"event_id":"\d+"/, '"event_id":"999"')
  ),
  "an attribute without a uuid": await altered((body) =>
    body.replace(/"uuid":"[^"]+"/, '"uuid":null')
  ),
  "a number in place of an attribute": await altered((body) => body.replace("[{", "[7,{")),
  "an object in place of the list": await altered((body) => body.replace(/\[.*\]/s, "{}")),
  "a rate limit": status(429, { message: "Rate limit exceeded." }, { "X-Rate-Limit-Reset": "3" }),
};

for (const [what, fault] of Object.entries(TRANSIENT)) {
  Deno.test(`apiSource() recovers from ${what}`, async () => {
    await withSource({ fault: onPath(ATTRIBUTES, times(1, fault)) }, async (source, misp) => {
      const { parts, unreadable } = await read(source, requestsOf(misp));
      assertEquals([byEvent(parts), unreadable], [held(misp), []]);
      assertEquals(misp.requests.count(ATTRIBUTES), 2);
    });
  });
}

Deno.test("apiSource() refuses rows that come twice", async () => {
  const twice = await altered((body) => body.replace(/\[(\{.*?\}),\{"id"/s, '[$1,$1,{"id"'));
  await withSource({ events: 1, fault: onPath(ATTRIBUTES, twice) }, async (source, misp) => {
    const { parts, unreadable } = await read(source, requestsOf(misp));
    assertEquals(parts.length, 0);
    assertStringIncludes(unreadable[0]?.error.message ?? "", "twice");
  });
});

Deno.test("apiSource() waits for the end of a rate limit, but not past the deadline", async () => {
  const limited = status(429, { message: "Rate limit exceeded." }, { "X-Rate-Limit-Reset": "900" });
  const context = testContext();
  await withSource(
    { fault: limited, context, settings: { deadline: context.clock.now() + 60_000 } },
    async (source) => {
      const error = await assertRejects(() => source.events((row) => row), RequestError, "429");
      assertEquals([error.kind, error.retryAfterMs, context.slept()], ["unavailable", 901_000, 0]);
    },
  );
});

Deno.test("apiSource() tells a refused key at once", async () => {
  await withSource(
    { settings: { apiKey: { reveal: () => "x".repeat(40) } } },
    async (source, misp) => {
      const error = await assertRejects(
        () => source.events((row) => row),
        RequestError,
        "misp.api_key",
      );
      assertEquals([error.kind, misp.requests.count()], ["unauthorised", 1]);
      assert(!error.message.includes("xxxx"));
    },
  );
});

Deno.test("apiSource() ends with the reason of its signal in the middle of an answer", async () => {
  const controller = new AbortController();
  const context = testContext({ signal: controller.signal });
  const fault = when(() => {
    controller.abort(new Interrupted("Interrupted by SIGINT", 130));
    return true;
  }, stall());
  await withSource({ fault, context }, async (source) => {
    await assertRejects(() => source.events((row) => row), Interrupted, "SIGINT");
  });
});

Deno.test("apiSource() lists every event once, over pages that move while they are read", async () => {
  const { listEvents } = await import("../../lib/misp/events_index.ts");
  await withSource({ events: 25, attributes: 1 }, async (_source, misp, context) => {
    using client = new MispClient(context, {
      url: misp.url,
      apiKey: { reveal: () => misp.key },
      timeoutMs: 1000,
      userAgent: "test",
    });
    let deleted = false;
    misp.fault = (request) => {
      if (deleted || JSON.parse(request.body).page !== 2) return undefined;
      deleted = true;
      misp.model.deleteEvent(misp.model.store.events[0] ?? 0);
      return undefined;
    };
    const listed = await listEvents(client, (row) => row.id, 10);
    const there = misp.model.store.events.map((event) => event.uuid);
    assertEquals([...listed.keys()].toSorted(), there.toSorted());
    assertEquals(listed.size, 24);
  });
});

Deno.test("apiSource() gives up on a list that never adds up, rather than take it as complete", async () => {
  const short = await altered((body) => {
    const rows = JSON.parse(body);
    return JSON.stringify(rows.slice(1));
  });
  await withSource({ fault: onPath("/events/index", short) }, async (source) => {
    await assertRejects(() => source.events((row) => row), RequestError, "incomplete");
  });
});
