/** No Serverless is at hand: what it would be sent is read by the parsers of a stateful server. */
import { assertEquals } from "@std/assert";
import { ASSET_DEFAULTS } from "../../lib/elastic/asset_settings.ts";
import { assetsFor } from "../../lib/elastic/assets.ts";
import { serverFacts } from "../../lib/elastic/features.ts";
import { typicalFlavour } from "../../lib/elastic/flavour.ts";
import { at, type JsonObject } from "../../lib/elastic/json.ts";
import { PLACES } from "../../lib/elastic/installed.ts";
import { clusterTest } from "./support/cluster.ts";

clusterTest(
  "The templates for Serverless are taken, with their retention",
  async ({ client, names }) => {
    const { flavour, features } = await serverFacts(client);
    // OpenSearch knows no lifecycle of data streams.
    if (flavour.lifecycle !== "ilm") return;
    const server = { flavour: typicalFlavour("serverless"), features };
    const settings = { ...ASSET_DEFAULTS, history: true };
    const retentions: unknown[] = [];
    for (const { kind, name, body } of assetsFor(names, server, settings)) {
      if (kind !== "component_template" && kind !== "index_template") continue;
      await client.ask({ method: "PUT", path: PLACES[kind].path(name), body });
      if (kind !== "index_template") continue;
      const path = `/_index_template/_simulate/${name}`;
      const answer: JsonObject = await client.ask({ method: "POST", path });
      retentions.push(at(answer, "template", "lifecycle", "data_retention"));
    }
    assertEquals(retentions, [undefined, "365d", "5d"]);
  },
);
