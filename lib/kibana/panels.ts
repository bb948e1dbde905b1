/** The panels of the overview: what each counts, how it is drawn, and where. */

/** Width is 48; x, y, width, height. */
export type Grid = readonly [x: number, y: number, width: number, height: number];

interface PanelBase {
  /** Of the panel, and part of the ids within it. */
  readonly id: string;
  readonly title: string;
  readonly grid: Grid;
  /** In Kibana's query language; everything when empty. */
  readonly filter?: string;
}

/** One number: how many documents, or how many values of a field. */
export interface MetricPanel extends PanelBase {
  readonly chart: "metric";
  readonly distinct?: string;
}

/** The most frequent values of a field. */
export interface TermsPanel extends PanelBase {
  readonly chart: "donut" | "bar" | "table";
  readonly field: string;
  readonly size: number;
}

/** Documents by a date, split by the most frequent values of a field. */
export interface TimePanel extends PanelBase {
  readonly chart: "time";
  readonly field: string;
  readonly split: string;
}

export type Panel = MetricPanel | TermsPanel | TimePanel;

const ALIVE = "not misp.attribute.decayed:true";

export const PANELS: readonly Panel[] = [
  { id: "all", title: "Indicators", chart: "metric", grid: [0, 0, 10, 6] },
  {
    id: "detect",
    title: "Marked for detection",
    chart: "metric",
    grid: [10, 0, 10, 6],
    filter: "misp.attribute.to_ids:true",
  },
  {
    id: "events",
    title: "Events",
    chart: "metric",
    grid: [20, 0, 9, 6],
    distinct: "misp.event.uuid",
  },
  {
    id: "organisations",
    title: "Organisations",
    chart: "metric",
    grid: [29, 0, 9, 6],
    distinct: "misp.orgc.uuid",
  },
  {
    id: "ending",
    title: "End within 7 days",
    chart: "metric",
    grid: [38, 0, 10, 6],
    filter: `misp.attribute.decayed_at <= "now+7d" and ${ALIVE}`,
  },
  {
    id: "type",
    title: "By type of indicator",
    chart: "donut",
    grid: [0, 6, 16, 14],
    field: "threat.indicator.type",
    size: 10,
  },
  {
    id: "tlp",
    title: "By TLP",
    chart: "donut",
    grid: [16, 6, 16, 14],
    field: "threat.indicator.marking.tlp",
    size: 6,
  },
  {
    id: "confidence",
    title: "By confidence",
    chart: "donut",
    grid: [32, 6, 16, 14],
    field: "threat.indicator.confidence",
    size: 6,
  },
  {
    id: "changed",
    title: "Last changed in MISP",
    chart: "time",
    grid: [0, 20, 24, 13],
    field: "threat.indicator.modified_at",
    split: "threat.indicator.type",
  },
  {
    id: "ends",
    title: "Ends next",
    chart: "time",
    grid: [24, 20, 24, 13],
    field: "misp.attribute.decayed_at",
    split: "misp.attribute.decayed_by",
    filter: ALIVE,
  },
  {
    id: "orgc",
    title: "Organisations that created most",
    chart: "bar",
    grid: [0, 33, 16, 15],
    field: "misp.orgc.name",
    size: 15,
  },
  {
    id: "attribute_type",
    title: "MISP types",
    chart: "table",
    grid: [16, 33, 16, 15],
    field: "misp.attribute.type",
    size: 25,
  },
  {
    id: "instance",
    title: "MISP servers and feeds",
    chart: "table",
    grid: [32, 33, 16, 15],
    field: "misp.instance",
    size: 25,
  },
  {
    id: "tactic",
    title: "ATT&CK tactics",
    chart: "bar",
    grid: [0, 48, 16, 15],
    field: "threat.tactic.name",
    size: 14,
  },
  {
    id: "technique",
    title: "ATT&CK techniques",
    chart: "table",
    grid: [16, 48, 16, 15],
    field: "threat.technique.name",
    size: 25,
  },
  {
    id: "group",
    title: "Groups",
    chart: "table",
    grid: [32, 48, 16, 15],
    field: "threat.group.name",
    size: 25,
  },
  {
    id: "event",
    title: "Largest events",
    chart: "table",
    grid: [0, 63, 32, 15],
    field: "misp.event.info",
    size: 25,
  },
  {
    id: "software",
    title: "Malware and tools",
    chart: "table",
    grid: [32, 63, 16, 15],
    field: "threat.software.name",
    size: 25,
  },
];
