import { assertEquals, assertMatch } from "@std/assert";
import { createProgress, describeStep, formatDuration } from "../../lib/cli/progress.ts";
import { testContext } from "../support/context.ts";

const STEP = { eventsDone: 0, events: 100, attributesDone: 0, attributes: 2000 };

Deno.test("formatDuration() writes minutes and seconds, and hours when there are some", () => {
  assertEquals([0, 7_400, 61_000, 3_723_000].map(formatDuration), [
    "0:00",
    "0:07",
    "1:01",
    "1:02:03",
  ]);
});

Deno.test("describeStep() tells the rate and what is left by attributes, not by events", () => {
  const text = describeStep({ ...STEP, eventsDone: 90, attributesDone: 1000 }, 10_000);
  assertEquals(text, "90 of 100 events, 1000 of about 2000 attributes, 100/s, 0:10 left");
});

Deno.test("createProgress() off a terminal logs a line a minute, and sums up each hour", () => {
  const context = testContext();
  let now = 0;
  const progress = createProgress({ ...context, clock: { now: () => now }, quiet: false });
  for (let minute = 1; minute <= 121; minute++) {
    for (let second = 0; second < 60; second += 10) {
      now += 10_000;
      progress.update({ ...STEP, eventsDone: minute, attributesDone: minute * 10 });
    }
  }
  progress.end();
  const messages = context.lines.map((line) => line.message);
  assertEquals(messages.filter((text) => text.startsWith("The last hour")).length, 2);
  assertEquals(messages.filter((text) => / of 100 events/.test(text)).length, 121);
});

Deno.test("createProgress() on a terminal redraws one line, and clears it at the end", () => {
  let drawn = "";
  let now = 0;
  const stderr = {
    isTerminal: true,
    write: () => Promise.resolve(),
    writeSync: (text: string) => drawn += text,
  };
  const progress = createProgress({
    ...testContext(),
    stderr,
    clock: { now: () => now },
    quiet: false,
  });
  now = 1000;
  progress.update({ ...STEP, attributesDone: 1000, eventsDone: 50 });
  // deno-lint-ignore no-control-regex
  assertMatch(drawn, /^\r\x1b\[K\[#{12}-{12}\] 50 of 100 events/);
  progress.end();
  assertEquals(drawn.endsWith("\r\x1b[K"), true);
});

Deno.test("createProgress() says nothing when quiet", () => {
  const context = testContext();
  let now = 0;
  const progress = createProgress({ ...context, clock: { now: () => now }, quiet: true });
  now = 3_600_000;
  progress.update(STEP);
  progress.end();
  assertEquals(context.lines, []);
});
