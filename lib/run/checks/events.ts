/** Whether the source shows any events. */
import { formatCount } from "../../cli/report.ts";
import type { Session } from "../../cli/session.ts";
import { RequestError } from "../../errors.ts";
import type { MispClient } from "../../misp/client.ts";
import { openSource } from "../open_source.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** One row is asked for: with more, something drops the request's body, filters and all. */
export async function visibleEvents(client: MispClient): Promise<Finding> {
  const request = { method: "POST", path: "/events/index", body: { limit: 1, page: 1 } } as const;
  return await client.request(request, async ({ headers, elements }) => {
    let rows = 0;
    for await (const group of elements) rows += group.length;
    if (rows > 1) {
      throw new RequestError(
        `POST /events/index gave ${rows} rows where 1 was asked for: something between here and ` +
          "MISP drops the request's body or its content type",
        { kind: "refused" },
      );
    }
    return eventsFinding("seen by the key", Number(headers.get("x-result-count") ?? rows));
  });
}

/** A feed has nothing to tell but its list of events. */
export async function feedFindings(session: Session): Promise<readonly Finding[]> {
  using opened = await openSource(session, session.context);
  const listed = await opened.source.events(() => true);
  return [eventsFinding("listed by the feed", listed.size)];
}

function eventsFinding(how: string, count: number): Finding {
  const told = `${how}: ${formatCount(count)}`;
  if (count > 0) return ok("Events", told);
  return warning(
    "Events",
    told,
    "look at the organisation of the key's user and at the events' distribution",
  );
}
