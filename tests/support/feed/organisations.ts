/** Who wrote the events of the demo feed; both are invented. */

/** The four analysts of a shipping insurer. */
export const HARBOURLIGHT = "Harbourlight CTI";
/** The ports that share what they see with them. */
export const BRACKWATER = "Brackwater Port ISAC";
