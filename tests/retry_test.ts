import { assert, assertEquals, assertRejects } from "@std/assert";
import { Interrupted, RequestError, type RequestErrorKind } from "../lib/errors.ts";
import { PATIENT, retrying, type RetryPolicy } from "../lib/retry.ts";

/** A clock that only moves when it is slept on. */
function fakeContext(signal = new AbortController().signal) {
  const pauses: number[] = [];
  let now = 1_000_000;
  const silent = () => {};
  return {
    pauses,
    context: {
      signal,
      random: () => 0.5,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      clock: {
        now: () => now,
        sleep: (ms: number) => {
          pauses.push(ms);
          now += ms;
          return Promise.resolve();
        },
      },
    },
  };
}

const POLICY: RetryPolicy = {
  attempts: 5,
  heavyAttempts: 2,
  firstPauseMs: 1000,
  longestPauseMs: 3000,
};

function failing(kind: RequestErrorKind, retryAfterMs?: number) {
  let attempts = 0;
  return {
    attempt: () => {
      attempts++;
      return Promise.reject(new RequestError(`Failure ${attempts}`, { kind, retryAfterMs }));
    },
    attempts: () => attempts,
  };
}

Deno.test("retrying() doubles its pauses up to the longest, with jitter on the upper half", async () => {
  const { context, pauses } = fakeContext();
  const { attempt } = failing("unavailable");
  await assertRejects(() => retrying(context, "A request", POLICY, attempt), RequestError, "5");
  assertEquals(pauses, [750, 1500, 2250, 2250]);
});

for (
  const [kind, attempts] of [
    ["unavailable", 5],
    ["too_large", 2],
    ["malformed", 2],
    ["unauthorised", 1],
    ["refused", 1],
    ["missing", 1],
  ] as const
) {
  Deno.test(`retrying() makes ${attempts} attempts at what is ${kind}`, async () => {
    const { context } = fakeContext();
    const request = failing(kind);
    await assertRejects(() => retrying(context, "A request", POLICY, request.attempt));
    assertEquals(request.attempts(), attempts);
  });
}

Deno.test("retrying() waits as long as the server asks", async () => {
  const { context, pauses } = fakeContext();
  await assertRejects(() =>
    retrying(context, "A request", POLICY, failing("unavailable", 9000).attempt)
  );
  assertEquals(pauses, [9000, 9000, 9000, 9000]);
});

Deno.test("retrying() ends at once when the pause would outlast the deadline", async () => {
  const { context, pauses } = fakeContext();
  const request = failing("unavailable", 900_000);
  const policy = { ...POLICY, deadline: context.clock.now() + 60_000 };
  await assertRejects(() => retrying(context, "A request", policy, request.attempt), RequestError);
  assertEquals([pauses, request.attempts()], [[], 1]);
});

Deno.test("retrying() gives what a later attempt gives", async () => {
  const { context } = fakeContext();
  let attempts = 0;
  const result = await retrying(context, "A request", POLICY, () => {
    if (++attempts < 3) throw new RequestError("Busy", { kind: "unavailable" });
    return Promise.resolve("done");
  });
  assertEquals([result, attempts], ["done", 3]);
});

Deno.test("retrying() throws the reason of an aborted signal, not the failure it caused", async () => {
  const controller = new AbortController();
  const { context } = fakeContext(controller.signal);
  await assertRejects(
    () =>
      retrying(context, "A request", POLICY, () => {
        controller.abort(new Interrupted("Interrupted by SIGTERM", 143));
        throw new RequestError("Aborted", { kind: "unavailable" });
      }),
    Interrupted,
    "SIGTERM",
  );
});

Deno.test("PATIENT lasts over a minute: a restarted proxy or node is survived", async () => {
  const { context, pauses } = fakeContext();
  await assertRejects(() =>
    retrying(context, "A request", PATIENT, failing("unavailable").attempt)
  );
  const total = pauses.reduce((sum, pause) => sum + pause, 0);
  assert(total > 45_000 && total < 180_000, `${total} ms`);
});
