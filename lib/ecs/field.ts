/** One line of the table of fields: what the index mapping and the documentation are made from. */

export type FieldType =
  | "boolean"
  | "constant_keyword"
  | "date"
  | "flattened"
  | "ip"
  | "ip_range"
  | "keyword"
  | "long";

/** Who puts a value into the field; nobody where only consumers of `ti_misp` may look for it. */
export type FieldWriter = "mapping" | "writer" | "template" | "agent" | "nobody";

/** Parameters of Elasticsearch's mapping, besides the type. */
export type FieldParameters = Readonly<Record<string, unknown>>;

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Where the value comes from, in one sentence. */
  readonly source: string;
  readonly by: FieldWriter;
  readonly dataset: "both" | "ti_misp.threat_attributes";
  readonly parameters: FieldParameters;
}

/** Longer values stay in the source of a document, but cannot be searched in the field. */
const LONGEST_KEYWORD = 1024;

const DEFAULTS = {
  boolean: {},
  constant_keyword: {},
  date: {},
  // At most three bytes a character: with its key well below Lucene's limit of 32,766 bytes.
  flattened: { ignore_above: 8191 },
  ip: {},
  ip_range: {},
  keyword: { ignore_above: LONGEST_KEYWORD },
  long: {},
} satisfies Record<FieldType, FieldParameters>;

/** A field that the mapping writes. */
export function field(
  name: string,
  type: FieldType,
  source: string,
  parameters: FieldParameters = DEFAULTS[type],
): Field {
  return { name, type, source, by: "mapping", dataset: "both", parameters };
}

/** A field that the mapping leaves to others. */
export function fieldBy(by: FieldWriter, name: string, type: FieldType, source: string): Field {
  return { ...field(name, type, source), by };
}
