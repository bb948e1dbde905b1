import type { MispModel } from "../support/fake_misp/model.ts";

/** One event of each kind that the captures hold, with the ids that the captures ask for. */
export function fillLab(model: MispModel): void {
  const now = model.store.clock.now();
  addTypesEvent(model);
  addObjectsEvent(model);
  model.addEvent({ info: "unpublished draft", distribution: 1, attributes: [indicator(30)] });
  model.addEvent({ info: "warninglisted", attributes: [indicator(31), indicator(32)] });
  const old = now - 200 * 86_400;
  const seen = {
    firstSeen: "2026-05-09T01:11:26.000000+00:00",
    lastSeen: "2026-11-05T01:11:26.000000+00:00",
  };
  model.addEvent({
    info: "old event",
    published: true,
    tags: ["tlp:white"],
    attributes: [
      { ...indicator(150), timestamp: old },
      { type: "domain", value: "old.example.test", timestamp: old },
      { ...indicator(151), timestamp: old, ...seen },
    ],
  });
  model.addEvent({ info: "empty event", published: true });
}

function indicator(last: number) {
  return { type: "ip-dst", value: `198.51.100.${last}` };
}

/** Tags of every sort on the event and its first attribute, sightings of every type. */
function addTypesEvent(model: MispModel): void {
  const event = model.addEvent({
    info: "all types – ünïcödé 漢字",
    published: true,
    tags: [
      "tlp:amber",
      'misp-galaxy:threat-actor="Example Bear"',
      'admiralty-scale:information-credibility="2"',
    ],
    attributes: [
      {
        type: "ip-src",
        value: "203.0.113.7",
        comment: "type ip-src",
        firstSeen: "2026-10-01T08:15:30.123456+00:00",
        lastSeen: "2026-10-31T08:15:30.123456+00:00",
        tags: [
          "tlp:red",
          'estimative-language:likelihood-probability="very-likely"',
          'misp-galaxy:mitre-attack-pattern="Phishing - T1566"',
        ],
      },
      {
        type: "sha256",
        value: "0".repeat(64),
        firstSeen: "2026-10-01T08:15:30.123456+00:00",
        lastSeen: "2026-10-31T08:15:30.123456+00:00",
      },
      { type: "attachment", value: "screenshot.png", data: "iVBORw0KGgo=" },
      { type: "domain|ip", value: "bad.example.test|198.51.100.25" },
      { type: "text", value: 'tab\t, "quotes" \\ and\nlines', deleted: true },
    ],
  });
  const [first] = event.attributes;
  if (first === undefined) throw new TypeError("The event has no attribute");
  for (const type of ["0", "1", "2"] as const) model.addSighting(first, { type, source: "sensor" });
}

function addObjectsEvent(model: MispModel): void {
  const event = model.addEvent({
    info: "objects",
    tags: ["tlp:green"],
    objects: [
      {
        name: "file",
        comment: "file object",
        firstSeen: "2026-10-01T08:15:30.123456+00:00",
        lastSeen: "2026-10-01T09:15:30.123456+00:00",
        attributes: [
          { type: "filename", value: "obj.exe", objectRelation: "filename" },
          {
            type: "sha256",
            value: "1".repeat(64),
            objectRelation: "sha256",
            tags: ["tlp:amber"],
          },
        ],
      },
      {
        name: "vulnerability",
        attributes: [
          { type: "vulnerability", value: "CVE-2026-10001", objectRelation: "id" },
        ],
      },
    ],
    attributes: [],
  });
  const [, vulnerability] = event.objects;
  if (vulnerability !== undefined) model.deleteObject(vulnerability);
  model.publish(event);
}
