/** Every field that a document can hold or that the index mapping must know, once. */
import type { Field } from "./field.ts";
import { ECS_FIELDS } from "./fields_ecs.ts";
import { MISP_FIELDS } from "./fields_misp.ts";

export type { Field } from "./field.ts";

export const FIELDS: readonly Field[] = [...ECS_FIELDS, ...MISP_FIELDS];

/** The fields as a Markdown table, for documentation. */
export function fieldTableMarkdown(fields: readonly Field[] = FIELDS): string {
  const rows = fields.map(({ name, type, source, by, dataset }) =>
    `| \`${name}\` | ${type} | ${cell(source)} | ${by} | ${dataset} |`
  );
  const head = ["| Field | Type | Where it comes from | Written by | Data set |"];
  return [...head, "| --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
