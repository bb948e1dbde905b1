import { MASK, type Secret } from "./secrets.ts";

/** The part of a URL before `@`, up to the last one: a password may hold an `@` of its own. */
const USERINFO = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi;

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** What an encoded API key, `id:key` in base64, says in plain text. */
function plainKey(secret: string): readonly string[] {
  try {
    const [, key = ""] = /^[\x21-\x7e]+:([\x21-\x7e]{8,})$/.exec(atob(secret)) ?? [];
    return key === "" ? [] : [key];
  } catch {
    return [];
  }
}

/** The shapes in which a secret turns up in headers, URLs and JSON. */
function forms(secret: string): readonly string[] {
  const encoded = base64(secret);
  return [
    secret,
    ...plainKey(secret),
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replace(/=+$/, ""),
    encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  ];
}

/**
 * A short secret is masked only where it stands alone: a password `elastic` must not eat a part of
 * every `elasticsearch`.
 */
function patternOf(text: string): string {
  const escaped = RegExp.escape(text);
  return text.length < 8 ? `(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])` : escaped;
}

/** A function that masks each secret, however encoded, and the user and password of any URL. */
export function redactor(secrets: Iterable<Secret>): (text: string) => string {
  const found = new Set([...secrets].flatMap((secret) => forms(secret.reveal())));
  found.delete("");
  const longestFirst = [...found].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(patternOf).join("|"), "g");
  return (text) => {
    const masked = longestFirst.length === 0 ? text : text.replace(pattern, MASK);
    return masked.replace(USERINFO, `$1${MASK}@`);
  };
}

/** Masks `secrets` in one text; a log keeps the function of `redactor()` instead. */
export function redact(text: string, secrets: Iterable<Secret>): string {
  return redactor(secrets)(text);
}
