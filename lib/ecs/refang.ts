/**
 * Undoes the usual ways of making an indicator unclickable (`hxxp://example[.]com`). Only fields
 * that are derived from a value are refanged, never the value itself.
 */

const DOT = /\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}/gi;
const AT = /\[at\]|\(at\)|\[@\]/gi;
const SCHEME = /^(hxxps?|[a-z][a-z0-9+.-]*)(:\/\/|\[:\/\/\]|\[:\]\/\/)/i;

/** A host name or an address. */
export function refangHost(host: string): string {
  return hasBrackets(host) ? host.replace(DOT, ".") : host;
}

/** An e-mail address, whose `@` is often hidden too. */
export function refangEmail(address: string): string {
  return hasBrackets(address) ? address.replace(AT, "@").replace(DOT, ".") : address;
}

/**
 * A URL in the form `scheme://…`, refanged in its scheme and host; `undefined` when it has not that
 * form. Path and query stay as they are: brackets are common there.
 */
export function refangUrl(url: string): string | undefined {
  const match = SCHEME.exec(url);
  if (match === null) return undefined;
  const [whole, scheme = ""] = match;
  const rest = url.slice(whole.length);
  const defanged = hasBrackets(rest) ? refangAuthority(rest) : rest;
  return `${/^hxxp/i.test(scheme) ? scheme.replace(/xx/i, "tt") : scheme}://${defanged}`;
}

function refangAuthority(rest: string): string {
  const end = authorityEnd(rest);
  return refangHost(rest.slice(0, end)) + rest.slice(end);
}

/** Where the authority of a URL ends: at the first `/`, `?`, `#` or `\`. */
export function authorityEnd(rest: string): number {
  const end = rest.search(/[/?#\\]/);
  return end < 0 ? rest.length : end;
}

function hasBrackets(value: string): boolean {
  return value.includes("[") || value.includes("(") || value.includes("{");
}
