/** The configuration: every key with its kind, its default and what it means. */
import { z } from "../zod.ts";
import { parseLifetime } from "./duration.ts";
import {
  choice,
  duration,
  integer,
  lifetime,
  list,
  mapping,
  size,
  text,
  toggle,
  urls,
} from "./fields.ts";
import { connection, lists, optional, preset, secret, secretPlaces } from "./keys.ts";
import {
  parseHttpUrl,
  parseInstance,
  parseLimit,
  parseNamespace,
  parseOutput,
  parseSince,
  parseSource,
  parseSpace,
  parseThreatLevel,
} from "./values.ts";

const mispKey = secretPlaces("the key");
const elasticsearchKey = secretPlaces("the key");
const kibanaKey = secretPlaces("the key");
const password = secretPlaces("the password");

const misp = z.object({
  url: optional(text(parseHttpUrl), "Base URL of MISP"),
  api_key: secret("Authentication key of a MISP user"),
  api_key_file: mispKey.file,
  api_key_command: mispKey.command,
  ...connection("MISP", "120s"),
  concurrency: preset(
    integer({ min: 1, max: 16 }),
    "2",
    "Requests to MISP at the same time, at most",
  ),
  attributes_per_request: preset(
    integer({ min: 100, max: 100_000 }),
    "5000",
    "Attributes asked for in one request, at most",
  ),
});

const select = z.object({
  published: preset(
    choice("only", "any"),
    "only",
    "Whether an event must be published: only or any",
  ),
  to_ids: preset(choice("only", "any"), "any", "Whether an attribute must be marked for detection"),
  types: lists(list(), "Attribute types to take; all when empty"),
  exclude_types: lists(list(), "Attribute types to leave out"),
  tags: lists(list(), "Take what has one of these tags, on the attribute or its event"),
  exclude_tags: lists(list(), "Leave out what has one of these tags"),
  organisations: lists(list(), "Take events created by these organisations (name or UUID)"),
  threat_levels: lists(
    list(parseThreatLevel),
    "Take events of these threat levels: 1 to 4, or high, medium, low, undefined",
  ),
  since: optional(text(parseSince), "Take what changed since then: a duration or a date"),
  warninglists: preset(choice("keep", "drop"), "keep", "What to do with values on a warninglist"),
});

const expire = z.object({
  default: preset(
    lifetime(),
    "90d",
    "How long an indicator lives after its last change or last_seen, whichever is later, or off",
  ),
  per_type: mapping(parseLifetime).prefault({})
    .meta({ description: "The same for single types, like ip-dst=7d,url=30d", default: "" }),
  decay: preset(
    choice("majority", "any", "all", "off"),
    "majority",
    "How many of an attribute's decay models must say that it has decayed",
  ),
  action: preset(
    choice("delete", "mark"),
    "delete",
    "What happens to a document whose end has come: delete it, or mark it as decayed",
  ),
  keep: preset(duration(), "30d", "How long a marked document stays before it is deleted"),
});

const elasticsearch = z.object({
  url: optional(urls(), "Base URL of Elasticsearch, or several"),
  api_key: secret("API key, encoded as Elasticsearch gives it"),
  api_key_file: elasticsearchKey.file,
  api_key_command: elasticsearchKey.command,
  username: optional(text(), "User name, when there is no API key"),
  password: secret("Password of that user"),
  password_file: password.file,
  password_command: password.command,
  ...connection("Elasticsearch", "60s"),
  namespace: preset(text(parseNamespace), "default", "Namespace in the names of the indices"),
  instance: text(parseInstance).prefault("misp").meta({
    description: "Name of this MISP in document ids",
    default: "host of misp.url, or of the feed",
  }),
  bulk_bytes: preset(size({ min: "10KB", max: "95MB" }), "5MB", "Size of one bulk request"),
  bulk_concurrency: preset(integer({ min: 1, max: 16 }), "3", "Bulk requests at the same time"),
  compression: preset(toggle(), "false", "Compress what is sent: for slow or metered lines"),
  latest: preset(
    choice("direct", "transform"),
    "direct",
    "Who writes the current indicators: ti-misp itself, or a transform over the history",
  ),
  history: preset(
    toggle(),
    "false",
    "Append each write of sync-attributes to a data stream as well, as is always done for a transform",
  ),
});

const kibana = z.object({
  url: optional(
    text(parseHttpUrl),
    "Base URL of Kibana; install-assets then adds a dashboard and rules",
  ),
  space: preset(text(parseSpace), "default", "The space that they are added to"),
  api_key: secret("API key for Kibana; without one, the credentials of Elasticsearch serve"),
  api_key_file: kibanaKey.file,
  api_key_command: kibanaKey.command,
  ...connection("Kibana", "60s"),
});

const retention = z.object({
  journal: preset(lifetime(), "365d", "How long the records of sync-events stay, or off"),
  history: preset(lifetime(), "5d", "How long the history of sync-attributes stays, or off"),
});

const documents = z.object({
  tags: lists(list(), "Tags added to each document"),
  attachments: preset(toggle(), "false", "Keep the content of attachments"),
  timestamp: preset(
    choice("modified", "confirmed"),
    "modified",
    "What @timestamp of a current indicator tells: its last change in MISP, or when a run last " +
      "found it there, renewed every seven days by runs that compare every event",
  ),
});

const events = z.object({
  match: preset(
    toggle(),
    "false",
    "Whether rules may match the journal of sync-events: for those who run nothing else",
  ),
});

const run = z.object({
  max_duration: optional(duration(), "Stop in good order after this long", "no limit"),
  max_delete: preset(
    text(parseLimit),
    "25%",
    "Stop before deleting more of the documents than this: a share or a number",
  ),
  dead_letters: preset(
    text(),
    "ti-misp-dead-letters.ndjson",
    "File for documents that Elasticsearch refuses",
  ),
  lease: preset(duration(), "5m", "How long a run that died keeps others out"),
  metrics_file: optional(
    text(),
    "Prometheus text file for node_exporter's textfile collector, written after each run",
  ),
  ping_url: optional(
    text(parseHttpUrl),
    "Address of a watchdog: asked with /start, then as it is for success, or with /fail",
  ),
});

const log = z.object({
  format: preset(choice("text", "json"), "text", "Shape of the log lines on stderr"),
  level: preset(choice("debug", "info", "warn", "error"), "info", "Least severity that is logged"),
});

export const schema = z.object({
  source: preset(
    text(parseSource),
    "api",
    "Where events come from: api, feed:DIRECTORY or feed:URL",
  ),
  output: preset(
    text(parseOutput),
    "elasticsearch",
    "Where documents go: elasticsearch, ndjson:FILE or bulk:FILE (- for stdout)",
  ),
  misp,
  select,
  expire,
  elasticsearch,
  kibana,
  retention,
  documents,
  events,
  run,
  log,
});

type Output = z.output<typeof schema>;

/** Durations are milliseconds, sizes bytes; secrets are read only for the servers that are used. */
export type Config = { readonly [Section in keyof Output]: Readonly<Output[Section]> };
