import { type JsonValue, objectAt } from "../elastic/json.ts";

/** The document with `misp.attribute.decayed` set; everything else stays as it is. */
export function markedLine(line: string): string {
  const document: JsonValue = JSON.parse(line);
  const misp = objectAt(document, "misp");
  const attribute = { ...objectAt(misp, "attribute"), decayed: true };
  return JSON.stringify({ ...objectAt(document), misp: { ...misp, attribute } });
}
