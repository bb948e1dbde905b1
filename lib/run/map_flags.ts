/** The flags of `map`, and what they ask for. */
import { type Flag, type FlagValues, UsageError } from "../cli/arguments.ts";
import { didYouMean } from "../cli/suggest.ts";
import { parseLifetime } from "../config/duration.ts";
import { parseHttpUrl, parseSince, sinceInstant } from "../config/values.ts";
import type { Dataset } from "../ecs/settings.ts";
import type { MapOptions } from "./map_documents.ts";

export const MAP_FLAGS = [
  {
    kind: "string",
    name: "dataset",
    value: "threat|threat_attributes",
    text: "Which of the two data sets of ti_misp to write: threat dates a document by its event, " +
      "threat_attributes (default) by its attribute",
  },
  {
    kind: "string",
    name: "misp-url",
    value: "URL",
    text: "Where MISP is, for links back to its events; none without it",
  },
  { kind: "list", name: "tag", value: "NAME", text: "Put this tag before those of MISP" },
  {
    kind: "boolean",
    name: "attachments",
    text: "Keep the contents of attachments and malware samples, when they are there",
  },
  {
    kind: "string",
    name: "expiration",
    value: "DURATION|off",
    text: "How long after its last change or sighting an indicator counts as decayed (default 90d)",
  },
  { kind: "boolean", name: "deleted", text: "Map deleted attributes, too" },
  {
    kind: "string",
    name: "now",
    value: "DATE",
    text: "Judge decay as of then instead of by the clock, so that output can be repeated",
  },
  { kind: "boolean", name: "pretty", text: "Indent the JSON, for reading" },
  { kind: "boolean", name: "quiet", short: "q", text: "Do not print the counts" },
] as const satisfies readonly Flag[];

export type MapValues = FlagValues<typeof MAP_FLAGS>;

const DATASETS = {
  threat: "ti_misp.threat",
  threat_attributes: "ti_misp.threat_attributes",
} as const satisfies Readonly<Record<string, Dataset>>;

const DEFAULT_EXPIRATION = "90d";

function readDataset(given: string): Dataset {
  if (given === "threat" || given === "threat_attributes") return DATASETS[given];
  throw new UsageError(
    `Flag --dataset takes threat or threat_attributes, not "${given}"${
      didYouMean(given, Object.keys(DATASETS))
    }`,
  );
}

/** Reads a value with a parser of the configuration, which throws `RangeError`. */
function read<Value>(flag: string, given: string, parse: (text: string) => Value): Value {
  try {
    return parse(given);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`Flag --${flag}: ${cause.message}`, { cause });
  }
}

/** @throws {UsageError} naming the flag. */
export function mapOptions(values: MapValues, clockNow: number): MapOptions {
  const expiration = read("expiration", values.expiration ?? DEFAULT_EXPIRATION, parseLifetime);
  return {
    mapping: {
      dataset: readDataset(values.dataset ?? "threat_attributes"),
      mispUrl: values["misp-url"] === undefined
        ? ""
        : read("misp-url", values["misp-url"], parseHttpUrl),
      tags: values.tag ?? [],
      expirationMs: expiration === "off" ? 0 : expiration,
      attachments: values.attachments === true,
    },
    now: values.now === undefined
      ? clockNow
      : read("now", values.now, (text) => sinceInstant(parseSince(text), clockNow)),
    deleted: values.deleted === true,
    pretty: values.pretty === true,
    quiet: values.quiet === true,
  };
}
