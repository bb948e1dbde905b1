/** Writes the files that Kibana imports, for people who import them by hand. */
import { dashboardFile, type ImportFile, rulesFile } from "../../lib/kibana/ndjson.ts";
import { PROJECT } from "../support/project.ts";

export const FILES: readonly ImportFile[] = [dashboardFile(), rulesFile()];

export function placeOf({ name }: ImportFile): string {
  return `${PROJECT}/docs/${name}`;
}

if (import.meta.main) {
  for (const file of FILES) await Deno.writeTextFile(placeOf(file), file.text);
}
