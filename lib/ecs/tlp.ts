/** Traffic Light Protocol: how far an indicator may be passed on. */

export interface TlpMarking {
  readonly tlp: readonly [string];
  readonly tlp_version: string | undefined;
}

/** Strictest first. Only the names that TLP 2.0 introduced tell their version. */
const MARKINGS: readonly (readonly [tag: string, marking: TlpMarking])[] = [
  ["tlp:red", { tlp: ["RED"], tlp_version: undefined }],
  ["tlp:amber+strict", { tlp: ["AMBER+STRICT"], tlp_version: "2.0" }],
  ["tlp:amber", { tlp: ["AMBER"], tlp_version: undefined }],
  ["tlp:green", { tlp: ["GREEN"], tlp_version: undefined }],
  ["tlp:clear", { tlp: ["CLEAR"], tlp_version: "2.0" }],
  ["tlp:white", { tlp: ["WHITE"], tlp_version: undefined }],
];

/** The strictest marking among the tags, which are all in lower case. */
export function strictestTlp(tags: readonly string[]): TlpMarking | undefined {
  return MARKINGS.find(([tag]) => tags.includes(tag))?.[1];
}
