/** Real answers of MISP 2.5.1 and of other servers, kept beside the project. */
import { assertEquals, assertGreater } from "@std/assert";
import { capturedBodies, CAPTURES_MISSING } from "../support_test/captures.ts";
import { documentsOf, mapped } from "./map_lab.ts";

interface Answer {
  readonly name: string;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

const ignore = CAPTURES_MISSING;
const answers: readonly Answer[] = ignore
  ? []
  : [...await capturedBodies()].map(([name, body]) => ({ name, body }));

/** Whether it is the answer of a search for attributes, objects or events. */
function isSearch({ body }: Answer): boolean {
  const { response } = Object(body);
  if (Array.isArray(response)) return response.every((row) => "Event" in row || "Object" in row);
  return Array.isArray(response?.Attribute);
}

// deno-lint-ignore no-explicit-any
function attributesOf({ Attribute = [], Object: objects = [] }: any): unknown[] {
  // deno-lint-ignore no-explicit-any
  return [...Attribute, ...objects.flatMap((object: any) => object.Attribute)];
}

/** The attributes of a search's answer, found in another way than by the program. */
function attributesIn({ body: { response } }: Answer): unknown[] {
  return Array.isArray(response)
    ? response.flatMap(({ Event, Object }) => attributesOf(Event ?? Object))
    : response.Attribute;
}

Deno.test(
  { name: "map gives a document for each attribute that a search found", ignore },
  async () => {
    const searches = answers.filter(isSearch);
    assertGreater(searches.length, 60);
    for (const answer of searches) {
      const result = await mapped(JSON.stringify(answer.body), { deleted: true });
      assertEquals(result.code, 0, `${answer.name}: ${result.stderr}`);
      // deno-lint-ignore no-explicit-any
      const uuids = attributesIn(answer).map(({ uuid }: any) => uuid);
      assertEquals(documentsOf(result).map(({ misp }) => misp.attribute.uuid), uuids, answer.name);
    }
  },
);

const OTHERS: Readonly<Record<string, number>> = {
  "feed_event_LAB-1.json": 202,
  "feed_event_LAB-2.json": 23,
  "misc_attributes_index.json": 60,
  "misc_attributes_view_1.json": 1,
  "misc_events_view_1.json": 202,
  "misc_events_index.json": 0,
  "events_index_minimal.json": 0,
  "mmisp_add_attr.json": 1,
};

for (const [name, count] of Object.entries(OTHERS)) {
  Deno.test({ name: `map gives ${count} documents for ${name}`, ignore }, async () => {
    const { body } = answers.find((answer) => answer.name === name) ?? {};
    const result = await mapped(JSON.stringify(body));
    assertEquals([result.code, documentsOf(result).length], [0, count], result.stderr);
  });
}

Deno.test(
  { name: "map refuses every answer that holds no attributes or events", ignore },
  async () => {
    const refused = answers.filter(({ name }) =>
      /^(err_(?!delete|json|put)|sightings|db_down|ratelimit_4|feed_manifest|describeTypes)/.test(
        name,
      )
    );
    assertGreater(refused.length, 20);
    for (const { name, body } of refused) {
      const { code, stdout, stderr } = await mapped(JSON.stringify(body));
      assertEquals([code, stdout], [2, ""], name);
      assertEquals(stderr.startsWith("ti-misp: Cannot map line 1 column "), true, stderr);
    }
  },
);
