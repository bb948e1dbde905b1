import { assertEquals } from "@std/assert";
import type { Trial } from "./trial.ts";

const ELASTIC_PATHS: readonly RegExp[] = [
  /^\/$/,
  /^\/(logs-ti_misp|ti-misp-state)[\w.,-]*\/(_mapping|_refresh|_search|_count|_bulk|_pit)$/,
  /^\/ti-misp-state[\w.-]*\/(_doc|_create|_update)\/(lease|run|runs)%3A[\w.%-]+$/,
  /^\/_(search|pit)$/,
];

const MISP_PATHS =
  /^\/(events\/index|(attributes|objects|sightings)\/restSearch|tags\/index|decayingModel\/index)$/;

/** Nothing that came from MISP has become a part of an address or of a query string. */
export function assertPlainRequests({ elastic, misp }: Trial): void {
  const asked = elastic.requests.filter(({ path, search }) =>
    !ELASTIC_PATHS.some((each) => each.test(path)) || !/^(\?[\w=&.,*%]*)?$/.test(search)
  );
  assertEquals(asked.map(({ path, search }) => path + search), []);
  const addresses = misp.requests.entries.map(({ url }) => url.replace(/\.json$/, ""));
  assertEquals(addresses.filter((address) => !MISP_PATHS.test(address)), []);
}
