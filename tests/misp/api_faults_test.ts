/** The MISP API as a source that recovers, or gives up and says why. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Interrupted, RequestError } from "../../lib/errors.ts";
import { MispClient } from "../../lib/misp/client.ts";
import { testContext } from "../support/context.ts";
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

import { ATTRIBUTES, byEvent, held, read, requestsOf, withSource } from "./api_lab.ts";

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
    const listed = await listEvents(client, (row) => row.id, { limit: 10 });
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
