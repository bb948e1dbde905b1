/** What the index of current indicators holds, counted in one search. */
import { type JsonObject, listAt, numberAt, objectAt, textAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

export interface Count {
  readonly name: string;
  readonly count: number;
}

/** The most frequent values of a field, and how many documents have others. */
export interface Counts {
  readonly values: readonly Count[];
  readonly others: number;
}

export interface IndexCounts {
  readonly total: number;
  readonly instances: Counts;
  /** MISP attribute types. */
  readonly types: Counts;
  readonly tlp: Counts;
  readonly organisations: Counts;
  readonly tactics: Counts;
  /** By `@timestamp`, youngest first. */
  readonly ages: readonly Count[];
  /** Documents whose end has come, and by when others end; a later one holds the earlier ones. */
  readonly overdue: number;
  readonly endsWithin: readonly Count[];
  readonly neverEnds: number;
  /** By day (UTC, `2026-01-31`) of the next month; days without any are left out. */
  readonly endsByDay: readonly Count[];
  /** Of this instance: the newest `misp.event.publish_timestamp`, epoch milliseconds. */
  readonly newestPublication: number | undefined;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The name that stands for documents without the field. */
export const NONE = "(none)";

const FIELDS = {
  instances: { field: "misp.instance", size: 50, missing: NONE },
  types: { field: "misp.attribute.type", size: 25, missing: NONE },
  tlp: { field: "threat.indicator.marking.tlp", size: 10, missing: NONE },
  organisations: { field: "misp.orgc.name", size: 15, missing: NONE },
  tactics: { field: "threat.tactic.name", size: 20 },
} satisfies Record<string, JsonObject>;

const AGES = [
  ["under 1 day", 0, DAY],
  ["1 to 7 days", DAY, 7 * DAY],
  ["7 to 30 days", 7 * DAY, 30 * DAY],
  ["30 to 90 days", 30 * DAY, 90 * DAY],
  ["90 days to 1 year", 90 * DAY, 365 * DAY],
  ["over 1 year", 365 * DAY, undefined],
] as const;

const AHEAD = { "1h": HOUR, "1d": DAY, "7d": 7 * DAY, "30d": 30 * DAY } as const;

const END = "misp.attribute.decayed_at";

export async function countIndex(
  connection: ElasticConnection,
  index: string,
  { instance, now }: { readonly instance: string; readonly now: number },
): Promise<IndexCounts> {
  const answer = await connection.ask({
    method: "POST",
    path: `/${index}/_search`,
    query: { allow_partial_search_results: false, filter_path: "hits.total.value,aggregations" },
    body: { size: 0, track_total_hits: true, aggs: aggregations(instance, now) },
  });
  const found = objectAt(answer, "aggregations");
  const filter = (name: string) => numberAt(found, name, "doc_count") ?? 0;
  return {
    total: numberAt(answer, "hits", "total", "value") ?? 0,
    instances: countsOf(found, "instances"),
    types: countsOf(found, "types"),
    tlp: countsOf(found, "tlp"),
    organisations: countsOf(found, "organisations"),
    tactics: countsOf(found, "tactics"),
    ages: inOrder(bucketsOf(found, "ages")),
    overdue: filter("overdue"),
    endsWithin: Object.keys(AHEAD).map((name) => ({ name, count: filter(`within_${name}`) })),
    neverEnds: filter("never"),
    endsByDay: bucketsOf(objectAt(found, "month"), "days"),
    newestPublication: numberAt(found, "own", "newest", "value"),
  };
}

function aggregations(instance: string, now: number): JsonObject {
  const between = (from: number, to: number) => ({
    filter: { range: { [END]: { gt: from, lte: to, format: "epoch_millis" } } },
  });
  const within = Object.entries(AHEAD).map(([name, ms]) => [
    `within_${name}`,
    between(now, now + ms),
  ]);
  return {
    ...Object.fromEntries(Object.entries(FIELDS).map(([name, terms]) => [name, { terms }])),
    ages: { date_range: { field: "@timestamp", format: "epoch_millis", ranges: agesAt(now) } },
    overdue: between(0, now),
    ...Object.fromEntries(within),
    never: { missing: { field: END } },
    month: {
      ...between(now, now + 30 * DAY),
      aggs: {
        days: {
          date_histogram: {
            field: END,
            calendar_interval: "day",
            format: "yyyy-MM-dd",
            min_doc_count: 1,
          },
        },
      },
    },
    own: {
      filter: { term: { "misp.instance": instance } },
      aggs: { newest: { max: { field: "misp.event.publish_timestamp" } } },
    },
  };
}

function agesAt(now: number) {
  return AGES.map(([key, youngest, oldest]) => ({
    key,
    ...(youngest === 0 ? {} : { to: now - youngest }),
    ...(oldest === undefined ? {} : { from: now - oldest }),
  }));
}

/** The server gives ranges by their beginning, the oldest first. */
function inOrder(ages: readonly Count[]): readonly Count[] {
  return AGES.map(([name]) => ages.find((age) => age.name === name) ?? { name, count: 0 });
}

function countsOf(found: JsonObject, name: string): Counts {
  return {
    values: bucketsOf(found, name),
    others: numberAt(found, name, "sum_other_doc_count") ?? 0,
  };
}

function bucketsOf(found: JsonObject, name: string): readonly Count[] {
  return listAt(found, name, "buckets").map((bucket) => ({
    name: textAt(bucket, "key_as_string") ?? textAt(bucket, "key") ?? "",
    count: numberAt(bucket, "doc_count") ?? 0,
  }));
}
