import { hashOf, ssdeepOf, tlshOf } from "../harmless.ts";
import { HARBOURLIGHT } from "../organisations.ts";
import { attribute, type EventSpec, type ObjectSpec, part } from "../specs.ts";

const RUN_KEY = "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
const LOCKER = "spindle.exe";
const LOADER = "harbour-update.exe";

const SIGMA_RULE = `title: SpindleLock deletes shadow copies
status: experimental
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\spindle.exe'
    CommandLine|contains: '--no-shadows'
  condition: selection
level: high`;

const REPORT = `# What happened

1. 2026-04-02: a planner opens an attachment; **TideLoader** starts.
2. 2026-04-06: a tunnel (Capstan Proxy) to 203.0.113.44.
3. 2026-04-11: **SpindleLock** on 31 machines. Backups were off-line and are fine.`;

const LOCKER_FILE: ObjectSpec = {
  key: "locker",
  template: "file",
  comment: "Encrypts and leaves the note",
  firstSeen: "2026-04-11T02:13:07.123456+00:00",
  lastSeen: "2026-04-11T05:40:00.000001+00:00",
  references: [{ to: "loader", relationship: "dropped-by", comment: "Five days before" }],
  parts: [
    part("filename", "filename", LOCKER),
    part("md5", "md5", hashOf("md5", LOCKER)),
    part("sha1", "sha1", hashOf("sha1", LOCKER)),
    part("sha256", "sha256", hashOf("sha256", LOCKER), { clusters: ["encrypted"] }),
    part("ssdeep", "ssdeep", ssdeepOf(LOCKER)),
    part("size-in-bytes", "size-in-bytes", "481280", { uncorrelated: true }),
    part("mimetype", "mime-type", "application/x-dosexec", { uncorrelated: true }),
  ],
};

const LOADER_FILE: ObjectSpec = {
  key: "loader",
  template: "file",
  parts: [
    part("filename", "filename", LOADER),
    part("sha256", "sha256", hashOf("sha256", LOADER), { tags: ["tlp:green"] }),
    part("tlsh", "tlsh", tlshOf(LOADER)),
  ],
};

/** The object is gone, and with it its parts, though they do not say so themselves. */
const WITHDRAWN: ObjectSpec = {
  key: "withdrawn",
  template: "network-connection",
  comment: "Was the backup job of the victim",
  deleted: true,
  parts: [
    part("ip-src", "ip-src", "203.0.113.61"),
    part("ip-dst", "ip-dst", "203.0.113.62"),
    part("dst-port", "port", "873"),
  ],
};

const HOST = [
  attribute("filename", "C:\\ProgramData\\Harbour\\README-SPINDLE.txt", { comment: "The note" }),
  attribute("filename|md5", `${LOADER}|${hashOf("md5", LOADER)}`),
  attribute("filename|sha1", `${LOADER}|${hashOf("sha1", LOADER)}`),
  attribute("malware-sample", `${LOCKER}|${hashOf("md5", LOCKER)}`, {
    comment: "Kept at home: ask for it",
  }),
  attribute("regkey", `${RUN_KEY}\\HarbourUpdate`, { clusters: ["runKeys"] }),
  attribute("regkey|value", `${RUN_KEY}\\HarbourUpdate|C:\\ProgramData\\Harbour\\${LOADER} /q`),
  attribute("mutex", "Global\\SpindleLock-demo-7"),
  attribute("named pipe", "\\\\.\\pipe\\spindle-demo"),
  attribute("windows-service-name", "HarbourUpd"),
  attribute("windows-service-displayname", "Harbour Update Service"),
  attribute("windows-scheduled-task", "\\Harbour\\UpdateCheck"),
  attribute("process-state", "S", { uncorrelated: true }),
  attribute("pdb", "D:\\work\\spindle\\Release\\spindle.pdb"),
  attribute("sigma", SIGMA_RULE),
  attribute("gene", '{"Name": "SpindleShadows", "Meta": {"Criticality": 8}}'),
];

const CONTACT = [
  attribute("ip-dst|port", "203.0.113.44|8080", {
    comment: "Far end of the tunnel",
    firstSeen: "2026-04-06T19:30:00+00:00",
    lastSeen: "2026-04-11T01:55:00+00:00",
    clusters: ["capstanProxy"],
  }),
  attribute("hostname", "updates.port-b.example", {
    comment: "The victim's own, listed by mistake",
    deleted: true,
  }),
  // Its checksum is wrong: no hidden service can have this address.
  attribute("onion-address", "thisisthedemofeedofamisptoolandthereisnosuchonionaddress.onion"),
  attribute("email", "pay@spindle-support.invalid", { comment: "From the note" }),
  attribute("btc", "1DemoFeedAddressThatNobodyHasXXXXX", { comment: "From the note, made up" }),
  attribute("xmr", `4DemoFeed${"X".repeat(86)}`, { toIds: false }),
  attribute("target-machine", "planning-ws-07"),
  attribute("target-location", "Port B"),
  attribute("attachment", "note-on-screen.png", { comment: "Photo by the night shift" }),
];

export const RANSOMWARE: EventSpec = {
  key: "ransomware",
  info: "SpindleLock ransomware at a port operator (fictional incident)",
  at: "2026-04-13T10:45:00Z",
  organisation: HARBOURLIGHT,
  analysis: 2,
  threatLevel: 1,
  tags: [
    "tlp:amber",
    'misp:confidence-level="fairly-confident"',
    "priority-level:high",
    'mitre-attack:attack-pattern="T1490 - Inhibit System Recovery"',
  ],
  clusters: ["brassWren", "spindleLock", "encrypted", "powershell"],
  attributes: [...HOST, ...CONTACT],
  objects: [LOCKER_FILE, LOADER_FILE, WITHDRAWN],
  report: { name: "SpindleLock at Port B", content: REPORT },
};
