/** URLs: kept verbatim, and taken apart as the URL standard (WHATWG) does. */
import { addDomainParts, normaliseDomain, urlOf } from "./domain.ts";
import { flat } from "./flat.ts";
import type { Rule, UrlDraft } from "./indicator.ts";
import { digits } from "./read.ts";
import { authorityEnd, refangUrl } from "./refang.ts";

export const url: Rule = (draft, text) => {
  const parts = urlOf(draft);
  parts.original = text;
  parts.full = text;
  const refanged = refangUrl(text.trim());
  if (refanged !== undefined) addUrlParts(parts, refanged);
};

/** Type `uri`: a value that begins with one `/` is a path on a host that is not told. */
export const uri: Rule = (draft, text) => {
  url(draft, text);
  const path = text.trim();
  if (!path.startsWith("/") || path.startsWith("//")) return;
  const parsed = URL.parse(`http://host${path}`);
  if (parsed !== null) addPath(urlOf(draft), parsed);
};

/** A link is a report about the indicators, unless it is marked as one itself. */
export const link: Rule = (draft, text) => {
  if (!draft.toIds) {
    draft.reference = text;
    return;
  }
  draft.type = "url";
  url(draft, text);
};

function addUrlParts(parts: UrlDraft, refanged: string): void {
  const parsed = URL.parse(refanged);
  if (parsed === null) return;
  parts.scheme = parsed.protocol.slice(0, -1);
  parts.port = parsed.port === "" ? defaultPort(refanged) : Number(parsed.port);
  parts.username = flat(parsed.username) || undefined;
  parts.password = flat(parsed.password) || undefined;
  addHost(parts, parsed.hostname);
  addPath(parts, parsed);
}

function addHost(parts: UrlDraft, hostname: string): void {
  const host = flat(hostname.endsWith(".") ? hostname.slice(0, -1) : hostname);
  if (host === "") return;
  parts.domain = host;
  if (!host.startsWith("[")) addDomainParts(parts, normaliseDomain(host));
}

function addPath(parts: UrlDraft, parsed: URL): void {
  const { pathname, search, hash } = parsed;
  parts.path = flat(pathname) || undefined;
  parts.query = flat(search.slice(1)) || undefined;
  parts.fragment = flat(hash.slice(1)) || undefined;
  const dot = pathname.lastIndexOf(".");
  if (dot > pathname.lastIndexOf("/")) parts.extension = flat(pathname.slice(dot + 1)) || undefined;
}

/** The port that the text names although it is the scheme's own: the parser drops that one. */
function defaultPort(refanged: string): number | undefined {
  // The parser skips tabs and line ends anywhere, and further slashes before the host.
  const text = refanged.replace(/[\t\n\r]/g, "");
  const rest = text.slice(text.indexOf("://") + 3).replace(/^[/\\]+/, "");
  const authority = rest.slice(0, authorityEnd(rest));
  const colon = authority.lastIndexOf(":");
  if (colon < 0 || colon < authority.lastIndexOf("@") || authority.endsWith("]")) return undefined;
  return digits(authority.slice(colon + 1));
}
