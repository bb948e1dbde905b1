import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseSettings } from "../../lib/config/parse_settings.ts";
import { configTable, markdownTable } from "../../lib/config/table.ts";

Deno.test("configTable() gives every key a description and an environment name of its own", () => {
  const keys = configTable();
  const names = keys.flatMap((key) => [key.environment, ...key.aliases]);
  assertEquals(new Set(names).size, names.length);
  for (const key of keys) {
    assert(key.description !== "", key.path);
    assertMatch(key.description, /[^.]$/, key.path);
    assertMatch(key.environment, /^TI_MISP_[A-Z_]+$/, key.path);
  }
});

Deno.test("configTable() marks the secrets, and no others", () => {
  assertEquals(configTable().filter((key) => key.secret).map((key) => key.path), [
    "misp.api_key",
    "elasticsearch.api_key",
    "elasticsearch.password",
    "kibana.api_key",
  ]);
});

Deno.test("configTable() tells the default that holds when nothing is set", () => {
  const origin = { kind: "file", name: "f" } as const;
  const described = new Set(["run.max_duration", "elasticsearch.instance"]);
  const defaults = configTable().filter((key) => key.default !== "" && !described.has(key.path));
  const written = new Map(
    defaults.map(({ path, default: value }) => [path, { path, value, origin }]),
  );
  assertEquals(parseSettings(written), parseSettings(new Map()));
});

Deno.test("markdownTable() has a row for each key", () => {
  const keys = configTable();
  const rows = markdownTable(keys).trimEnd().split("\n");
  assertEquals(rows.length, keys.length + 2);
  assert(
    rows.includes("| `misp.url` | `TI_MISP_MISP_URL`, `MISP_URL` |  |  | Base URL of MISP |"),
    rows.join("\n"),
  );
});
