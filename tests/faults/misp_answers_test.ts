/** Answers of MISP, or of what stands before it, that are not what was asked for. */
import type { AnswerChange, Fault } from "../support/fake_misp/fault.ts";
import { changed, html, status, truncatedAt, when } from "../support/fake_misp/faults.ts";
import type { MispRequest } from "../support/fake_misp/request.ts";
import { faultTests } from "./support/fault_tests.ts";
import { CANARIES } from "./support/secrets.ts";

const SHORT = { TI_MISP_RUN_MAX_DURATION: "3s" };
const SEARCH = "/attributes/restSearch";

const INTERNAL = {
  name: "An Internal Error Has Occurred.",
  message: "An Internal Error Has Occurred.",
  url: SEARCH,
};

/** MISP's own three headers; the window ends in so many seconds. */
function rateLimited(reset: number): Fault {
  return status(429, { message: "Rate limit exceeded." }, {
    "X-Rate-Limit-Limit": "100",
    "X-Rate-Limit-Remaining": "0",
    "X-Rate-Limit-Reset": String(reset),
  });
}

function redirect(location: string): Fault {
  return status(302, "", { "Content-Type": "text/html", "Location": location });
}

/** The text of the right answer, changed. */
function rewritten(change: (text: string) => string): Fault {
  return changed(async (answer) => {
    const text = await new Response(ReadableStream.from(answer.chunks)).text();
    const bytes = new TextEncoder().encode(change(text));
    return { ...answer, chunks: [bytes], length: bytes.length };
  });
}

/** A byte that begins no character, in the first text of the answer. */
const spoilt: AnswerChange = async (answer) => {
  const bytes = await new Response(ReadableStream.from(answer.chunks)).bytes();
  bytes[bytes.indexOf(0x22) + 1] = 0xff;
  return { ...answer, chunks: [bytes], length: bytes.length };
};

faultTests("sync-attributes makes good a wrong answer of MISP that comes once", [
  { name: "302 to the login page", misp: () => redirect("/users/login") },
  { name: "an HTML page with 200", misp: () => html(200, "Sign in") },
  { name: "an empty body", misp: () => status(200, "") },
  { name: "JSON that is cut short", misp: () => truncatedAt(7) },
  { name: "a bracket too few", misp: () => rewritten((text) => text.trimEnd().slice(0, -1)) },
  { name: "a bracket too many", misp: () => rewritten((text) => `${text.trimEnd()}]`) },
  { name: "bytes that are no UTF-8", misp: () => () => spoilt },
  { name: "an answer that is no list", misp: () => status(200, "{}") },
  { name: "429 with MISP's own headers", misp: () => rateLimited(0) },
  { name: "429 with Retry-After", misp: () => status(429, "", { "Retry-After": "1" }) },
  { name: "429 without a word", misp: () => status(429, "") },
  { name: "500 as a memory limit gives it", misp: () => status(500, INTERNAL) },
  { name: "502", misp: () => html(502) },
  { name: "503", misp: () => status(503), times: 2 },
  { name: "504", misp: () => html(504, "504 Gateway Time-out") },
  {
    name: "an error that repeats the key",
    misp: () => status(503, { message: `No ${CANARIES.mispKey} today` }),
  },
]);

const rows = (request: { readonly path: string }) => request.path === SEARCH;

faultTests("sync-attributes reads around what MISP cannot give at once", [
  {
    name: "a comma too few between rows",
    on: rows,
    misp: () => rewritten((text) => text.replace("},{", "}{")),
  },
  {
    name: "500 for every chunk of some events",
    on: rows,
    times: Infinity,
    positions: ["first"],
    misp: () => when((request) => bodyOf(request).eventid.length > 1, status(500, INTERNAL)),
  },
  {
    name: "500 for every large page",
    on: rows,
    times: Infinity,
    positions: ["first"],
    misp: () => when((request) => bodyOf(request).limit > 60, status(500, INTERNAL)),
  },
]);

function bodyOf({ body }: MispRequest): { eventid: string[]; limit: number } {
  return JSON.parse(body);
}

faultTests("sync-attributes tells by its exit code what MISP refused", [
  { name: "403", misp: () => status(403), exits: 4, says: /misp\.api_key/ },
  { name: "401", misp: () => status(401, ""), exits: 4, says: /misp\.api_key/ },
  { name: "405", misp: () => status(405), exits: 1, says: /405/ },
  { name: "a redirect elsewhere", misp: () => redirect("/other"), exits: 1, says: /misp\.url/ },
  {
    name: "a rate limit that outlasts the deadline",
    misp: () => rateLimited(900),
    env: SHORT,
    exits: 5,
    says: /rate limit/i,
  },
  {
    name: "maintenance for ever",
    misp: () => redirect("/users/login"),
    times: Infinity,
    env: SHORT,
    exits: 5,
    says: /maintenance|max_duration/,
  },
  { name: "502 for ever", misp: () => html(502), times: Infinity, env: SHORT, exits: 5 },
  {
    name: "a refusal that repeats the key",
    misp: () => status(403, { message: `Authorization: ${CANARIES.mispKey}` }),
    exits: 4,
  },
]);
