import { assertEquals, assertNotEquals } from "@std/assert";
import { createExpiry } from "../../../lib/misp/decay/expiry.ts";
import type { DecayingModel } from "../../../lib/misp/decay/models.ts";
import type { ExpirySettings } from "../../../lib/misp/decay/policy.ts";
import { DAY, model } from "./support.ts";

const settings: ExpirySettings = {
  decay: "majority",
  defaultMs: 90 * DAY,
  perTypeMs: new Map([["md5", 0], ["url", DAY]]),
};
const models = [
  model({ types: new Set(["url", "ip-dst"]), baseScoreConfig: new Map([["a:b", 0.5], ["c", 1]]) }),
  model({ id: "2", name: "Other" }),
];
const tagValues = new Map([['a:b="x"', 10], ["c:y", 20], ["d:z", 30]]);

function basis(
  changed: {
    models?: readonly DecayingModel[];
    tagValues?: ReadonlyMap<string, number>;
    settings?: Partial<ExpirySettings>;
  } = {},
): string {
  return createExpiry(
    changed.models ?? models,
    changed.tagValues ?? tagValues,
    { ...settings, ...changed.settings },
  ).basis;
}

Deno.test("createExpiry() has the same basis in whatever order things came", () => {
  const reordered = [
    models[1]!,
    {
      ...models[0]!,
      types: new Set(["ip-dst", "url"]),
      baseScoreConfig: new Map([["c", 1], ["a:b", 0.5]]),
    },
  ];
  assertEquals(basis({ models: reordered }), basis());
  assertEquals(basis({ tagValues: new Map([...tagValues].reverse()) }), basis());
  const perTypeMs = new Map([...settings.perTypeMs].reverse());
  assertEquals(basis({ settings: { perTypeMs } }), basis());
});

Deno.test("createExpiry() has the same basis when a tag changes that no model reads", () => {
  assertEquals(basis({ tagValues: new Map([...tagValues, ["d:z", 31]]) }), basis());
});

Deno.test("createExpiry() has another basis when a model changes in anything", () => {
  const changes: Partial<DecayingModel>[] = [
    { name: "Renamed" },
    { formula: "polynomialextended" },
    { lifetimeDays: 4 },
    { decaySpeed: 2 },
    { threshold: 31 },
    { defaultBaseScore: 81 },
    { baseScoreConfig: new Map([["a:b", 0.6], ["c", 1]]) },
    { types: new Set(["url"]) },
    { enabled: false },
  ];
  const all = changes.map((change) =>
    basis({ models: [{ ...models[0]!, ...change }, models[1]!] })
  );
  assertEquals(new Set([basis(), ...all]).size, changes.length + 1);
  assertNotEquals(basis({ models: [models[0]!] }), basis());
});

Deno.test("createExpiry() has another basis when settings or the value of a read tag change", () => {
  assertNotEquals(basis({ settings: { decay: "any" } }), basis());
  assertNotEquals(basis({ settings: { defaultMs: 0 } }), basis());
  assertNotEquals(basis({ settings: { perTypeMs: new Map([["url", DAY]]) } }), basis());
  assertNotEquals(basis({ tagValues: new Map([...tagValues, ["c:y", 21]]) }), basis());
  assertNotEquals(basis({ tagValues: new Map([...tagValues, ["c:new", 1]]) }), basis());
});
