/**
 * What an attribute's value becomes. Rules write into one draft of a fixed shape, because halves of
 * composite values meet in it and because building and merging small objects is what would make the
 * mapping slow.
 */

/** The values that ECS expects in `threat.indicator.type` and that a MISP type can mean. */
export type IndicatorType =
  | "artifact"
  | "autonomous-system"
  | "domain-name"
  | "email-addr"
  | "file"
  | "ipv4-addr"
  | "ipv6-addr"
  | "mac-addr"
  | "mutex"
  | "port"
  | "software"
  | "url"
  | "user-account"
  | "windows-registry-key"
  | "x509-certificate";

/** `threat.indicator.file.*` */
export interface FileDraft {
  name: string | undefined;
  path: string | undefined;
  size: number | undefined;
  mime_type: string | undefined;
  hash: Readonly<Record<string, string>> | undefined;
  pe: Readonly<Record<string, string>> | undefined;
  elf: Readonly<Record<string, string>> | undefined;
}

/** `threat.indicator.registry.*` */
export interface RegistryDraft {
  hive: string | undefined;
  key: string | undefined;
  path: string | undefined;
  value: string | undefined;
  data: { readonly strings: readonly string[] } | undefined;
}

/** `threat.indicator.url.*` */
export interface UrlDraft {
  original: string | undefined;
  full: string | undefined;
  scheme: string | undefined;
  domain: string | undefined;
  registered_domain: string | undefined;
  subdomain: string | undefined;
  top_level_domain: string | undefined;
  port: number | undefined;
  path: string | undefined;
  extension: string | undefined;
  query: string | undefined;
  fragment: string | undefined;
  username: string | undefined;
  password: string | undefined;
}

export interface IndicatorDraft {
  /** The attribute's whole value and the facet of its type: where it goes when nothing else fits. */
  readonly value: string;
  readonly facetName: string;
  readonly toIds: boolean;
  type: IndicatorType | undefined;
  ip: string | undefined;
  /** `misp.attribute.ip_range` */
  ipRange: string | undefined;
  port: number | undefined;
  asNumber: number | undefined;
  emailAddress: string | undefined;
  emailSubject: string | undefined;
  file: FileDraft | undefined;
  registry: RegistryDraft | undefined;
  url: UrlDraft | undefined;
  /** `misp.indicator.*` */
  facets: Record<string, string> | undefined;
  /** `vulnerability.id` */
  vulnerability: string | undefined;
  /** `threat.group.name` */
  group: string | undefined;
  /** `event.reference` */
  reference: string | undefined;
}

/** Writes what a value, or one half of it, means. The text is never blank and not trimmed. */
export type Rule = (draft: IndicatorDraft, text: string) => void;

export function newIndicator(value: string, facetName: string, toIds: boolean): IndicatorDraft {
  return {
    value,
    facetName,
    toIds,
    type: undefined,
    ip: undefined,
    ipRange: undefined,
    port: undefined,
    asNumber: undefined,
    emailAddress: undefined,
    emailSubject: undefined,
    file: undefined,
    registry: undefined,
    url: undefined,
    facets: undefined,
    vulnerability: undefined,
    group: undefined,
    reference: undefined,
  };
}
