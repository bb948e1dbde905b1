/**
 * Detection rules that look for current indicators in events. They read the index of current
 * indicators alone, so that they need no window of time: what is there is valid.
 */
import type { JsonObject } from "../elastic/json.ts";
import { INDICATORS } from "./dashboard.ts";

interface RuleSpec {
  readonly id: string;
  readonly name: string;
  readonly severity: "high" | "critical";
  readonly score: number;
  /** What an indicator must have, besides being marked for detection. */
  readonly indicators: string;
  /** Fields of events, by the field of an indicator that they are compared with. */
  readonly matches: Readonly<Record<string, readonly string[]>>;
}

const HASHES = ["md5", "sha1", "sha256"] as const;

export const RULE_SPECS: readonly RuleSpec[] = [
  {
    id: "ip",
    name: "IP address",
    severity: "high",
    score: 73,
    indicators: "threat.indicator.ip:*",
    matches: { "threat.indicator.ip": ["source.ip", "destination.ip"] },
  },
  {
    id: "domain",
    name: "domain name",
    severity: "high",
    score: 73,
    // The host of a URL is no indicator by itself.
    indicators: 'threat.indicator.type:"domain-name" and threat.indicator.url.domain:*',
    matches: {
      "threat.indicator.url.domain": [
        "dns.question.name",
        "destination.domain",
        "url.domain",
        "tls.client.server_name",
      ],
    },
  },
  {
    id: "url",
    name: "URL",
    severity: "high",
    score: 73,
    indicators: "threat.indicator.url.full:*",
    matches: { "threat.indicator.url.full": ["url.full", "url.original"] },
  },
  {
    id: "hash",
    name: "file hash",
    severity: "critical",
    score: 99,
    indicators: `(${HASHES.map((hash) => `threat.indicator.file.hash.${hash}:*`).join(" or ")})`,
    matches: Object.fromEntries(
      HASHES.map((hash) => [
        `threat.indicator.file.hash.${hash}`,
        ["file", "process", "dll"].map((of) => `${of}.hash.${hash}`),
      ]),
    ),
  },
  {
    id: "email",
    name: "e-mail address",
    severity: "high",
    score: 73,
    indicators: "threat.indicator.email.address:*",
    matches: {
      "threat.indicator.email.address": [
        "email.from.address",
        "email.sender.address",
        "email.reply_to.address",
        "email.to.address",
      ],
    },
  },
  {
    id: "registry",
    name: "registry path",
    severity: "critical",
    score: 99,
    indicators: "threat.indicator.registry.path:*",
    matches: { "threat.indicator.registry.path": ["registry.path"] },
  },
];

const EVENTS = ["auditbeat-*", "filebeat-*", "logs-*", "packetbeat-*", "winlogbeat-*"];

export function ruleId({ id }: Pick<RuleSpec, "id">): string {
  return `ti-misp-${id}`;
}

/** As the detection engine imports them: switched off. */
export function detectionRules(): readonly JsonObject[] {
  return RULE_SPECS.map((spec) => {
    const pairs = Object.entries(spec.matches);
    const fields = [...new Set(pairs.flatMap(([, fields]) => fields))];
    return {
      rule_id: ruleId(spec),
      name: `MISP: ${spec.name} of a threat`,
      description: `An event names a value of the kind "${spec.name}" that MISP holds to be a ` +
        "threat at this moment. The indicator is in threat.indicator of the alert, with the MISP " +
        "event that it belongs to",
      type: "threat_match",
      enabled: false,
      interval: "1h",
      from: "now-65m",
      to: "now",
      severity: spec.severity,
      risk_score: spec.score,
      tags: ["MISP", "Threat intelligence"],
      author: [],
      references: [],
      false_positives: [],
      threat: [],
      max_signals: 100,
      version: 1,
      index: EVENTS,
      language: "kuery",
      query: fields.map((field) => `${field}:*`).join(" or "),
      filters: [],
      threat_index: [INDICATORS],
      threat_indicator_path: "threat.indicator",
      threat_language: "kuery",
      threat_query: threatQuery(spec),
      threat_filters: [],
      threat_mapping: pairs.flatMap(([value, fields]) =>
        fields.map((field) => ({ entries: [{ field, type: "mapping", value }] }))
      ),
    };
  });
}

function threatQuery({ indicators }: RuleSpec): string {
  return `event.module:"ti_misp" and misp.attribute.to_ids:true and ${indicators} and ` +
    "not misp.attribute.decayed:true";
}
