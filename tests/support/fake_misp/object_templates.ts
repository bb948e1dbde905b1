/** Facts of the templates that tests use; any other name gets made-up ones. */
const TEMPLATES = {
  "domain-ip": [
    "network",
    "A domain/hostname and IP address seen as a tuple in a specific time frame.",
    "43b3b146-77eb-4931-b4cc-b66c60f28734",
    "11",
  ],
  "email": [
    "network",
    "Email object describing an email with meta-information",
    "a0c666e0-fc65-4be8-b48f-3423d788b552",
    "19",
  ],
  "file": [
    "file",
    "File object describing a file with meta-information",
    "688c46fb-5edb-40a3-8273-1af7923e2215",
    "25",
  ],
  "network-connection": [
    "network",
    "A local or remote network connection.",
    "af16764b-f8e5-4603-9de1-de34d272f80b",
    "7",
  ],
} satisfies Record<string, readonly [string, string, string, string]>;

const BY_NAME = new Map<string, readonly string[]>(Object.entries(TEMPLATES));

export interface ObjectTemplate {
  readonly metaCategory: string;
  readonly description: string;
  readonly templateUuid: string;
  readonly templateVersion: string;
}

export function objectTemplate(name: string): ObjectTemplate {
  const [metaCategory, description, templateUuid, templateVersion] = BY_NAME.get(name) ?? [];
  return {
    metaCategory: metaCategory ?? "misc",
    description: description ?? `Object ${name}`,
    templateUuid: templateUuid ?? "00000000-0000-4000-8000-000000000001",
    templateVersion: templateVersion ?? "1",
  };
}
