/**
 * IP addresses and networks as Elasticsearch's `ip` and `ip_range` take them, each in one spelling:
 * IPv6 as RFC 5952 says, IPv4-mapped IPv6 as IPv4, networks without host bits.
 */
import ipaddr from "ipaddr.js";
import { keepWhole } from "./facet.ts";
import { trimmed } from "./flat.ts";
import type { IndicatorDraft, Rule } from "./indicator.ts";
import { formatIpv4, parseIpv4 } from "./ipv4.ts";
import { digits } from "./read.ts";
import { refangHost } from "./refang.ts";

export interface IpMatch {
  readonly type: "ipv4-addr" | "ipv6-addr";
  readonly ip: string | undefined;
  /** A network of more than one address: `198.51.100.0/24`. */
  readonly range: string | undefined;
}

/** Reads an address or a network. Zone indexes, short and octal forms are neither. */
export function parseIp(text: string): IpMatch | undefined {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const ipv4 = parseIpv4(address);
  if (ipv4 !== undefined) {
    if (slash < 0) return { type: "ipv4-addr", ip: address, range: undefined };
    return ipv4Network(ipv4, parsePrefix(text.slice(slash + 1), 32));
  }
  const groups = parseIpv6(address);
  if (groups === undefined) return undefined;
  const prefix = slash < 0 ? 128 : parsePrefix(text.slice(slash + 1), 128);
  const mapped = mappedIpv4(groups);
  return mapped !== undefined && prefix !== undefined && prefix >= 96
    ? ipv4Network(mapped, prefix - 96)
    : ipv6Network(groups, prefix);
}

function parsePrefix(text: string, bits: 32 | 128): number | undefined {
  const prefix = digits(text);
  return prefix !== undefined && prefix <= bits && String(prefix) === text ? prefix : undefined;
}

function ipv4Network(address: number, prefix: number | undefined): IpMatch | undefined {
  if (prefix === undefined) return undefined;
  if (prefix === 32) return { type: "ipv4-addr", ip: formatIpv4(address), range: undefined };
  // A shift by 32 would be a shift by 0.
  const mask = prefix === 0 ? 0 : -1 << (32 - prefix);
  const range = `${formatIpv4(address & mask)}/${prefix}`;
  return { type: "ipv4-addr", ip: undefined, range };
}

/** Eight groups of 16 bits. */
function parseIpv6(text: string): readonly number[] | undefined {
  if (!text.includes(":") || !/^[0-9a-f:.]+$/i.test(text)) return undefined;
  const groups = text.includes(".") ? withoutIpv4(text) : text;
  if (groups === undefined || !ipaddr.IPv6.isValid(groups)) return undefined;
  return ipaddr.IPv6.parse(groups).parts;
}

/**
 * The IPv4 address at the end as two groups: ipaddr.js reads its octal forms too, and takes
 * `::192.0.2.7` for an IPv4-mapped address.
 */
function withoutIpv4(text: string): string | undefined {
  const start = text.lastIndexOf(":") + 1;
  const ipv4 = parseIpv4(text.slice(start));
  if (ipv4 === undefined) return undefined;
  return `${text.slice(0, start)}${(ipv4 >>> 16).toString(16)}:${(ipv4 & 0xffff).toString(16)}`;
}

function mappedIpv4(groups: readonly number[]): number | undefined {
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return isMapped ? ((groups[6] ?? 0) * 65_536) + (groups[7] ?? 0) : undefined;
}

function ipv6Network(groups: readonly number[], prefix: number | undefined): IpMatch | undefined {
  if (prefix === undefined) return undefined;
  const masked = groups.map((group, at) => group & groupMask(prefix - at * 16));
  const address = new ipaddr.IPv6(masked).toRFC5952String();
  return prefix === 128
    ? { type: "ipv6-addr", ip: address, range: undefined }
    : { type: "ipv6-addr", ip: undefined, range: `${address}/${prefix}` };
}

function groupMask(bits: number): number {
  if (bits >= 16) return 0xffff;
  return bits <= 0 ? 0 : 0xffff << (16 - bits) & 0xffff;
}

/** Writes address or network, and tells whether the text was one. */
export function addIp(draft: IndicatorDraft, text: string): IpMatch["type"] | undefined {
  const match = parseIp(refangHost(trimmed(text)));
  if (match === undefined) return undefined;
  draft.ip = match.ip;
  draft.ipRange = match.range;
  return match.type;
}

/** `ip-src` and `ip-dst`; what is neither address nor network gets no type. */
export const ip: Rule = (draft, text) => {
  draft.type = addIp(draft, text);
  if (draft.type === undefined) keepWhole(draft);
};
