/** The shape of a request to the server, apart from how it is sent. */
import type { Traffic } from "../sync/types.ts";
import type { Flavour } from "./flavour.ts";
import type { JsonObject } from "./json.ts";

export interface ElasticRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Starts with `/`; names in it are already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly body?: JsonObject | undefined;
  /** Lines of JSON for `_bulk`, each ended by a line feed. */
  readonly ndjson?: Uint8Array | undefined;
  /** Shorter than the settings' own. */
  readonly timeoutMs?: number | undefined;
  /** Goes on when the run is interrupted: for what must be finished or put away. */
  readonly uninterrupted?: boolean | undefined;
}

export interface ElasticAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An open connection to one cluster. */
export interface ElasticConnection {
  readonly flavour: Flavour;
  readonly traffic: Traffic;
  /** One attempt; throws a `RequestError` for every answer that is not 2xx. */
  request(request: ElasticRequest): Promise<ElasticAnswer>;
  /** As many attempts as the settings allow, and the answer as JSON. */
  ask(request: ElasticRequest): Promise<JsonObject>;
}
