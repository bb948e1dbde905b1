/** Domain names, in ASCII and cut by the public suffix list. */
import { parse } from "tldts";
import { flat, trimmed } from "./flat.ts";
import type { IndicatorDraft, Rule, UrlDraft } from "./indicator.ts";
import { parseIpv4 } from "./ipv4.ts";
import { refangHost } from "./refang.ts";

/** The list's private section counts: `a.github.io` and `b.github.io` have different owners. */
const SUFFIX_LIST = {
  allowPrivateDomains: true,
  detectIp: false,
  extractHostname: false,
  validateHostname: false,
} as const;

/** Signs that end or break a host name in a URL, and so cannot be part of one. */
const FORBIDDEN = /[\s\p{Cc}#%/:<>?@[\\\]^|]/u;

/** In lower case, without the trailing dot, and in ASCII where that can be had. */
export function normaliseDomain(text: string): string {
  const refanged = refangHost(text);
  const lower = isPlain(refanged) ? refanged : refanged.toLowerCase();
  const name = lower.endsWith(".") ? flat(lower.slice(0, -1)) : lower;
  return isPlain(name) ? name : toAscii(name) ?? name;
}

/** Lower-case letters, digits, dots, hyphens and underscores: nothing to convert. */
function isPlain(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const isLetter = code >= 0x61 && code <= 0x7a;
    const isOther = code >= 0x30 && code <= 0x39 || code === 0x2e || code === 0x2d || code === 0x5f;
    if (!isLetter && !isOther) return false;
  }
  return true;
}

function isAsciiName(name: string): boolean {
  return /^[\x21-\x7e]+$/.test(name) && !FORBIDDEN.test(name);
}

/** "Domain to ASCII" of the URL standard, which only the URL parser itself offers. */
function toAscii(name: string): string | undefined {
  if (name === "" || FORBIDDEN.test(name)) return undefined;
  // The extra label keeps the parser from reading a number at the end as an IPv4 address.
  return URL.parse(`http://${name}.a/`)?.hostname.slice(0, -2);
}

export function urlOf(draft: IndicatorDraft): UrlDraft {
  return draft.url ??= {
    original: undefined,
    full: undefined,
    scheme: undefined,
    domain: undefined,
    registered_domain: undefined,
    subdomain: undefined,
    top_level_domain: undefined,
    port: undefined,
    path: undefined,
    extension: undefined,
    query: undefined,
    fragment: undefined,
    username: undefined,
    password: undefined,
  };
}

/** The three names that the public suffix list gives; addresses and single labels have none. */
export function addDomainParts(url: UrlDraft, name: string): void {
  if (!name.includes(".") || name.includes("..") || parseIpv4(name) !== undefined) return;
  if (!isPlain(name) && !isAsciiName(name)) return;
  const { domain, publicSuffix, subdomain } = parse(name, SUFFIX_LIST);
  url.top_level_domain = flat(publicSuffix ?? "") || undefined;
  // A suffix with only a dot before it has no registered domain.
  if (domain === null || domain.startsWith(".")) return;
  url.registered_domain = flat(domain);
  url.subdomain = flat(subdomain ?? "") || undefined;
}

export const domain: Rule = (draft, text) => {
  const name = normaliseDomain(trimmed(text));
  if (name === "") return;
  const url = urlOf(draft);
  url.domain = name;
  addDomainParts(url, name);
};
