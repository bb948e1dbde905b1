/** Brings the overview and the rules into Kibana; what users have made of a rule is left alone. */
import { RequestError } from "../errors.ts";
import { at, type JsonObject, type JsonValue, listAt, objectAt } from "../elastic/json.ts";
import type { KibanaClient } from "./client.ts";
import { DASHBOARD_VERSION, type SavedObject, savedObjects, versionIn } from "./dashboard.ts";
import { dashboardFile, type ImportFile, rulesFile } from "./ndjson.ts";
import { RULE_SPECS, ruleId } from "./rules.ts";

/** `newer`: a later version of ti-misp made it. */
export type KibanaAction = "create" | "update" | "unchanged" | "newer";

export interface PlannedKibanaObject {
  readonly title: string;
  readonly action: KibanaAction;
  readonly file: "dashboard" | "rules";
}

/** Nothing is changed. */
export async function planKibana(client: KibanaClient): Promise<readonly PlannedKibanaObject[]> {
  const plan: PlannedKibanaObject[] = [];
  for (const object of savedObjects()) {
    const title = `Kibana ${TITLES[object.type] ?? object.type} "${object.id}"`;
    const action = savedAction(object, await readSaved(client, object));
    plan.push({ title, action, file: "dashboard" });
  }
  for (const spec of RULE_SPECS) {
    const id = ruleId(spec);
    const action = await hasRule(client, id) ? "unchanged" : "create";
    plan.push({ title: `Kibana rule "${id}"`, action, file: "rules" });
  }
  return plan;
}

const TITLES: Readonly<Record<string, string>> = { "index-pattern": "data view" };

function savedAction(object: SavedObject, installed: JsonObject | undefined): KibanaAction {
  if (installed === undefined) return "create";
  if (object.type !== "dashboard") {
    return installed["title"] === object.attributes["title"] ? "unchanged" : "update";
  }
  const version = versionIn(installed) ?? 0;
  if (version === DASHBOARD_VERSION) return "unchanged";
  return version > DASHBOARD_VERSION ? "newer" : "update";
}

/** The attributes; export is the one way to read that every Kibana has. */
async function readSaved(
  client: KibanaClient,
  { type, id }: SavedObject,
): Promise<JsonObject | undefined> {
  try {
    const text = await client.ask({
      method: "POST",
      path: "/api/saved_objects/_export",
      body: { objects: [{ type, id }], excludeExportDetails: true },
    });
    const found: JsonValue = JSON.parse(text.split("\n", 1).join());
    return objectAt(found, "attributes");
  } catch (error) {
    // An object that is not there is a bad request to it.
    if (error instanceof RequestError && error.status === 400) return undefined;
    throw error;
  }
}

async function hasRule(client: KibanaClient, id: string): Promise<boolean> {
  try {
    await client.ask({ method: "GET", path: `/api/detection_engine/rules?rule_id=${id}` });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return false;
    throw error;
  }
}

/** @throws Error naming what Kibana did not take. */
export async function applyKibana(
  client: KibanaClient,
  plan: readonly PlannedKibanaObject[],
): Promise<void> {
  const changes = (file: PlannedKibanaObject["file"]) =>
    plan.some((each) =>
      each.file === file && (each.action === "create" || each.action === "update")
    );
  if (changes("dashboard")) {
    await importFile(client, "/api/saved_objects/_import?overwrite=true", dashboardFile());
  }
  // A rule that is there may have been switched on or changed, so it is not written over.
  if (changes("rules")) {
    await importFile(client, "/api/detection_engine/rules/_import", rulesFile());
  }
}

async function importFile(client: KibanaClient, path: string, file: ImportFile): Promise<void> {
  const answer: JsonValue = JSON.parse(await client.ask({ method: "POST", path, file }));
  const errors = listAt(answer, "errors").filter((error) => !isConflict(error));
  if (errors.length === 0) return;
  throw new Error(
    `Kibana did not take ${errors.length} of the objects in ${file.name}; the first: ` +
      JSON.stringify(errors[0]).slice(0, 400),
  );
}

/** What is there already. */
function isConflict(error: JsonValue): boolean {
  return at(error, "error", "status_code") === 409 || at(error, "error", "type") === "conflict";
}

/** Takes away what `applyKibana` brought; rules as well, whatever was made of them. */
export async function removeKibana(client: KibanaClient): Promise<readonly string[]> {
  const paths = [
    ...savedObjects().toReversed().map(({ type, id }) =>
      `/api/saved_objects/${type}/${id}?force=true`
    ),
    ...RULE_SPECS.map((spec) => `/api/detection_engine/rules?rule_id=${ruleId(spec)}`),
  ];
  const removed: string[] = [];
  for (const path of paths) {
    try {
      await client.ask({ method: "DELETE", path });
      removed.push(path);
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 404)) throw error;
    }
  }
  return removed;
}
