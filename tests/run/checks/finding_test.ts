import { assertEquals, assertRejects } from "@std/assert";
import { Interrupted, PreconditionError, RequestError } from "../../../lib/errors.ts";
import {
  attempt,
  failed,
  ok,
  skipped,
  warning,
  worstExitCode,
  wrong,
} from "../../../lib/run/checks/finding.ts";

const unauthorised = failed("Key", new RequestError("No", { kind: "unauthorised" }));
const unavailable = failed("Reachable", new RequestError("No", { kind: "unavailable" }));
const precondition = failed("Assets", new PreconditionError("No"));

Deno.test("worstExitCode() is 0 without an error, whatever else there is", () => {
  assertEquals(worstExitCode([]), 0);
  assertEquals(worstExitCode([ok("A", ""), warning("B", ""), skipped("C", "")]), 0);
});

Deno.test("worstExitCode() is that of what waiting cannot mend", () => {
  assertEquals(worstExitCode([unavailable]), 5);
  assertEquals(worstExitCode([unavailable, precondition]), 1);
  assertEquals(worstExitCode([unavailable, unauthorised, precondition]), 4);
  assertEquals(worstExitCode([unavailable, { ...precondition, exitCode: 2 }, unauthorised]), 2);
  assertEquals(worstExitCode([wrong("Decay", "", "")]), 1);
});

Deno.test("attempt() makes a finding of a failure, and lets only an interruption through", async () => {
  assertEquals(
    await attempt("Assets", () => Promise.reject(new PreconditionError("No"))),
    precondition,
  );
  await assertRejects(
    () => attempt("Assets", () => Promise.reject(new Interrupted("Stop", 130))),
    Interrupted,
  );
});
