/**
 * Everything that must be on the server before documents are written. The bodies are the JSON files
 * beside this one; what depends on the namespace, the server or the settings is put in here.
 */
import fields from "./assets/fields.json" with { type: "json" };
import historyPipeline from "./assets/history_pipeline.json" with { type: "json" };
import historyTemplate from "./assets/history_template.json" with { type: "json" };
import journalTemplate from "./assets/journal_template.json" with { type: "json" };
import latestTemplate from "./assets/latest_template.json" with { type: "json" };
import latestTransform from "./assets/latest_transform.json" with { type: "json" };
import stateIndex from "./assets/state_index.json" with { type: "json" };
import { adaptedMappings } from "./adapted_mappings.ts";
import { type Asset, assetOf } from "./asset.ts";
import type { AssetSettings } from "./asset_settings.ts";
import type { ServerFacts } from "./features.ts";
import { keepsHistory } from "./history.ts";
import { type JsonObject, objectAt } from "./json.ts";
import { lifecycleParts } from "./lifecycle.ts";
import { merged } from "./merged.ts";
import { type Names, patternsOf } from "./names.ts";
import { patched } from "./patched.ts";

/** In the order in which they must be there. */
export function assetsFor(
  names: Names,
  server: ServerFacts,
  settings: AssetSettings,
): readonly Asset[] {
  const component = adapted(fields, server);
  return [
    assetOf("component_template", names.fields, component),
    ...latestAssets(names, server, component),
    assetOf("index", names.state, indexBody(stateIndex, server)),
    ...journalAssets(names, server, component, settings),
    ...(keepsHistory(settings) ? historyAssets(names, server, component, settings) : []),
    ...transformAssets(names, server, settings),
  ];
}

/** The template keeps others off the names; the index is made at once, with its alias. */
function latestAssets(
  names: Names,
  server: ServerFacts,
  component: JsonObject,
): readonly Asset[] {
  const template = templateBody(latestTemplate, names, server, patternsOf(names.latest));
  const aliased = patched(template, ["template", "aliases"], { [names.latestAlias]: {} });
  return [
    assetOf("index_template", names.latestTemplate, aliased),
    assetOf("index", names.latest, composed(component, aliased)),
  ];
}

function journalAssets(
  names: Names,
  server: ServerFacts,
  component: JsonObject,
  { retention }: AssetSettings,
): readonly Asset[] {
  return streamAssets({
    names,
    server,
    component,
    template: journalTemplate,
    stream: names.journal,
    policy: names.journalPolicy,
    retention: retention.journal,
    settings: {},
  });
}

function historyAssets(
  names: Names,
  server: ServerFacts,
  component: JsonObject,
  { retention }: AssetSettings,
): readonly Asset[] {
  return [
    assetOf("ingest_pipeline", names.historyPipeline, pipelineBody(server)),
    ...streamAssets({
      names,
      server,
      component,
      template: historyTemplate,
      stream: names.history,
      policy: names.historyPolicy,
      retention: retention.history,
      settings: { final_pipeline: names.historyPipeline },
    }),
  ];
}

interface Stream {
  readonly names: Names;
  readonly server: ServerFacts;
  readonly component: JsonObject;
  readonly template: JsonObject;
  readonly stream: string;
  readonly policy: string;
  readonly retention: number | "off";
  readonly settings: JsonObject;
}

/** The first record makes the data stream itself. */
function streamAssets(stream: Stream): readonly Asset[] {
  const { names, server, component, settings } = stream;
  const lifecycle = lifecycleParts(stream, server);
  const template = templateBody(stream.template, names, server, [stream.stream]);
  const index = { ...settings, ...lifecycle.settings };
  const body = merged(template, {
    template: {
      ...(Object.keys(index).length === 0 ? {} : { settings: { index } }),
      ...lifecycle.template,
    },
  });
  const { mappings } = composed(component, body);
  return [
    ...lifecycle.policies,
    assetOf("index_template", stream.stream, body),
    assetOf("data_stream", stream.stream, { ...lifecycle.template, mappings }),
  ];
}

/** Where the mapping cannot say that the history is no list of indicators, each record does. */
function pipelineBody({ features }: ServerFacts): JsonObject {
  if (features.constantKeyword) return historyPipeline;
  const label = { set: { field: "labels.is_ioc_transform_source", value: "true" } };
  return { ...historyPipeline, processors: [...historyPipeline.processors, label] };
}

function transformAssets(
  names: Names,
  { flavour, features }: ServerFacts,
  settings: AssetSettings,
): readonly Asset[] {
  const wanted = settings.latest === "transform";
  if (!wanted && !features.transforms) return [];
  const body = {
    ...latestTransform,
    source: { index: [names.history] },
    dest: { index: names.latest },
  };
  const unavailable = features.transforms
    ? undefined
    : flavour.transforms
    ? "this server lacks transforms, so that nothing fills the index of current indicators"
    : `${flavour.name} has no transform that keeps the newest: set elasticsearch.latest to direct`;
  return [assetOf("transform", names.transform, body, { unavailable, unwanted: !wanted })];
}

function templateBody(
  template: JsonObject,
  names: Names,
  server: ServerFacts,
  patterns: readonly string[],
): JsonObject {
  const own = patched(template, [...NAMESPACE_FIELD, "value"], names.namespace);
  return {
    index_patterns: [...patterns],
    composed_of: [names.fields],
    ...adapted(own, server),
  };
}

const NAMESPACE_FIELD = [
  "template",
  "mappings",
  "properties",
  "data_stream",
  "properties",
  "namespace",
] as const;

/** The body of an index that a template and the component make. */
function composed(component: JsonObject, template: JsonObject): JsonObject {
  return merged(objectAt(component, "template"), objectAt(template, "template"));
}

function adapted(body: JsonObject, server: ServerFacts): JsonObject {
  return { ...body, template: indexBody(objectAt(body, "template"), server) };
}

/** Settings only where they are the user's, and only field types that the server knows. */
function indexBody({ settings, mappings, ...rest }: JsonObject, server: ServerFacts): JsonObject {
  return {
    ...rest,
    ...(server.flavour.indexSettings && settings !== undefined ? { settings } : {}),
    mappings: adaptedMappings(objectAt(mappings), server),
  };
}
