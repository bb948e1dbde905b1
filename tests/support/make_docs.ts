/** Writes the parts of the documentation that are made from tables in the code. */
import { configTable, markdownTable } from "../../lib/config/table.ts";
import { fieldTableMarkdown } from "../../lib/ecs/fields.ts";
import { PROJECT } from "./project.ts";

const SETTINGS = /(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/;

/** Texts by path from the project's root, as they should be. */
export async function makeDocs(): Promise<ReadonlyMap<string, string>> {
  const readme = await Deno.readTextFile(`${PROJECT}/README.md`);
  const settings = markdownTable(configTable());
  return new Map([
    ["README.md", readme.replace(SETTINGS, (_, start, end) => `${start}${settings}${end}`)],
    ["docs/fields.md", fieldsDocument()],
  ]);
}

function fieldsDocument(): string {
  return "# Fields\n\nEvery field that a document can hold, or that the index mapping knows. Made " +
    `from the table in \`lib/ecs\` by \`deno task docs\`.\n\n${fieldTableMarkdown()}`;
}

if (import.meta.main) {
  for (const [path, text] of await makeDocs()) await Deno.writeTextFile(`${PROJECT}/${path}`, text);
}
