/** The object templates of MISP that the demo feed uses, as MISP 2.5 names them. */
export interface ObjectTemplate {
  readonly metaCategory: string;
  readonly description: string;
  readonly uuid: string;
  readonly version: string;
}

export const OBJECT_TEMPLATES = {
  "domain-ip": {
    metaCategory: "network",
    description: "A domain/hostname and IP address seen as a tuple in a specific time frame.",
    uuid: "43b3b146-77eb-4931-b4cc-b66c60f28734",
    version: "11",
  },
  "email": {
    metaCategory: "network",
    description: "Email object describing an email with meta-information",
    uuid: "a0c666e0-fc65-4be8-b48f-3423d788b552",
    version: "19",
  },
  "file": {
    metaCategory: "file",
    description: "File object describing a file with meta-information",
    uuid: "688c46fb-5edb-40a3-8273-1af7923e2215",
    version: "25",
  },
  "network-connection": {
    metaCategory: "network",
    description: "A local or remote network connection.",
    uuid: "af16764b-f8e5-4603-9de1-de34d272f80b",
    version: "7",
  },
  "url": {
    metaCategory: "network",
    description: "url object describes an url along with its normalized field (like extracted " +
      "using faup parsing library) and its metadata.",
    uuid: "60efb77b-40b5-4c46-871b-ed1ed999fce5",
    version: "10",
  },
  "vulnerability": {
    metaCategory: "vulnerability",
    description: "Vulnerability object describing a common vulnerability enumeration which can " +
      "describe published, unpublished, under review or embargo vulnerability for software, " +
      "equipments or hardware.",
    uuid: "81650945-f186-437b-8945-9f31715d32da",
    version: "12",
  },
} satisfies Readonly<Record<string, ObjectTemplate>>;

export type TemplateName = keyof typeof OBJECT_TEMPLATES;
