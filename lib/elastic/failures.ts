/**
 * What an answer that is not 2xx, or no answer at all, means, and what to do about it. Messages
 * name the request and the host and carry the server's own reason, never a body as it is.
 */
import { retryAfterMs } from "../retry.ts";
import { RequestError, type RequestErrorKind } from "../errors.ts";
import type { ElasticAnswer } from "./request.ts";
import { type JsonValue, textAt } from "./json.ts";

/** Which request failed, for people: `POST /_bulk on http://es:9200`. */
export type What = string;

interface Rule {
  readonly kind: RequestErrorKind;
  readonly advice: string;
}

const BUSY: Rule = {
  kind: "unavailable",
  advice: "the cluster, or a proxy before it, is not ready",
};
const REFUSED: Rule = { kind: "refused", advice: "see the server's log for details" };

const RULES: Readonly<Record<number, Rule>> = {
  401: {
    kind: "unauthorised",
    advice: "check elasticsearch.api_key, or elasticsearch.username and password",
  },
  403: {
    kind: "unauthorised",
    advice: "the API key or user lacks a privilege, or has been locked out",
  },
  404: { kind: "missing", advice: "run ti-misp install-assets, and check elasticsearch.url" },
  407: { kind: "unauthorised", advice: "check the credentials in elasticsearch.proxy" },
  408: BUSY,
  413: { kind: "too_large", advice: "lower elasticsearch.bulk_bytes" },
  429: { kind: "unavailable", advice: "the cluster is overloaded or out of disk space" },
};

/** The error for an answer whose status is not 2xx. */
export function answerError(what: What, answer: ElasticAnswer, now: number): RequestError {
  const { status, headers } = answer;
  if (status >= 300 && status < 400) return redirectError(what, answer);
  const rule = RULES[status] ?? (status >= 500 ? BUSY : REFUSED);
  return new RequestError(
    `${what} was answered with ${status} and ${reasonIn(answer.body)}: ${rule.advice}`,
    { kind: rule.kind, status, retryAfterMs: retryAfterMs(headers["retry-after"], now) },
  );
}

function redirectError(what: What, { status, headers }: ElasticAnswer): RequestError {
  const place = withoutUserinfo(headers["location"] ?? "an unnamed place").replace(/[?#].*$/, "");
  return new RequestError(
    `${what} was redirected (${status}) to "${place}": set elasticsearch.url to where the cluster ` +
      "answers itself",
    { kind: "refused", status },
  );
}

/** The server's own reason, or a short name for whatever came instead. */
export function reasonIn(body: string): string {
  const parsed = parsedOrNothing(body);
  const type = textAt(parsed, "error", "type");
  if (type !== undefined) return errorText(parsed, type);
  const error = textAt(parsed, "error") ?? textAt(parsed, "message");
  if (error !== undefined) return `"${short(error)}"`;
  if (/^\s*<(!doctype|html|head|body)/i.test(body)) return pageTitle(body);
  return body.trim() === "" ? "an empty body" : `"${short(body)}"`;
}

function errorText(parsed: JsonValue | undefined, type: string): string {
  const reason = textAt(parsed, "error", "reason") ?? "";
  const root = textAt(parsed, "error", "root_cause", 0, "reason");
  const cause = textAt(parsed, "error", "caused_by", "reason") ?? root;
  const details = [reason, ...(cause === undefined || reason.includes(cause) ? [] : [cause])];
  return `${short(type)} ("${short(details.join("; "))}")`;
}

function pageTitle(body: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim() ?? "";
  return title === "" ? "an HTML page" : `an HTML page "${short(title)}"`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}

function parsedOrNothing(body: string): JsonValue | undefined {
  if (!body.trimStart().startsWith("{")) return undefined;
  try {
    const parsed: JsonValue = JSON.parse(body);
    return parsed;
  } catch {
    return undefined;
  }
}

/** For a 2xx answer that is no JSON. */
export function notJsonError(what: What, answer: ElasticAnswer, cause: unknown): RequestError {
  return new RequestError(
    `${what} was answered with ${answer.status} and no JSON but ${reasonIn(answer.body)}: check ` +
      "elasticsearch.url, and that no proxy or login page stands before the cluster",
    { kind: "malformed", status: answer.status, cause },
  );
}

/** For a good answer that does not say that it is Elasticsearch's. */
export function noProductError(what: What): RequestError {
  return new RequestError(
    `${what} was answered without the header "x-elastic-product": something between here and ` +
      "Elasticsearch answered instead of it",
    { kind: "malformed" },
  );
}

/** Texts of Deno's TLS, HTTP and DNS; what asking again cannot mend is `refused`. */
const NETWORK_RULES: readonly (readonly [RegExp, Rule])[] = [
  [/unable to (verify|get)|self.signed|UnknownIssuer/i, {
    kind: "refused",
    advice:
      "set elasticsearch.ca_file to the authority that signed the server's certificate, and " +
      "see that the certificate is not out of date",
  }],
  [/certificate's altnames|NotValidForName/i, {
    kind: "refused",
    advice: "the certificate is for another host name than the one in elasticsearch.url",
  }],
  [/certificate.*(expired|not valid yet)/i, {
    kind: "refused",
    advice: "the server's certificate is out of date, or this machine's clock is wrong",
  }],
  [/fatal alert/i, {
    kind: "refused",
    advice: "the server asks for a client certificate, or for other TLS settings",
  }],
  [/InvalidContentType|wrong version number/i, {
    kind: "refused",
    advice: "the server does not speak TLS there: is it http, not https, in elasticsearch.url?",
  }],
  [/Expected HTTP\//, {
    kind: "refused",
    advice: "the server does not speak HTTP there: is it https, not http, in elasticsearch.url?",
  }],
  [/Bad response: 407/, {
    kind: "unauthorised",
    advice: "check the credentials in elasticsearch.proxy",
  }],
  [/Bad response: \d/, {
    kind: "unavailable",
    advice: "the proxy does not let this host and port through",
  }],
  [/ETIMEDOUT|Connect Timeout/i, {
    kind: "unavailable",
    advice: "a firewall may drop what is sent to the port in elasticsearch.url",
  }],
  [/ENOTFOUND|EAI_AGAIN/, {
    kind: "unavailable",
    advice: "check the host name in elasticsearch.url",
  }],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, {
    kind: "unavailable",
    advice: "is the server running, and the port in elasticsearch.url right?",
  }],
];

/** The error for a request that got no whole answer; of the cause, only its text goes on. */
export function networkError(what: What, cause: unknown): RequestError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const text = short(withoutUserinfo(message));
  const rule = NETWORK_RULES.find(([pattern]) => pattern.test(message))?.[1] ??
    { kind: "unavailable", advice: "the connection was lost, or the server is too slow" };
  return new RequestError(`${what} failed with "${text}": ${rule.advice}`, {
    kind: rule.kind,
    cause: new Error(text),
  });
}

/** Texts may quote a URL with credentials. */
export function withoutUserinfo(text: string): string {
  return text.replaceAll(/(\/\/)[^/@\s]*@/g, "$1");
}
