/**
 * A MISP that answers from memory, in a process of its own: its work is not ours, and it is quick
 * enough not to be waited for. Prints a line of JSON with its address when it listens.
 */
import { parseArgs } from "node:util";
import { modelJson } from "../../support/fake_misp/decay_json.ts";
import { DECAYING_MODELS } from "../../support/fake_misp/decaying_models.ts";
import { type ArchivedEvent, concatenated, edit, makeArchive } from "./archive.ts";
import { type HttpAnswer, type HttpRequest, serve } from "./http.ts";

/** Nothing has decayed, but all of it must be worked out. */
const LASTING_MODELS = DECAYING_MODELS.map((model) => ({
  ...model,
  parameters: { ...model.parameters, lifetime: 3650 },
}));

const encoder = new TextEncoder();
const COMMA = encoder.encode(",");

interface Stats {
  requests: number;
  rows: number;
  bytes: number;
}

interface Search {
  readonly eventid?: readonly string[];
  readonly limit?: number;
  readonly page?: number;
}

/** The list without the comma behind its last row. */
function framed(before: string, parts: readonly Uint8Array[], after: string): Uint8Array[] {
  const last = parts.at(-1);
  const rows = last === undefined ? [] : [...parts.slice(0, -1), last.subarray(0, -1)];
  return [concatenated([encoder.encode(before), ...rows, encoder.encode(after)])];
}

class StandIn {
  readonly #events: readonly ArchivedEvent[];
  readonly #byId: ReadonlyMap<string, ArchivedEvent>;
  readonly stats: Record<string, Stats> = {};

  constructor(events: readonly ArchivedEvent[]) {
    this.#events = events;
    this.#byId = new Map(events.map((event) => [event.id, event]));
  }

  answer({ method, path: asked, body: sent }: HttpRequest): HttpAnswer {
    const path = asked.replace(/\.json$/, "");
    const search: Search = method === "POST" ? JSON.parse(new TextDecoder().decode(sent)) : {};
    const { parts, rows, headers = {} } = this.#body(path, search);
    const stats = this.stats[path] ??= { requests: 0, rows: 0, bytes: 0 };
    stats.requests++;
    stats.rows += rows;
    stats.bytes += parts.reduce((sum, part) => sum + part.length, 0);
    return { headers: { "content-type": "application/json", ...headers }, parts };
  }

  #body(path: string, search: Search): Answer {
    switch (path) {
      case "/events/index":
        return this.#index(search);
      case "/attributes/restSearch":
        return this.#attributes(search);
      case "/objects/restSearch":
        return this.#objects(search);
      case "/sightings/restSearch":
        return text({ response: [] });
      case "/decayingModel/index":
        return text(LASTING_MODELS.map((model) => ({ DecayingModel: modelJson(model) })));
      case "/tags/index":
        return text({ Tag: [] });
      case "/bench/stats":
        return text(this.stats);
      case "/bench/edit":
        for (const event of this.#named(search)) edit(event, Math.floor(Date.now() / 1000));
        return text({});
      default:
        throw new RangeError(`The stand-in has no "${path}"`);
    }
  }

  #index({ limit = 0, page = 1 }: Search): Answer {
    const some = this.#events.slice(limit * (page - 1), limit * page);
    const parts = some.flatMap(({ index }) => [index, COMMA]);
    const headers = { "x-result-count": String(this.#events.length) };
    return {
      parts: framed("[", parts.slice(0, -1).concat(COMMA), "]"),
      rows: some.length,
      headers,
    };
  }

  #attributes({ limit = Infinity, page = 1, ...search }: Search): Answer {
    const events = this.#named(search);
    const [only] = events;
    if (events.length === 1 && only !== undefined) return onePage(only, limit, page);
    const parts = page === 1 ? events.map(({ rows }) => rows) : [];
    const rows = events.reduce((sum, { ends }) => sum + ends.length, 0);
    return { parts: framed(`{"response": {"Attribute": [`, parts, "]}}\n"), rows };
  }

  #objects(search: Search): Answer {
    const parts = this.#named(search).map(({ objects }) => objects).filter(({ length }) =>
      length > 0
    );
    return { parts: framed(`{"response": [`, parts, "]}\n"), rows: 0 };
  }

  #named({ eventid = [] }: Search): ArchivedEvent[] {
    return eventid.flatMap((id) => this.#byId.get(id) ?? []);
  }
}

interface Answer {
  readonly parts: readonly Uint8Array[];
  readonly rows: number;
  readonly headers?: Record<string, string>;
}

function text(value: unknown): Answer {
  return { parts: [encoder.encode(JSON.stringify(value))], rows: 0 };
}

function onePage({ rows, ends }: ArchivedEvent, limit: number, page: number): Answer {
  const from = Math.min(ends.length, limit * (page - 1));
  const to = Math.min(ends.length, limit * page);
  const start = from === 0 ? 0 : ends[from - 1] ?? 0;
  const part = rows.subarray(start, to === 0 ? 0 : ends[to - 1] ?? 0);
  const parts = part.length === 0 ? [] : [part];
  return { parts: framed(`{"response": {"Attribute": [`, parts, "]}}\n"), rows: to - from };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      events: { type: "string" },
      attributes: { type: "string" },
      big: { type: "string" },
    },
  });
  const now = Math.floor(Date.now() / 1000);
  const archive = makeArchive({
    events: Number(values.events),
    attributes: Number(values.attributes),
    now,
  });
  const standIn = new StandIn(archive);
  await serve((request) => standIn.answer(request));
}
