import type { EngineName } from "./catalogue.ts";
import type { Endpoint } from "./health.ts";

export interface EngineOptions {
  /** Default `elasticsearch-9`. */
  readonly engine?: EngineName;
  /** Default: a free one. */
  readonly port?: number;
  /** Default `1g`. */
  readonly heap?: string;
  /** User `elastic` with a password; Elasticsearch only. */
  readonly security?: boolean;
  /** HTTPS under a certificate authority of its own; implies `security`. */
  readonly tls?: boolean;
}

/** An engine to test against, or why there is none. */
export type TestEngine = RunningEngine | MissingEngine;

export interface RunningEngine extends Endpoint {
  readonly reason?: undefined;
}

export interface MissingEngine {
  readonly url: undefined;
  readonly reason: string;
}

/** Engines with different options are different engines, each with a folder and a record of its own. */
export function nameOf({ engine = "elasticsearch-9", port, security, tls }: EngineOptions): string {
  return [engine, security && "security", tls && "tls", port && `port-${port}`]
    .filter((part) => part)
    .join("-");
}

export function isSecure({ security = false, tls = false }: EngineOptions): boolean {
  return security || tls;
}
