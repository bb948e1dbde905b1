import { assertEquals } from "@std/assert";
import { styleFor } from "../../lib/cli/style.ts";
import { textTable } from "../../lib/cli/text_table.ts";

const terminal = { isTerminal: true };

Deno.test("styleFor() colours on a terminal", () => {
  assertEquals(styleFor(terminal, {})("bad", "no"), "\x1b[31mno\x1b[0m");
  assertEquals(styleFor(terminal, { NO_COLOR: "", CI: "" })("good", "yes"), "\x1b[32myes\x1b[0m");
});

for (
  const [why, stream, env] of [
    ["where nobody looks", { isTerminal: false }, {}],
    ["with NO_COLOR", terminal, { NO_COLOR: "1" }],
    ["in CI", terminal, { CI: "true" }],
    ["on a dumb terminal", terminal, { TERM: "dumb" }],
  ] as const
) {
  Deno.test(`styleFor() does not colour ${why}`, () => {
    assertEquals(styleFor(stream, env)("bad", "no"), "no");
  });
}

Deno.test("textTable() aligns texts to the left and numbers to the right", () => {
  const table = {
    head: ["Type", "Documents"],
    right: ["Documents"],
    rows: [["ip-dst|port", "1,234"], ["url", "5"]],
  };
  assertEquals(
    textTable(table, (_, text) => text),
    "  Type         Documents\n" +
      "  ip-dst|port      1,234\n" +
      "  url                  5\n",
  );
});

Deno.test("textTable() lets no cell break its row, or move the cursor", () => {
  const table = { head: ["A", "B"], rows: [["x\n\x1b[2Jy", "z\r"]] };
  assertEquals(textTable(table, (_, text) => text), "  A       B\n  x [2Jy  z\n");
});
