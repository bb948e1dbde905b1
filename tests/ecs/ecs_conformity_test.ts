/** Every field under a root of ECS is one of ECS, of a fitting type. */
import { assert, assertEquals } from "@std/assert";
import { FIELDS } from "../../lib/ecs/fields.ts";
import type { FieldType } from "../../lib/ecs/field.ts";
import { leavesOf } from "./acceptance.ts";
import { mapped } from "./documents.ts";
import { rowsBelow } from "./rows.ts";
import { filesIn, readJson } from "./shared_fixtures.ts";

interface EcsList {
  readonly roots: readonly string[];
  /** Name, type, whether ECS wants an array. */
  readonly fields: readonly (readonly [string, string, boolean])[];
}

const FIXTURES = new URL("../fixtures/", import.meta.url);
const ecs: EcsList = JSON.parse(Deno.readTextFileSync(new URL("ecs_fields.json", FIXTURES)));
const BY_NAME = new Map(ecs.fields.map(([name, type, isArray]) => [name, { type, isArray }]));
const ROOTS = new Set(ecs.roots);

/** `ti_misp` exports the subject of an e-mail here: kept as the only such field. */
const NOT_IN_ECS = new Set(["threat.indicator.email.subject"]);

/** Lists where ECS has one value: as ti_misp writes it, or because there are several. */
const LISTS = new Set([
  "threat.indicator.marking.tlp",
  "threat.group.id",
  "threat.group.name",
  "threat.software.id",
  "threat.software.name",
  "threat.software.type",
]);

const FITTING = {
  boolean: ["boolean"],
  constant_keyword: ["keyword", "constant_keyword"],
  date: ["date"],
  flattened: ["flattened"],
  ip: ["ip"],
  ip_range: [],
  keyword: ["keyword", "wildcard", "match_only_text"],
  long: ["long"],
} satisfies Record<FieldType, readonly string[]>;

function isEcs(name: string): boolean {
  return ROOTS.has(name.split(".", 1).join()) && !NOT_IN_ECS.has(name);
}

for (const { name, type, by } of FIELDS.filter(({ name }) => isEcs(name))) {
  Deno.test(`FIELDS has ${name} as ECS has it`, () => {
    const found = BY_NAME.get(name);
    const isOurs = by !== "agent" && name !== "labels.is_ioc_transform_source";
    assert(found !== undefined || !isOurs, "not in ECS");
    if (found !== undefined) assert(([...FITTING[type]] as string[]).includes(found.type));
  });
}

function assertEcs(document: unknown): void {
  for (const { name, value } of leavesOf(document)) {
    const found = BY_NAME.get(name);
    if (found === undefined) assert(!isEcs(name), `${name} is not in ECS`);
    else if (!LISTS.has(name)) assertEquals(Array.isArray(value), found.isArray, name);
  }
}

Deno.test("toDocument() writes ECS fields as ECS has them, for all examples of the reference", () => {
  const vectors = JSON.parse(Deno.readTextFileSync(new URL("mapping/vectors.json", FIXTURES)));
  for (const { attribute, event } of vectors) assertEcs(mapped({ attribute, event }));
});

const files = [...filesIn("misp-captures/"), ...filesIn("misp-feed/")]
  .filter((file) => file.endsWith(".json"));

Deno.test({
  name: "toDocument() writes ECS fields as ECS has them, for real answers and feeds",
  ignore: files.length === 0,
  fn() {
    for (const { attribute, event } of files.flatMap((file) => rowsBelow(readJson(file)))) {
      assertEcs(mapped({ attribute, event }));
    }
  },
});
