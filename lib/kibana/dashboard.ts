/** The overview as saved objects: a data view, one for its panels, and the dashboard itself. */
import type { JsonObject } from "../elastic/json.ts";
import { LAYER, lensOf } from "./lens.ts";
import { type Panel, PANELS } from "./panels.ts";

/** Raised with every change, so that an older dashboard is replaced. */
export const DASHBOARD_VERSION = 1;

/** The alias over the current indicators of all namespaces. */
export const INDICATORS = "logs-ti_misp_latest.threat_attributes";

const MARK = `Made by ti-misp, version ${DASHBOARD_VERSION}`;

export interface SavedObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: JsonObject;
  readonly references: readonly Reference[];
  readonly coreMigrationVersion: string;
  readonly typeMigrationVersion: string;
}

interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

const DATA_VIEW = "ti-misp-indicators";
/** Without a time field, so that the time picker hides none that is old but still valid. */
const WHOLE_VIEW = "ti-misp-indicators-whole";
/** `threat.feed.dashboard_id` in every document. */
const DASHBOARD = "ti-misp-overview";

export function savedObjects(): readonly SavedObject[] {
  return [
    dataView(DATA_VIEW, "MISP indicators", "@timestamp"),
    dataView(WHOLE_VIEW, "MISP indicators, whatever their age", undefined),
    dashboard(PANELS),
  ];
}

/** The version that a description tells of; undefined for what ti-misp did not make. */
export function versionIn(attributes: JsonObject): number | undefined {
  const text = `${attributes["description"] ?? ""}`;
  const version = /Made by ti-misp, version (\d+)/.exec(text)?.[1];
  return version === undefined ? undefined : Number(version);
}

function dataView(id: string, name: string, timeField: string | undefined): SavedObject {
  return {
    type: "index-pattern",
    id,
    attributes: {
      title: INDICATORS,
      name,
      ...(timeField === undefined ? {} : { timeFieldName: timeField }),
    },
    references: [],
    coreMigrationVersion: "8.8.0",
    typeMigrationVersion: "8.0.0",
  };
}

function dashboard(panels: readonly Panel[]): SavedObject {
  return {
    type: "dashboard",
    id: DASHBOARD,
    attributes: {
      title: "MISP indicators",
      description: `What MISP holds to be a threat at this moment. ${MARK}`,
      panelsJSON: JSON.stringify(panels.map(panelOf)),
      optionsJSON: JSON.stringify({ useMargins: true, hidePanelTitles: false }),
      timeRestore: false,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: "", language: "kuery" }, filter: [] }),
      },
    },
    references: panels.map(({ id }) => ({
      type: "index-pattern",
      id: WHOLE_VIEW,
      name: `${id}:${LAYER_REFERENCE}`,
    })),
    coreMigrationVersion: "8.8.0",
    typeMigrationVersion: "8.9.0",
  };
}

const LAYER_REFERENCE = `indexpattern-datasource-layer-${LAYER}`;

function panelOf(panel: Panel): JsonObject {
  const { id, title, grid: [x, y, w, h], filter = "" } = panel;
  const { visualizationType, visualization, columns } = lensOf(panel);
  return {
    type: "lens",
    panelIndex: id,
    gridData: { x, y, w, h, i: id },
    title,
    embeddableConfig: {
      enhancements: {},
      attributes: {
        title,
        type: "lens",
        visualizationType,
        references: [{ type: "index-pattern", id: WHOLE_VIEW, name: LAYER_REFERENCE }],
        state: {
          visualization,
          query: { query: filter, language: "kuery" },
          filters: [],
          datasourceStates: {
            formBased: {
              layers: {
                [LAYER]: {
                  columns: Object.fromEntries(columns),
                  columnOrder: columns.map(([id]) => id),
                  incompleteColumns: {},
                },
              },
            },
          },
        },
      },
    },
  };
}
