import type { Answer } from "../answer.ts";
import { AttributeWriter } from "../attribute_json.ts";
import { attributeFilter } from "../attribute_filters.ts";
import { decayScores } from "../decay.ts";
import { namedEvents } from "../event_filters.ts";
import { searchOptions } from "../options.ts";
import { ordered } from "../ordering.ts";
import { attributePage } from "../paging.ts";
import { isOn, type MispRequest, type Parameters } from "../request.ts";
import { ATTRIBUTE_FRAME, checkFormat, searchAnswer } from "../search_answer.ts";
import type { Site } from "../site.ts";
import { type Row, visibleRows } from "../visible.ts";

/** `attributes/restSearch`: filter, order, cut the page, and only then drop listed and decayed rows. */
export function attributeSearch(
  site: Site,
  _request: MispRequest,
  parameters: Parameters,
): Answer {
  checkFormat(parameters);
  const { store } = site;
  const now = store.clock.now();
  const found = matchingRows(site, parameters, now);
  const page = attributePage(ordered(found, parameters, now), parameters);
  const kept = page.rows.filter(postPageFilter(site, parameters, now));
  const writer = new AttributeWriter(store, searchOptions(store, parameters));
  return searchAnswer({
    rows: page.limited ? kept : doubled(site, kept),
    text: (row) => writer.text(row),
    frame: ATTRIBUTE_FRAME,
    resultCount: page.count,
    skipped: page.rows.length - kept.length,
  });
}

function matchingRows({ store }: Site, parameters: Parameters, now: number): Row[] {
  const matches = attributeFilter(parameters, now);
  const rows: Row[] = [];
  for (const row of visibleRows(store, namedEvents(store, parameters["eventid"]))) {
    if (matches(row)) rows.push(row);
  }
  return rows;
}

/** These filters leave short or empty pages in the middle of a walk. */
function postPageFilter(
  { store }: Site,
  parameters: Parameters,
  now: number,
): (row: Row) => boolean {
  const listed = isOn(parameters["enforceWarninglist"]);
  const decaying = isOn(parameters["excludeDecayed"]);
  const { models } = searchOptions(store, parameters);
  return ({ attribute, event }) => {
    if (listed && store.warninglists.some((list) => list.values.has(attribute.value))) return false;
    if (!decaying) return true;
    const scores = decayScores({ attribute, event, models, sightings: store.sightings, now });
    return scores.length === 0 || scores.some((score) => !score.decayed);
  };
}

function doubled(site: Site, rows: readonly Row[]): readonly Row[] {
  if (rows.length <= site.doublingAbove) return rows;
  return [...rows, ...rows.slice(0, site.doubledRows)];
}
