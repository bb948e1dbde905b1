import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { generate, type GenerateOptions } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ask, search } from "./ask.ts";

function generated(options: GenerateOptions): MispModel {
  const model = new MispModel(new ManualClock());
  generate(model, options);
  return model;
}

Deno.test("generate() makes exactly the events and attributes asked for", () => {
  const model = generated({ events: 7, attributes: 23 });
  assertEquals(model.events.map((event) => event.attributes.length), Array(7).fill(23));
  assertEquals(model.attributes.length, 7 * 23);
  assert(model.attributes.every((row, index) => row.id === index + 1));
});

Deno.test("generate() gives the same rows for the same seed and others for another", () => {
  const values = (seed: number) =>
    generated({ events: 2, attributes: 20, seed }).attributes.map((row) => row.value);
  assertEquals(values(3), values(3));
  assert(values(3).join() !== values(4).join());
});

Deno.test("generate() mixes types, objects, tags, deletions, times and publication states", () => {
  const model = generated({ events: 50, attributes: 40 });
  const rows = model.attributes;
  const share = (test: (row: typeof rows[number]) => boolean) =>
    rows.filter(test).length / rows.length;
  assertGreater(new Set(rows.map((row) => row.type)).size, 15);
  assert(Math.abs(share((row) => row.objectId > 0) - 0.3) < 0.02);
  const present: readonly ((row: typeof rows[number]) => boolean)[] = [
    (row) => row.deleted,
    (row) => !row.toIds,
    (row) => row.tags.length > 0,
    (row) => row.lastSeen !== null,
    (row) => row.value.includes("2001:db8:"),
    (row) => row.value.includes("/24"),
    (row) => row.timestamp < model.store.clock.now() - 150 * 86_400,
  ];
  for (const test of present) assertGreater(share(test), 0);
  assertEquals(new Set(model.events.map((event) => event.published)), new Set([true, false]));
  assertEquals(new Set(model.store.orgs.map((org) => org.name)).size, 3);
});

Deno.test("generate() uses documentation addresses and reserved names only", () => {
  const model = generated({ events: 20, attributes: 50 });
  const addresses = model.attributes.filter((row) =>
    row.type === "ip-dst" || row.type === "ip-src"
  );
  const domains = model.attributes.filter((row) =>
    row.type === "domain" || row.type === "hostname"
  );
  for (const { value } of addresses) {
    assertMatch(value, /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/);
  }
  for (const { value } of domains) assertMatch(value, /\.example(\.test)?$/);
});

Deno.test("FakeMisp serves a generated model whole, in pieces too", async () => {
  const model = generated({ events: 30, attributes: 40 });
  await using misp = await FakeMisp.start({ model, pieces: true });
  const seen: unknown[] = [];
  for (let page = 1; page <= 4; page++) {
    const body = { limit: 400, page, order: "Attribute.id asc", deleted: [0, 1] };
    seen.push(...(await search(misp, body)).rows.map((row) => row["value"]));
  }
  assertEquals(seen, model.attributes.map((row) => row.value));
  const index = await ask(misp, "/events/index", { body: { limit: 100, page: 1 } });
  assertEquals(index.rows.length, 30);
});
