/** Secrets that must be seen nowhere, whatever happens. */
import { assertEquals } from "@std/assert";

/** Unlike anything else, so that finding one means that it leaked. */
export const CANARIES = {
  mispKey: "CanaryMispKey0123456789abcdefghijklmnopq",
  apiKey: "Q2FuYXJ5SWQ6Q2FuYXJ5U2VjcmV0MDEyMzQ1Ng==",
  username: "canary-user",
  password: "Canary/Pass+word=0123 456",
  proxyPassword: "CanaryProxyPass0123",
} as const;

type SecretName = Exclude<keyof typeof CANARIES, "username">;

const SECRETS: readonly SecretName[] = ["mispKey", "apiKey", "password", "proxyPassword"];

export const API_KEY_HEADER = `ApiKey ${CANARIES.apiKey}`;

export const BASIC_HEADER = `Basic ${btoa(`${CANARIES.username}:${CANARIES.password}`)}`;

/** Every way in which a secret is written somewhere on its way. */
function forms(name: SecretName): readonly string[] {
  const secret = CANARIES[name];
  const encoded = [secret, `${CANARIES.username}:${secret}`].map((text) => btoa(text));
  const decoded = name === "apiKey" ? [atob(secret)] : [];
  return [secret, encodeURIComponent(secret), ...encoded, ...decoded]
    .map((text) => text.replace(/=+$/, ""));
}

/** @param places texts by where they were found */
export function assertNoSecret(places: Iterable<readonly [place: string, text: string]>): void {
  const found: string[] = [];
  for (const [place, text] of places) {
    for (const name of SECRETS) {
      if (forms(name).some((form) => text.includes(form))) found.push(`${name} in ${place}`);
    }
  }
  assertEquals(found, [], "secrets were shown");
}

/** Every file in or below a folder, as text. */
export async function textsBelow(folder: string): Promise<readonly (readonly [string, string])[]> {
  const texts: [string, string][] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) {
      texts.push(...(await textsBelow(path)).map(([a, b]): [string, string] => [a, b]));
    } else if (isFile) texts.push([path, await Deno.readTextFile(path)]);
  }
  return texts;
}
