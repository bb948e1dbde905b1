/** Values of two halves, `a|b`: each half is mapped as its own type would be. */
import { domain } from "./domain.ts";
import { keepWhole } from "./facet.ts";
import { fileName } from "./file.ts";
import { flat, trimmed } from "./flat.ts";
import type { IndicatorDraft, Rule } from "./indicator.ts";
import { addIp } from "./ip.ts";
import { parsePort } from "./port.ts";
import { isBlank } from "./read.ts";
import { registryKey, registryValue } from "./registry.ts";

interface Halves {
  readonly left: string;
  /** Empty when there is none. */
  readonly right: string;
}

/** Cut at a sign's place; without one there is a left half only. */
function halves(text: string, at: number): Halves {
  return at < 0
    ? { left: text, right: "" }
    : { left: flat(text.slice(0, at)), right: flat(text.slice(at + 1)) };
}

function apply(rule: Rule, draft: IndicatorDraft, half: string): void {
  if (!isBlank(half)) rule(draft, half);
}

/** A file name may hold a `|`, a hash cannot: cut at the last one. */
export function fileNameAnd(hashRule: Rule): Rule {
  return (draft, text) => {
    const { left, right } = halves(text, text.lastIndexOf("|"));
    apply(fileName, draft, left);
    apply(hashRule, draft, right);
  };
}

/** Registry data may hold a `|`, a key cannot: cut at the first one. */
export const registryKeyAndValue: Rule = (draft, text) => {
  const { left, right } = halves(text, text.indexOf("|"));
  apply(registryKey, draft, left);
  apply(registryValue, draft, right);
};

export const domainAndIp: Rule = (draft, text) => {
  const { left, right } = halves(text, text.lastIndexOf("|"));
  apply(domain, draft, left);
  if (addIp(draft, right) === undefined) keepWhole(draft);
};

/** `host|port`, `host:port` */
export const hostAndPort: Rule = (draft, text) => {
  const { left, right } = cutPort(text);
  apply(domain, draft, left);
  addPort(draft, right);
};

/** `ip|port`, `[ipv6]|port`, `[ipv6]:port`, `ipv4:port` */
export const ipAndPort: Rule = (draft, text) => {
  const { left, right } = cutPort(text);
  const address = trimmed(left);
  const isBracketed = address.startsWith("[") && address.endsWith("]");
  draft.type = addIp(draft, isBracketed ? flat(address.slice(1, -1)) : address);
  if (draft.type === undefined) keepWhole(draft);
  addPort(draft, right);
};

/** Colons are part of an IPv6 address: one cuts only when it is alone or follows a bracket. */
function cutPort(text: string): Halves {
  const pipe = text.lastIndexOf("|");
  if (pipe >= 0) return halves(text, pipe);
  const colon = text.lastIndexOf(":");
  const cuts = colon >= 0 && (text.indexOf(":") === colon || text[colon - 1] === "]");
  return halves(text, cuts ? colon : -1);
}

function addPort(draft: IndicatorDraft, text: string): void {
  draft.port = parsePort(text.trim());
  if (draft.port === undefined) keepWhole(draft);
}
