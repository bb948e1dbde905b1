/** Settings as the documentation names them, and files of settings as it shows them. */
import { assertEquals } from "@std/assert";
import { loadConfig } from "../../lib/config/load.ts";
import { configTable } from "../../lib/config/table.ts";
import { readDocuments } from "./support/documents.ts";
import { fencesOf, inlineCodeOf } from "./support/markdown.ts";

const keys = configTable();
const paths = new Set(keys.map(({ path }) => path));
const sections = new Set(keys.map(({ path }) => path.split(".")[0] ?? ""));
const names = new Set(keys.flatMap(({ environment, aliases }) => [environment, ...aliases]));

/** Beside the settings. */
const OTHER_NAMES = [
  "TI_MISP_CONFIG",
  "TI_MISP_TEST_ELASTICSEARCH",
  "TI_MISP_TEST_PROGRAM",
  "TI_MISP_ENGINE_CACHE",
];

function isSetting(code: string): boolean {
  return /^[a-z]+\.[a-z_]+$/.test(code) && sections.has(code.split(".")[0] ?? "");
}

/** `event.hash`, `misp.event.uuid`: fields of documents whose first word is also a section's. */
function isField(code: string): boolean {
  return /^misp\.(attribute|event|object|orgc|instance|indicator)$/.test(code);
}

for (const [path, text] of await readDocuments()) {
  // Made from the table of fields, some of which are called like a section.
  if (path === "docs/fields.md") continue;
  Deno.test(`${path} names only settings that there are`, () => {
    const codes = inlineCodeOf(text).map((code) => code.replace(/:.*$/, ""));
    const unknown = codes.filter((code) =>
      isSetting(code) && !isField(code) && !paths.has(code) && !code.endsWith(".ts")
    );
    assertEquals(unknown, []);
    const variables = [...text.matchAll(/\b(?:TI_MISP|MISP|ELASTICSEARCH)_[A-Z_]*[A-Z]\b/g)];
    const strange = variables.map(([name]) => name)
      .filter((name) => !names.has(name) && !OTHER_NAMES.includes(name));
    assertEquals(strange, []);
  });

  for (const { body, line } of fencesOf(text).filter(({ language }) => language === "yaml")) {
    Deno.test(`${path}, line ${line}: the settings are right`, async () => {
      const sources = {
        env: {},
        readTextFile: (name: string) => Promise.resolve(name === "ti-misp.yaml" ? body : "secret"),
        run: () => Promise.resolve("secret"),
      };
      await loadConfig(sources, { file: "ti-misp.yaml", needs: () => [] });
    });
  }
}
