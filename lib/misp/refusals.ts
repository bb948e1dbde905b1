/**
 * What a MISP answer that is not the expected one means, and what to do about it. Status codes and
 * texts as a real MISP 2.5 sends them: a bad key is a 403 with a JSON body, a malformed body a 405,
 * maintenance a redirect to the login page, a memory limit a 500, a rate limit a 429.
 */
import { messageOf, RequestError, type RequestErrorKind } from "../errors.ts";
import { retryAfterMs } from "../retry.ts";

/** The parts of an answer that decide; `body` is its beginning as text. */
export interface Refusal {
  readonly what: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** MISP's own message in an error answer, or a short form of whatever came instead. */
function messageIn(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === "object" && answer !== null) {
      for (const name of ["message", "name", "detail", "errors"]) {
        const text: unknown = Reflect.get(answer, name);
        if (typeof text === "string" && text !== "") return `"${text.slice(0, 300)}"`;
      }
    }
  } catch {
    // Not JSON: told apart below.
  }
  if (isPage(body)) return "an HTML page";
  return body.trim() === "" ? "an empty body" : `"${body.trim().slice(0, 120)}"`;
}

function isPage(body: string): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(body);
}

/** `Retry-After`, or the seconds in MISP's own header, as milliseconds from now. */
export function rateLimitMs(headers: Headers, now: number): number | undefined {
  const asked = retryAfterMs(headers.get("retry-after") ?? undefined, now);
  if (asked !== undefined) return asked;
  const reset = Number(headers.get("x-rate-limit-reset") ?? NaN);
  // One second more: the window is over only when the second has passed.
  return Number.isFinite(reset) && reset >= 0 ? (reset + 1) * 1000 : undefined;
}

interface Rule {
  readonly kind: RequestErrorKind;
  readonly advice: string;
}

const KEY_ADVICE =
  "check misp.api_key (40 characters, not expired or revoked, allowed from this address) and that its role has API access";

const RULES: Readonly<Record<number, Rule>> = {
  400: { kind: "refused", advice: "this MISP may be too old for the request" },
  401: { kind: "unauthorised", advice: KEY_ADVICE },
  403: { kind: "unauthorised", advice: KEY_ADVICE },
  404: { kind: "missing", advice: "check that misp.url is the base URL of a MISP" },
  405: { kind: "refused", advice: "a proxy may have changed the request's body" },
  407: { kind: "unauthorised", advice: "check the user name and password in misp.proxy" },
  413: { kind: "too_large", advice: "lower misp.attributes_per_request" },
  429: { kind: "unavailable", advice: "raise the rate limit of the key's role in MISP" },
  500: {
    kind: "too_large",
    advice: "often PHP's memory limit: lower misp.attributes_per_request, see MISP's error log",
  },
  504: { kind: "too_large", advice: "lower misp.attributes_per_request" },
};

const UNAVAILABLE: Rule = { kind: "unavailable", advice: "MISP or a proxy before it is not ready" };
const REFUSED: Rule = { kind: "refused", advice: "check misp.url and any proxy before MISP" };

/** MISP says in JSON that it does not have a page; a page that says so is somebody else's. */
function ruleFor(status: number, body: string): Rule {
  const rule = RULES[status] ?? (status >= 500 ? UNAVAILABLE : REFUSED);
  return rule.kind === "missing" && isPage(body) ? { ...rule, kind: "refused" } : rule;
}

/** The error for an answer whose status is not 200. */
export function refusalError(refusal: Refusal, now: number): RequestError {
  const { what, status, headers, body } = refusal;
  if (status >= 300 && status < 400) return redirectError(refusal);
  const rule = ruleFor(status, body);
  return new RequestError(
    `${what} was answered with ${status} and ${messageIn(body)}: ${rule.advice}`,
    {
      kind: rule.kind,
      status,
      ...(rule.kind === "unavailable" ? { retryAfterMs: rateLimitMs(headers, now) } : {}),
    },
  );
}

/** Never followed: the login page answers 200, or redirects to itself for ever. */
function redirectError({ what, status, headers }: Refusal): RequestError {
  const location = headers.get("location") ?? "an unnamed place";
  if (/\/users\/login|\/login\b/.test(location)) {
    return new RequestError(
      `${what} was redirected (${status}) to the login page: MISP is in maintenance (live = off), ` +
        "or the key is not known to it",
      { kind: "unavailable", status },
    );
  }
  const place = location.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");
  return new RequestError(
    `${what} was redirected (${status}) to "${place}": set misp.url to where MISP answers itself`,
    { kind: "refused", status },
  );
}

/** Texts of Deno's network; what asking again cannot mend is no outage. */
const NETWORK_RULES: readonly (readonly [RegExp, Rule])[] = [
  [/certificate|UnknownIssuer|CaUsedAsEndEntity/i, {
    kind: "refused",
    advice: "set misp.ca_file to the certificate authority of this MISP",
  }],
  [/proxy authentication required/i, {
    kind: "unauthorised",
    advice: "check the user name and password in misp.proxy",
  }],
];

/** The error for a request that got no answer. */
export function networkError(what: string, cause: unknown): RequestError {
  const text = messageOf(cause);
  const rule = NETWORK_RULES.find(([pattern]) => pattern.test(text))?.[1];
  const advice = rule === undefined ? "" : `: ${rule.advice}`;
  return new RequestError(
    `${what} failed: ${text.replaceAll(/\/\/[^/\s@]*@/g, "//")}${advice}`,
    { kind: rule?.kind ?? "unavailable", cause },
  );
}

/** The error for a 200 that is no JSON. */
export function notJsonError(what: string, body: string, cause: unknown): RequestError {
  if (isPage(body)) {
    return new RequestError(
      `${what} was answered with an HTML page instead of JSON: check that misp.url is the base ` +
        "URL of a MISP and that no proxy or single sign-on stands before its API",
      { kind: "malformed", status: 200, cause },
    );
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new RequestError(`${what} gave an unusable answer: ${detail}`, {
    kind: "malformed",
    status: 200,
    cause,
  });
}
