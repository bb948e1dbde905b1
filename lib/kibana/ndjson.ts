/** The files that Kibana imports, by its pages or by its API. */
import { savedObjects } from "./dashboard.ts";
import { detectionRules } from "./rules.ts";

export interface ImportFile {
  readonly name: string;
  readonly text: string;
}

/** For Stack Management, Saved Objects. */
export function dashboardFile(): ImportFile {
  return { name: "kibana-dashboard.ndjson", text: linesOf(savedObjects()) };
}

/** For Security, Rules. */
export function rulesFile(): ImportFile {
  return { name: "kibana-rules.ndjson", text: linesOf(detectionRules()) };
}

function linesOf(objects: readonly unknown[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
