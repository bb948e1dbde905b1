/** The events of the demo feed, in the order of their dates but for the old one. */
import { ADVISORY } from "./events/advisory.ts";
import { BOTNET } from "./events/botnet.ts";
import { MAIL_FRAUD } from "./events/mail_fraud.ts";
import { MALWARE_REPORT } from "./events/malware_report.ts";
import { NOTES } from "./events/notes.ts";
import { OLD_WORM } from "./events/old_worm.ts";
import { OSINT_LIST } from "./events/osint_list.ts";
import { PHISHING } from "./events/phishing.ts";
import { RANSOMWARE } from "./events/ransomware.ts";
import { SCANNERS } from "./events/scanners.ts";
import type { EventSpec } from "./specs.ts";

export const EVENTS: readonly EventSpec[] = [
  NOTES,
  PHISHING,
  BOTNET,
  RANSOMWARE,
  ADVISORY,
  MALWARE_REPORT,
  MAIL_FRAUD,
  SCANNERS,
  OSINT_LIST,
  OLD_WORM,
];
