/** Rows that are not those that were asked for. */
import type { Fault } from "../support/fake_misp/fault.ts";
import { status, when } from "../support/fake_misp/faults.ts";
import {
  alienRow,
  duplicateRows,
  foreignRows,
  mappedRows,
  wrongType,
} from "../support/fake_misp/row_faults.ts";
import type { FaultCase } from "./support/fault_case.ts";
import { faultTests } from "./support/fault_tests.ts";

const SEARCH = "/attributes/restSearch";
const INDEX = "/events/index";
const onRows: FaultCase["on"] = ({ path }) => path === SEARCH;
const onObjects: FaultCase["on"] = ({ path }) => path === "/objects/restSearch";
const onIndex: FaultCase["on"] = ({ path }) => path === INDEX;

/** More rows than the limit, each with a uuid of its own. */
const tooMany: Fault = (request, n) => {
  const { limit } = JSON.parse(request.body);
  return mappedRows((rows) => {
    const [row] = rows;
    const more = Array.from({ length: limit + 1 - rows.length }, (_, at) => ({
      ...row,
      uuid: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    }));
    return [...rows, ...more];
  })(request, n);
};

const WRONG_ROWS: readonly { readonly name: string; readonly misp: () => Fault }[] = [
  { name: "rows of an event that nobody asked for", misp: () => foreignRows() },
  { name: "each row twice", misp: duplicateRows },
  { name: "more rows than asked for", misp: () => tooMany },
  { name: "null among the rows", misp: () => alienRow(null) },
  { name: "a list among the rows", misp: () => alienRow([]) },
  { name: "a row without a uuid", misp: () => wrongType("uuid", undefined) },
  { name: "a row without an event", misp: () => wrongType("event_id", undefined) },
  { name: "a row without an id", misp: () => wrongType("id", undefined) },
  { name: "a row too few", misp: () => mappedRows((rows) => rows.slice(1)) },
  { name: "half of the rows", misp: () => mappedRows((rows) => rows.slice(rows.length >> 1)) },
  { name: "no row at all", misp: () => mappedRows(() => []) },
];

faultTests(
  "sync-attributes makes good wrong rows that come once",
  WRONG_ROWS.map((each) => ({ ...each, on: onRows })),
);

faultTests("sync-attributes makes good objects that are missing once", [
  { name: "no object at all", on: onObjects, misp: () => mappedRows(() => []) },
  { name: "an object too few", on: onObjects, misp: () => mappedRows((rows) => rows.slice(1)) },
]);

const POISONED = "5";

/** Whatever answer has rows of this event. */
function poisoned(inner: Fault): Fault {
  return when((request) => JSON.parse(request.body).eventid.includes(POISONED), inner);
}

/** One row of this event without one of its fields. */
function poisonedRow(field: string): Fault {
  return mappedRows((rows) => {
    const spoilt = rows.find((row) => row["event_id"] === POISONED);
    return rows.map((row) => row === spoilt ? { ...row, [field]: undefined } : row);
  });
}

faultTests(
  "sync-attributes leaves an event alone that MISP cannot give (exit 3)",
  [
    ...WRONG_ROWS.slice(0, 5).map(({ name, misp }) => ({ name, misp: () => poisoned(misp()) })),
    { name: "a row without a uuid", misp: () => poisonedRow("uuid") },
    { name: "a row without an id", misp: () => poisonedRow("id") },
  ].map((each): FaultCase => ({
    ...each,
    on: onRows,
    times: Infinity,
    positions: ["first"],
    exits: 3,
    says: /cannot be read/,
  })),
);

faultTests(
  "sync-attributes makes good a list of events that is wrong once",
  [
    { name: "null among the events", misp: () => alienRow(null), on: onIndex },
    { name: "an event without a uuid", misp: () => wrongType("uuid", null), on: onIndex },
    { name: "an event too few", misp: () => mappedRows((rows) => rows.slice(1)), on: onIndex },
    { name: "no event at all", misp: () => mappedRows(() => []), on: onIndex },
    { name: "the same event twice", misp: duplicateRows, on: onIndex },
  ].map((each) => ({ ...each, positions: ["first"] })),
);

faultTests("sync-attributes takes no event for gone when the list is too short (exit 3)", [
  {
    name: "an event too few, each time",
    misp: () => mappedRows((rows) => rows.slice(1)),
    on: onIndex,
    times: Infinity,
    positions: ["first"],
    exits: 3,
    says: /incomplete/,
  },
]);

/** As for a key that has lost its rights: the list is whole, and there is nothing in it. */
faultTests("sync-attributes deletes nothing when MISP lists nothing any more (exit 7)", [
  {
    name: "an empty list that says so",
    misp: () => status(200, "[]"),
    on: onIndex,
    times: Infinity,
    positions: ["first"],
    exits: 7,
    says: /no event is listed/,
  },
]);
