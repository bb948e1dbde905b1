/**
 * Category and `to_ids` that MISP gives an attribute when the analyst names none, by type: every
 * type of MISP 2.5 but those of personal data and keys, which no demo should show.
 */
import type { MispAttributeType } from "../../../lib/ecs/attribute_type.ts";

/** Types marked for detection by default, and types that are context, separated by commas. */
interface Category {
  readonly detect: string;
  readonly context: string;
}

const CATEGORIES = {
  "Payload delivery": {
    detect: "authentihash, azure-application-id, cdhash, chrome-extension-id, email-attachment, " +
      "email-src, filename, filename|authentihash, filename|impfuzzy, filename|imphash, " +
      "filename|md5, filename|pehash, filename|sha1, filename|sha224, filename|sha256, " +
      "filename|sha3-224, filename|sha3-256, filename|sha3-384, filename|sha3-512, " +
      "filename|sha384, filename|sha512, filename|sha512/224, filename|sha512/256, " +
      "filename|ssdeep, filename|tlsh, filename|vhash, impfuzzy, imphash, malware-sample, " +
      "md5, mobile-application-id, pehash, sha1, sha224, sha256, sha3-224, sha3-256, " +
      "sha3-384, sha3-512, sha384, sha512, sha512/224, sha512/256, ssdeep, telfhash, " +
      "tlsh, vhash",
    context: "email-body, email-dst-display-name, email-header, email-message-id, " +
      "email-mime-boundary, email-reply-to, email-src-display-name, email-subject, " +
      "email-thread-index, email-x-mailer, malware-type",
  },
  "Payload installation": {
    detect: "filename-pattern, pattern-in-file, pattern-in-memory, sigma, stix2-pattern, yara",
    context: "",
  },
  "Artifacts dropped": {
    detect: "mutex",
    context: "gene, kusto-query, mime-type, named pipe, pdb, process-state, " +
      "windows-scheduled-task, windows-service-displayname, windows-service-name",
  },
  "Persistence mechanism": {
    detect: "regkey, regkey|value",
    context: "",
  },
  "Network activity": {
    detect: "bro, community-id, dom-hash, domain, domain|ip, email-dst, eppn, favicon-mmh3, " +
      "hassh-md5, hasshserver-md5, hostname, hostname|port, ip-dst, ip-dst|port, ip-src, " +
      "ip-src|port, ja3-fingerprint-md5, jarm-fingerprint, onion-address, " +
      "pattern-in-traffic, snort, uri, url, x509-fingerprint-md5, x509-fingerprint-sha1, " +
      "x509-fingerprint-sha256, zeek",
    context: "AS, cookie, dkim, dkim-signature, http-method, mac-address, mac-eui-64, port, " +
      "ssh-fingerprint, user-agent",
  },
  "External analysis": {
    detect: "",
    context: "attachment, cortex, cpe, link, vulnerability, weakness",
  },
  "Attribution": {
    detect: "",
    context: "campaign-id, campaign-name, dns-soa-email, threat-actor, whois-creation-date, " +
      "whois-registrant-email, whois-registrant-name, whois-registrant-org, " +
      "whois-registrant-phone, whois-registrar",
  },
  "Targeting data": {
    detect: "",
    context: "target-email, target-external, target-location, target-machine, target-org, " +
      "target-user",
  },
  "Social network": {
    detect: "email",
    context: "github-organisation, github-repository, github-username, jabber-id, twitter-id",
  },
  "Financial fraud": {
    detect: "aba-rtn, bank-account-nr, bic, bin, btc, cc-number, dash, iban, prtn, xmr",
    context: "",
  },
  "Internal reference": {
    detect: "",
    context: "git-commit-id",
  },
  "Other": {
    detect: "",
    context: "anonymised, boolean, comment, counter, datetime, float, hex, integer, other, " +
      "size-in-bytes, text",
  },
  "Person": {
    detect: "",
    context: "phone-number",
  },
} satisfies Readonly<Record<string, Category>>;

export interface TypeDefaults {
  readonly category: string;
  readonly toIds: boolean;
}

function rows(category: string, types: string, toIds: boolean): [string, TypeDefaults][] {
  return types.split(", ").map((type) => [type, { category, toIds }]);
}

const DEFAULTS: ReadonlyMap<string, TypeDefaults> = new Map(
  Object.entries(CATEGORIES).flatMap(([category, { detect, context }]) => [
    ...rows(category, detect, true),
    ...rows(category, context, false),
  ]),
);

export function typeDefaults(type: MispAttributeType): TypeDefaults {
  const defaults = DEFAULTS.get(type);
  if (defaults !== undefined) return defaults;
  throw new RangeError(`The demo feed has no attributes of the type "${type}"`);
}
