/** A panel as Kibana's Lens keeps it: columns of one layer, and how they are drawn. */
import type { JsonObject, JsonValue } from "../elastic/json.ts";
import type { Panel, TermsPanel, TimePanel } from "./panels.ts";

export interface Lens {
  readonly visualizationType: string;
  readonly visualization: JsonObject;
  /** By id, in order. */
  readonly columns: readonly (readonly [id: string, column: JsonObject])[];
}

export const LAYER = "layer";
const COUNT = "count";
const BUCKETS = "buckets";
const SPLIT = "split";

const LAYER_OF_DATA = { layerId: LAYER, layerType: "data" } as const;

export function lensOf(panel: Panel): Lens {
  switch (panel.chart) {
    case "metric":
      return {
        visualizationType: "lnsMetric",
        visualization: { ...LAYER_OF_DATA, metricAccessor: COUNT },
        columns: [[COUNT, numberColumn(panel.title, panel.distinct)]],
      };
    case "time":
      return {
        visualizationType: "lnsXY",
        visualization: barsOf({ xAccessor: BUCKETS, splitAccessor: SPLIT }),
        columns: [
          [BUCKETS, dateColumn(panel)],
          [SPLIT, termsColumn(panel.split, 6)],
          [COUNT, countColumn()],
        ],
      };
    default:
      return {
        ...TERMS_CHARTS[panel.chart],
        columns: [[BUCKETS, termsColumn(panel.field, panel.size)], [COUNT, countColumn()]],
      };
  }
}

const TERMS_CHARTS = {
  donut: {
    visualizationType: "lnsPie",
    visualization: {
      shape: "donut",
      layers: [{
        ...LAYER_OF_DATA,
        primaryGroups: [BUCKETS],
        metrics: [COUNT],
        numberDisplay: "value",
        categoryDisplay: "default",
        legendDisplay: "default",
        nestedLegend: false,
      }],
    },
  },
  bar: {
    visualizationType: "lnsXY",
    visualization: barsOf({ xAccessor: BUCKETS }, "bar_horizontal"),
  },
  table: {
    visualizationType: "lnsDatatable",
    visualization: {
      ...LAYER_OF_DATA,
      columns: [{ columnId: BUCKETS }, { columnId: COUNT, alignment: "right" }],
    },
  },
} satisfies Record<TermsPanel["chart"], Omit<Lens, "columns">>;

function barsOf(accessors: JsonObject, seriesType = "bar_stacked"): JsonObject {
  return {
    preferredSeriesType: seriesType,
    legend: { isVisible: true, position: "right" },
    valueLabels: "hide",
    layers: [{ ...LAYER_OF_DATA, seriesType, accessors: [COUNT], ...accessors }],
  };
}

function numberColumn(label: string, distinct: string | undefined): JsonObject {
  if (distinct === undefined) return { ...countColumn(), label, customLabel: true };
  return {
    label,
    customLabel: true,
    dataType: "number",
    operationType: "unique_count",
    scale: "ratio",
    sourceField: distinct,
    isBucketed: false,
    params: { emptyAsNull: false },
  };
}

function countColumn(): JsonObject {
  return {
    label: "Indicators",
    customLabel: true,
    dataType: "number",
    operationType: "count",
    scale: "ratio",
    sourceField: "___records___",
    isBucketed: false,
    params: { emptyAsNull: false },
  };
}

function termsColumn(field: string, size: number): JsonObject {
  const nothing: JsonValue[] = [];
  return {
    label: field,
    dataType: "string",
    operationType: "terms",
    scale: "ordinal",
    sourceField: field,
    isBucketed: true,
    params: {
      size,
      orderBy: { type: "column", columnId: COUNT },
      orderDirection: "desc",
      otherBucket: true,
      missingBucket: false,
      parentFormat: { id: "terms" },
      include: nothing,
      exclude: nothing,
      includeIsRegex: false,
      excludeIsRegex: false,
    },
  };
}

function dateColumn({ field }: TimePanel): JsonObject {
  return {
    label: field,
    dataType: "date",
    operationType: "date_histogram",
    scale: "interval",
    sourceField: field,
    isBucketed: true,
    params: { interval: "auto", includeEmptyRows: true, dropPartials: false },
  };
}
