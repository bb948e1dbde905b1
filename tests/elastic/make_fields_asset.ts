/** Writes the properties of the component template from the table of fields. */
import { elasticMapping } from "../../lib/ecs/elastic_mapping.ts";
import { FIELDS } from "../../lib/ecs/fields.ts";

const ASSET = new URL("../../lib/elastic/assets/fields.json", import.meta.url);

/** Without the constant fields, which each template has with values of its own. */
export function sharedProperties() {
  const shared = FIELDS.filter(({ type }) => type !== "constant_keyword");
  return elasticMapping(shared, { constantKeyword: false });
}

if (import.meta.main) {
  const asset = JSON.parse(await Deno.readTextFile(ASSET));
  asset.template.mappings.properties = sharedProperties();
  await Deno.writeTextFile(ASSET, `${JSON.stringify(asset, null, 2)}\n`);
}
