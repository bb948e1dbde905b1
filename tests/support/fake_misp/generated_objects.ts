import type { AttributeInput, ObjectInput } from "./inputs.ts";
import { pick } from "./random.ts";
import { domain, fileName, hexDigits, ipv4, mailbox, port, type Random } from "./values.ts";

const BUILDERS = {
  "file": (random) => {
    const [name, digest] = [fileName(random), hexDigits(random, 136)];
    return [
      member("filename", "filename", name),
      member("sha256", "sha256", digest.slice(0, 64)),
      member("md5", "md5", digest.slice(64, 96)),
      member("sha1", "sha1", digest.slice(96)),
      member("size-in-bytes", "size-in-bytes", String(4096 + name.length)),
    ];
  },
  "domain-ip": (random) => [
    member("domain", "domain", domain(random)),
    member("ip", "ip-dst", ipv4(random)),
  ],
  "email": (random) => [
    member("from", "email-src", mailbox(random)),
    member("to", "email-dst", mailbox(random)),
    member("subject", "email-subject", `Invoice ${hexDigits(random, 4)}`),
  ],
  "network-connection": (random) => [
    member("ip-src", "ip-src", ipv4(random)),
    member("ip-dst", "ip-dst", ipv4(random)),
    member("dst-port", "port", port(random)),
    member("layer4-protocol", "text", "TCP"),
  ],
} satisfies Record<string, (random: Random) => AttributeInput[]>;

const NAMES = ["file", "domain-ip", "email", "network-connection"] as const;

function member(objectRelation: string, type: string, value: string): AttributeInput {
  return { objectRelation, type, value };
}

/** An object of a common template with at most so many attributes, all with one timestamp. */
export function generatedObject(random: Random, atMost: number, timestamp: number): ObjectInput {
  const name = pick(random, NAMES);
  const attributes = BUILDERS[name](random).slice(0, atMost);
  return { name, timestamp, attributes: attributes.map((row) => ({ ...row, timestamp })) };
}
