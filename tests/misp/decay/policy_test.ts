import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { durationEnd, modelsEnd } from "../../../lib/misp/decay/policy.ts";
import { DAY, T0 } from "./support.ts";

function opinions(...instants: readonly (number | undefined)[]) {
  return instants.map((decayedAtMs, index) => ({ name: `model ${index}`, decayedAtMs }));
}

Deno.test("modelsEnd() of a majority is the instant at which half of the models agree", () => {
  assertEquals(modelsEnd("majority", opinions(5)), { atMs: 5, rule: "model 0" });
  assertEquals(modelsEnd("majority", opinions(9, 5)), { atMs: 5, rule: "model 1" });
  assertEquals(modelsEnd("majority", opinions(9, 5, 7)), { atMs: 7, rule: "model 2" });
  assertEquals(modelsEnd("majority", opinions(9, 5, 7, 8)), { atMs: 7, rule: "model 2" });
  assertEquals(modelsEnd("majority", opinions(undefined, 5)), { atMs: 5, rule: "model 1" });
  assertEquals(modelsEnd("majority", opinions(undefined, 5, undefined)), undefined);
});

Deno.test("modelsEnd() follows the first model with any, the last with all, none with off", () => {
  assertEquals(modelsEnd("any", opinions(9, 5, undefined)), { atMs: 5, rule: "model 1" });
  assertEquals(modelsEnd("all", opinions(9, 5)), { atMs: 9, rule: "model 0" });
  assertEquals(modelsEnd("all", opinions(9, 5, undefined)), undefined);
  assertEquals(modelsEnd("off", opinions(9, 5)), undefined);
  assertEquals(modelsEnd("any", opinions(undefined)), undefined);
  for (const policy of ["majority", "any", "all"] as const) {
    assertEquals(modelsEnd(policy, []), undefined);
  }
});

Deno.test("modelsEnd() keeps the models' order where instants are equal", () => {
  assertEquals(modelsEnd("any", opinions(7, 7)), { atMs: 7, rule: "model 0" });
});

Deno.test("modelsEnd() is when the share of decayed models first satisfies the policy", () => {
  const instant = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined });
  fc.assert(fc.property(fc.array(instant, { minLength: 1, maxLength: 9 }), (instants) => {
    const firstWith = (enough: (decayed: number) => boolean) => {
      for (let now = 0; now <= 20; now++) {
        if (enough(instants.filter((at) => at !== undefined && at <= now).length)) return now;
      }
      return undefined;
    };
    const end = (policy: "majority" | "any" | "all") => modelsEnd(policy, opinions(...instants));
    const count = instants.length;
    assertEquals(end("majority")?.atMs, firstWith((decayed) => decayed / count >= 0.5));
    assertEquals(end("any")?.atMs, firstWith((decayed) => decayed > 0));
    assertEquals(end("all")?.atMs, firstWith((decayed) => decayed === count));
  }));
});

Deno.test("durationEnd() takes the type's own duration before the default", () => {
  const settings = {
    decay: "majority",
    defaultMs: 90 * DAY,
    perTypeMs: new Map([["url", DAY], ["md5", 0]]),
  } as const;
  assertEquals(durationEnd(settings, "ip-dst", T0), { atMs: T0 + 90 * DAY, rule: "default" });
  assertEquals(durationEnd(settings, "url", T0), { atMs: T0 + DAY, rule: "per_type" });
  assertEquals(durationEnd(settings, "md5", T0), undefined);
});

Deno.test("durationEnd() never comes when off, without a time, or after the year 9999", () => {
  const off = { decay: "majority", defaultMs: 0, perTypeMs: new Map() } as const;
  assertEquals(durationEnd(off, "url", T0), undefined);
  assertEquals(durationEnd({ ...off, defaultMs: DAY }, "url", undefined), undefined);
  assertEquals(durationEnd({ ...off, defaultMs: 1e15 }, "url", T0), undefined);
  assertEquals(durationEnd({ ...off, defaultMs: NaN }, "url", T0), undefined);
});
