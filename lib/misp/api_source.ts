/** The MISP REST API as a source. */
import type { Context } from "../context.ts";
import type { Source } from "../sync/types.ts";
import type { PageOptions } from "./attribute_pages.ts";
import { readAttributes } from "./attributes.ts";
import type { MispClient } from "./client.ts";
import { listEvents } from "./events_index.ts";
import { Pace } from "./pace.ts";
import { requestSightings } from "./sightings.ts";

export interface ApiSourceOptions {
  readonly instance: string;
  readonly attributesPerRequest: number;
  /** Requests for attributes at the same time. */
  readonly concurrency: number;
  readonly page: PageOptions;
}

export function apiSource(
  context: Pick<Context, "clock">,
  client: MispClient,
  { instance, attributesPerRequest, concurrency, page }: ApiSourceOptions,
): Source {
  const pace = new Pace({ rows: attributesPerRequest, requests: concurrency }, context.clock);
  return {
    instance,
    events: (keep, onIncomplete) => listEvents(client, keep, { onIncomplete }),
    attributes: (events, options) =>
      readAttributes(client, events, { ...options, attributesPerRequest, page, pace }),
    get attributesAtOnce() {
      return pace.rows;
    },
    sightings: (since) => requestSightings(client, since, context.clock.now()),
    get traffic() {
      return client.traffic;
    },
  };
}
