import type { MispRequest } from "./request.ts";

/** An answer before it meets the wire: text parts are made only as they are sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Iterable<string>;
}

/** A request that MISP refuses; the routes throw it, the server turns it into an error answer. */
export class MispError extends Error {
  override readonly name = "MispError";

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export const INTERNAL_ERROR = "An Internal Error Has Occurred.";

const JSON_TYPE = "application/json; charset=UTF-8";

/** Most answers outside the searches are indented by four blanks. */
export function prettyJson(value: unknown, headers: Record<string, string> = {}): Answer {
  return jsonText(JSON.stringify(value, null, 4), headers);
}

export function jsonText(text: string, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: { "Content-Type": JSON_TYPE, ...headers }, parts: [text] };
}

/** JSON as PHP writes it by default: everything but ASCII, and each slash, escaped. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** `{"name", "message", "url"}` for whoever asked for JSON exactly, an HTML page for the rest. */
export function errorAnswer(request: MispRequest, status: number, message: string): Answer {
  if (!request.rest) return htmlError(status, message);
  const body = { name: message, message, url: request.url };
  const text = status === 429 ? JSON.stringify(body, null, 4) : escapedJson(body);
  return { ...jsonText(text), status };
}

function htmlError(status: number, message: string): Answer {
  const page = `<!DOCTYPE html>\n<html lang="en">\n<head>\n    <meta charset="utf-8">\n` +
    `    <title>Errors - MISP</title>\n</head>\n<body>\n    <div class="misp-error-container">\n` +
    `        <h2>${message}</h2>\n        <p class="error">\n            <strong>Error: </strong>\n` +
    `        </p>\n    </div>\n</body>\n</html>\n`;
  return { status, headers: { "Content-Type": "text/html; charset=UTF-8" }, parts: [page] };
}

/** Where MISP sends everybody during maintenance, and browsers without a session always. */
export function loginRedirect(origin: string): Answer {
  const headers = {
    "Content-Type": "text/html; charset=UTF-8",
    "Location": `${origin}/users/login`,
  };
  return { status: 302, headers, parts: [] };
}
