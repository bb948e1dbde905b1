/**
 * Everything that must be on the server before documents are written. The bodies are the JSON files
 * beside this one; what depends on the namespace or the server is put in here.
 */
import latestTemplate from "./assets/latest_template.json" with { type: "json" };
import stateIndex from "./assets/state_index.json" with { type: "json" };
import type { Flavour } from "./flavour.ts";
import { adaptedMappings } from "./adapted_mappings.ts";
import { type JsonObject, numberAt, objectAt } from "./json.ts";
import type { Names } from "./names.ts";

export type AssetKind = "index_template" | "index";

export interface Asset {
  readonly kind: AssetKind;
  readonly name: string;
  /** For people: `index template "…"`. */
  readonly title: string;
  readonly version: number;
  readonly body: JsonObject;
}

/** In the order in which they must be there. */
export function assetsFor(names: Names, flavour: Flavour): readonly Asset[] {
  const template: JsonObject = {
    index_patterns: [names.latest],
    ...latestTemplate,
    template: {
      ...adapted(latestTemplate.template, flavour),
      aliases: { [names.latestAlias]: {} },
    },
  };
  const version = numberAt(template, "_meta", "version") ?? 0;
  return [
    {
      kind: "index_template",
      name: names.latestTemplate,
      title: `index template "${names.latestTemplate}"`,
      version,
      body: template,
    },
    {
      kind: "index",
      name: names.latest,
      title: `index "${names.latest}"`,
      version,
      body: objectAt(template, "template"),
    },
    {
      kind: "index",
      name: names.state,
      title: `index "${names.state}"`,
      version: stateIndex.mappings._meta.version,
      body: adapted(stateIndex, flavour),
    },
  ];
}

/** Settings only where they are the user's, and only field types that the server knows. */
function adapted({ settings, mappings, ...rest }: JsonObject, flavour: Flavour): JsonObject {
  return {
    ...rest,
    ...(flavour.indexSettings && settings !== undefined ? { settings } : {}),
    mappings: adaptedMappings(objectAt(mappings), flavour),
  };
}
