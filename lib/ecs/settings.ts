/** What the mapping must be told, besides MISP's data and the time. */

/** The data sets of Elastic's `ti_misp`: events with all their context, and single attributes. */
export type Dataset = "ti_misp.threat" | "ti_misp.threat_attributes";

export interface MappingSettings {
  readonly dataset: Dataset;
  /** Base URL for links back to MISP; empty for a feed. */
  readonly mispUrl: string;
  /** Tags of the configuration, which come before those of MISP. */
  readonly tags: readonly string[];
  /** How long an indicator lives when no decay is handed in; 0 = for ever. */
  readonly expirationMs: number;
  /** Whether the base64 data of attachments and samples goes into documents. */
  readonly attachments: boolean;
}
