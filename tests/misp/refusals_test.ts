import { assertEquals, assertStringIncludes } from "@std/assert";
import { notJsonError, rateLimitMs, refusalError } from "../../lib/misp/refusals.ts";

const WHAT = "POST https://misp.example.org/attributes/restSearch";
const NOW = Date.UTC(2026, 10, 25);

function refusal(status: number, body = "", headers: Record<string, string> = {}) {
  return refusalError({ what: WHAT, status, body, headers: new Headers(headers) }, NOW);
}

const AUTHENTICATION = JSON.stringify({
  name: "Authentication failed. Please make sure you pass the API key.",
  message: "Authentication failed. Please make sure you pass the API key.",
  url: "/attributes/restSearch",
});
const INTERNAL =
  '{"name":"An Internal Error Has Occurred.","message":"An Internal Error Has Occurred."}';

const CASES = [
  {
    status: 403,
    body: AUTHENTICATION,
    kind: "unauthorised",
    says: ["Authentication failed", "misp.api_key"],
  },
  { status: 403, body: "<!DOCTYPE html><html>…", kind: "unauthorised", says: ["an HTML page"] },
  { status: 401, body: '{"detail":"Unauthorized"}', kind: "unauthorised", says: ["Unauthorized"] },
  { status: 404, body: '{"message":"Not Found"}', kind: "missing", says: ["misp.url"] },
  {
    status: 405,
    body: '{"message":"Invalid JSON input."}',
    kind: "refused",
    says: ["Invalid JSON"],
  },
  { status: 413, body: "", kind: "too_large", says: ["misp.attributes_per_request"] },
  {
    status: 429,
    body: '{"message":"Rate limit exceeded."}',
    kind: "unavailable",
    says: ["Rate limit"],
  },
  { status: 500, body: INTERNAL, kind: "too_large", says: ["memory limit"] },
  { status: 502, body: "<html>Bad Gateway</html>", kind: "unavailable", says: ["an HTML page"] },
  { status: 503, body: "", kind: "unavailable", says: ["an empty body"] },
  { status: 504, body: "", kind: "too_large", says: ["504"] },
] as const;

for (const { status, body, kind, says } of CASES) {
  Deno.test(`refusalError() tells ${status} with ${body.slice(0, 12) || "no body"} as ${kind}`, () => {
    const error = refusal(status, body);
    assertEquals([error.kind, error.status], [kind, status]);
    for (const text of [WHAT, String(status), ...says]) assertStringIncludes(error.message, text);
  });
}

Deno.test("refusalError() does not follow a redirect, to the login page or elsewhere", () => {
  const login = refusal(302, "", { location: "http://misp.example.org/users/login" });
  assertEquals(login.kind, "unavailable");
  assertStringIncludes(login.message, "maintenance");
  const moved = refusal(301, "", { location: "https://u:p@misp.example.org/?token=1" });
  assertEquals(moved.kind, "refused");
  assertStringIncludes(moved.message, 'to "https://misp.example.org/"');
});

Deno.test("refusalError() carries how long a rate limit lasts", () => {
  assertEquals(refusal(429, "", { "x-rate-limit-reset": "899" }).retryAfterMs, 900_000);
  assertEquals(refusal(503, "", { "retry-after": "7" }).retryAfterMs, 7000);
  assertEquals(refusal(503).retryAfterMs, undefined);
});

Deno.test("rateLimitMs() reads seconds, dates and MISP's own header, in this order", () => {
  const headers = (init: Record<string, string>) => rateLimitMs(new Headers(init), NOW);
  assertEquals(headers({ "retry-after": "2", "x-rate-limit-reset": "9" }), 2000);
  assertEquals(headers({ "retry-after": "Wed, 25 Nov 2026 00:01:00 GMT" }), 60_000);
  assertEquals(headers({ "retry-after": "Tue, 24 Nov 2026 00:00:00 GMT" }), 0);
  assertEquals(headers({ "retry-after": "soon" }), undefined);
  assertEquals(headers({ "x-rate-limit-reset": "-1" }), undefined);
});

Deno.test("notJsonError() tells a page that stands before MISP from a broken answer", () => {
  const page = notJsonError(WHAT, "\n<!doctype html><html>", new Error("no list"));
  assertStringIncludes(page.message, "single sign-on");
  const cut = notJsonError(WHAT, '{"response":[', new Error("The answer ends in the middle"));
  assertStringIncludes(cut.message, "The answer ends in the middle");
  assertEquals([page.kind, cut.kind], ["malformed", "malformed"]);
});
