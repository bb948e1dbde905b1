import { pick, randomInteger } from "./random.ts";

/** Values of documentation ranges and reserved names only, so that no test names anybody's machine. */

const NETWORKS = ["192.0.2", "198.51.100", "203.0.113"] as const;
const LABELS = ["login", "mail", "cdn", "update", "secure", "portal", "files", "api"] as const;
const SUFFIXES = ["example", "example.test"] as const;

export type Random = () => number;

export function hexDigits(random: Random, length: number): string {
  let text = "";
  while (text.length < length) text += randomInteger(random, 2 ** 32).toString(16).padStart(8, "0");
  return text.slice(0, length);
}

export function ipv4(random: Random): string {
  return `${pick(random, NETWORKS)}.${randomInteger(random, 256)}`;
}

/** Compressed, as MISP stores it. */
export function ipv6(random: Random): string {
  const groups = [1 + randomInteger(random, 0xfffe), 1 + randomInteger(random, 0xfffe)];
  return `2001:db8:${groups.map((group) => group.toString(16)).join(":")}::1`;
}

/** Mostly IPv4, some IPv6, some networks. */
export function address(random: Random): string {
  const kind = random();
  if (kind < 0.8) return ipv4(random);
  if (kind < 0.95) return ipv6(random);
  return kind < 0.98 ? `${pick(random, NETWORKS)}.0/24` : "2001:db8:1::/48";
}

export function domain(random: Random): string {
  return `d${randomInteger(random, 10_000_000).toString(36)}.${pick(random, SUFFIXES)}`;
}

export function hostname(random: Random): string {
  return `${pick(random, LABELS)}.${domain(random)}`;
}

export function url(random: Random): string {
  const scheme = random() < 0.5 ? "http" : "https";
  const port = random() < 0.1 ? ":8080" : "";
  const query = random() < 0.3 ? `?id=${randomInteger(random, 1_000)}` : "";
  return `${scheme}://${hostname(random)}${port}/${pick(random, LABELS)}/${
    hexDigits(random, 6)
  }${query}`;
}

export function fileName(random: Random): string {
  return `${pick(random, LABELS)}-${hexDigits(random, 4)}.${
    pick(random, ["exe", "dll", "docx", "js"])
  }`;
}

export function mailbox(random: Random): string {
  return `${pick(random, LABELS)}${randomInteger(random, 1_000)}@${domain(random)}`;
}

export function port(random: Random): string {
  return String(pick(random, [22, 53, 80, 443, 8080, 8443]));
}

const MAKERS = {
  "ip-dst": address,
  "ip-src": address,
  "domain": domain,
  "hostname": hostname,
  "url": url,
  "md5": (random) => hexDigits(random, 32),
  "sha1": (random) => hexDigits(random, 40),
  "sha256": (random) => hexDigits(random, 64),
  "filename|sha256": (random) => `${fileName(random)}|${hexDigits(random, 64)}`,
  "email-src": mailbox,
  "domain|ip": (random) => `${domain(random)}|${ipv4(random)}`,
  "ip-dst|port": (random) => `${ipv4(random)}|${port(random)}`,
  "regkey": (random) => `HKLM\\Software\\Example\\${hexDigits(random, 6)}`,
  "regkey|value": (random) => `HKCU\\Software\\Example\\Run|C:\\ProgramData\\${fileName(random)}`,
  "mutex": (random) => `Global\\${hexDigits(random, 8)}`,
  "user-agent": (random) => `Mozilla/5.0 (Example ${randomInteger(random, 100)})`,
  "vulnerability": (random) => `CVE-2026-${10_000 + randomInteger(random, 10_000)}`,
  "AS": (random) => String(64_496 + randomInteger(random, 16)),
  "text": (random) =>
    `Seen "in" a report, line ${randomInteger(random, 1_000)}\nand – ünïcödé 漢字`,
  "comment": (random) => `Free comment ${hexDigits(random, 6)}`,
} satisfies Record<string, (random: Random) => string>;

export type GeneratedType = keyof typeof MAKERS;

export function valueOf(type: GeneratedType, random: Random): string {
  return MAKERS[type](random);
}

/** How often each type comes, in parts of 100. */
const SHARES: readonly (readonly [GeneratedType, number])[] = [
  ["ip-dst", 18],
  ["ip-src", 6],
  ["domain", 14],
  ["hostname", 8],
  ["url", 12],
  ["md5", 8],
  ["sha1", 5],
  ["sha256", 10],
  ["filename|sha256", 3],
  ["email-src", 3],
  ["domain|ip", 2],
  ["ip-dst|port", 2],
  ["regkey", 1],
  ["regkey|value", 1],
  ["mutex", 1],
  ["user-agent", 1],
  ["vulnerability", 1],
  ["AS", 1],
  ["text", 2],
  ["comment", 1],
];

const TYPES: readonly GeneratedType[] = SHARES.flatMap(([type, share]) =>
  new Array<GeneratedType>(share).fill(type)
);

export function anyType(random: Random): GeneratedType {
  return pick(random, TYPES);
}
