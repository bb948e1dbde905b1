import { assert, assertEquals } from "@std/assert";
import { type Help, renderHelp } from "../../lib/cli/help.ts";

const HELP: Help = {
  summary: "Keeps Elasticsearch in step with MISP",
  examples: [{ text: "See what would change", command: "ti-misp sync-attributes --dry-run" }],
  usage: "ti-misp sync-attributes [flags]",
  flags: [
    { name: "help", short: "h", kind: "boolean", text: "Show this help" },
    { name: "json", kind: "boolean", negatable: true, text: "Print one JSON object" },
    {
      name: "event",
      kind: "list",
      value: "UUID",
      text: "Reconcile only this event and leave every other one alone, whatever changed",
    },
  ],
  notes: ["Settings come from flags, then the environment, then the file."],
  exitCodes: [{ name: "0", text: "done, all of it" }, { name: "2", text: "usage" }],
};

Deno.test("renderHelp() begins with examples and ends with exit codes", () => {
  assertEquals(
    renderHelp(HELP),
    `Keeps Elasticsearch in step with MISP

Examples:
  # See what would change
  ti-misp sync-attributes --dry-run

Usage:
  ti-misp sync-attributes [flags]

Flags:
  -h, --help    Show this help
  --[no-]json   Print one JSON object
  --event UUID  Reconcile only this event and leave every other one alone,
                whatever changed (repeatable)

Settings come from flags, then the environment, then the file.

Exit codes:
  0  done, all of it
  2  usage
`,
  );
});

Deno.test("renderHelp() lists commands when there are some", () => {
  const text = renderHelp({ ...HELP, commands: [{ name: "map", text: "Map MISP JSON to ECS" }] });
  assert(text.includes("\n\nCommands:\n  map  Map MISP JSON to ECS\n\nFlags:\n"), text);
});

Deno.test("renderHelp() keeps texts within 80 columns", () => {
  const lines = renderHelp({ ...HELP, notes: ["word ".repeat(60).trim()] }).split("\n");
  assertEquals(lines.filter((line) => line.length > 80), []);
});
