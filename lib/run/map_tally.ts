/** What was mapped, counted, and the line that tells it. */
import { formatCount } from "../cli/report.ts";
import { quoted } from "./map_problem.ts";

export interface MapTally {
  attributes: number;
  documents: number;
  deleted: number;
  eventsWithoutAttributes: number;
  /** Documents whose last sighting is before the first. */
  seenBackwards: number;
  readonly unknownTypes: Map<string, number>;
}

/** A type is short; a list of them on one line must stay so. */
const MOST_TYPES = 10;

export function createTally(): MapTally {
  return {
    attributes: 0,
    documents: 0,
    deleted: 0,
    eventsWithoutAttributes: 0,
    seenBackwards: 0,
    unknownTypes: new Map(),
  };
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** `3 attributes, 2 documents, 1 deleted left out, unknown types: "new-type" (1)` */
export function formatTally(tally: MapTally): string {
  return [
    count(tally.attributes, "attribute"),
    count(tally.documents, "document"),
    `${formatCount(tally.deleted)} deleted left out`,
    ...tally.eventsWithoutAttributes === 0
      ? []
      : [`${count(tally.eventsWithoutAttributes, "event")} without attributes`],
    ...tally.seenBackwards === 0
      ? []
      : [`${formatCount(tally.seenBackwards)} last seen before first seen`],
    ...tally.unknownTypes.size === 0 ? [] : [`unknown types: ${formatTypes(tally.unknownTypes)}`],
  ].join(", ");
}

function formatTypes(types: ReadonlyMap<string, number>): string {
  const shown = [...types].slice(0, MOST_TYPES)
    .map(([type, number]) => `${quoted(type)} (${formatCount(number)})`);
  const more = types.size - shown.length;
  return [...shown, ...more === 0 ? [] : [`${formatCount(more)} more`]].join(", ");
}
