import { assertEquals } from "@std/assert";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { CAPTURES_MISSING, readCapture } from "./captures.ts";
import { ask } from "./ask.ts";
import { fillLab } from "./lab.ts";
import { differences, shapeOf } from "./shape.ts";

/** Parts that the fake leaves empty or that hang on the data of the laboratory. */
const NOT_MADE = [
  ".response[].Event.RelatedEvent[",
  ".response[].Event.ShadowAttribute[",
  ".response[].Event.EventReport[",
  ".response[].Event.Object[].ObjectReference[",
  ".response[].Event.Attribute[].ShadowAttribute[",
  ".response[].Event.Attribute[].Galaxy[].kill_chain_order",
];

const GALAXY_PARTS = ["GalaxyClusterRelation[", "TargetingClusterRelation["];

interface Case {
  readonly capture: string;
  /** Overrides of the captured body. */
  readonly body?: Record<string, unknown>;
  readonly ignore?: readonly string[];
}

const CASES: readonly Case[] = [
  { capture: "events_index_full" },
  { capture: "events_index_full_user" },
  { capture: "events_index_minimal" },
  { capture: "events_index_beyond" },
  { capture: "attrs_by_events", body: { eventid: [2, 5] } },
  { capture: "attr_objects_event2" },
  { capture: "attr_galaxy" },
  { capture: "attr_decay_ip" },
  { capture: "attr_decay_fullmodel" },
  { capture: "attr_decay_old" },
  { capture: "attr_decay_sha256_no_model" },
  { capture: "attr_attachments", body: { type: "attachment" } },
  { capture: "attr_empty" },
  { capture: "objects_restSearch_metadata" },
  { capture: "objects_restSearch", ignore: [".response[].Object.Attribute[]."] },
  { capture: "sightings_restSearch_last" },
  { capture: "sightings_restSearch", body: { id: 1 } },
  { capture: "sightings_restSearch_from_to", body: { from: 1_795_500_000, to: 1_795_700_000 } },
  { capture: "tags_index_user" },
  { capture: "decayingModel_index_user" },
  { capture: "misc_server_getVersion" },
  { capture: "misc_users_view_me", ignore: [".User", ".Organisation"] },
  { capture: "misc_attributes_describeTypes" },
  { capture: "ev_event1_galaxies", ignore: NOT_MADE },
  { capture: "ev_event1_metadata", ignore: [...NOT_MADE, ".response[].Event.Galaxy["] },
  { capture: "ev_event2_objects", ignore: NOT_MADE },
  { capture: "ev_event6" },
  { capture: "ev_event7_no_attributes" },
  { capture: "ev_empty" },
];

for (const { capture, body, ignore = [] } of CASES) {
  Deno.test({
    name: `FakeMisp answers with the keys and types of capture ${capture}`,
    ignore: CAPTURES_MISSING,
    fn: async () => {
      const { request, response } = await readCapture(capture);
      await using misp = await FakeMisp.start();
      fillLab(misp.model);
      const sent = request.method === "POST" ? { body: { ...Object(request.body), ...body } } : {};
      const reply = await ask(misp, request.path, sent);
      const found = differences(shapeOf(reply.body), shapeOf(response.body), ignore)
        .filter((line) => !GALAXY_PARTS.some((part) => line.includes(part)));
      assertEquals(reply.status, response.status);
      assertEquals(found, []);
    },
  });
}
