/** Values that look like the real ones and stand for nothing: made from the name of what they are. */
import { createHash } from "node:crypto";

export type HashAlgorithm =
  | "md5"
  | "sha1"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  | "sha512-224"
  | "sha512-256"
  | "sha3-224"
  | "sha3-256"
  | "sha3-384"
  | "sha3-512";

function digest(algorithm: HashAlgorithm, text: string) {
  return createHash(algorithm).update(text);
}

/** The hash of a harmless text, in hex. */
export function hashOf(algorithm: HashAlgorithm, text: string): string {
  return digest(algorithm, text).digest("hex");
}

export function base64HashOf(algorithm: HashAlgorithm, text: string): string {
  return digest(algorithm, text).digest("base64");
}

/** A uuid in the form of version 4 that depends on nothing but the name. */
export function uuidOf(name: string): string {
  const hex = hashOf("sha256", `ti-misp demo feed: ${name}`);
  const variant = "89ab"[parseInt(hex.charAt(16), 16) & 3];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** A fuzzy hash in the form of ssdeep. */
export function ssdeepOf(text: string): string {
  const letters = base64HashOf("sha512", text);
  return `96:${letters.slice(0, 44)}:${letters.slice(44, 72)}`;
}

/** A fuzzy hash in the form of TLSH, as MISP writes it. */
export function tlshOf(text: string): string {
  return `t1${hashOf("sha384", text).slice(0, 70)}`;
}
