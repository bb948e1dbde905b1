/** Writes the properties of the latest index's template from the table of fields. */
import { elasticMapping } from "../../lib/ecs/elastic_mapping.ts";
import { FIELDS } from "../../lib/ecs/fields.ts";

const ASSET = new URL("../../lib/elastic/assets/latest_template.json", import.meta.url);

/** No constants: an index of several instances and data sets must take them all. */
export function latestProperties() {
  return elasticMapping(FIELDS, { constantKeyword: false });
}

if (import.meta.main) {
  const asset = JSON.parse(await Deno.readTextFile(ASSET));
  asset.template.mappings.properties = latestProperties();
  await Deno.writeTextFile(ASSET, `${JSON.stringify(asset, null, 2)}\n`);
}
