import { authenticate } from "./account.ts";
import { type Answer, errorAnswer, loginRedirect, MispError } from "./answer.ts";
import { type MispRequest, parametersOf } from "./request.ts";
import { attributeSearch } from "./routes/attribute_search.ts";
import { eventSearch } from "./routes/event_search.ts";
import { eventsIndex } from "./routes/events_index.ts";
import { decayingModels, describeTypes, tagsIndex } from "./routes/lists.ts";
import { objectSearch } from "./routes/object_search.ts";
import { sightingSearch } from "./routes/sighting_search.ts";
import { getVersion, viewMe } from "./routes/whoami.ts";
import type { Route, Site } from "./site.ts";

const SEARCHES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/attributes/restSearch", attributeSearch],
  ["/events/restSearch", eventSearch],
  ["/objects/restSearch", objectSearch],
  ["/sightings/restSearch", sightingSearch],
  ["/sightings/restSearch/attribute", sightingSearch],
  ["/sightings/restSearch/event", sightingSearch],
]);

const PAGES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/attributes/describeTypes", describeTypes],
  ["/decayingModel/index", decayingModels],
  ["/events", eventsIndex],
  ["/events/index", eventsIndex],
  ["/servers/getVersion", getVersion],
  ["/tags", tagsIndex],
  ["/tags/index", tagsIndex],
  ["/users/view/me", viewMe],
]);

const GET_NEEDS_PARAMETERS = "Restsearch queries using GET and no parameters are not allowed. If " +
  "you have passed parameters via a JSON body, make sure you use POST requests.";

const BAD_JSON =
  "Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON " +
  "string. This request has been blocked to avoid an unfiltered request.";

/** The answer of a MISP to a request, errors and all. */
export function answerTo(site: Site, request: MispRequest): Answer {
  const limited: Record<string, string> = {};
  try {
    return withHeaders(routed(site, request, limited), site, limited);
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    return withHeaders(errorAnswer(request, error.status, error.message), site, limited);
  }
}

function routed(site: Site, request: MispRequest, limited: Record<string, string>): Answer {
  if (request.path === "/users/login") return loginPage(site, request);
  const search = SEARCHES.get(request.path);
  // Without a session only the API counts as a login, and only searches and REST requests are API.
  if (search === undefined && !request.rest) return loginRedirect(site.origin);
  authenticate(site.account, request);
  if (!site.live && site.account.role !== "admin") return loginRedirect(site.origin);
  if (search !== undefined) countSearch(site, request, limited);
  const route = search ?? PAGES.get(request.path) ?? missing(request);
  const parameters = parametersOf(request);
  if (parameters === undefined) throw new MispError(405, BAD_JSON);
  return route(site, request, parameters);
}

function countSearch(site: Site, request: MispRequest, limited: Record<string, string>): void {
  const count = site.rateLimit.count();
  Object.assign(limited, count?.headers);
  if (count?.refused) throw new MispError(429, "Rate limit exceeded.");
  if (request.method === "GET" && Object.keys(request.named).length === 0) {
    throw new MispError(400, GET_NEEDS_PARAMETERS);
  }
}

/** What is not here: a view of nothing, a write (the key may not), or no such address. */
function missing({ path }: MispRequest): never {
  if (path.startsWith("/attributes/view/")) throw new MispError(405, "Invalid attribute");
  if (path.startsWith("/events/view/")) throw new MispError(404, "Invalid event");
  if (/^\/\w+\/(add|edit|delete|publish|unpublish)\b/.test(path)) {
    throw new MispError(403, "You do not have permission to use this functionality.");
  }
  throw new MispError(404, "Not Found");
}

/** With a JSON `Accept` the login page of a closed MISP redirects to itself for ever. */
function loginPage(site: Site, request: MispRequest): Answer {
  if (!site.live && request.rest) return loginRedirect(site.origin);
  const page =
    "<!DOCTYPE html>\n<html><head><title>Users - MISP</title></head><body>Login</body></html>\n";
  return { status: 200, headers: { "Content-Type": "text/html; charset=UTF-8" }, parts: [page] };
}

function withHeaders(answer: Answer, site: Site, limited: Record<string, string>): Answer {
  const { keyExpiration } = site.account;
  const expiry = keyExpiration === null ? {} : { "X-Auth-Key-Expiration": keyExpiration };
  const cookie = "CAKEPHP=0123456789abcdef; path=/; HttpOnly; SameSite=Lax";
  return { ...answer, headers: { "Set-Cookie": cookie, ...expiry, ...limited, ...answer.headers } };
}
