/** Names of everything that is kept on the server, by namespace. */

export interface Names {
  readonly namespace: string;
  /** Current indicators, one document each: an index, or an alias of its newest version. */
  readonly latest: string;
  /** Over all namespaces. */
  readonly latestAlias: string;
  readonly latestTemplate: string;
  /** The data stream of `sync-events`, and its template. */
  readonly journal: string;
  readonly journalPolicy: string;
  /** The data stream of every write of `sync-attributes`, and its template. */
  readonly history: string;
  readonly historyPolicy: string;
  /** Sets the time at which a record of the history arrived, by the server's own clock. */
  readonly historyPipeline: string;
  /** Fills the current indicators from the history. */
  readonly transform: string;
  /** Component template: the fields that all of them have. */
  readonly fields: string;
  /** Ledger, leases and last runs. */
  readonly state: string;
}

/** Index names are lower case, and a `-` would make one namespace's pattern match another's. */
const NAMESPACE = /^[a-z0-9_.]{1,100}$/;

/** @throws RangeError for a namespace that cannot be part of an index name. */
export function namesOf(namespace: string): Names {
  if (!NAMESPACE.test(namespace)) {
    throw new RangeError(
      `Namespace "${namespace}" must be 1 to 100 of the signs a-z, 0-9, "_" and "."`,
    );
  }
  return {
    namespace,
    latest: `logs-ti_misp_latest.dest_threat_attributes-${namespace}`,
    latestAlias: "logs-ti_misp_latest.threat_attributes",
    latestTemplate: `logs-ti_misp_latest.dest_threat_attributes-${namespace}`,
    journal: `logs-ti_misp.threat-${namespace}`,
    journalPolicy: `ti-misp-journal-${namespace}`,
    history: `logs-ti_misp.threat_attributes-${namespace}`,
    historyPolicy: `ti-misp-history-${namespace}`,
    historyPipeline: `ti-misp-ingested-${namespace}`,
    transform: `ti-misp-latest-${namespace}`,
    fields: `ti-misp-fields-${namespace}`,
    state: `ti-misp-state-${namespace}`,
  };
}

/** Whether an index is this one or a later version of it, which stands behind an alias. */
export function isVersionOf(name: string, index: string): boolean {
  return versionOf(name, index) !== undefined;
}

/** 1 for the index itself, N for `…-vN`. */
export function versionOf(name: string, index: string): number | undefined {
  if (index === name) return 1;
  const digits = index.startsWith(`${name}-v`) ? index.slice(name.length + 2) : "";
  return /^[1-9]\d*$/.test(digits) ? Number(digits) : undefined;
}

/** An index and its later versions, as a pattern for templates and roles. */
export function patternsOf(name: string): readonly string[] {
  return [name, `${name}-v*`];
}
