/**
 * Texts that stand for more than themselves. Each function throws `RangeError` with what is wrong
 * and how to write it.
 */
import { parseDuration } from "./duration.ts";

/** The most that may be deleted: a share of what is there, or a number of documents. */
export type Limit =
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "count"; readonly count: number };

/** From when on: a while ago, or an instant in epoch milliseconds. */
export type Since =
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "date"; readonly at: number };

export type SourceSetting =
  | { readonly kind: "api" }
  | { readonly kind: "feed"; readonly location: string };

/** `path` may be `-`, which is stdout. */
export type OutputSetting =
  | { readonly kind: "elasticsearch" }
  | { readonly kind: "ndjson"; readonly path: string }
  | { readonly kind: "bulk"; readonly path: string };

export function parseLimit(text: string): Limit {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined && Number(percent) <= 100) {
    return { kind: "percent", percent: Number(percent) };
  }
  if (/^\d+$/.test(text)) return { kind: "count", count: Number(text) };
  throw new RangeError(
    `Cannot read "${text}" as a limit: write a share like "25%", at most 100%, or a number of ` +
      `documents like "1000"`,
  );
}

/** A day begins at midnight UTC; a time needs a zone, so that no machine reads it differently. */
function parseDate(text: string): number | undefined {
  try {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
    return Temporal.Instant.from(isDay ? `${text}T00:00:00Z` : text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

export function parseSince(text: string): Since {
  if (/^\d+[a-z]/i.test(text)) return { kind: "duration", ms: parseDuration(text) };
  const at = parseDate(text);
  if (at !== undefined) return { kind: "date", at };
  throw new RangeError(
    `Cannot read "${text}" as a duration or a date: write "30d", "2026-01-31" (UTC) or ` +
      `"2026-01-31T12:00:00Z"`,
  );
}

/** The instant that `since` means at `now`, both in epoch milliseconds. */
export function sinceInstant(since: Since, now: number): number {
  return since.kind === "date" ? since.at : now - since.ms;
}

export function parseSource(text: string): SourceSetting {
  if (text === "api") return { kind: "api" };
  const location = /^feed:(.+)$/s.exec(text)?.[1];
  if (location !== undefined) return { kind: "feed", location };
  throw new RangeError(
    `Cannot read "${text}" as a source: write "api", "feed:DIRECTORY" or "feed:https://…"`,
  );
}

export function parseOutput(text: string): OutputSetting {
  if (text === "elasticsearch") return { kind: "elasticsearch" };
  const [, kind, path] = /^(ndjson|bulk):(.+)$/s.exec(text) ?? [];
  if (path !== undefined) return { kind: kind === "bulk" ? "bulk" : "ndjson", path };
  throw new RangeError(
    `Cannot read "${text}" as an output: write "elasticsearch", "ndjson:FILE" or "bulk:FILE", with ` +
      `"-" for stdout`,
  );
}

const THREAT_LEVELS: Readonly<Record<string, number>> = {
  high: 1,
  medium: 2,
  low: 3,
  undefined: 4,
};

/** MISP's number of a threat level, from 1 (high) to 4 (undefined). */
export function parseThreatLevel(text: string): number {
  const name = text.toLowerCase();
  if (/^[1-4]$/.test(name)) return Number(name);
  const level = Object.hasOwn(THREAT_LEVELS, name) ? THREAT_LEVELS[name] : undefined;
  if (level !== undefined) return level;
  throw new RangeError(
    `Cannot read "${text}" as a threat level: write 1 to 4, or high, medium, low, undefined`,
  );
}

/** An address without what does not belong there; the slash at its end is dropped. */
export function parseHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RangeError(`Cannot read "${text}" as a URL: write it whole, like "https://host:443"`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new RangeError(
      "A URL cannot carry a user name or password here: use the keys for credentials",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new RangeError(`Cannot use "${text}": a base URL has no "?" and no "#"`);
  }
  return url.href.replace(/\/+$/, "");
}

/** A proxy may carry a user name and password; they are redacted wherever it is shown. */
export function parseProxy(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, "");
  throw new RangeError('A proxy must be a URL like "http://proxy:3128"');
}

/** Part of index names, which are lower case; a `-` would make one pattern match another's. */
export function parseNamespace(text: string): string {
  if (/^[a-z0-9_.]{1,100}$/.test(text)) return text;
  throw new RangeError(
    `Cannot use "${text}" in the name of an index: write up to 100 of the signs a-z, 0-9, "_", "."`,
  );
}

/** Begins the id of every document, so that it must stay short and plain. */
export function parseInstance(text: string): string {
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text)) return text;
  throw new RangeError(
    `Cannot use "${text}" in document ids: write up to 100 letters, digits, ".", "_" or "-"`,
  );
}

/** Part of the paths of Kibana's API. */
export function parseSpace(text: string): string {
  if (/^[a-z0-9_-]{1,100}$/.test(text)) return text;
  throw new RangeError(
    `Cannot use "${text}" as a space: write its identifier, with the signs a-z, 0-9, "_" and "-"`,
  );
}
