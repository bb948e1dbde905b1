import { isIPv6 } from "node:net";

/** What MISP makes of a value when it saves it: trimmed, refanged, domains and addresses in one form. */
export function normalisedValue(type: string, value: string): string {
  if (!CHANGED.has(type)) return storedText(value);
  return type.split("|").map((part, index, parts) => {
    const halves = value.split("|");
    const half = index === parts.length - 1 ? halves.slice(index).join("|") : halves[index];
    return normalisedPart(part, half ?? "");
  }).join("|");
}

const CHANGED = new Set([
  "AS",
  "domain",
  "domain|ip",
  "hex",
  "hostname",
  "hostname|port",
  "ip-dst",
  "ip-dst|port",
  "ip-src",
  "ip-src|port",
  "url",
]);

function normalisedPart(type: string, value: string): string {
  const text = refanged(storedText(value).trim());
  if (type === "AS") return text.replace(/^AS/i, "");
  if (type === "hex") return text.toUpperCase();
  if (type === "domain" || type === "hostname") return asciiDomain(text);
  return type.startsWith("ip") ? compressedAddress(text) : text;
}

function refanged(text: string): string {
  return text.replace(/^hxxp/i, "http").replace(/\[\.\]|\(\.\)|\[dot\]/gi, ".");
}

function asciiDomain(text: string): string {
  // deno-lint-ignore no-control-regex -- everything but ASCII is what is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`).hostname : text.toLowerCase();
}

function compressedAddress(text: string): string {
  const [address = "", ...bits] = text.split("/");
  if (!isIPv6(address)) return text;
  return [new URL(`http://[${address}]/`).hostname.slice(1, -1), ...bits].join("/");
}

/** The database keeps characters of up to three bytes; an emoji comes back as a question mark. */
export function storedText(text: string): string {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, "?");
}
