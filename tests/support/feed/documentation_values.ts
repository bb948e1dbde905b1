/** Finds addresses and names in texts, and tells those that are kept free for documentation. */
import ipaddr from "ipaddr.js";

const NETWORKS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]
  .map((network) => ipaddr.parseCIDR(network));

const IPV4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const IPV6 = /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
/** Reads like an IPv6 address. */
const EUI_64 = /^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i;

/** Hosts of URLs and of e-mail addresses, and whatever ends like most names do. */
const NAMES = [
  /(?<=:\/\/)[^\s/:?#"'|)]+/g,
  /(?<=@)[^\s/:?#"'|>)]+/g,
  /[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|eu|de|uk|ru|cn)(?![\w.-])/g,
];

const RESERVED = /(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$/;

/** All texts in a JSON value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** As a reader takes it who knows how lists are made harmless. */
export function refanged(text: string): string {
  return text.replace(/\[\.\]|\(dot\)/g, ".").replace(/\[at\]/g, "@").replace("[://]", "://")
    .replace(/^hxxp/, "http");
}

export function addressesIn(text: string): string[] {
  return [...text.match(IPV4) ?? [], ...text.match(IPV6) ?? []]
    .filter((found) => ipaddr.isValid(found) && !EUI_64.test(found));
}

export function isDocumentationAddress(text: string): boolean {
  const address = ipaddr.parse(text);
  return NETWORKS.some((network) => network[0].kind() === address.kind() && address.match(network));
}

export function namesIn(text: string): string[] {
  return NAMES.flatMap((pattern) => text.match(pattern) ?? [])
    .filter((name) => !ipaddr.isValid(name));
}

export function isReservedName(name: string): boolean {
  return RESERVED.test(name);
}
