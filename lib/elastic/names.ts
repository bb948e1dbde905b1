/** Names of everything that is kept on the server, by namespace. */

export interface Names {
  readonly namespace: string;
  /** Current indicators, one document each. */
  readonly latest: string;
  /** Over all namespaces. */
  readonly latestAlias: string;
  readonly latestTemplate: string;
  /** The data stream of `sync-events`. */
  readonly journal: string;
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
    state: `ti-misp-state-${namespace}`,
  };
}
